//! Counting days, one by one, so that every day that does not count can be named.

use chrono::{Months, NaiveDate};

use super::Pause;
use crate::{
    calendar::{Calendar, CalendarError, after, before, day_in_words, next},
    definition::scalar::Unit,
};

/// Days on which the clock stood still for some of the time. Such a day is not consumed.
pub(super) struct Paused<'a> {
    calendar: &'a Calendar,
    stretches: Vec<(NaiveDate, NaiveDate)>,
}

/// What was passed over on the way.
#[derive(Default)]
pub(super) struct Passed<'a> {
    weekend: u32,
    paused: u32,
    holidays: Vec<(NaiveDate, &'a str)>,
}

impl<'a> Paused<'a> {
    pub(super) fn of(pauses: &[Pause], calendar: &'a Calendar) -> Result<Self, CalendarError> {
        let mut stretches = Vec::new();
        for pause in pauses {
            let Some(until) = pause.until.filter(|until| *until > pause.from) else {
                continue;
            };
            // A pause that ends at midnight does not touch the day that then begins.
            let last = calendar.local(until)?;
            let last = if last.time() == chrono::NaiveTime::MIN {
                before(last.date())?
            } else {
                last.date()
            };
            stretches.push((calendar.local_date(pause.from)?, last));
        }
        Ok(Self { calendar, stretches })
    }

    fn touches(&self, date: NaiveDate) -> bool {
        self.stretches
            .iter()
            .any(|(from, until)| *from <= date && date <= *until)
    }

    /// The last of so many units after a day.
    pub(super) fn add(
        &self,
        base: NaiveDate,
        count: u32,
        unit: Unit,
        passed: &mut Passed<'a>,
    ) -> Result<NaiveDate, CalendarError> {
        let days = match unit {
            Unit::WorkingDays | Unit::Days | Unit::Hours | Unit::Minutes => count,
            Unit::Weeks => count.saturating_mul(7),
            Unit::Months => {
                let last = base
                    .checked_add_months(Months::new(count))
                    .ok_or_else(|| CalendarError::OutOfReach(base.to_string()))?;
                u32::try_from(last.signed_duration_since(base).num_days()).unwrap_or_default()
            }
        };
        if unit != Unit::WorkingDays && self.stretches.is_empty() {
            return after(base, days);
        }
        let mut day = base;
        let mut counted = 0_u32;
        while counted < days {
            day = next(day)?;
            if unit == Unit::WorkingDays && !self.calendar.is_working_day(day)? {
                passed.note(self.calendar, day);
            } else if self.touches(day) {
                passed.paused = passed.paused.saturating_add(1);
            } else {
                counted = counted.saturating_add(1);
            }
        }
        Ok(day)
    }
}

impl<'a> Passed<'a> {
    fn note(&mut self, calendar: &'a Calendar, day: NaiveDate) {
        match calendar.holiday_name(day) {
            Some(name) => self.holidays.push((day, name)),
            None => self.weekend = self.weekend.saturating_add(1),
        }
    }

    /// What was passed over, in sentences.
    pub(super) fn tell(self, sentences: &mut Vec<String>) {
        if self.weekend > 0 {
            sentences.push(format!(
                "Not counted: {} day{} at weekends.",
                self.weekend,
                if self.weekend == 1 { "" } else { "s" }
            ));
        }
        for (day, name) in self.holidays {
            sentences.push(format!("Not counted: {name}, {}.", day_in_words(day)));
        }
        if self.paused > 0 {
            sentences.push(format!(
                "Not counted: {} day{} on which the clock stood still.",
                self.paused,
                if self.paused == 1 { "" } else { "s" }
            ));
        }
    }
}

/// The day that so many units follow, up to and with a day.
pub(super) fn back(until: NaiveDate, count: u32, unit: Unit, calendar: &Calendar) -> Result<NaiveDate, CalendarError> {
    let gone = match unit {
        Unit::WorkingDays => return calendar.back_working_days(until, count),
        Unit::Days | Unit::Hours | Unit::Minutes => until.checked_sub_days(chrono::Days::new(count.into())),
        Unit::Weeks => until.checked_sub_days(chrono::Days::new(u64::from(count).saturating_mul(7))),
        Unit::Months => until.checked_sub_months(Months::new(count)),
    };
    gone.ok_or_else(|| CalendarError::OutOfReach(until.to_string()))
}
