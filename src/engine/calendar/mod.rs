//! Working-day calendars as dated rule files. A date past the last known year is an error that
//! says so, never a guess.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::definition::{
    model::{Counts, Starts},
    scalar::Amount,
};

mod words;

#[cfg(test)]
pub(crate) mod tests;

pub use words::{day_in_words, instant_in_words, time_in_words};

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

/// What a calendar cannot say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Counting came to a year whose holidays are not in the file.
    #[error(
        "the holidays of {year} are not known: workflows/calendars/{calendar}.yaml has {known}; add {year} under `years:`"
    )]
    #[expect(missing_docs, reason = "the sentence says it")]
    UnknownYear { calendar: String, year: i32, known: String },
    /// The zone has no such name.
    #[error("workflows/calendars/{calendar}.yaml names the zone `{zone}`, which is not a zone such as Europe/London")]
    #[expect(missing_docs, reason = "the sentence says it")]
    UnknownZone { calendar: String, zone: String },
    /// There is no counting rule of this name.
    #[error("workflows/calendars/{calendar}.yaml has no rule `{rule}`")]
    #[expect(missing_docs, reason = "the sentence says it")]
    UnknownRule { calendar: String, rule: String },
    /// A date or a time that cannot be reckoned.
    #[error("{0} is out of reach of any calendar")]
    OutOfReach(String),
}

/// A local time as an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: DateTime<Utc>,
    /// What was chosen, if the clocks change just then.
    pub note: Option<String>,
}

impl Calendar {
    /// What is wrong with the file, in sentences; nothing if it can be used.
    pub fn validate(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if let Err(error) = self.tz() {
            wrong.push(error.to_string());
        }
        for day in &self.weekend {
            if day.parse::<Weekday>().is_err() {
                wrong.push(format!("`{day}` is not a day of the week, such as `sat`."));
            }
        }
        if self.weekend.len() >= 7 {
            wrong.push("Every day is in the weekend, so nothing could ever be counted.".to_owned());
        }
        if self.years.is_empty() {
            wrong.push("No year is known; add one under `years:`.".to_owned());
        }
        for (year, holidays) in &self.years {
            for (date, name) in holidays {
                if date.year() != *year {
                    wrong.push(format!("{name}, {date}, stands under {year}."));
                }
                if self.is_weekend(*date) {
                    wrong.push(format!(
                        "{name}, {date}, is in the weekend; a holiday that falls there has a substitute day."
                    ));
                }
            }
        }
        for (name, rule) in &self.rules {
            if let Amount::Setting(_) = rule.within {
                wrong.push(format!(
                    "The rule `{name}` must say its own length; it cannot take a setting."
                ));
            }
            if let Err(reason) = crate::deadline::Ends::parse(&rule.ends) {
                wrong.push(format!("The rule `{name}`: {reason}"));
            }
        }
        wrong
    }

    /// SHA-256 of what counts: zone, weekend, holidays, rules. Titles and sources do not.
    pub fn hash(&self) -> String {
        let years: BTreeMap<_, BTreeMap<_, _>> = self
            .years
            .iter()
            .map(|(year, holidays)| (year, holidays.iter().collect()))
            .collect();
        let rules: BTreeMap<_, _> = self
            .rules
            .iter()
            .map(|(name, rule)| (name, (rule.within.to_string(), rule.starts, rule.counts, &rule.ends)))
            .collect();
        let counted = format!("{:?}", (&self.calendar, &self.zone, &self.weekend, years, rules));
        Sha256::digest(counted)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// A counting rule by its name.
    ///
    /// # Errors
    /// If there is none.
    pub fn rule(&self, name: &str) -> Result<&CountingRule, CalendarError> {
        self.rules.get(name).ok_or_else(|| CalendarError::UnknownRule {
            calendar: self.calendar.clone(),
            rule: name.to_owned(),
        })
    }

    /// The first and the last year whose holidays are known.
    pub fn known_years(&self) -> Option<(i32, i32)> {
        Some((*self.years.keys().min()?, *self.years.keys().max()?))
    }

    /// The name of the holiday on a date.
    pub fn holiday_name(&self, date: NaiveDate) -> Option<&str> {
        self.years.get(&date.year())?.get(&date).map(String::as_str)
    }

    /// Whether a date is in the weekend.
    pub fn is_weekend(&self, date: NaiveDate) -> bool {
        let day = date.weekday();
        self.weekend.iter().any(|name| is_called(name, day))
    }

    /// Whether a date is a working day.
    ///
    /// # Errors
    /// If the holidays of its year are not known. A day of the weekend is never a working day, so
    /// its year need not be known.
    pub fn is_working_day(&self, date: NaiveDate) -> Result<bool, CalendarError> {
        if self.is_weekend(date) {
            return Ok(false);
        }
        match self.years.get(&date.year()) {
            Some(holidays) => Ok(!holidays.contains_key(&date)),
            None => Err(self.unknown_year(date)),
        }
    }

    /// The last of so many working days after a date; the date itself for none.
    ///
    /// # Errors
    /// If the count leads into a year that is not known.
    pub fn add_working_days(&self, from: NaiveDate, count: u32) -> Result<NaiveDate, CalendarError> {
        let mut day = from;
        for _ in 0..count {
            day = next(day)?;
            while !self.is_working_day(day)? {
                day = next(day)?;
            }
        }
        Ok(day)
    }

    /// The day that so many working days follow, up to and with a date: `add_working_days` turned round.
    ///
    /// # Errors
    /// If the count leads into a year that is not known.
    pub fn back_working_days(&self, until: NaiveDate, count: u32) -> Result<NaiveDate, CalendarError> {
        let mut day = until;
        for _ in 0..count {
            while !self.is_working_day(day)? {
                day = before(day)?;
            }
            day = before(day)?;
        }
        Ok(day)
    }

    /// Working days after `from`, up to and with `until`; below nothing if `until` is earlier.
    ///
    /// # Errors
    /// If a year between is not known.
    pub fn working_days_between(&self, from: NaiveDate, until: NaiveDate) -> Result<i64, CalendarError> {
        if until < from {
            return self.working_days_between(until, from).map(i64::saturating_neg);
        }
        let mut count = 0_i64;
        let mut day = from;
        while day < until {
            day = next(day)?;
            count = count.saturating_add(i64::from(self.is_working_day(day)?));
        }
        Ok(count)
    }

    /// The zone.
    ///
    /// # Errors
    /// If there is no such zone.
    pub fn tz(&self) -> Result<Tz, CalendarError> {
        self.zone.parse().map_err(|_not_a_zone| CalendarError::UnknownZone {
            calendar: self.calendar.clone(),
            zone: self.zone.clone(),
        })
    }

    /// An instant as local date and time.
    ///
    /// # Errors
    /// If the zone is not known.
    pub fn local(&self, instant: DateTime<Utc>) -> Result<NaiveDateTime, CalendarError> {
        Ok(instant.with_timezone(&self.tz()?).naive_local())
    }

    /// The local date of an instant.
    ///
    /// # Errors
    /// If the zone is not known.
    pub fn local_date(&self, instant: DateTime<Utc>) -> Result<NaiveDate, CalendarError> {
        self.local(instant).map(|local| local.date())
    }

    /// A local time as an instant. A time that comes twice is taken the first time; a time that
    /// the clocks skip becomes the first moment after the gap.
    ///
    /// # Errors
    /// If the zone is not known.
    pub fn moment(&self, local: NaiveDateTime) -> Result<Moment, CalendarError> {
        let tz = self.tz()?;
        match tz.from_local_datetime(&local) {
            chrono::LocalResult::Single(at) => Ok(Moment {
                at: at.to_utc(),
                note: None,
            }),
            chrono::LocalResult::Ambiguous(first, _) => Ok(Moment {
                at: first.to_utc(),
                note: Some(format!(
                    "The clocks go back on {}, so {} comes twice; the first is meant.",
                    day_in_words(local.date()),
                    time_in_words(local.time())
                )),
            }),
            chrono::LocalResult::None => {
                let at = first_after_gap(tz, local)?;
                Ok(Moment {
                    at,
                    note: Some(format!(
                        "The clocks go forward on {} and skip {}; {}, the first moment after it, is taken.",
                        day_in_words(local.date()),
                        time_in_words(local.time()),
                        time_in_words(at.with_timezone(&tz).time())
                    )),
                })
            }
        }
    }

    /// The end of a local day, 24:00: the instant at which the next day begins.
    ///
    /// # Errors
    /// If the zone is not known.
    pub fn end_of_day(&self, date: NaiveDate) -> Result<DateTime<Utc>, CalendarError> {
        self.start_of_day(next(date)?)
    }

    /// The beginning of a local day, 00:00.
    ///
    /// # Errors
    /// If the zone is not known.
    pub fn start_of_day(&self, date: NaiveDate) -> Result<DateTime<Utc>, CalendarError> {
        self.moment(date.and_time(NaiveTime::MIN)).map(|moment| moment.at)
    }

    fn unknown_year(&self, date: NaiveDate) -> CalendarError {
        CalendarError::UnknownYear {
            calendar: self.calendar.clone(),
            year: date.year(),
            known: self
                .known_years()
                .map_or_else(|| "no year".to_owned(), |(first, last)| format!("{first} to {last}")),
        }
    }
}

/// Whether a file calls this day so: as `Weekday` is read from text, and much quicker.
fn is_called(name: &str, day: Weekday) -> bool {
    let (short, long) = match day {
        Weekday::Mon => ("mon", "monday"),
        Weekday::Tue => ("tue", "tuesday"),
        Weekday::Wed => ("wed", "wednesday"),
        Weekday::Thu => ("thu", "thursday"),
        Weekday::Fri => ("fri", "friday"),
        Weekday::Sat => ("sat", "saturday"),
        Weekday::Sun => ("sun", "sunday"),
    };
    name.eq_ignore_ascii_case(short) || name.eq_ignore_ascii_case(long)
}

/// The day after.
pub(crate) fn next(date: NaiveDate) -> Result<NaiveDate, CalendarError> {
    date.succ_opt()
        .ok_or_else(|| CalendarError::OutOfReach(date.to_string()))
}

/// The day before.
pub(crate) fn before(date: NaiveDate) -> Result<NaiveDate, CalendarError> {
    date.pred_opt()
        .ok_or_else(|| CalendarError::OutOfReach(date.to_string()))
}

/// So many days after.
pub(crate) fn after(date: NaiveDate, days: u32) -> Result<NaiveDate, CalendarError> {
    date.checked_add_days(Days::new(days.into()))
        .ok_or_else(|| CalendarError::OutOfReach(date.to_string()))
}

fn first_after_gap(tz: Tz, local: NaiveDateTime) -> Result<DateTime<Utc>, CalendarError> {
    // Gaps end on a whole minute, and none in the zone data is longer than a day.
    let mut candidate = local
        .date()
        .and_hms_opt(chrono::Timelike::hour(&local), chrono::Timelike::minute(&local), 0)
        .unwrap_or(local);
    for _ in 0..1_500 {
        if let Some(found) = candidate
            .checked_add_signed(TimeDelta::minutes(1))
            .inspect(|later| candidate = *later)
            .and_then(|later| tz.from_local_datetime(&later).earliest())
        {
            return Ok(found.to_utc());
        }
    }
    Err(CalendarError::OutOfReach(local.to_string()))
}
