//! What takes two people.
//!
//! Always, whatever is going on: to erase what is held on somebody, to give somebody a role whose holders manage
//! the alliance, pay, put records right, decide, open or read what is raised past others, to change the address of
//! anybody who holds a role (whoever reads that mailbox is that person), and to let somebody act for another who
//! has not asked for it themselves. Otherwise one person alone could become the second of two, or vote and sign as
//! somebody else. While bids are open or sealed, also to change who speaks for an organisation. Whether it has bid
//! is nobody's business here: the rule is the same for all that somebody speaks for, so that being asked for a
//! second person tells nothing.

use std::collections::BTreeSet;

use accord_store::{
    appointments::{self, Scope},
    changes, organisations,
};

use super::{appointing::Place, two::Change};
use crate::service::{
    app::Desk,
    authority::{Caller, powers},
    fault::Fault,
    library::Library,
    payments, putting_right,
};

/// Whether a role can confirm what others do here, pays, reads what people raise past those who give it, or is
/// marked so in the roles' file: nobody alone gives it to anybody.
pub fn is_trusted(library: &Library, role: &String) -> bool {
    let known = &library.roles;
    known.roles.get(role).is_some_and(|one| one.takes_two)
        || library.support.reaches(role)
        || [super::POWER, putting_right::POWER, payments::MAKE]
            .iter()
            .any(|power| powers::holders(known, power).contains(role))
}

/// Whether it takes two, whatever is open.
pub(super) fn always(desk: &mut Desk<'_>, caller: &Caller, change: &Change) -> Result<bool, Fault> {
    Ok(match change {
        Change::Appoint { wish, .. } => is_trusted(&desk.app.library, &wish.role),
        Change::Correct { person, .. } => readdressed(desk, change)? && has_standing(desk, person)?,
        Change::Add(_) => false,
        // What somebody asks for themselves is theirs to ask.
        Change::Delegate { principal, .. } => caller.person != *principal || caller.acting_for.is_some(),
        Change::Erase { .. } => true,
    })
}

/// Whether it changes where somebody is written to, and signs in.
pub(super) fn readdressed(desk: &mut Desk<'_>, change: &Change) -> Result<bool, Fault> {
    let Change::Correct { person, details } = change else {
        return Ok(false);
    };
    let old = super::of_alliance(desk, person)?.email.unwrap_or_default();
    Ok(old.to_lowercase() != details.email.trim().to_lowercase())
}

/// Whether somebody holds any role, will hold one, acts for somebody, or waits for either.
fn has_standing(desk: &mut Desk<'_>, person: &str) -> Result<bool, Fault> {
    let now = desk.now.into();
    let held = appointments::ever_of_person(desk.db, &desk.alliance, person)?;
    if held
        .iter()
        .any(|one| one.until.is_none_or(|until| until > now && until > one.since))
    {
        return Ok(true);
    }
    let acting = appointments::delegations_of(desk.db, &desk.alliance, person)?;
    if acting.iter().any(|one| one.delegate_id == person && one.until > now) {
        return Ok(true);
    }
    for row in changes::waiting(desk.db, &desk.alliance)? {
        let waits = match serde_json::from_str(&row.body)? {
            Change::Appoint { person: of, .. } | Change::Correct { person: of, .. } => of == person,
            Change::Delegate { wish, .. } => wish.delegate == person,
            Change::Add(_) | Change::Erase { .. } => false,
        };
        if waits {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whose name or mailbox it is about: they hear of it as soon as it is asked for.
pub(super) const fn concerned(change: &Change) -> Option<&String> {
    match change {
        Change::Correct { person, .. } | Change::Erase { person, .. } => Some(person),
        Change::Delegate { principal, .. } => Some(principal),
        Change::Appoint { .. } | Change::Add(_) => None,
    }
}

/// The organisations for which it changes who speaks.
pub(super) fn touched(desk: &mut Desk<'_>, caller: &Caller, change: &Change) -> Result<BTreeSet<String>, Fault> {
    let mut out = BTreeSet::new();
    let person = match change {
        Change::Appoint { person, wish } => {
            if let Place::Organisation(id) = &wish.place {
                out.insert(id.clone());
            }
            Some(person)
        }
        Change::Correct { person, .. } => readdressed(desk, change)?.then_some(person),
        Change::Add(newcomer) => {
            out.extend(spoken_for(desk)?.into_iter().filter(|id| *id == newcomer.organisation));
            None
        }
        // What somebody asks for themselves is theirs to ask.
        Change::Delegate { principal, .. } => Some(principal).filter(|id| **id != caller.person),
        Change::Erase { .. } => None,
    };
    if let Some(person) = person {
        let now = desk.now.into();
        let mut own: BTreeSet<String> = organisations::of_person(desk.db, &desk.alliance, person, now)?
            .into_iter()
            .map(|one| one.organisation_id)
            .collect();
        let held = appointments::of_person(desk.db, &desk.alliance, person, now)?;
        own.extend(
            held.into_iter()
                .filter(|one| one.scope_kind == Scope::Organisation)
                .map(|one| one.scope_id),
        );
        out.extend(spoken_for(desk)?.intersection(&own).cloned());
    }
    Ok(out)
}

/// Organisations that somebody speaks for: whoever can bid.
fn spoken_for(desk: &mut Desk<'_>) -> Result<BTreeSet<String>, Fault> {
    let running = appointments::all_running(desk.db, &desk.alliance, desk.now.into())?;
    let here = running.into_iter().filter(|one| one.scope_kind == Scope::Organisation);
    Ok(here.map(|one| one.scope_id).collect())
}
