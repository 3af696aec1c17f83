//! Powers: what a role may do outside the workflows. They are words of the vocabulary; routes name
//! them, and whatever is done by one is judged here once more, in its transaction.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{definition::vocabulary::Roles, event::Actor};
use accord_store::appointments::{self, Scope};

use super::{Caller, may, refused};
use crate::service::{app::Desk, fault::Fault};

/// Looks at everything, everywhere.
const EVERYTHING: &str = "everything.read";

/// The roles that have a power.
pub fn holders(known: &Roles, power: &str) -> Vec<String> {
    let looks = power.ends_with(".read");
    known
        .roles
        .iter()
        .filter(|(_, role)| {
            role.powers
                .iter()
                .any(|one| one == power || (looks && one == EVERYTHING))
        })
        .map(|(name, _)| name.clone())
        .collect()
}

/// The same as an answer, for what is shown to some and not to others.
///
/// # Errors
/// The database fails.
pub fn has(desk: &mut Desk<'_>, caller: &Caller, power: &str) -> Result<bool, Fault> {
    match judge(desk, caller, power) {
        Ok(()) => Ok(true),
        Err(Fault::Refused(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Everybody who has a power in the whole alliance now.
///
/// # Errors
/// The database fails.
pub fn people(desk: &mut Desk<'_>, power: &str) -> Result<BTreeSet<String>, Fault> {
    let roles = holders(&desk.app.library.roles, power);
    in_the_whole(desk, &roles)
}

/// Everybody who holds one of these roles in the whole alliance now.
///
/// # Errors
/// The database fails.
pub fn in_the_whole(desk: &mut Desk<'_>, roles: &[String]) -> Result<BTreeSet<String>, Fault> {
    let running = appointments::running(desk.db, &desk.alliance, roles, desk.now.into())?;
    let whole = running.into_iter().filter(|one| one.scope_kind == Scope::Alliance);
    Ok(whole.map(|one| one.person_id).collect())
}

/// The roles that somebody holds in the whole alliance now.
///
/// # Errors
/// The database fails.
pub fn roles_of(desk: &mut Desk<'_>, person: &str) -> Result<Vec<String>, Fault> {
    let running = appointments::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    let whole = running.into_iter().filter(|one| one.scope_kind == Scope::Alliance);
    Ok(whole.map(|one| one.role).collect())
}

/// Whether somebody has a power in the whole alliance: by a role that they, or whom they act for, hold
/// there. A role for one record or one organisation has no power over the rest.
///
/// # Errors
/// Why not, or the database fails.
pub fn judge(desk: &mut Desk<'_>, caller: &Caller, power: &str) -> Result<(), Fault> {
    let principal = caller.acting_for.as_ref().unwrap_or(&caller.person);
    if principal != &caller.person {
        let now = desk.now.into();
        if appointments::delegation(desk.db, &desk.alliance, principal, &caller.person, now)?.is_none() {
            return Err(refused("delegation", "You may not act for this person today."));
        }
    }
    let roles = roles_of(desk, principal)?;
    let known = &desk.app.library.roles;
    let actor = Actor {
        person: caller.person.clone(),
        acting_for: caller.acting_for.clone(),
        organisation: None,
        roles,
        exclusions: BTreeMap::new(),
    };
    Ok(may(known, &actor, &holders(known, power), &[])?)
}
