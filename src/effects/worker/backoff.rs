//! When a failed try is tried again, and when it is given up.

use accord_store::outbox::OutboxRow;
use chrono::{DateTime, TimeDelta, Utc};

use crate::rng::Rng;

/// Tries, all together.
const MOST: i32 = 20;
/// Time, all together.
const LONGEST: TimeDelta = TimeDelta::hours(72);
const FIRST_SECONDS: i64 = 30;
const CAP_SECONDS: i64 = 3600;

/// When to try again: 30 seconds, doubled each time, an hour at most, 30 % more or less. Nothing:
/// it has been tried for long enough.
pub(super) fn next(row: &OutboxRow, now: DateTime<Utc>, rng: &Rng) -> Option<DateTime<Utc>> {
    let wait = seconds(row.attempts, u64::from_be_bytes(rng.bytes()));
    let at = now + TimeDelta::milliseconds(wait);
    (row.attempts < MOST && at - row.created_at.utc() <= LONGEST).then_some(at)
}

/// Milliseconds after the `attempts`th try, given a random number.
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
