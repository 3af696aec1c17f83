//! Schedules: another workflow for each month, quarter or financial year, by the calendar.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use super::run::Run;
use crate::{
    calendar::Calendar,
    deadline::{Rule, Timer, TimerRole},
    definition::model::Recurrence,
    effect::{Op, StartChild},
    guard,
    shared::Shared,
    value::Value,
    workflow::{Place, Recurring},
};

/// The most periods of one schedule: a century of months.
const MOST: usize = 1200;

/// A stretch of days, with its key and title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
}

/// The periods from a first to a last day; the first and the last may be shorter (pro rata).
pub(super) fn periods(each: Recurrence, from: NaiveDate, until: NaiveDate) -> Vec<Period> {
    let mut found = Vec::new();
    let mut day = Some(from);
    while let Some(first) = day.filter(|day| *day <= until) {
        let Some((begins, ends)) = around(each, first) else {
            break;
        };
        let last = ends.min(until);
        let whole = first == begins && last == ends;
        found.push(Period {
            key: key(each, begins),
            title: if whole {
                title(each, begins, ends)
            } else {
                days(first, last)
            },
            first,
            last,
        });
        if found.len() == MOST {
            break;
        }
        day = ends.succ_opt();
    }
    found
}

/// The whole period around a day.
fn around(each: Recurrence, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let (back, length) = match each {
        Recurrence::Month => (0, 1),
        Recurrence::Quarter => (day.month0() % 3, 3),
        // April is the first month of the financial year.
        Recurrence::FinancialYear => ((day.month0() + 9) % 12, 12),
    };
    let begins = day.with_day(1)?.checked_sub_months(Months::new(back))?;
    let ends = begins.checked_add_months(Months::new(length))?.pred_opt()?;
    Some((begins, ends))
}

/// `2026-04`; `2026-Q1` for April to June 2026; `2026-27`.
fn key(each: Recurrence, begins: NaiveDate) -> String {
    let year = if begins.month() < 4 {
        begins.year().saturating_sub(1)
    } else {
        begins.year()
    };
    match each {
        Recurrence::Month => begins.format("%Y-%m").to_string(),
        Recurrence::Quarter => format!("{year}-Q{}", (begins.month0() + 9) % 12 / 3 + 1),
        Recurrence::FinancialYear => format!("{year}-{:02}", year.saturating_add(1).rem_euclid(100)),
    }
}

fn title(each: Recurrence, begins: NaiveDate, ends: NaiveDate) -> String {
    match each {
        Recurrence::Month => begins.format("%B %Y").to_string(),
        Recurrence::Quarter => format!("{} to {}", begins.format("%B"), ends.format("%B %Y")),
        Recurrence::FinancialYear => format!("{} to {}", begins.format("%B %Y"), ends.format("%B %Y")),
    }
}

fn days(first: NaiveDate, last: NaiveDate) -> String {
    format!("{} to {}", first.format("%-d %B %Y"), last.format("%-d %B %Y"))
}

impl Run<'_> {
    /// Arms the timer that opens the period after this one; the first, if there is none yet.
    pub(super) fn await_period(&mut self, place: &Place, every: &Recurring, after: Option<&str>) {
        let all = match self.all_periods(every) {
            Ok(all) => all,
            Err(fault) => {
                let what = format!("The schedule `{}` could not be read: {fault}", every.name);
                return self.incident(&place.name, what);
            }
        };
        let started = self.next.children.get(&every.name);
        let is_open = |period: &Period| started.is_some_and(|brood| brood.members.contains_key(&period.key));
        let next = match after {
            Some(key) => all.iter().skip_while(|one| one.key != key).nth(1),
            None => all.iter().find(|one| !is_open(one)),
        };
        let Some(period) = next else { return };
        match begins(&self.workflow.calendar, period) {
            Ok(at) => {
                let occurrence = self.next.entered.get(&place.name).map_or(1, |entry| entry.occurrence);
                let timer = Timer {
                    state: place.name.clone(),
                    clock: every.name.clone(),
                    occurrence,
                    role: TimerRole::Period(period.key.clone()),
                    anchor: self.now,
                    rule: Rule::At(at),
                    pauses: Vec::new(),
                    extensions: Vec::new(),
                    calendar: self.workflow.calendar_hash.clone(),
                    due_at: Some(at),
                    armed: self.next_armed(),
                };
                let id = format!("{}#{occurrence}/{}/{}", place.name, every.name, period.key);
                self.put_timer(id.into(), timer);
            }
            Err(fault) => self.incident(&place.name, fault),
        }
    }

    /// Whether a period of this state's schedule is still to be opened.
    pub(super) fn awaits_period(&self, place: &Place) -> bool {
        self.next
            .timers
            .values()
            .any(|timer| timer.state == place.name && matches!(timer.role, TimerRole::Period(_)))
    }

    /// A period has ended: its child starts, and the next is awaited.
    pub(super) fn open_period(&mut self, place: &Place, key: &str) {
        let Some(every) = &place.every else { return };
        let found = self
            .all_periods(every)
            .map(|all| all.into_iter().find(|one| one.key == key));
        match found {
            Ok(Some(period)) => {
                if let Some(brood) = self.next.children.get_mut(&every.name).map(Shared::to_mut) {
                    brood.members.insert(period.key.clone(), None);
                    brood.done = false;
                }
                self.ops.push(Op::StartChild(StartChild {
                    brood: every.name.to_string(),
                    key: period.key,
                    title: period.title,
                    workflow: every.start.clone(),
                    person: None,
                    submission: None,
                    period: Some((period.first, period.last)),
                }));
                self.await_period(place, every, Some(key));
            }
            // The dates have changed since: whatever is still to come is awaited.
            Ok(None) => {
                self.note(format!(
                    "The period {key} of `{}` is no longer in its schedule.",
                    every.name
                ));
                self.await_period(place, every, None);
            }
            Err(fault) => {
                let what = format!("The schedule `{}` could not be read: {fault}", every.name);
                self.incident(&place.name, what);
            }
        }
    }

    fn all_periods(&self, every: &Recurring) -> Result<Vec<Period>, String> {
        let day = |expr| match guard::value(expr, &self.view())? {
            Value::Date(day) => Ok(day),
            Value::Instant(at) => self.workflow.calendar.local_date(at).map_err(|fault| fault.to_string()),
            other => Err(format!("{other} is not a date.")),
        };
        Ok(periods(every.each, day(&every.from)?, day(&every.until)?))
    }
}

/// A child starts at the beginning of the day after its period.
fn begins(calendar: &Calendar, period: &Period) -> Result<DateTime<Utc>, String> {
    calendar.end_of_day(period.last).map_err(|fault| fault.to_string())
}
