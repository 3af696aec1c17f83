//! The most that somebody wishes to be paid in one week: chosen by themselves, for their own reasons, and judged when
//! a payment is approved.

use accord_engine::forms::pence;
use accord_store::{
    subjects::SubjectRow,
    weekly_caps::{self, WeeklyCapRow},
};
use chrono::Datelike as _;
use serde_json::json;

use crate::{
    domain::words,
    service::{
        app::{App, Desk},
        fault::Fault,
        history,
        subjects::{
            About,
            hosting::claims::{self, Way},
            standing::{self, Standing},
        },
    },
};

/// What a state means in which somebody has said yes.
const ACCEPTED: &str = "claim.accepted";

/// What somebody wishes, pence; nothing if they have no limit.
///
/// # Errors
/// The database fails.
pub fn of(desk: &mut Desk<'_>, person: &str) -> Result<Option<i64>, Fault> {
    Ok(weekly_caps::load(desk.db, &desk.alliance, person)?.map(|row| row.pence))
}

/// Puts down what somebody wishes; nothing for no limit. The journal says that it changed, not to what: it may tell
/// of what somebody lives on.
///
/// # Errors
/// The database fails.
pub fn choose(app: &App, alliance: &str, person: &str, pence: Option<i64>) -> Result<(), Fault> {
    let person = person.to_owned();
    app.writing(alliance, move |desk| {
        match pence {
            Some(pence) => weekly_caps::put(
                desk.db,
                &WeeklyCapRow {
                    person_id: person.clone(),
                    alliance_id: desk.alliance.clone(),
                    pence,
                    changed_at: desk.now.into(),
                },
            )?,
            None => _ = weekly_caps::forget(desk.db, &desk.alliance, &person)?,
        }
        history::note(
            desk,
            None,
            &json!({ "own": { "changed": "weekly cap", "person": person } }),
        )
    })
}

/// Whether with this claim its person would be paid more in a week than they chose. What counts is the week in which
/// they said yes, or took up what they had left for later: so a payment that was kept for another week fits there.
/// What is given on, left for later or spent is nobody's income.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn is_over(desk: &mut Desk<'_>, about: About<'_>) -> Result<bool, Fault> {
    let row = about.row;
    let Some(person) = row.person_id.clone() else {
        return Ok(false);
    };
    let said = claims::cap(row)?;
    let Some(cap) = [said, of(desk, &person)?].into_iter().flatten().min() else {
        return Ok(false);
    };
    if given(desk, row)? || claims::is_above_all_the_same(row)? {
        return Ok(false);
    }
    let week = |at| words::local_day(at).iso_week();
    let now = standing::now(desk, &row.id, about.snapshot)?;
    let own = now
        .and_then(|now| now.since(ACCEPTED))
        .map_or_else(|| week(desk.now), week);
    let mut sum = claims::terms(row)?.pence;
    for other in super::of_person(desk, &person)? {
        if other.row.id == row.id || waits(desk, &other.standing) {
            continue;
        }
        if other.standing.since(ACCEPTED).map(week) == Some(own) && !given(desk, &other.row)? {
            sum = sum.saturating_add(other.terms.pence);
        }
    }
    Ok(sum > cap)
}

/// It is kept for a later week.
fn waits(desk: &Desk<'_>, one: &Standing) -> bool {
    one.is(&[&desk.app.library.payments.deferred])
}

fn given(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<bool, Fault> {
    Ok(matches!(claims::way(desk, row)?, Some(Way::Given(_))))
}

/// An amount as somebody typed it; nothing for no limit.
///
/// # Errors
/// It is no amount.
pub fn typed(text: &str) -> Result<Option<i64>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match pence(text) {
        Some(0) => Err(Fault::field(
            "weekly_cap",
            "Enter £1 or more: with £0 you could never be paid. If you do not wish to be paid for something, say no to \
             it, or give it on, when it is offered.",
        )),
        Some(pence) if pence > 0 => Ok(Some(pence)),
        _ => Err(Fault::field(
            "weekly_cap",
            "Enter an amount in pounds, such as £125 or £92.50; or leave it empty.",
        )),
    }
}
