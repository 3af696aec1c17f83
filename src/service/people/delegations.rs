//! Who acts for whom: from a day to a day, for a reason, known to both and to the journal.

use std::collections::BTreeSet;

use accord_store::{
    appointments::{self, DelegationRow},
    organisations,
    people::{self, PersonRow},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    appointing::{cannot, not_oneself},
    begins, ends, named, note, reason, tell,
};
use crate::{
    domain::words,
    service::{
        app::{App, Desk},
        authority::{Caller, powers},
        fault::Fault,
    },
};

/// Who is to act for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Who acts, by id.
    pub delegate: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Why.
    pub reason: String,
}

/// Lets somebody act for a person: asked by that person, or by whoever manages the alliance. Both get a
/// letter.
///
/// # Errors
/// Whoever acts for another passes it on to nobody; a manager does not let themselves act for somebody;
/// or an answer does not fit.
pub(super) fn put(desk: &mut Desk<'_>, caller: &Caller, principal: &str, wish: &Wish) -> Result<(), Fault> {
    allowed(desk, caller, principal)?;
    let because = reason(&wish.reason)?;
    let principal = super::still_of_alliance(desk, principal)?;
    let delegate = match super::still_of_alliance(desk, &wish.delegate) {
        Err(Fault::NotFound(_)) => return Err(Fault::field("delegate", "Choose who is to act.")),
        found => found?,
    };
    if delegate.id == principal.id {
        return Err(Fault::field(
            "delegate",
            "Choose somebody else: people act for themselves anyway.",
        ));
    }
    let offered = offered(desk, caller, &principal.id)?;
    if !offered.iter().any(|one| one.id == delegate.id) && caller.person != delegate.id {
        return Err(Fault::field("delegate", "Choose who is to act."));
    }
    if caller.person != principal.id {
        not_oneself(
            desk,
            caller,
            &delegate.id,
            "Nobody lets themselves act for somebody else.",
        )?;
    }
    if wish.from < desk.today() {
        return Err(Fault::field("from", "Enter today or a later day."));
    }
    if wish.until < wish.from {
        return Err(Fault::field("until", "Enter a last day that is not before the first."));
    }
    let (since, until) = (begins(wish.from).max(desk.now), ends(wish.until));
    let twice = appointments::delegations_of(desk.db, &desk.alliance, &principal.id)?;
    let twice = twice.iter().any(|one| {
        one.delegate_id == delegate.id
            && one.principal_id == principal.id
            && one.since.utc() < until
            && one.until.utc() > since
            && one.until > one.since
    });
    if twice {
        let says = format!(
            "{} acts for them on some of these days already. Choose other days.",
            delegate.name
        );
        return Err(Fault::field("from", says));
    }
    let row = DelegationRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        principal_id: principal.id.clone(),
        delegate_id: delegate.id.clone(),
        since: since.into(),
        until: until.into(),
        reason: because.clone(),
    };
    appointments::delegate(desk.db, &row)?;
    let what = json!({
        "delegation": row.id, "principal": principal.id, "delegate": delegate.id,
        "from": wish.from, "until": wish.until, "reason": because,
    });
    note(desk, caller, "delegated", &what)?;
    let by = named(desk, caller)?;
    let days = format!("from {} to {}", words::day(wish.from), words::day(wish.until));
    let to_principal = format!("{} may act for you {days}. The reason given: {because}", delegate.name);
    tell(desk, &principal, &by, "/account", to_principal)?;
    let to_delegate = format!(
        "You may act for {} {days}. The reason given: {because} What you do for them is written down as done by \
             you, for them; what keeps either of you out keeps you out.",
        principal.name
    );
    tell(desk, &delegate, &by, "/account", to_delegate)
}

/// Whom somebody may choose to act for a person: everybody, for whoever manages the alliance; for anybody else the
/// people of their own organisations and, if they sit in a house, whoever sits in one: both read each other's names
/// beside what they decide together. Nobody reads here who else takes part.
///
/// # Errors
/// The database fails.
pub fn offered(desk: &mut Desk<'_>, caller: &Caller, principal: &str) -> Result<Vec<PersonRow>, Fault> {
    let mut all = people::of_alliance(desk.db, &desk.alliance)?;
    all.retain(|one| one.id != principal && (caller.person == principal || one.id != caller.person));
    if powers::has(desk, caller, super::POWER)? {
        return Ok(all);
    }
    let now = desk.now.into();
    let mut known = BTreeSet::new();
    for own in organisations::of_person(desk.db, &desk.alliance, principal, now)? {
        let members = organisations::members(desk.db, &own.organisation_id, now)?;
        known.extend(members.into_iter().map(|one| one.person_id));
    }
    let roles = desk.app.library.roles.roles.iter();
    let houses: Vec<String> = roles
        .filter(|(_, role)| role.house.is_some())
        .map(|(name, _)| name.clone())
        .collect();
    let seated = powers::in_the_whole(desk, &houses)?;
    if seated.contains(principal) {
        known.extend(seated);
    }
    all.retain(|one| known.contains(&one.id));
    Ok(all)
}

/// Ends it now: by either of the two, or by whoever manages the alliance.
///
/// # Errors
/// It is over, or not theirs to end: the same answer.
pub fn end(app: &App, alliance: &str, caller: &Caller, person: &str, id: &str) -> Result<(), Fault> {
    let (caller, person, id) = (caller.clone(), person.to_owned(), id.to_owned());
    app.writing(alliance, move |desk| {
        let of_person = appointments::delegations_of(desk.db, &desk.alliance, &person)?;
        let row = of_person.into_iter().find(|one| one.id == id);
        let row = row.ok_or(Fault::NotFound("page"))?;
        let own = caller.acting_for.is_none() && [&row.principal_id, &row.delegate_id].contains(&&caller.person);
        if !own {
            super::may(desk, &caller)?;
        }
        let now = desk.now.into();
        if !appointments::end_delegation(desk.db, &desk.alliance, &id, now)? {
            return Err(Fault::NotFound("page"));
        }
        note(desk, &caller, "delegation ended", &json!({ "delegation": id }))?;
        let by = named(desk, &caller)?;
        let both = (
            people::load(desk.db, &row.principal_id)?,
            people::load(desk.db, &row.delegate_id)?,
        );
        if let (Some(principal), Some(delegate)) = both {
            let to_principal = format!("{} no longer acts for you.", delegate.name);
            tell(desk, &principal, &by, "/account", to_principal)?;
            let to_delegate = format!("You no longer act for {}.", principal.name);
            tell(desk, &delegate, &by, "/account", to_delegate)?;
        }
        Ok(())
    })
}

/// Who may say that somebody acts for this person.
fn allowed(desk: &mut Desk<'_>, caller: &Caller, principal: &str) -> Result<(), Fault> {
    if caller.acting_for.as_deref() == Some(principal) {
        return Err(cannot(
            desk,
            "passed_on",
            "You act for this person yourself, and cannot pass that on.".to_owned(),
            "Let somebody act for them.",
        ));
    }
    if caller.person == principal && caller.acting_for.is_none() {
        return Ok(());
    }
    super::may(desk, caller)
}
