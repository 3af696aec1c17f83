//! The measurements themselves.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use accord_engine::pace::{Course, Pace};
use accord_store::bench::{self, BenchOptions, Line, Server};
use anyhow::anyhow;

use super::report::{Percentile, Steps};

/// The database that is made on a server.
const DATABASE: &str = "accord_bench";
/// Steps between two looks at the clock.
const BATCH: u32 = 256;

/// Steps of the engine in memory, on one core.
pub(super) fn steps(time: Duration, rounds: usize) -> anyhow::Result<Vec<Steps>> {
    let pace = Pace::new().map_err(|fault| anyhow!("the workflow of the bench: {fault}"))?;
    let courses = pace
        .courses()
        .map_err(|refusal| anyhow!("the workflow of the bench: {refusal}"))?;
    let mut measured = vec![Vec::new(); courses.len()];
    for _ in 0..rounds {
        for (course, all) in courses.iter().zip(&mut measured) {
            all.push(pass(&pace, course, time)?);
        }
    }
    let median = |(course, mut all): (&Course, Vec<(u64, u64)>)| {
        all.sort_unstable();
        let (on_core, per_second) = all.get(all.len() / 2).copied().unwrap_or_default();
        Steps {
            name: course.name,
            about: course.about,
            per_second,
            per_core_second: on_core,
        }
    };
    Ok(courses.iter().zip(measured).map(median).collect())
}

/// Steps a second of processor time, and a second of the clock on the wall.
fn pass(pace: &Pace, course: &Course, time: Duration) -> anyhow::Result<(u64, u64)> {
    let (began, worked) = (Instant::now(), processor_time());
    let mut count: u128 = 0;
    while began.elapsed() < time {
        pace.run(course, BATCH)
            .map_err(|refusal| anyhow!("the step `{}` of the bench: {refusal}", course.name))?;
        count += u128::from(BATCH);
    }
    let per = |taken: Duration| u64::try_from(count * 1_000_000_000 / taken.as_nanos().max(1)).unwrap_or(u64::MAX);
    let wall = began.elapsed();
    let worked = worked.zip(processor_time()).map(|(from, to)| to.saturating_sub(from));
    Ok((per(worked.filter(|time| !time.is_zero()).unwrap_or(wall)), per(wall)))
}

/// For how long this thread has had a processor, where the system says so: others may be at work on
/// the machine.
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// PostgreSQL, on a database of the bench's own; nothing where there is no server.
pub(super) fn postgres(
    given: Option<&str>,
    clients: &[usize],
    options: BenchOptions,
) -> anyhow::Result<Option<Vec<Line>>> {
    let server = match given {
        Some(address) => Server::given(address.to_owned()),
        None => match Server::start()? {
            Some(server) => server,
            None => return Ok(None),
        },
    };
    let url = server.make_database(DATABASE)?;
    let lines = bench::on_postgres(&url, clients, options);
    server.drop_database(DATABASE)?;
    Ok(Some(lines?))
}

/// One client on SQLite, with few and with many instances stored.
pub(super) fn percentiles(folder: &Path, sizes: [u64; 2], options: BenchOptions) -> anyhow::Result<Vec<Percentile>> {
    let measured = bench::growth(folder, &sizes, options)?;
    let line = |(instances, figure, filled): (u64, bench::Figure, Duration)| Percentile {
        instances,
        figure,
        filled_in_seconds: filled.as_secs(),
    };
    Ok(measured.into_iter().map(line).collect())
}
