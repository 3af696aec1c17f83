//! What the engine knows, as people read it: clocks and values. How a date or a sum is said is
//! `domain::words`' business.

use accord_engine::value::Value;
use chrono::{DateTime, Timelike as _, Utc};
use chrono_tz::Tz;

use crate::{
    domain::words::{ZONE, day, money, stamp_in, time_of_day},
    views::contexts::everywhere::Clock,
};

/// The time of day in the United Kingdom: `2:30pm`.
pub fn clock_time(at: DateTime<Utc>) -> String {
    time_of_day(at.with_timezone(&ZONE).time())
}

/// A deadline in words. One at the very end of a day is said of that day, not of the next.
pub fn clock(at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> Clock {
    let local = at.with_timezone(&zone);
    let ends_day = local.hour() == 0 && local.minute() == 0;
    let date = if ends_day {
        local.date_naive().pred_opt().unwrap_or(local.date_naive())
    } else {
        local.date_naive()
    };
    let time = if ends_day {
        "the end of".to_owned()
    } else {
        time_of_day(local.time())
    };
    let weekday = date.format("%A");
    let full = if ends_day {
        format!("{time} {weekday} {}", day(date))
    } else {
        format!("{time} on {weekday} {}", day(date))
    };
    Clock {
        date: day(date),
        time: if ends_day { "midnight".to_owned() } else { time },
        full,
        left: left(at, now),
        at: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
    }
}

fn left(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let left = at - now;
    match (left.num_days(), left.num_hours()) {
        (_, hours) if hours < 1 => "less than an hour".to_owned(),
        (0, 1) => "1 hour".to_owned(),
        (0, hours) => format!("{hours} hours"),
        (1, _) => "1 day".to_owned(),
        (days, _) => format!("{days} days"),
    }
}

/// A value, as a person would say it.
pub fn value(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Money(pence) => money(*pence),
        Value::Text(text) => text.clone(),
        Value::Date(date) => day(*date),
        Value::Instant(at) => stamp_in(*at, ZONE),
        Value::Amount(count, unit) => {
            let word = unit.0.word().replace('_', " ");
            let word = if *count == 1 { word.trim_end_matches('s') } else { &word };
            format!("{count} {word}")
        }
        Value::Share(top, bottom) => format!("{top} of {bottom}"),
        Value::Texts(all) => all.join(", "),
        Value::Rows(rows) => format!("{} rows", rows.len()),
        Value::Nothing => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(at: &str, full: &str) {
        let at: DateTime<Utc> = at.parse().unwrap();
        assert_eq!(clock(at, ZONE, at).full, full);
    }

    #[test]
    fn a_deadline_is_said_in_local_time() {
        check("2026-05-08T16:00:00Z", "5pm on Friday 8 May 2026");
        check("2026-01-08T12:00:00Z", "midday on Thursday 8 January 2026");
    }

    #[test]
    fn midnight_belongs_to_the_day_that_ends() {
        check("2026-05-08T23:00:00Z", "the end of Friday 8 May 2026");
    }
}
