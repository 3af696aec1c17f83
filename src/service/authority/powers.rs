//! Powers: what a role may do outside the workflows. They are words of the vocabulary; routes name
//! them, and whatever is done by one is judged here once more, in its transaction.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{definition::vocabulary::Roles, event::Actor};
use accord_store::appointments::{self, Scope};

use super::{Caller, may, refused};
use crate::service::{app::Desk, fault::Fault};

/// Looks at everything, everywhere.
const EVERYTHING: &str = "everything.read";
/// Manages the alliance: without a role that has it, nobody lets anybody in.
pub const MANAGES: &str = "alliance.manage";

/// Every power that a role may have, with what it is for. To these come those to read records of a kind
/// (`rounds.read`), one for each kind of the catalogue: [`known`].
pub const KNOWN: &[(&str, &str)] = &[
    (
        MANAGES,
        "Keeps people, roles, organisations and what programs may do; reads papers of records that they see.",
    ),
    ("rounds.manage", "Reads the papers of the procurements that they see."),
    ("contracts.manage", "Reads the papers of the contracts that they see."),
    (EVERYTHING, "Sees every record, and has every power to read."),
    (
        "register.read",
        "Reads everybody's interests, and who sits where in the bodies.",
    ),
    (
        "needs.read",
        "Reads what people need to take part, where they share it.",
    ),
    ("incidents.mend", "Mends letters and work of the service that failed."),
    (
        "records.put_right",
        "Records for somebody else what was decided otherwise; confirms it.",
    ),
    (
        "money.read",
        "Reads what commissioners agreed to, what is committed, and when contracts end.",
    ),
    ("payments.read", "Reads what people are paid."),
    ("payments.make", "Makes runs of payments, and takes their files."),
    (
        "awards.decide",
        "Decides an award in the board's place, where too many of it stand aside.",
    ),
    ("bids.open", "Opens bids; whoever bids stands aside from it."),
    ("scores.own", "Scores bids: their scores count."),
    // What these do, workflows say: a role has them so that its list reads as a whole.
    ("checks.read", "Reads the checks of a host."),
    ("checks.review", "Judges the checks of a host."),
    ("contracts.own", "Looks after a contract of their own organisation."),
    ("contracts.sign", "Signs contracts."),
    ("journal.read", "Reads the journal of the records that they see."),
    ("notices.read", "Reads notices."),
    ("parity.read", "Reads how communities fare."),
    ("reports.read", "Reads reports."),
    ("returns.own", "Sends returns of their own organisation."),
    ("rounds.public", "Reads what is published of a procurement."),
    ("scores.read", "Reads the scores of others."),
];

/// Every power that a role may have where there are these kinds of record.
pub fn known<'k>(kinds: impl IntoIterator<Item = &'k String>) -> Vec<String> {
    let reads = kinds.into_iter().map(|kind| format!("{kind}s.read"));
    let mut out: Vec<String> = KNOWN
        .iter()
        .map(|(power, _)| (*power).to_owned())
        .chain(reads)
        .collect();
    out.sort();
    out.dedup();
    out
}

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

/// Whether one of the roles looks after something, or sees everything.
pub fn looks_after(known: &Roles, roles: &[String]) -> bool {
    let mut held = roles.iter().filter_map(|role| known.roles.get(role));
    held.any(|role| {
        let mut powers = role.powers.iter();
        powers.any(|power| power.ends_with(".manage") || power == EVERYTHING)
    })
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
