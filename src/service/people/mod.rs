//! The people of an alliance, for whoever manages it: who they are, what they were appointed to, who
//! acts for whom. Everything has dates and a reason; nothing is deleted; the journal keeps ids alone.
//!
//! What is about a record that the reader does not see is left out: an unopened bid is not given away
//! by who was appointed to it.

pub mod appointing;
pub mod change;
pub mod delegations;
pub mod listing;
pub mod names;
pub mod of_organisation;
pub mod operator;
pub mod person;
mod saying;
pub mod second;
pub mod takes_two;
pub mod two;

use accord_store::{
    alliances, appointments, organisations,
    people::{self, PersonRow},
    subjects::{self as subject_rows, SubjectRow},
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use serde_json::{Value as Json, json};

use crate::{
    domain::words,
    service::{
        access::post,
        app::Desk,
        authority::{Caller, powers},
        erasure::keys,
        fault::Fault,
        history, sight,
    },
    views::contexts::access::Access,
};

/// The power that all of this needs.
pub const POWER: &str = "alliance.manage";

/// Whether somebody may manage the alliance.
///
/// # Errors
/// Why not.
pub fn may(desk: &mut Desk<'_>, caller: &Caller) -> Result<(), Fault> {
    powers::judge(desk, caller, POWER)
}

/// Somebody of this alliance.
///
/// # Errors
/// There is nobody of this id here.
pub fn of_alliance(desk: &mut Desk<'_>, id: &str) -> Result<PersonRow, Fault> {
    people::of_alliance(desk.db, &desk.alliance)?
        .into_iter()
        .find(|one| one.id == id)
        .ok_or(Fault::NotFound("page"))
}

/// The same, unless what was held on them was erased: whoever comes back is added anew, under a new id. Else one
/// manager alone could become whoever had left, with all that was theirs alone to read.
///
/// # Errors
/// There is nobody of this id here any more.
pub fn still_of_alliance(desk: &mut Desk<'_>, id: &str) -> Result<PersonRow, Fault> {
    let found = of_alliance(desk, id)?;
    if keys::was_erased(desk, id)? {
        let says = "What was held on this person was erased at their wish.".to_owned();
        let how = "If they take part again, add them as somebody new.";
        return Err(appointing::cannot(desk, "erased", says, how));
    }
    Ok(found)
}

/// A record, if the reader sees it.
fn seen(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Option<SubjectRow>, Fault> {
    let row = subject_rows::load(desk.db, &desk.alliance, id)?;
    match sight::record(desk, caller, &row.kind, id) {
        Ok(seen) => Ok(Some(seen.record)),
        Err(Fault::NotFound(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// When a day begins, where people live.
fn begins(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let local = words::ZONE.from_local_datetime(&midnight).earliest();
    local.map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

/// When the last moment of a day is over.
pub(in crate::service) fn ends(day: NaiveDate) -> DateTime<Utc> {
    begins(day.succ_opt().unwrap_or(day))
}

/// The last day of something that ends at an instant.
pub fn last_day(until: DateTime<Utc>) -> NaiveDate {
    words::local_day(until - chrono::TimeDelta::microseconds(1))
}

/// Writes down what was done, by ids; a reason is about somebody, and is sealed under their key.
fn note(desk: &mut Desk<'_>, caller: &Caller, done: &str, what: &Json) -> Result<(), Fault> {
    let what = &veiled(desk, what)?;
    let body = json!({
        "format": 1,
        "people": {
            "done": done,
            "by": caller.acting_for.as_ref().unwrap_or(&caller.person),
            "hand": caller.person,
            "what": what,
        },
    });
    history::note(desk, None, &body)
}

/// What is written down, with its reason sealed under the key of whom it is about.
fn veiled(desk: &mut Desk<'_>, what: &Json) -> Result<Json, Fault> {
    let mut out = what.clone();
    let about = ["person", "principal"].iter().find_map(|name| what.get(name)?.as_str());
    if let (Some(reason), Some(person), Some(fields)) = (what.get("reason"), about, out.as_object_mut())
        && let Some(text) = reason.as_str()
    {
        fields.insert("reason".to_owned(), keys::seal(desk, person, text)?);
    }
    Ok(out)
}

/// Writes down that somebody was erased: by ids and words of ours alone.
pub(in crate::service) fn erased(desk: &mut Desk<'_>, by: &Json, what: &Json) -> Result<(), Fault> {
    history::note(
        desk,
        None,
        &json!({ "format": 1, "people": { "done": "erased", "by": by, "what": what } }),
    )
}

/// Ends whatever somebody was appointed to.
pub(in crate::service) fn end_all(desk: &mut Desk<'_>, id: &str) -> Result<(), Fault> {
    let now = desk.now;
    for one in appointments::ever_of_person(desk.db, &desk.alliance, id)? {
        if one.until.is_none_or(|until| until.utc() > now) {
            appointments::end(desk.db, &one.id, now.into())?;
        }
    }
    Ok(())
}

/// Tells somebody by letter; whoever has no address is told some other way, by people.
pub(in crate::service) fn tell(
    desk: &mut Desk<'_>,
    to: &PersonRow,
    by: &str,
    path: &str,
    says: String,
) -> Result<(), Fault> {
    if to.email.is_none() {
        return Ok(());
    }
    let access = Access {
        link: format!("{}{path}", desk.app.origin),
        by: by.to_owned(),
        says,
        ..Access::default()
    };
    let key = format!("told/{}", desk.id());
    post::put(
        desk,
        &key,
        ("told", "this is about what you may do, or who may do it for you"),
        to,
        access,
    )
}

/// Whoever acts, as letters name them: "Ruth Adeyemi, acting for Rachel Okafor".
pub(in crate::service) fn named(desk: &mut Desk<'_>, caller: &Caller) -> Result<String, Fault> {
    let hand = people::load(desk.db, &caller.person)?.map_or_else(String::new, |one| one.name);
    Ok(match &caller.acting_for {
        Some(other) => {
            let principal = people::load(desk.db, other)?.map_or_else(String::new, |one| one.name);
            format!("{hand}, acting for {principal}")
        }
        None => hand,
    })
}

/// The name of the alliance.
fn alliance_name(desk: &mut Desk<'_>) -> Result<String, Fault> {
    Ok(alliances::load(desk.db, &desk.alliance)?.name)
}

/// The name of an organisation of this alliance.
fn organisation_name(desk: &mut Desk<'_>, id: &str) -> Result<Option<String>, Fault> {
    let row = organisations::load(desk.db, id)?;
    Ok(row.filter(|one| one.alliance_id == desk.alliance).map(|one| one.name))
}

/// A reason that was typed.
fn reason(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Fault::field("reason", "Enter the reason. It stays in the journal.")),
        1..=500 => Ok(text.to_owned()),
        _ => Err(Fault::field("reason", "Enter the reason in 500 characters or fewer.")),
    }
}
