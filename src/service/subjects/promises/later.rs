//! Long after a promise was kept, whoever asked for it is asked whether it is still so: after how long is a setting of
//! the workflow under which it was made.

use accord_engine::{definition::scalar::Unit, snapshot::Snapshot, value::Value};
use accord_store::{
    instances,
    links::{self, ObligationRow},
    subjects::SubjectRow,
};
use chrono::{DateTime, Days, Months, Utc};

use super::{
    following::{self, principal, tell_keepers},
    word,
};
use crate::service::{app::Desk, fault::Fault, subjects::Work};

/// The permit of whoever asked for one, long after.
pub const JUDGE_LATER: &str = "obligation.judge_later";

/// Whoever asked says that it is still so.
pub const STILL_SO: &str = "still_so";
/// Whoever asked says that it is not.
pub const NO_LONGER: &str = "no_longer";

/// From when whoever asked is asked whether a promise is still so; nothing while it is not kept, and where the workflow
/// has no such setting.
///
/// # Errors
/// The store fails.
pub fn from(desk: &mut Desk<'_>, promise: &ObligationRow) -> Result<Option<DateTime<Utc>>, Fault> {
    let Some(met) = promise.met_at.map(accord_store::Stamp::utc) else {
        return Ok(None);
    };
    let row = instances::load(desk.db, &desk.alliance, &promise.instance_id)?;
    let snapshot: Snapshot = serde_json::from_str(&row.snapshot)?;
    let Some(Value::Amount(count, unit)) = snapshot.settings.get(&desk.app.library.catalogue.days.again) else {
        return Ok(None);
    };
    Ok(match unit.0 {
        Unit::Days => met.checked_add_days(Days::new(u64::from(*count))),
        Unit::Weeks => met.checked_add_days(Days::new(u64::from(*count) * 7)),
        Unit::Months => met.checked_add_months(Months::new(*count)),
        // Nobody asks in working days, or hours, a year later.
        Unit::WorkingDays | Unit::Hours | Unit::Minutes => None,
    })
}

/// Whether whoever asked for it can say now whether it is still so: once each time that it counts as kept.
///
/// # Errors
/// The store fails.
pub fn to_judge(desk: &mut Desk<'_>, promise: &ObligationRow) -> Result<bool, Fault> {
    let said = promise
        .later_at
        .zip(promise.met_at)
        .is_some_and(|(said, met)| said.utc() >= met.utc());
    if said || promise.person_id.is_none() {
        return Ok(false);
    }
    let now = desk.now;
    Ok(from(desk, promise)?.is_some_and(|from| from <= now))
}

/// Whoever asked says whether it is still so. Whoever keeps it, plans promises or oversees them hears that it is not.
pub(super) fn judge(desk: &mut Desk<'_>, row: &SubjectRow, work: Work<'_>) -> Result<(), Fault> {
    let named = word(work.body, "promise");
    let found = links::promises(desk.db, &row.id)?
        .into_iter()
        .find(|one| one.id == named && one.person_id.as_deref() == Some(principal(work)));
    let Some(promise) = found else {
        return Err(not_asked());
    };
    if !to_judge(desk, &promise)? {
        return Err(not_asked());
    }
    let (said, says) = (word(work.body, "word"), word(work.body, "says"));
    if ![STILL_SO, NO_LONGER].contains(&said) {
        return Err(Fault::field("word", "Say whether it is still so."));
    }
    if said == NO_LONGER && says.trim().is_empty() {
        return Err(Fault::field("says", "Say what has changed, so that it can be mended."));
    }
    links::judge_later(desk.db, &promise.id, (said, says), desk.now.into())?;
    if said == STILL_SO {
        return Ok(());
    }
    let letter = format!(
        "“{}” was kept. Whoever asked for it says that it is no longer so: “{}”",
        promise.what.trim(),
        says.trim()
    );
    tell_keepers(desk, row, &promise, "promise_no_longer", &letter)
}

fn not_asked() -> Fault {
    let says = "Choose something that you asked for, and of which you are asked whether it is still so.";
    Fault::field("promise", says)
}

/// What they say, in words: `still so`, `no longer so`; empty if they have not said.
pub fn said(promise: &ObligationRow) -> &'static str {
    match promise.later_word.as_deref() {
        Some(STILL_SO) => "still so",
        Some(_) => "no longer so",
        None => "",
    }
}

/// The question, for a letter.
pub fn question(promise: &ObligationRow) -> String {
    let on = promise
        .met_at
        .map(|at| crate::domain::words::day(crate::domain::words::local_day(at.utc())));
    format!(
        "You asked for this: “{}” It was done on {}. Is it still so?",
        promise.what.trim(),
        on.unwrap_or_default()
    )
}

/// The page on which they say it.
pub const PAGE: &str = following::PAGE;
