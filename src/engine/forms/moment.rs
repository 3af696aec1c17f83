//! Dates and times as people type them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde_json::{Map, Value as Json};

use crate::calendar::Calendar;

/// What was typed into boxes for `day`, `month` and `year`, and perhaps `time`, as one text; empty if
/// nothing was.
pub fn joined(parts: &Map<String, Json>) -> String {
    let part = |name: &str| parts.get(name).and_then(Json::as_str).unwrap_or_default().trim();
    let (day, month, year, time) = (part("day"), part("month"), part("year"), part("time"));
    let date = if month.parse::<u32>().is_ok() {
        format!("{year}-{month:0>2}-{day:0>2}")
    } else {
        format!("{day} {month} {year}")
    };
    format!("{date} {time}").trim_matches([' ', '-']).to_owned()
}

/// `2026-04-01`, `1 April 2026`, `1 Apr 2026`.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let text = squeezed(text);
    let date = ["%Y-%m-%d", "%d %B %Y", "%A %d %B %Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(&text, format).ok())?;
    // A year of two digits is a slip, not the first century.
    (1900..=2200).contains(&chrono::Datelike::year(&date)).then_some(date)
}

/// `2026-04-01T17:00`, `2026-04-01 17:00`, `1 April 2026 5pm`, `1 April 2026, 5:30pm`,
/// `5pm on 1 April 2026`, all local; or RFC 3339 with its offset.
///
/// # Errors
/// A sentence if it cannot be read, or if the clocks skip it.
pub fn read_datetime(text: &str, calendar: &Calendar) -> Result<DateTime<Utc>, String> {
    let text = squeezed(text);
    if let Ok(instant) = DateTime::parse_from_rfc3339(&text) {
        return Ok(instant.to_utc());
    }
    let unread = || "a date and a time, such as 1 April 2026 5pm".to_owned();
    let local = read_local(&text).ok_or_else(unread)?;
    let moment = calendar.moment(local).map_err(|error| error.to_string())?;
    let back = calendar.local(moment.at).map_err(|error| error.to_string())?;
    if back == local {
        Ok(moment.at)
    } else {
        Err("another time: the clocks go forward then, and skip this one".to_owned())
    }
}

fn read_local(text: &str) -> Option<NaiveDateTime> {
    if let Some((time, date)) = text.split_once(" on ") {
        return Some(read_date(date)?.and_time(read_time(time)?));
    }
    let text = text.replace('T', " ").replace(" at ", " ");
    // The time is the last word; `5 pm` is two.
    let cut = text.rfind(' ')?;
    let (date, time) = text.split_at_checked(cut)?;
    if matches!(time.trim(), "am" | "pm") {
        let cut = date.rfind(' ')?;
        let (earlier, hour) = date.split_at_checked(cut)?;
        return Some(read_date(earlier)?.and_time(read_time(&format!("{}{}", hour.trim(), time.trim()))?));
    }
    Some(read_date(date)?.and_time(read_time(time.trim())?))
}

fn read_time(text: &str) -> Option<NaiveTime> {
    let text = text.to_lowercase();
    if text == "midday" || text == "noon" {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        (None, None) => (text.as_str(), None),
    };
    let (hour, minute) = match clock.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() >= 2 => (hour.parse::<u32>().ok()?, minute.get(..2)?.parse().ok()?),
        Some(_) => return None,
        None => (half.and(clock.parse::<u32>().ok())?, 0),
    };
    match half {
        Some(half) if (1..=12).contains(&hour) => NaiveTime::from_hms_opt((hour % 12).checked_add(half)?, minute, 0),
        Some(_) => None,
        None => NaiveTime::from_hms_opt(hour, minute, 0),
    }
}

/// One space between words, no commas.
fn squeezed(text: &str) -> String {
    text.replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}
