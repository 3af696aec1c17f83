//! From a rule, an anchor, pauses and extensions to an instant, with every step told (S14).

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{
    Ends, Pause, Rule,
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
    };
    let Some(found) = clock.run(rule)? else {
        return Ok(None);
    };
    let stands_still = pauses
        .iter()
        .any(|pause| pause.until.is_none() && pause.from < found.derived.at);
    Ok((!stands_still).then_some(found.derived))
}

struct Clock<'a> {
    anchor: DateTime<Utc>,
    pauses: &'a [Pause],
    extensions: &'a [String],
    calendar: &'a Calendar,
}

/// A derived date, and the way its last day ends: what an extension and a reminder go on from.
struct Found {
    derived: Derived,
    ends: Ends,
}

impl Clock<'_> {
    fn run(&self, rule: &Rule) -> Result<Option<Found>, DeadlineError> {
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
                    let told = format!(
                        "{} counted exactly, from {}.",
                        amount_in_words(*count, unit.0),
                        self.words(self.anchor)?
                    );
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
                let told = format!("The time that was given: {}.", self.words(*at)?);
                self.elapsed(*at, TimeDelta::zero(), told)
                    .and_then(|found| self.extended(found))
                    .map(Some)
            }
            Rule::AfterMillis(millis) => {
                let told = format!("{millis} milliseconds after {}.", self.words(self.anchor)?);
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
        let mut told = vec![
            format!("The clock was started at {}.", self.words(self.anchor)?),
            match how.1 {
                Counts::FromStart => format!("Counting begins with {}.", day_in_words(start)),
                Counts::AfterStart => format!(
                    "It begins on {}, and counting begins with the day after.",
                    day_in_words(start)
                ),
            },
        ];
        passed.tell(&mut told);
        told.push(format!(
            "{} counted; the last day is {}.",
            amount_in_words(count, unit),
            day_in_words(last_day)
        ));
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
        told.push(format!("It ends at {}.", self.words(at)?));
        Ok(Found {
            derived: Derived {
                at,
                last_day,
                derivation: told,
            },
            ends,
        })
    }

    /// Exactly so long after an instant, plus what the clock stood still.
    fn elapsed(&self, from: DateTime<Utc>, length: TimeDelta, told: String) -> Result<Found, DeadlineError> {
        let too_far = || CalendarError::OutOfReach(from.to_rfc3339());
        let mut at = from.checked_add_signed(length).ok_or_else(too_far)?;
        let mut told = vec![told];
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
            told.push(format!(
                "The clock stood still from {} until {}.",
                self.words(stopped)?,
                self.words(resumed)?
            ));
        }
        told.push(format!("It ends at {}.", self.words(at)?));
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
            told.push(format!("{} more given.", amount_in_words(count, unit)));
            found = match unit {
                Unit::Hours | Unit::Minutes => {
                    let at = found
                        .derived
                        .at
                        .checked_add_signed(exact(count, unit))
                        .ok_or_else(|| CalendarError::OutOfReach(found.derived.at.to_rfc3339()))?;
                    told.push(format!("It ends at {}.", self.words(at)?));
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
                    passed.tell(&mut told);
                    self.ending(last_day, found.ends, told)?
                }
            };
        }
        Ok(found)
    }

    fn reminder(&self, found: Found, count: u32, unit: Unit) -> Result<Found, DeadlineError> {
        let end = found.derived;
        let told = vec![format!(
            "{} before the end, which is {}.",
            amount_in_words(count, unit),
            self.words(end.at)?
        )];
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
