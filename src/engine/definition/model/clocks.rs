//! Clocks, in the words of a file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_false;
use crate::definition::scalar::Amount;

/// A clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// What runs out, where it is not the time of the whole state: `The first look back`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A length of time, or `settings.name`. Either this or `at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Amount>,
    /// An expression that gives a date or an instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// A counting rule named in the calendar file; replaces `within`, `starts`, `counts`, `ends`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The day that counting begins. Default: `day_after`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Starts>,
    /// Whether the start day itself can count. Default: `from_start`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    /// `end_of_day`, or a local time such as `17:00`. Default: `end_of_day`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<String>,
    /// Reminders, by what is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind_with_left: Vec<Amount>,
    /// The email that a reminder sends to those who are waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind: Option<String>,
    /// Roles, or audiences of the catalogue, that get it instead, and news of more time: needed where
    /// nobody is waited for, and still time is short for somebody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind_to: Vec<String>,
    /// The event at the end. A decision state has none: the end closes the count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// Whether the clock may be stopped (`hold: pausable` states stop it).
    #[serde(default, skip_serializing_if = "is_false")]
    pub pausable: bool,
    /// Who may give more time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extend: Option<Extend>,
}

/// The day that counting begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// The day of the event.
    SameDay,
    /// The day after the event.
    DayAfter,
}

/// Whether the start day itself can be the first day counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// The first day counted is the start, or the first working day after it.
    FromStart,
    /// The first day counted is the first one after the start.
    AfterStart,
}

/// Who may give more time, how much in all, and whom to tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    /// Roles.
    pub by: Vec<String>,
    /// In all, over every extension.
    pub at_most: Amount,
    /// The email that tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell: Option<String>,
}
