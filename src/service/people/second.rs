//! Who counts as a second person.
//!
//! Two names are two people only if neither of them made the other, and nobody made both. Whoever adds somebody,
//! appoints them to the role that lets them confirm, or changes their address, may be reading their mail: until a
//! third person has confirmed that, the two count as one. A confirmed appointment or address clears what was done
//! before it, because whoever confirmed it was shown whom it is for; so does an appointment by the operator.

use std::collections::BTreeSet;

use accord_store::{
    appointments::{self, Scope},
    people,
    person_changes::{self, PersonChangeRow, What},
};

use super::{names::or_somebody, two::Change};
use crate::service::{
    app::Desk,
    authority::{Caller, powers},
    fault::Fault,
};

/// Why these people are no second for those, where both act by a power; nothing if they are.
///
/// # Errors
/// The database fails.
pub fn why_not(desk: &mut Desk<'_>, first: &[String], second: &[String], power: &str) -> Result<Option<String>, Fault> {
    let (behind, beside) = (behind(desk, first, power)?, behind(desk, second, power)?);
    let Some(common) = behind.intersection(&beside).next().cloned() else {
        return Ok(None);
    };
    let mut name = |id: &String| or_somebody(desk, id);
    let asked = first.first().map(&mut name).transpose()?.unwrap_or_default();
    let done = "added here, appointed, or gave another address to";
    let says = if second.contains(&common) {
        format!("{asked} is somebody whom you {done}")
    } else if first.contains(&common) {
        format!("You are somebody whom {asked} {done}")
    } else {
        format!("You and {asked} are people whom {} {done}", name(&common)?)
    };
    Ok(Some(format!(
        "{says}, and no third person has confirmed that. So you two do not count as two people for this."
    )))
}

/// Who could confirm by a power what these people ask for: they hold it in the whole alliance, and count as a
/// second person.
///
/// # Errors
/// The database fails.
pub fn others(desk: &mut Desk<'_>, first: &[String], power: &str) -> Result<BTreeSet<String>, Fault> {
    let mut out = BTreeSet::new();
    for id in powers::people(desk, power)? {
        if !first.contains(&id) && why_not(desk, first, std::slice::from_ref(&id), power)?.is_none() {
            out.insert(id);
        }
    }
    Ok(out)
}

/// These people, whoever made them, and so on.
fn behind(desk: &mut Desk<'_>, people: &[String], power: &str) -> Result<BTreeSet<String>, Fault> {
    let mut out = BTreeSet::new();
    let mut next = people.to_vec();
    while let Some(id) = next.pop() {
        if !out.contains(&id) {
            next.extend(makers(desk, &id, power)?);
            out.insert(id);
        }
    }
    Ok(out)
}

/// Who added somebody, appointed them to what they confirm by, or changed their address, and nobody else has
/// confirmed it.
fn makers(desk: &mut Desk<'_>, person: &str, power: &str) -> Result<BTreeSet<String>, Fault> {
    let done = person_changes::of_person(desk.db, &desk.alliance, person)?;
    let roles = powers::holders(&desk.app.library.roles, power);
    let held = appointments::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    let by_power: Vec<_> = held
        .into_iter()
        .filter(|one| one.scope_kind == Scope::Alliance && roles.contains(&one.role))
        .collect();
    let word = |id: &String| done.iter().find(|one| one.appointment_id.as_ref() == Some(id));
    // When somebody else knew whom they had before them.
    let by_operator = by_power
        .iter()
        .filter(|one| one.appointed_by.is_none())
        .map(|one| one.since);
    let confirmed = done
        .iter()
        .filter(|one| one.confirmed_by.is_some())
        .map(|one| one.done_at);
    let known = by_operator.chain(confirmed).max();
    let mut out = BTreeSet::new();
    for one in &done {
        let alone = one.confirmed_by.is_none() && one.what != What::Appointed;
        if alone && known.is_none_or(|known| one.done_at > known) {
            out.extend([one.done_by.clone(), one.hand.clone()]);
        }
    }
    let stands = by_power
        .iter()
        .any(|one| one.appointed_by.is_none() || word(&one.id).is_some_and(|word| word.confirmed_by.is_some()));
    if !stands {
        for one in &by_power {
            out.extend(one.appointed_by.clone());
            out.extend(word(&one.id).map(|word| word.hand.clone()));
        }
    }
    Ok(out)
}

/// Keeps who did something about somebody, and who confirmed it. `made` is the id of what it made.
pub(super) fn keep(
    desk: &mut Desk<'_>,
    (first, second): (&Caller, Option<&Caller>),
    change: &Change,
    made: &str,
    readdressed: bool,
) -> Result<(), Fault> {
    let (what, person, appointment) = match change {
        Change::Appoint { person, .. } => (What::Appointed, person.as_str(), Some(made.to_owned())),
        Change::Correct { person, .. } if readdressed => (What::Address, person.as_str(), None),
        Change::Add(_) => (What::Added, made, None),
        Change::Correct { .. } | Change::Delegate { .. } | Change::Erase { .. } => return Ok(()),
    };
    let row = PersonChangeRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        person_id: person.to_owned(),
        what,
        appointment_id: appointment,
        done_by: first.acting_for.clone().unwrap_or_else(|| first.person.clone()),
        hand: first.person.clone(),
        confirmed_by: second.map(|one| one.person.clone()),
        done_at: desk.now.into(),
    };
    Ok(person_changes::add(desk.db, &row)?)
}

/// Who added somebody or changed their address, and nobody has confirmed it: what whoever confirms anything about
/// them has to know.
pub(super) fn unconfirmed(desk: &mut Desk<'_>, person: &str) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    for one in person_changes::of_person(desk.db, &desk.alliance, person)? {
        let name = people::load(desk.db, &one.done_by)?.map_or_else(String::new, |one| one.name);
        match one.what {
            _ if one.confirmed_by.is_some() => out.clear(),
            What::Added => out.push(format!("{name} added them here.")),
            What::Address => out.push(format!("{name} changed their address.")),
            What::Appointed => {}
        }
    }
    Ok(out)
}
