//! Clocks: budget, anchor, pauses; the instant is always derived (S11-S14).

use chrono::{DateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Calendar, CalendarError, Derived},
    definition::model::{Counts, Starts},
    shared::Word,
    value::UnitWord,
};

mod count;
mod days;
mod derive;

#[cfg(test)]
mod tests;

pub use derive::{DeadlineError, Ending, derive, ending, instant};

/// A clock or reminder that has not fired.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timer {
    /// The state, and which of its clocks (`deadline` or a name in `clocks`).
    pub state: Word,
    /// Which clock.
    pub clock: Word,
    /// The state's occurrence; a timer of an earlier occurrence is stale (S12).
    pub occurrence: u32,
    /// What it does.
    pub role: TimerRole,
    /// From when it counts.
    pub anchor: DateTime<Utc>,
    /// How it counts.
    pub rule: Rule,
    /// Stretches during which it stood still.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// Extensions given, in words of the file (`5 working_days`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    /// SHA-256 of the calendar it was derived by.
    pub calendar: Word,
    /// The derived instant; `None` while paused.
    pub due_at: Option<DateTime<Utc>>,
    /// Order among timers due at one instant.
    pub armed: u64,
}

/// What a timer does when it fires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerRole {
    /// Gives this event; in a decision state, closes the count.
    End(Option<Word>),
    /// Sends the reminder.
    Remind,
    /// Opens the next period of a schedule (`every`).
    Period(String),
    /// Releases held effects of a step.
    Release(u64),
    /// Raises an event (delayed send; the conformance fixtures use it).
    Send(Word),
}

/// How a clock counts, with settings already looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// So many units from the anchor.
    #[expect(missing_docs, reason = "the words of model::Deadline")]
    Within {
        count: u32,
        unit: crate::value::UnitWord,
        starts: Starts,
        counts: Counts,
        ends: Ends,
    },
    /// At an instant that was given.
    At(DateTime<Utc>),
    /// So much before another clock of the same state (a reminder).
    #[expect(missing_docs, reason = "said above")]
    Before {
        count: u32,
        unit: crate::value::UnitWord,
        clock: Box<Rule>,
    },
    /// So many milliseconds after the anchor.
    AfterMillis(i64),
}

/// When on its last day a clock ends, local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// 24:00.
    EndOfDay,
    /// This time.
    At(chrono::NaiveTime),
}

/// A stretch during which a clock stood still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// From.
    pub from: DateTime<Utc>,
    /// Until; open while it stands still.
    pub until: Option<DateTime<Utc>>,
}

impl Timer {
    /// Derives the instant anew; nothing while the clock stands still.
    ///
    /// # Errors
    /// If the calendar cannot say, or an extension cannot be read.
    pub fn derive(&self, calendar: &Calendar) -> Result<Option<Derived>, DeadlineError> {
        derive(&self.rule, self.anchor, &self.pauses, &self.extensions, calendar)
    }

    /// The instant alone, without how it came about.
    ///
    /// # Errors
    /// As [`Timer::derive`].
    pub fn instant(&self, calendar: &Calendar) -> Result<Option<DateTime<Utc>>, DeadlineError> {
        instant(&self.rule, self.anchor, &self.pauses, &self.extensions, calendar)
    }
}

impl Rule {
    /// So many units by the usual way of counting: from the day after, to the end of the last day.
    pub const fn within(count: u32, unit: crate::definition::scalar::Unit) -> Self {
        Self::Within {
            count,
            unit: UnitWord(unit),
            starts: Starts::DayAfter,
            counts: Counts::FromStart,
            ends: Ends::EndOfDay,
        }
    }

    /// A counting rule of the calendar file.
    ///
    /// # Errors
    /// If there is no such rule, or it does not say its own length and end.
    pub fn named(name: &str, calendar: &Calendar) -> Result<Self, DeadlineError> {
        let rule = calendar.rule(name)?;
        let crate::definition::scalar::Amount::Of(count, unit) = rule.within else {
            return Err(DeadlineError::Words(format!(
                "the rule `{name}` does not say how long it is"
            )));
        };
        Ok(Self::Within {
            count,
            unit: UnitWord(unit),
            starts: rule.starts,
            counts: rule.counts,
            ends: Ends::parse(&rule.ends).map_err(DeadlineError::Words)?,
        })
    }

    /// A reminder with so much left before this clock ends.
    pub fn reminder(self, count: u32, unit: crate::definition::scalar::Unit) -> Self {
        Self::Before {
            count,
            unit: UnitWord(unit),
            clock: Box::new(self),
        }
    }
}

impl Ends {
    /// `end_of_day`, or a local time such as `17:00`.
    ///
    /// # Errors
    /// A sentence if it is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "end_of_day" {
            return Ok(Self::EndOfDay);
        }
        NaiveTime::parse_from_str(text, "%H:%M")
            .map(Self::At)
            .map_err(|_unread| format!("`{text}` is neither `end_of_day` nor a local time such as `17:00`."))
    }
}

impl From<CalendarError> for DeadlineError {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}
