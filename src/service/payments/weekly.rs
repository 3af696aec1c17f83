//! The most that somebody wishes to be paid in one week: chosen by themselves, for their own reasons, and judged when
//! a payment is approved.

use accord_engine::forms::pence;
use accord_store::{
    subjects::SubjectRow,
    weekly_caps::{self, WeeklyCapRow},
};
use chrono::{Datelike as _, IsoWeek};
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
    let others = said_yes_in(desk, &person, &row.id, own)?;
    Ok(claims::terms(row)?.pence.saturating_add(others) > cap)
}

/// What somebody has said yes to in this week beside the most that they wish, before they say yes to one more; in
/// sentences for them alone. Nothing for whoever has chosen no limit.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn before_yes(desk: &mut Desk<'_>, about: About<'_>) -> Result<Vec<String>, Fault> {
    let Some(person) = about.row.person_id.clone() else {
        return Ok(Vec::new());
    };
    let said = claims::cap(about.row)?;
    let Some(cap) = [said, of(desk, &person)?].into_iter().flatten().min() else {
        return Ok(Vec::new());
    };
    let sum = said_yes_in(desk, &person, &about.row.id, words::local_day(desk.now).iso_week())?;
    let own = claims::terms(about.row)?.pence;
    let after = match sum.saturating_add(own) > cap {
        true => {
            "With this one it would be more: you can say yes, and it is kept for a later week unless you say that you \
                 want it all the same."
        }
        false => "With this one it is not more than that.",
    };
    Ok(vec![format!(
        "You chose at most {} in one week. In this week you have said yes to {} so far. {after}",
        words::money(cap),
        words::money(sum)
    )])
}

/// Pence that somebody said yes to in a week, but for one claim: what is given on, left for later or spent is left out.
fn said_yes_in(desk: &mut Desk<'_>, person: &str, but: &str, week: IsoWeek) -> Result<i64, Fault> {
    let mut sum = 0_i64;
    for other in super::of_person(desk, person)? {
        if other.row.id == but || waits(desk, &other.standing) {
            continue;
        }
        let at = other.standing.since(ACCEPTED).map(|at| words::local_day(at).iso_week());
        if at == Some(week) && !given(desk, &other.row)? {
            sum = sum.saturating_add(other.terms.pence);
        }
    }
    Ok(sum)
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
