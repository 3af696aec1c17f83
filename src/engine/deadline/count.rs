//! The counting itself.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{
    DeadlineError, Ends, Pause, Rule,
    days::{Passed, Paused, back},
};
use crate::{
    calendar::{Calendar, CalendarError, Derived, before, day_in_words, instant_in_words, next},
    definition::{
        model::{Counts, Starts},
        scalar::{Amount, Unit},
    },
};

/// Reminders that count in days come at this local hour: nobody is to be woken at midnight.
const MORNING: NaiveTime = match NaiveTime::from_hms_opt(9, 0, 0) {
    Some(nine) => nine,
    None => NaiveTime::MIN,
};

/// Whether anybody wants to know how an instant came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    Told,
    Silent,
}

/// A clock to be counted.
pub(super) struct Clock<'a> {
    pub(super) anchor: DateTime<Utc>,
    pub(super) pauses: &'a [Pause],
    pub(super) extensions: &'a [String],
    pub(super) calendar: &'a Calendar,
    pub(super) story: Story,
}

/// A derived date, and the way its last day ends: what an extension and a reminder go on from.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) derived: Derived,
    ends: Ends,
}

impl<'a> Clock<'a> {
    pub(super) const fn starting(anchor: DateTime<Utc>, calendar: &'a Calendar) -> Self {
        Self {
            anchor,
            pauses: &[],
            extensions: &[],
            calendar,
            story: Story::Silent,
        }
    }

    pub(super) fn derive(&self, rule: &Rule) -> Result<Option<Derived>, DeadlineError> {
        let Some(found) = self.run(rule)? else {
            return Ok(None);
        };
        let stands_still = self
            .pauses
            .iter()
            .any(|pause| pause.until.is_none() && pause.from < found.derived.at);
        Ok((!stands_still).then_some(found.derived))
    }

    /// One more sentence, if anybody wants it.
    fn tell(
        &self,
        told: &mut Vec<String>,
        sentence: impl FnOnce() -> Result<String, CalendarError>,
    ) -> Result<(), CalendarError> {
        if self.story == Story::Told {
            told.push(sentence()?);
        }
        Ok(())
    }

    pub(super) fn run(&self, rule: &Rule) -> Result<Option<Found>, DeadlineError> {
        match rule {
            Rule::Within {
                count,
                unit,
                starts,
                counts,
                ends,
            } => match unit.0 {
                Unit::Hours | Unit::Minutes => {
                    let length = exact(*count, unit.0);
                    let told = || {
                        let length = amount_in_words(*count, unit.0);
                        Ok(format!("{length} counted exactly, from {}.", self.words(self.anchor)?))
                    };
                    self.elapsed(self.anchor, length, told)
                        .and_then(|found| self.extended(found))
                        .map(Some)
                }
                Unit::WorkingDays | Unit::Days | Unit::Weeks | Unit::Months => self
                    .days(*count, unit.0, (*starts, *counts), *ends)
                    .and_then(|found| self.extended(found))
                    .map(Some),
            },
            Rule::At(at) => {
                let told = || Ok(format!("The time that was given: {}.", self.words(*at)?));
                self.elapsed(*at, TimeDelta::zero(), told)
                    .and_then(|found| self.extended(found))
                    .map(Some)
            }
            Rule::AfterMillis(millis) => {
                let told = || Ok(format!("{millis} milliseconds after {}.", self.words(self.anchor)?));
                let length = TimeDelta::try_milliseconds(*millis).unwrap_or_default();
                self.elapsed(self.anchor, length, told).map(Some)
            }
            Rule::Before { count, unit, clock } => match self.run(clock)? {
                Some(found) => self.reminder(found, *count, unit.0).map(Some),
                None => Ok(None),
            },
        }
    }

    fn words(&self, at: DateTime<Utc>) -> Result<String, CalendarError> {
        self.calendar.local(at).map(instant_in_words)
    }

    fn days(&self, count: u32, unit: Unit, how: (Starts, Counts), ends: Ends) -> Result<Found, DeadlineError> {
        let from = self.calendar.local_date(self.anchor)?;
        let start = match how.0 {
            Starts::SameDay => from,
            Starts::DayAfter => next(from)?,
        };
        // Counting adds to the day before the first that can count.
        let base = match how.1 {
            Counts::FromStart => before(start)?,
            Counts::AfterStart => start,
        };
        let mut passed = Passed::default();
        let last_day = Paused::of(self.pauses, self.calendar)?.add(base, count, unit, &mut passed)?;
        let mut told = Vec::new();
        self.tell(&mut told, || {
            Ok(format!("The clock was started at {}.", self.words(self.anchor)?))
        })?;
        self.tell(&mut told, || {
            let start = day_in_words(start);
            Ok(match how.1 {
                Counts::FromStart => format!("Counting begins with {start}."),
                Counts::AfterStart => format!("It begins on {start}, and counting begins with the day after."),
            })
        })?;
        self.passed(passed, &mut told);
        self.tell(&mut told, || {
            let (count, day) = (amount_in_words(count, unit), day_in_words(last_day));
            Ok(format!("{count} counted; the last day is {day}."))
        })?;
        self.ending(last_day, ends, told)
    }

    /// The end of a last day.
    fn ending(&self, last_day: NaiveDate, ends: Ends, mut told: Vec<String>) -> Result<Found, DeadlineError> {
        let at = match ends {
            Ends::EndOfDay => self.calendar.end_of_day(last_day)?,
            Ends::At(time) => {
                let moment = self.calendar.moment(last_day.and_time(time))?;
                told.extend(moment.note);
                moment.at
            }
        };
        self.tell(&mut told, || Ok(format!("It ends at {}.", self.words(at)?)))?;
        Ok(Found {
            derived: Derived {
                at,
                last_day,
                derivation: told,
            },
            ends,
        })
    }

    fn passed(&self, passed: Passed<'_>, told: &mut Vec<String>) {
        if self.story == Story::Told {
            passed.tell(told);
        }
    }

    /// Exactly so long after an instant, plus what the clock stood still.
    fn elapsed(
        &self,
        from: DateTime<Utc>,
        length: TimeDelta,
        sentence: impl FnOnce() -> Result<String, CalendarError>,
    ) -> Result<Found, DeadlineError> {
        let too_far = || CalendarError::OutOfReach(from.to_rfc3339());
        let mut at = from.checked_add_signed(length).ok_or_else(too_far)?;
        let mut told = Vec::new();
        self.tell(&mut told, sentence)?;
        let mut stretches: Vec<_> = self
            .pauses
            .iter()
            .filter_map(|pause| Some((pause.from.max(self.anchor), pause.until?)))
            .filter(|(from, until)| from < until)
            .collect();
        stretches.sort_unstable();
        let mut seen = self.anchor;
        for (stopped, resumed) in stretches {
            let stopped = stopped.max(seen);
            if stopped >= at || resumed <= stopped {
                continue;
            }
            at = at
                .checked_add_signed(resumed.signed_duration_since(stopped))
                .ok_or_else(too_far)?;
            seen = resumed;
            self.tell(&mut told, || {
                let (stopped, resumed) = (self.words(stopped)?, self.words(resumed)?);
                Ok(format!("The clock stood still from {stopped} until {resumed}."))
            })?;
        }
        self.tell(&mut told, || Ok(format!("It ends at {}.", self.words(at)?)))?;
        Ok(self.at(at, told)?)
    }

    /// An instant, with the local day that it ends or stands in.
    fn at(&self, at: DateTime<Utc>, derivation: Vec<String>) -> Result<Found, CalendarError> {
        let local = self.calendar.local(at)?;
        let (last_day, ends) = if local.time() == NaiveTime::MIN {
            (before(local.date())?, Ends::EndOfDay)
        } else {
            (local.date(), Ends::At(local.time()))
        };
        Ok(Found {
            derived: Derived {
                at,
                last_day,
                derivation,
            },
            ends,
        })
    }

    fn extended(&self, mut found: Found) -> Result<Found, DeadlineError> {
        for extension in self.extensions {
            let (count, unit) = read_amount(extension)?;
            let mut told = found.derived.derivation;
            self.tell(&mut told, || {
                Ok(format!("{} more given.", amount_in_words(count, unit)))
            })?;
            found = match unit {
                Unit::Hours | Unit::Minutes => {
                    let at = found
                        .derived
                        .at
                        .checked_add_signed(exact(count, unit))
                        .ok_or_else(|| CalendarError::OutOfReach(found.derived.at.to_rfc3339()))?;
                    self.tell(&mut told, || Ok(format!("It ends at {}.", self.words(at)?)))?;
                    self.at(at, told)?
                }
                Unit::WorkingDays | Unit::Days | Unit::Weeks | Unit::Months => {
                    let mut passed = Passed::default();
                    let last_day = Paused::of(self.pauses, self.calendar)?.add(
                        found.derived.last_day,
                        count,
                        unit,
                        &mut passed,
                    )?;
                    self.passed(passed, &mut told);
                    self.ending(last_day, found.ends, told)?
                }
            };
        }
        Ok(found)
    }

    pub(super) fn reminder(&self, found: Found, count: u32, unit: Unit) -> Result<Found, DeadlineError> {
        let end = found.derived;
        let mut told = Vec::new();
        self.tell(&mut told, || {
            let left = amount_in_words(count, unit);
            Ok(format!("{left} before the end, which is {}.", self.words(end.at)?))
        })?;
        if matches!(unit, Unit::Hours | Unit::Minutes) {
            let at = end
                .at
                .checked_sub_signed(exact(count, unit))
                .ok_or_else(|| CalendarError::OutOfReach(end.at.to_rfc3339()))?;
            return Ok(self.at(at, told)?);
        }
        let day = back(end.last_day, count, unit, self.calendar)?;
        match found.ends {
            Ends::At(_) => self.ending(day, found.ends, told),
            Ends::EndOfDay => {
                // The first of the days that are left; at least the last day itself.
                let mut first = next(day)?;
                while unit == Unit::WorkingDays && first < end.last_day && !self.calendar.is_working_day(first)? {
                    first = next(first)?;
                }
                self.ending(first.min(end.last_day), Ends::At(MORNING), told)
            }
        }
    }
}

fn exact(count: u32, unit: Unit) -> TimeDelta {
    let minutes = match unit {
        Unit::Hours => i64::from(count).saturating_mul(60),
        Unit::Minutes => i64::from(count),
        // Days are counted by the calendar, never as 24 hours; no caller comes here with them.
        Unit::WorkingDays | Unit::Days | Unit::Weeks | Unit::Months => 0,
    };
    TimeDelta::try_minutes(minutes).unwrap_or_default()
}

fn read_amount(text: &str) -> Result<(u32, Unit), DeadlineError> {
    match text.parse() {
        Ok(Amount::Of(count, unit)) => Ok((count, unit)),
        Ok(Amount::Setting(name)) => Err(DeadlineError::Words(format!(
            "the extension names the setting `{name}` where its value is needed"
        ))),
        Err(why) => Err(DeadlineError::Words(why)),
    }
}

/// `1 working day`, `5 working days`.
fn amount_in_words(count: u32, unit: Unit) -> String {
    let many = unit.word().replace('_', " ");
    let one = many.trim_end_matches('s');
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {many}")
    }
}
