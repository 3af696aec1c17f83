//! Days and times as people write them: "5pm on Friday 8 May 2026".

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// `Friday 8 May 2026`.
pub fn day_in_words(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// `5pm`, `2:30pm`, `midday`, `midnight`.
pub fn time_in_words(time: NaiveTime) -> String {
    let (afternoon, hour) = time.hour12();
    let half = if afternoon { "pm" } else { "am" };
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{hour}{half}"),
        (_, minute) => format!("{hour}:{minute:02}{half}"),
    }
}

/// `5pm on Friday 8 May 2026`; midnight belongs to the day that it ends.
pub fn instant_in_words(local: NaiveDateTime) -> String {
    match local.date().pred_opt() {
        Some(day) if local.time() == NaiveTime::MIN => format!("midnight at the end of {}", day_in_words(day)),
        _ => format!("{} on {}", time_in_words(local.time()), day_in_words(local.date())),
    }
}
