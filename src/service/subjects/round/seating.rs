//! Who sits on the panel of a round, and who does not: nobody who could gain from what a panel reads, and nobody
//! by their own hand.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::{
    appointments::{self, Interest, Scope},
    organisations, people,
    rounds::{self, SeatRow},
    subjects::SubjectRow,
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{
    edit::{merged, read},
    rules, standing_aside,
};
use crate::service::{
    app::Desk,
    authority::{manage, powers},
    fault::Fault,
    subjects::{About, Work},
};

/// The permit under which somebody is named.
pub(super) const NAMING: &str = "panel.name";
/// The power of whoever speaks for an organisation that may bid; a word of the roles file.
pub(super) const MAY_BID: &str = "rounds.public";

const HERSELF: &str =
    "Nobody names themselves for the panel. Ask another contract manager, or the working group, to do it.";
const BIDS: &str = "This person belongs to an organisation that may bid, or speaks for one, and nobody of such an \
                    organisation sits on a panel, whether it has bid or not. Name somebody of another organisation, or \
                    an expert by experience.";
const INTERESTED: &str = "This person has declared an interest in this round, or has stepped aside from it. Name \
                          somebody else.";

/// A seat to be filled or (with `remove`) vacated.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewSeat {
    /// Id or handle.
    person: String,
    role: String,
    /// Training, experience, how they wish to be named.
    #[serde(default)]
    about: Map<String, Json>,
    #[serde(default)]
    remove: bool,
}

/// Whom of these people nobody may name for the panel of a round, each with the reason and the way on. Who has bid
/// makes no difference: it would tell of sealed bids, and be the working group's to learn afterwards.
///
/// # Errors
/// The store fails.
pub(super) fn barred(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    people: &[String],
    namers: &[&str],
) -> Result<BTreeMap<String, &'static str>, Fault> {
    let bidders = of_bidders(desk, people)?;
    let interests = appointments::interests(desk.db, &desk.alliance, desk.now.into())?;
    let interested: BTreeSet<String> = interests
        .into_iter()
        .filter(|one| one.about_kind == Interest::Subject && one.about_id == round.id)
        .map(|one| one.person_id)
        .collect();
    let (evaluations, declarations) = standing_aside::scored_and_declared(desk, &round.id)?;
    let why = |person: &String| {
        let aside = || standing_aside::stepped_aside(&evaluations, &declarations, person);
        match person {
            own if namers.contains(&own.as_str()) => Some(HERSELF),
            one if bidders.contains(one) => Some(BIDS),
            one if interested.contains(one) || aside() => Some(INTERESTED),
            _ => None,
        }
    };
    Ok(people
        .iter()
        .filter_map(|person| Some((person.clone(), why(person)?)))
        .collect())
}

/// Whoever belongs to an organisation for which somebody may bid, or holds a role for it.
fn of_bidders(desk: &mut Desk<'_>, people: &[String]) -> Result<BTreeSet<String>, Fault> {
    let every: Vec<String> = desk.app.library.roles.roles.keys().cloned().collect();
    let bid = powers::holders(&desk.app.library.roles, MAY_BID);
    let mut held = appointments::running(desk.db, &desk.alliance, &every, desk.now.into())?;
    held.retain(|one| one.scope_kind == Scope::Organisation);
    let bidding: BTreeSet<&str> = held
        .iter()
        .filter(|one| bid.contains(&one.role))
        .map(|one| one.scope_id.as_str())
        .collect();
    let memberships = organisations::memberships_of(desk.db, &desk.alliance, people, desk.now.into())?;
    let members = memberships
        .iter()
        .filter(|one| bidding.contains(one.organisation_id.as_str()))
        .map(|one| one.person_id.clone());
    let holders = held
        .iter()
        .filter(|one| bidding.contains(one.scope_id.as_str()))
        .map(|one| one.person_id.clone());
    Ok(members.chain(holders).collect())
}

/// Fills a seat, or vacates it.
///
/// # Errors
/// There is nobody of this name, or they may not sit there: with the reason and the way on.
pub(super) fn seat(
    desk: &mut Desk<'_>,
    about: About<'_>,
    work: Work<'_>,
    body: Map<String, Json>,
) -> Result<(), Fault> {
    let new: NewSeat = read(body)?;
    let person = match people::load(desk.db, &new.person)? {
        Some(found) => found,
        None => people::by_handle(desk.db, &new.person)?.ok_or(Fault::NotFound("person"))?,
    };
    let seats = rounds::seats(desk.db, &about.row.id)?;
    let taken = seats
        .iter()
        .find(|one| one.until.is_none() && one.person_id == person.id && one.role == new.role);
    match (taken, new.remove) {
        (Some(seat), true) => return rules::release(desk, seat),
        (None, true) => return Err(Fault::NotFound("seat")),
        (Some(_), false) => return Ok(()),
        (None, false) => {}
    }
    let mut namers = vec![work.actor.person.as_str()];
    namers.extend(work.actor.acting_for.as_deref());
    let mut barred = barred(desk, about.row, std::slice::from_ref(&person.id), &namers)?;
    if let Some(why) = barred.remove(&person.id) {
        return Err(Fault::field("person", why));
    }
    let place = (Scope::Subject, about.row.id.as_str());
    let appointment_id = manage::appoint(desk, &person.id, &new.role, place, "named for the panel")?;
    let row = SeatRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        round_id: about.row.id.clone(),
        person_id: person.id,
        role: new.role,
        appointment_id,
        named_by: work.actor.person.clone(),
        named_as: serde_json::to_string(&work.actor.roles)?,
        data: Json::Object(new.about).to_string(),
        since: desk.now.into(),
        until: None,
    };
    Ok(rounds::seat(desk.db, &row)?)
}

/// Notes what somebody on the panel brings.
///
/// # Errors
/// They have no seat.
pub(super) fn train(desk: &mut Desk<'_>, about: About<'_>, body: &Map<String, Json>) -> Result<Json, Fault> {
    let mut body = body.clone();
    let who = body.remove("person").and_then(|one| one.as_str().map(str::to_owned));
    let who = who.ok_or_else(|| Fault::field("person", "Say whose training this is."))?;
    let person = people::by_handle(desk.db, &who)?.map_or(who, |found| found.id);
    let seats = rounds::seats(desk.db, &about.row.id)?;
    let mut found = false;
    for seat in seats.iter().filter(|one| one.person_id == person) {
        rounds::describe_seat(desk.db, &seat.id, &merged(Some(&seat.data), body.clone())?)?;
        found = true;
    }
    if found {
        Ok(json!({}))
    } else {
        Err(Fault::NotFound("seat"))
    }
}
