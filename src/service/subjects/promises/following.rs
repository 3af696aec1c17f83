//! How a promise is followed: who keeps it and by which day, that it is kept, and whether whoever asked for it says so.
//! Somebody is told of each step; what has a day is reminded of by `service::due`.

use std::collections::BTreeSet;

use accord_store::{
    links::{self, ObligationRow},
    people,
    subjects::{self as rows, SubjectRow},
};
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::{named_in, open, word};
use crate::{
    domain::words,
    service::{
        access::post,
        app::Desk,
        authority::{self, powers},
        fault::Fault,
        subjects::{About, Work, round},
    },
};

/// The permit of whoever says who keeps a promise.
pub const PLAN: &str = "obligation.plan";
/// The permit of whoever keeps one.
pub const MEET_OWN: &str = "obligation.meet_own";
/// The permit of whoever asked for one.
pub const JUDGE: &str = "obligation.judge";
/// Where promises are read.
pub const PAGE: &str = "asked";

/// Whoever asked says that it was kept.
pub const KEPT: &str = "kept";
/// Whoever asked says that it was not.
pub const NOT_KEPT: &str = "not_kept";

/// Its day, if it has one.
pub fn day(promise: &ObligationRow) -> Option<NaiveDate> {
    promise.due_on.as_deref().and_then(|on| on.parse().ok())
}

/// Open, and its day has passed.
pub fn is_late(desk: &Desk<'_>, promise: &ObligationRow) -> bool {
    promise.met_at.is_none() && day(promise).is_some_and(|on| on < desk.today())
}

/// Who keeps it, as everybody may read it: by name, an expert by experience by their house.
///
/// # Errors
/// The store fails.
pub fn keeper(desk: &mut Desk<'_>, promise: &ObligationRow) -> Result<Option<String>, Fault> {
    let Some(owner) = &promise.owner_id else {
        return Ok(None);
    };
    if round::is_expert(desk, owner)? {
        return Ok(Some(round::house_of(desk, owner)?));
    }
    Ok(people::load(desk.db, owner)?.map(|one| one.name))
}

/// Whether whoever asked for it can say what they think of how it was kept: once each time that it counts as kept.
pub fn to_judge(promise: &ObligationRow) -> bool {
    promise
        .met_at
        .is_some_and(|met| promise.word_at.is_none_or(|said| said.utc() < met.utc()))
}

/// Says who keeps a promise, and by when. Both sides are told.
pub(super) fn plan(desk: &mut Desk<'_>, row: &SubjectRow, work: Work<'_>) -> Result<(), Fault> {
    let promise = named_in(open(desk, row)?, word(work.body, "promise"))?;
    let (owner, due_on) = planned(desk, work.body)?;
    links::plan(desk.db, &promise.id, &owner, &due_on.to_string())?;
    let planned = ObligationRow {
        owner_id: Some(owner.clone()),
        due_on: Some(due_on.to_string()),
        ..promise
    };
    let (by, on) = (keeper(desk, &planned)?.unwrap_or_default(), words::day(due_on));
    let what = planned.what.trim();
    if let Some(asker) = planned.person_id.clone().filter(|asker| *asker != owner) {
        let says = format!("You asked for this: “{what}” {by} sees to it, by {on}.");
        tell(desk, &planned, ("promise_planned", "you asked for this"), &asker, says)?;
    }
    tell_keeper(desk, &planned, &owner, due_on)
}

/// Whoever sees to a promise is told that it is theirs.
pub(in crate::service::subjects) fn tell_keeper(
    desk: &mut Desk<'_>,
    promise: &ObligationRow,
    owner: &str,
    due_on: NaiveDate,
) -> Result<(), Fault> {
    let on = words::day(due_on);
    let says = format!("This is yours to see to, by {on}: “{}”", promise.what.trim());
    tell(desk, promise, ("promise_yours", "you see to this"), owner, says)
}

/// Who keeps it and by when, as it was sent.
pub(in crate::service::subjects) fn planned(
    desk: &mut Desk<'_>,
    body: &Map<String, Json>,
) -> Result<(String, NaiveDate), Fault> {
    let owner = word(body, "owner").to_owned();
    if people::load(desk.db, &owner)?.is_none() {
        return Err(Fault::field("owner", "Choose who sees to it."));
    }
    let due_on = word(body, "due_on").parse::<NaiveDate>();
    match due_on.ok().filter(|on| *on >= desk.today()) {
        Some(on) => Ok((owner, on)),
        None => Err(Fault::field("due_on", "Give a day from today on.")),
    }
}

/// Whoever keeps a promise says that it is kept.
pub(super) fn meet_own(desk: &mut Desk<'_>, row: &SubjectRow, work: Work<'_>) -> Result<(), Fault> {
    let promise = named_in(open(desk, row)?, word(work.body, "promise"))?;
    if promise.owner_id.as_deref() != Some(principal(work)) {
        let says = "Only whoever sees to this promise can say that it is kept.";
        return Err(Fault::field("promise", says));
    }
    super::meet(desk, row, work)
}

/// Whoever asked for a promise says whether it was kept. A first "no" opens it again, so that the steps that wait for
/// it wait; whoever plans promises and the roles of the catalogue hear of every "no".
pub(super) fn judge(desk: &mut Desk<'_>, row: &SubjectRow, work: Work<'_>) -> Result<(), Fault> {
    let named = word(work.body, "promise");
    let all = links::promises(desk.db, &row.id)?;
    let own = |one: &ObligationRow| one.person_id.as_deref() == Some(principal(work)) && to_judge(one);
    let Some(promise) = all.into_iter().find(|one| one.id == named && own(one)) else {
        let says = "Choose something that you asked for, and that counts as done.";
        return Err(Fault::field("promise", says));
    };
    let (said, says) = (word(work.body, "word"), word(work.body, "says"));
    if ![KEPT, NOT_KEPT].contains(&said) {
        return Err(Fault::field("word", "Say whether it was done."));
    }
    if said == NOT_KEPT && says.trim().is_empty() {
        return Err(Fault::field("says", "Say what is missing, so that it can be mended."));
    }
    links::judge(desk.db, &promise.id, (said, says), desk.now.into())?;
    if said == KEPT {
        return Ok(());
    }
    let opens = promise.word_at.is_none();
    if opens {
        links::reopen(desk.db, &promise.id)?;
    }
    let stands = match opens {
        true => "It counts as open again.",
        false => "They have said so before; it counts as kept, with their words beside it.",
    };
    let letter = format!(
        "“{}” counted as done. Whoever asked for it says that it was not: “{}” {stands}",
        promise.what.trim(),
        says.trim()
    );
    tell_keepers(desk, row, &promise, "promise_not_kept", &letter)
}

/// Whoever looks after a promise about a record reads what became of it.
pub(super) fn tell_keepers(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    promise: &ObligationRow,
    template: &str,
    letter: &str,
) -> Result<(), Fault> {
    let mut whom = authority::permitted(desk, About { row, snapshot: None }, PLAN)?;
    whom.extend(promise.owner_id.clone());
    whom.extend(overseers(desk)?);
    for person in whom {
        let why = "you look after what was promised";
        tell(desk, promise, (template, why), &person, letter.to_owned())?;
    }
    Ok(())
}

/// Who hears of what is late or was not kept, beside those whom it concerns.
///
/// # Errors
/// The store fails.
pub fn overseers(desk: &mut Desk<'_>) -> Result<BTreeSet<String>, Fault> {
    let roles = desk.app.library.catalogue.days.tell.clone();
    powers::in_the_whole(desk, &roles)
}

/// Whoever asked is told that it counts as kept, and how they say whether it is.
pub(super) fn tell_kept(desk: &mut Desk<'_>, promise: &ObligationRow, evidence: &str) -> Result<(), Fault> {
    let Some(asker) = promise.person_id.clone() else {
        return Ok(());
    };
    let says = format!(
        "You asked for this: “{}” It counts as done, because: “{}”",
        promise.what.trim(),
        evidence.trim()
    );
    tell(desk, promise, ("promise_kept", "you asked for this"), &asker, says)
}

/// One letter about a promise, which leads to where it is followed.
pub(super) fn tell(
    desk: &mut Desk<'_>,
    promise: &ObligationRow,
    letter: (&str, &str),
    person: &str,
    says: String,
) -> Result<(), Fault> {
    let about = rows::load(desk.db, &desk.alliance, &promise.subject_id)?;
    let key = format!("promise/{}/{}", promise.id, desk.id());
    post::about(desk, (&about, PAGE), &key, letter, person, says)?;
    Ok(())
}

pub(super) fn principal<'a>(work: Work<'a>) -> &'a str {
    work.actor.acting_for.as_ref().unwrap_or(&work.actor.person)
}
