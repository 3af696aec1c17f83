//! Powers: what a role may do outside the workflows. They are words of the vocabulary; routes name
//! them, and whatever is done by one is judged here once more, in its transaction.

use std::collections::BTreeMap;

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
    let running = appointments::of_person(desk.db, &desk.alliance, principal, desk.now.into())?;
    let known = &desk.app.library.roles;
    let actor = Actor {
        person: caller.person.clone(),
        acting_for: caller.acting_for.clone(),
        organisation: None,
        roles: running
            .into_iter()
            .filter(|one| one.scope_kind == Scope::Alliance)
            .map(|one| one.role)
            .collect(),
        exclusions: BTreeMap::new(),
    };
    Ok(may(known, &actor, &holders(known, power), &[])?)
}
