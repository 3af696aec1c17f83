//! From a rule, an anchor, pauses and extensions to an instant, with every step told (S14).

use chrono::{DateTime, Utc};

use super::{
    Pause, Rule,
    count::{Clock, Found, Story},
};
use crate::{
    calendar::{Calendar, CalendarError, Derived},
    definition::scalar::Unit,
};

/// Why an instant cannot be derived.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    /// The calendar cannot say.
    #[error(transparent)]
    Calendar(CalendarError),
    /// Words that cannot be read.
    #[error("{0}")]
    Words(String),
}

/// Derives when a clock ends; nothing while it stands still.
///
/// Clocks that count in days consume whole days: a day on which the clock stood still, even for
/// some of it, is not consumed. Clocks that count in hours or minutes, and given instants, move by
/// exactly as long as the clock stood still.
/// A reminder of N working days before a clock that ends with its last day comes in the morning of
/// the first of those N days; before a clock that ends at a time of day, at that time.
///
/// # Errors
/// If the calendar cannot say, or an extension cannot be read.
pub fn derive(
    rule: &Rule,
    anchor: DateTime<Utc>,
    pauses: &[Pause],
    extensions: &[String],
    calendar: &Calendar,
) -> Result<Option<Derived>, DeadlineError> {
    let clock = Clock {
        anchor,
        pauses,
        extensions,
        calendar,
        story: Story::Told,
    };
    clock.derive(rule)
}

/// As [`derive`], without the sentences, which cost more than the counting.
///
/// # Errors
/// The same.
pub fn instant(
    rule: &Rule,
    anchor: DateTime<Utc>,
    pauses: &[Pause],
    extensions: &[String],
    calendar: &Calendar,
) -> Result<Option<DateTime<Utc>>, DeadlineError> {
    let clock = Clock {
        anchor,
        pauses,
        extensions,
        calendar,
        story: Story::Silent,
    };
    Ok(clock.derive(rule)?.map(|derived| derived.at))
}

/// The end of a clock that has just been started, which its reminders go on from.
#[derive(Debug, Clone)]
pub struct Ending(Found);

/// The end of a clock that starts now: the same as [`instant`], to go on from.
///
/// # Errors
/// As [`derive`].
pub fn ending(rule: &Rule, anchor: DateTime<Utc>, calendar: &Calendar) -> Result<Ending, DeadlineError> {
    let found = Clock::starting(anchor, calendar).run(rule)?;
    found
        .map(Ending)
        .ok_or_else(|| DeadlineError::Words("it stands still".to_owned()))
}

impl Ending {
    /// The instant.
    pub const fn at(&self) -> DateTime<Utc> {
        self.0.derived.at
    }

    /// The instant of a reminder with so much left.
    ///
    /// # Errors
    /// If the calendar cannot say.
    pub fn reminder(&self, count: u32, unit: Unit, calendar: &Calendar) -> Result<DateTime<Utc>, DeadlineError> {
        let clock = Clock::starting(self.at(), calendar);
        Ok(clock.reminder(self.0.clone(), count, unit)?.derived.at)
    }
}
