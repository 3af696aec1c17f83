//! Regular work by the calendar: polling and housekeeping. In UTC only: where clocks change, a local
//! time happens twice or never. Deadlines are never counted here.

use std::str::FromStr;

use chrono::{DateTime, Utc};

/// When something is to be done, again and again.
#[derive(Debug, Clone)]
pub struct Schedule(cron::Schedule);

/// Why a schedule is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSchedule {
    /// It names a zone.
    #[error("schedules run in UTC, not in `{0}`: where clocks change, a local time happens twice or never")]
    Zone(String),
    /// It cannot be read.
    #[error("`{0}` is no schedule: write seconds, minutes, hours, days, months and weekdays, such as `0 30 2 * * *`")]
    Words(String),
}

impl Schedule {
    /// Reads `0 30 2 * * *`: seconds, minutes, hours, days, months, weekdays.
    ///
    /// # Errors
    /// It cannot be read, or is for a zone other than UTC.
    pub fn parse(text: &str, zone: &str) -> Result<Self, BadSchedule> {
        if !matches!(zone, "" | "UTC" | "Etc/UTC") {
            return Err(BadSchedule::Zone(zone.to_owned()));
        }
        if let Some(named) = text
            .split_whitespace()
            .find_map(|word| word.strip_prefix("CRON_TZ=").or(word.strip_prefix("TZ=")))
        {
            return Err(BadSchedule::Zone(named.to_owned()));
        }
        // The library takes a year too; nobody here means one.
        if text.split_whitespace().count() != 6 {
            return Err(BadSchedule::Words(text.to_owned()));
        }
        cron::Schedule::from_str(text)
            .map(Self)
            .map_err(|_unreadable| BadSchedule::Words(text.to_owned()))
    }

    /// The first time after an instant.
    pub fn after(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.0.after(&at).next()
    }

    /// Whether it is due: at least one time lies after the last run. However many were missed, it
    /// is done once.
    pub fn is_due(&self, last: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        self.after(last).is_some_and(|next| next <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn it_runs_once_on_the_days_when_clocks_change() {
        let nightly = Schedule::parse("0 30 1 * * *", "UTC").unwrap();
        for day in ["2026-03-29", "2026-10-25"] {
            let eve = at(&format!("{day}T00:00:00Z"));
            assert_eq!(nightly.after(eve), Some(at(&format!("{day}T01:30:00Z"))));
            assert!(!nightly.is_due(at(&format!("{day}T01:30:00Z")), at(&format!("{day}T23:59:59Z"))));
        }
    }

    #[test]
    fn other_zones_and_other_words_are_refused() {
        assert!(matches!(
            Schedule::parse("0 0 1 * * *", "Europe/London"),
            Err(BadSchedule::Zone(_))
        ));
        assert!(matches!(
            Schedule::parse("TZ=Europe/London 0 0 1 * * *", ""),
            Err(BadSchedule::Zone(_))
        ));
        for bad in ["", "0 1 * * *", "every day", "0 0 25 * * *", "0 0 1 * * * 2027"] {
            assert!(
                matches!(Schedule::parse(bad, "UTC"), Err(BadSchedule::Words(_))),
                "{bad}"
            );
        }
    }
}
