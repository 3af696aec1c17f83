//! Numbers and days that fit where they stand, with words for those that do not.

use chrono::{Datelike as _, NaiveDate};
use serde_json::Value;

/// What cannot stand there, and how to mend it.
pub(super) struct Wrong {
    /// It, as it was written.
    pub(super) shown: String,
    /// How to mend it.
    pub(super) mend: String,
}

/// What is wrong with a whole number, by its schema; nothing if it fits.
pub(super) fn of_number(number: i64, schema: &Value) -> Option<Wrong> {
    let least = schema.get("minimum").and_then(Value::as_i64);
    let most = match schema.get("format").and_then(Value::as_str) {
        Some("uint8") => Some(i64::from(u8::MAX)),
        Some("uint16") => Some(i64::from(u16::MAX)),
        Some("uint32") => Some(i64::from(u32::MAX)),
        Some("int32") => Some(i64::from(i32::MAX)),
        _ => None,
    };
    let low = least.is_some_and(|least| number < least);
    let high = most.is_some_and(|most| number > most);
    let mend = match (low, high) {
        (true, _) => format!("Write a whole number from {} on.", least.unwrap_or_default()),
        (_, true) => format!("Write {} at most.", most.unwrap_or_default()),
        (false, false) => return None,
    };
    Some(Wrong {
        shown: number.to_string(),
        mend,
    })
}

/// The years that somebody may mean.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// What is wrong with a day, where the schema asks for one; nothing if it fits.
pub(super) fn of_day(text: &str, schema: &Value) -> Option<Wrong> {
    if schema.get("format").and_then(Value::as_str) != Some("date") {
        return None;
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let fits = text.len() == "2027-09-30".len() && day.is_some_and(|day| YEARS.contains(&day.year()));
    (!fits).then(|| Wrong {
        shown: format!("`{text}`"),
        mend: "Write a day as year, month and day: 2027-09-30.".to_owned(),
    })
}
