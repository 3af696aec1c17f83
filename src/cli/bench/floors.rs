//! What the house promises of its speed. A floor is not an aim.

use accord_store::bench::Line;

use super::report::{Percentile, Report, Steps};
use crate::domain::words::thousands;

/// In-memory steps a second of the typical action, on one core.
pub(super) const STEPS: u64 = 300_000;
/// The 99th percentile with many instances stored, in hundredths of that with few: a ceiling.
pub(super) const GROWTH: u64 = 130;

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
        let (floor, reached) = (of_line(line)?, line.percent());
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
    durable.chain(steps).chain(growth).collect()
}
