//! When a failed try is tried again, and when it is given up.

use accord_store::outbox::{OutboxRow, ROUND};
use chrono::{DateTime, TimeDelta, Utc};

use crate::rng::Rng;

/// Time, all together, for the first round of tries. Later rounds are begun by a person, and end with
/// the number of tries.
const LONGEST: TimeDelta = TimeDelta::hours(72);
const FIRST_SECONDS: i64 = 30;
const CAP_SECONDS: i64 = 3600;

/// The place of a row's last try in its round, from 1.
pub(super) const fn tries(row: &OutboxRow) -> i32 {
    (row.attempts - 1).rem_euclid(ROUND) + 1
}

/// When to try again: 30 seconds, doubled each time, an hour at most, 30 % more or less. Nothing:
/// it has been tried for long enough.
pub(super) fn next(row: &OutboxRow, now: DateTime<Utc>, rng: &Rng) -> Option<DateTime<Utc>> {
    let wait = seconds(tries(row), u64::from_be_bytes(rng.bytes()));
    let at = now + TimeDelta::milliseconds(wait);
    let in_time = row.attempts > ROUND || at - row.created_at.utc() <= LONGEST;
    (tries(row) < ROUND && in_time).then_some(at)
}

/// Milliseconds after the `attempts`th try of a round, given a random number.
fn seconds(attempts: i32, chance: u64) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(10);
    let whole = (FIRST_SECONDS << doublings).min(CAP_SECONDS);
    // 700 to 1300 thousandths of it.
    whole * (700 + i64::try_from(chance % 601).unwrap_or(300))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_vary() {
        assert_eq!(seconds(1, 300), 30_000);
        assert_eq!(seconds(2, 300), 60_000);
        assert_eq!(seconds(3, 0), 84_000);
        assert_eq!(seconds(3, 600), 156_000);
        assert_eq!(seconds(9, 300), 3_600_000);
        assert_eq!(seconds(20, 300), 3_600_000);
    }
}
