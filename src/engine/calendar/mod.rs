//! Working-day calendars as dated rule files. A date past the last known year is an error that
//! says so, never a guess.

use chrono::NaiveDate;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::definition::{
    model::{Counts, Starts},
    scalar::Amount,
};

/// `workflows/calendars/*.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The file's name without the ending.
    pub calendar: String,
    /// What people call it.
    pub title: String,
    /// IANA zone; deadlines are local.
    pub zone: String,
    /// Where the holidays come from, and when they were read.
    pub source: String,
    /// Days of the week that never count, `sat`, `sun`.
    pub weekend: Vec<String>,
    /// Year to holidays: date to name. A year that is not here is not known.
    pub years: IndexMap<i32, IndexMap<NaiveDate, String>>,
    /// Named counting rules, such as the statutory standstills.
    #[serde(default)]
    pub rules: IndexMap<String, CountingRule>,
}

/// A counting rule with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountingRule {
    /// What it is, with its source.
    pub says: String,
    /// How long.
    pub within: Amount,
    /// The day that counting begins.
    pub starts: Starts,
    /// Whether that day can be the first counted.
    pub counts: Counts,
    /// `end_of_day` or a local time.
    pub ends: String,
}

/// A derived date, with every step of how it came about (S14).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Derived {
    /// The instant.
    pub at: chrono::DateTime<chrono::Utc>,
    /// The last day counted, local.
    pub last_day: NaiveDate,
    /// Sentences: start, days counted, holidays skipped by name, pauses, roll rule.
    pub derivation: Vec<String>,
}
