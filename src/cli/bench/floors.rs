//! What the house promises of its speed. A floor is not an aim.

use accord_store::bench::Line;

use super::report::{Percentile, Report, Steps};
use crate::domain::words::thousands;

/// In-memory steps a second of the typical action, on one core.
pub(super) const STEPS: u64 = 300_000;
/// The 99th percentile with many instances stored, in hundredths of that with few: a ceiling.
pub(super) const GROWTH: u64 = 130;

/// The median of Home with many tasks open, in microseconds: a ceiling.
pub(super) const HOME: u64 = 20_000;

/// The median of each page of a long text with many comments, in microseconds: a ceiling.
pub(super) const TEXT: u64 = 100_000;

/// What a file as large as may be sent takes of memory, in bytes: a ceiling.
pub(super) const UPLOAD: u64 = 64 * 1024 * 1024;

/// Durable actions a second in hundredths of the bare loop's, where something is promised.
pub(super) fn of_line(line: &Line) -> Option<u64> {
    match (line.database, line.clients) {
        // One writer and group commit: many clients share what one waits for.
        ("SQLite", 64..) => Some(400),
        ("SQLite", 1) | ("PostgreSQL", _) => Some(70),
        _ => None,
    }
}

/// The floor of a step: the first is the typical one.
pub(super) fn of_steps(steps: &[Steps]) -> impl Iterator<Item = (&Steps, Option<u64>)> {
    steps
        .iter()
        .enumerate()
        .map(|(place, one)| (one, (place == 0).then_some(STEPS)))
}

/// The 99th percentile with the most instances in hundredths of that with the fewest.
pub(super) fn growth(percentiles: &[Percentile]) -> Option<u64> {
    let few = percentiles.iter().min_by_key(|one| one.instances)?;
    let many = percentiles.iter().max_by_key(|one| one.instances)?;
    let ratio = many.figure.p99.saturating_mul(100) / few.figure.p99.max(1);
    (few.instances < many.instances).then_some(ratio)
}

/// A number of hundredths as people write it.
pub(super) fn times(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A sentence for each floor that is missed.
pub(super) fn missed(report: &Report) -> Vec<String> {
    let durable = report.durable.iter().filter_map(|line| {
        let (floor, reached) = (of_line(line)?, line.percent);
        (reached < floor).then(|| {
            let clients = if line.clients == 1 { "client" } else { "clients" };
            format!(
                "{} with {} {clients} did {} times what the bare loop did; the floor is {}.",
                line.database,
                line.clients,
                times(reached),
                times(floor)
            )
        })
    });
    let steps = of_steps(&report.steps).filter_map(|(one, floor)| {
        let floor = floor.filter(|floor| one.per_core_second < *floor)?;
        Some(format!(
            "The engine took {} steps a second in memory (`{}`); the floor is {}.",
            thousands(one.per_core_second),
            one.name,
            thousands(floor)
        ))
    });
    let growth = growth(&report.percentiles).filter(|ratio| *ratio > GROWTH).map(|ratio| {
        format!(
            "With the most instances stored, the 99th percentile was {} times that with the fewest; at most {} is allowed.",
            times(ratio),
            times(GROWTH)
        )
    });
    let home = report.home.iter().filter(|one| one.p50 > HOME).map(|one| {
        format!(
            "Home took {} microseconds at the median for: {}; at most {} are allowed.",
            thousands(one.p50),
            one.who,
            thousands(HOME)
        )
    });
    let text = report.text.iter().filter(|one| one.p50 > TEXT).map(|one| {
        format!(
            "With 500 comments it took {} microseconds at the median: {}; at most {} are allowed.",
            thousands(one.p50),
            one.what,
            thousands(TEXT)
        )
    });
    let upload = report.upload.iter().filter(|one| one.more > UPLOAD).map(|one| {
        format!(
            "A file of {} bytes took {} bytes of memory more; at most {} are allowed.",
            one.bytes,
            thousands(one.more),
            thousands(UPLOAD)
        )
    });
    let all = durable.chain(steps).chain(growth).chain(home).chain(text);
    all.chain(upload).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::report::{Machine, Opened, Uploaded, Visit},
        *,
    };
    use accord_store::bench::Figure;
    use std::time::Duration;

    const fn figure(per_second: u64, p99: u64) -> Figure {
        Figure {
            per_second,
            p50: p99 / 2,
            p99,
            slowest: p99 * 2,
        }
    }

    fn line(database: &'static str, clients: usize, percent: u64) -> Line {
        Line {
            database,
            clients,
            bare_clients: 1,
            store: figure(percent * 10, 1000),
            bare: figure(1000, 1000),
            percent,
        }
    }

    /// One that reaches every floor exactly.
    fn just() -> Report {
        Report {
            machine: Machine::this(),
            seconds: "3".to_owned(),
            rounds: 3,
            instances: 1000,
            durable: vec![
                line("SQLite", 1, 70),
                line("SQLite", 8, 1),
                line("SQLite", 64, 400),
                line("PostgreSQL", 1, 70),
                line("PostgreSQL", 64, 70),
            ],
            steps: vec![steps("act", STEPS), steps("vote", 1)],
            percentiles: vec![percentile(1000, 1000), percentile(1_000_000, 1300)],
            home: vec![visit(HOME)],
            text: vec![opened(TEXT)],
            upload: Some(Uploaded {
                bytes: 1,
                times: 1,
                more: UPLOAD,
                millis: 1,
            }),
            skipped: Vec::new(),
        }
    }

    fn steps(name: &'static str, per_core_second: u64) -> Steps {
        Steps {
            name,
            about: "",
            per_second: 1,
            per_core_second,
        }
    }

    fn visit(p50: u64) -> Visit {
        Visit {
            who: "Contract manager".to_owned(),
            tasks: 100_000,
            lines: 100,
            p50,
            p99: p50 * 2,
        }
    }

    fn opened(micros: u64) -> Opened {
        Opened::of("The desk", vec![Duration::from_micros(micros)])
    }

    const fn percentile(instances: u64, p99: u64) -> Percentile {
        Percentile {
            instances,
            figure: figure(1000, p99),
            filled_in_seconds: 1,
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Report), expected: &[&str]) {
        let mut report = just();
        change(&mut report);
        assert_eq!(missed(&report), expected);
    }

    #[test]
    fn a_floor_that_is_just_reached_is_not_missed() {
        check(|_| {}, &[]);
    }

    #[test]
    fn what_was_not_measured_is_not_missed() {
        check(
            |report| {
                report.durable.clear();
                report.steps.clear();
                report.percentiles.truncate(1);
                report.home.clear();
                report.text.clear();
            },
            &[],
        );
    }

    #[test]
    fn each_floor_that_is_missed_is_a_sentence() {
        let slower = |place: usize, percent: u64| {
            move |report: &mut Report| {
                if let Some(line) = report.durable.get_mut(place) {
                    line.percent = percent;
                }
            }
        };
        check(
            slower(0, 69),
            &["SQLite with 1 client did 0.69 times what the bare loop did; the floor is 0.70."],
        );
        check(
            slower(2, 399),
            &["SQLite with 64 clients did 3.99 times what the bare loop did; the floor is 4.00."],
        );
        check(
            slower(4, 8),
            &["PostgreSQL with 64 clients did 0.08 times what the bare loop did; the floor is 0.70."],
        );
        check(
            |report| report.steps = vec![steps("act", STEPS - 1)],
            &["The engine took 299,999 steps a second in memory (`act`); the floor is 300,000."],
        );
        check(
            |report| report.home = vec![visit(HOME + 1)],
            &["Home took 20,001 microseconds at the median for: Contract manager; at most 20,000 are allowed."],
        );
        check(
            |report| report.text = vec![opened(TEXT + 1)],
            &["With 500 comments it took 100,001 microseconds at the median: The desk; at most 100,000 are allowed."],
        );
        check(
            |report| report.percentiles = vec![percentile(1000, 1000), percentile(1_000_000, 1310)],
            &[
                "With the most instances stored, the 99th percentile was 1.31 times that with the fewest; at most 1.30 \
               is allowed.",
            ],
        );
    }

    #[test]
    fn the_table_names_every_figure_and_its_floor() {
        let table = just().to_string();
        let lines: Vec<String> = table
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        for expected in [
            "act 300,000 (1) 300,000",
            "SQLite 64 4,000 1 1,000 4.00 4.00 0.50 ms 1.00 ms 2.00 ms",
            "SQLite 8 10 1 1,000 0.01 0.50 ms 1.00 ms 2.00 ms",
            "PostgreSQL 1 700 1 1,000 0.70 0.70 0.50 ms 1.00 ms 2.00 ms",
            "1,000,000 1,000 0.65 ms 1.30 ms 2.60 ms filled in 1 s",
            "99 %: 1.30 times; at most 1.30",
        ] {
            assert!(
                lines.iter().any(|line| line == expected),
                "`{expected}` is not in\n{table}"
            );
        }
    }
}
