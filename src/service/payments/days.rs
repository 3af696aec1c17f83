//! How long payments take, for whoever pays and for whoever is paid.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::payments as rows;
use chrono::{Months, NaiveDate};

use super::{Known, all, of_person, runs, weekly};
use crate::{
    domain::{
        involvement::pace::{self, Made, Pace},
        words,
    },
    service::{
        app::Desk,
        fault::Fault,
        library::find_state,
        subjects::{About, hosting::claims},
    },
};

/// Working days from one day to another; nothing where the calendar does not know a year between.
pub(super) fn between(desk: &Desk<'_>, from: NaiveDate, until: NaiveDate) -> Option<i64> {
    let library = &desk.app.library;
    let calendar = library.calendars.get(&library.payments.calendar)?;
    calendar.working_days_between(from, until).ok().map(|days| days.max(0))
}

/// How long the payments of the last months took, and how many people wait too long.
///
/// # Errors
/// What is stored is damaged.
pub fn pace(desk: &mut Desk<'_>) -> Result<Pace, Fault> {
    let claims = all(desk)?;
    pace_of(desk, &claims)
}

/// The same of claims that were read before.
pub(super) fn pace_of(desk: &mut Desk<'_>, claims: &[Known]) -> Result<Pace, Fault> {
    let payments = desk.app.library.payments.clone();
    let today = desk.today();
    let first = today.checked_sub_months(Months::new(payments.months)).unwrap_or(today);
    let placed = rows::placed(desk.db, &desk.alliance)?.into_iter();
    let run_days: BTreeMap<String, NaiveDate> = placed
        .filter_map(|(line, run)| Some((line.claim_id, runs::day(&run)?)))
        .collect();
    let (mut made, mut late) = (Vec::new(), BTreeSet::new());
    for one in claims {
        let (Some(done_on), Some(person)) = (one.done_on, one.row.person_id.clone()) else {
            continue;
        };
        // Their person asked for a later week.
        if one.standing.since(&payments.deferred).is_some() {
            continue;
        }
        match paid_on(one, &payments.paid, run_days.get(&one.row.id).copied()) {
            Some(on) if on >= first => {
                made.extend(between(desk, done_on, on).map(|days| Made { person, days }));
            }
            Some(_) => {}
            None => {
                let owed = one.standing.means.iter().any(|means| payments.owed.contains(means));
                let days = between(desk, done_on, today).filter(|_| owed);
                if days.is_some_and(|days| days > i64::from(payments.longest)) {
                    late.insert(person);
                }
            }
        }
    }
    Ok(pace::of(&made, &late))
}

/// The day on which a claim was paid: that of its run, else the day on which it was recorded.
fn paid_on(one: &Known, paid: &str, run: Option<NaiveDate>) -> Option<NaiveDate> {
    let at = one.standing.since(paid)?;
    Some(run.unwrap_or_else(|| words::local_day(at)))
}

/// A claim as its own person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// The record.
    pub id: String,
    /// What they did.
    pub activity: String,
    /// What that was about.
    pub about: String,
    /// On which day.
    pub done_on: Option<NaiveDate>,
    /// Pence, all in all.
    pub sum: i64,
    /// How it stands, in the words of its workflow.
    pub stands: String,
    /// With it they would get more in one week than they chose: it is kept for a later one.
    pub is_over_week: bool,
    /// When it was paid.
    pub paid_on: Option<NaiveDate>,
    /// Working days from the activity until it was paid, or until today while it is owed.
    pub days: Option<i64>,
}

/// What somebody was offered, and what became of it; the newest activity first.
///
/// # Errors
/// What is stored is damaged.
pub fn mine(desk: &mut Desk<'_>, person: &str) -> Result<Vec<Mine>, Fault> {
    let payments = desk.app.library.payments.clone();
    let today = desk.today();
    let mut out = Vec::new();
    for one in of_person(desk, person)? {
        let run = rows::run_of(desk.db, &one.row.id)?;
        let paid_on = paid_on(&one, &payments.paid, run.as_ref().and_then(runs::day));
        let owed = one.standing.means.iter().any(|means| payments.owed.contains(means));
        let until = paid_on.or_else(|| owed.then_some(today));
        let about = About {
            row: &one.row,
            snapshot: Some(&one.standing.snapshot),
        };
        let is_over_week = owed && paid_on.is_none() && weekly::is_over(desk, about)?;
        out.push(Mine {
            days: one
                .done_on
                .zip(until)
                .and_then(|(from, until)| between(desk, from, until)),
            sum: one.terms.pence.saturating_add(claims::expenses(desk, &one.row)?),
            stands: stands(desk, &one)?,
            id: one.row.id,
            activity: one.terms.title,
            about: one.terms.about,
            done_on: one.done_on,
            is_over_week,
            paid_on,
        });
    }
    out.sort_by(|a, b| (b.done_on, &b.id).cmp(&(a.done_on, &a.id)));
    Ok(out)
}

/// The title of the state that a claim is in.
fn stands(desk: &mut Desk<'_>, one: &Known) -> Result<String, Fault> {
    let workflow = desk.app.library.pinned(desk.db, &one.standing.row.definition)?;
    let mut titles = one.standing.snapshot.states.iter().rev();
    let found = titles.find_map(|state| find_state(&workflow.definition, state)?.title.clone());
    Ok(found.unwrap_or_default())
}
