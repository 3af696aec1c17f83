//! Making people, organisations and appointments. Everything has dates; nothing is deleted.

use std::collections::BTreeSet;

use accord_store::{
    appointments::{self, AppointmentRow, DelegationRow, Interest, InterestRow, Scope},
    organisations::{self, MembershipRow, OrganisationRow},
    people::{self, PersonRow},
    tasks,
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::service::{app::Desk, fault::Fault, organisations::profile, signals};

/// An organisation to be added.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NewOrganisation {
    pub handle: String,
    pub name: String,
    pub kind: String,
    pub income_band: Option<String>,
    pub community_led: bool,
    pub email: Option<String>,
    pub profile: Map<String, Json>,
}

/// A person to be added.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NewPerson {
    pub handle: String,
    pub name: String,
    pub email: Option<String>,
    /// `email`, `phone`, `post` or `supporter`.
    pub channel: String,
}

/// Adds an organisation; gives its id.
///
/// # Errors
/// The handle is taken.
pub fn add_organisation(desk: &mut Desk<'_>, new: NewOrganisation) -> Result<String, Fault> {
    let id = desk.id();
    let row = OrganisationRow {
        id: id.clone(),
        alliance_id: desk.alliance.clone(),
        handle: new.handle,
        name: tidy(&new.name),
        kind: new.kind,
        income_band: new.income_band,
        community_led: new.community_led,
        email: new.email,
        profile: Json::Object(new.profile).to_string(),
        created_at: desk.now.into(),
    };
    organisations::insert(desk.db, &row)?;
    profile::put_version(desk, &row, None)?;
    Ok(id)
}

/// Adds a person; gives the id.
///
/// # Errors
/// The handle is taken.
pub fn add_person(desk: &mut Desk<'_>, new: NewPerson) -> Result<String, Fault> {
    let id = desk.id();
    let name = tidy(&new.name);
    let row = PersonRow {
        id: id.clone(),
        handle: new.handle,
        first_name: first_name(&name),
        name,
        email: new.email,
        channel: new.channel,
        created_at: desk.now.into(),
    };
    people::insert(desk.db, &row)?;
    Ok(id)
}

/// Makes somebody a member of an organisation.
///
/// # Errors
/// The database fails.
pub fn join(
    desk: &mut Desk<'_>,
    person: &str,
    organisation: &str,
    position: &str,
    lead_contact: bool,
) -> Result<(), Fault> {
    let row = MembershipRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        person_id: person.to_owned(),
        organisation_id: organisation.to_owned(),
        position: position.to_owned(),
        lead_contact,
        since: desk.now.into(),
        until: None,
    };
    Ok(organisations::join(desk.db, &row)?)
}

/// Appoints somebody to a role of the vocabulary, from now on. A person sits in one house only.
///
/// # Errors
/// The role is unknown, or the person would sit in two houses.
pub fn appoint(
    desk: &mut Desk<'_>,
    person: &str,
    role: &str,
    scope: (Scope, &str),
    reason: &str,
) -> Result<String, Fault> {
    let roles = &desk.app.library.roles.roles;
    let Some(known) = roles.get(role) else {
        return Err(Fault::field("role", format!("There is no role `{role}`.")));
    };
    if let Some(house) = &known.house {
        let held = appointments::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
        let other = held
            .iter()
            .filter_map(|one| roles.get(&one.role)?.house.as_ref())
            .find(|other| *other != house);
        if let Some(other) = other {
            let says = format!("This person sits in the house `{other}` already; nobody sits in two.");
            return Err(Fault::field("role", says));
        }
    }
    let row = AppointmentRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        person_id: person.to_owned(),
        role: role.to_owned(),
        scope_kind: scope.0,
        scope_id: scope.1.to_owned(),
        since: desk.now.into(),
        until: None,
        reason: reason.to_owned(),
        appointed_by: None,
    };
    appointments::appoint(desk.db, &row)?;
    Ok(row.id)
}

/// Lets one person act for another until a day.
///
/// # Errors
/// The database fails.
pub fn delegate(
    desk: &mut Desk<'_>,
    principal: &str,
    delegate: &str,
    until: DateTime<Utc>,
    reason: &str,
) -> Result<(), Fault> {
    let row = DelegationRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        principal_id: principal.to_owned(),
        delegate_id: delegate.to_owned(),
        since: desk.now.into(),
        until: until.into(),
        reason: reason.to_owned(),
    };
    Ok(appointments::delegate(desk.db, &row)?)
}

/// Records that somebody has an interest in an organisation or a record.
///
/// # Errors
/// The database fails.
pub fn declare_interest(desk: &mut Desk<'_>, person: &str, about: (Interest, &str), what: &str) -> Result<(), Fault> {
    let row = InterestRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        person_id: person.to_owned(),
        about_kind: about.0,
        about_id: about.1.to_owned(),
        what: what.to_owned(),
        declared_at: desk.now.into(),
        until: None,
    };
    appointments::declare(desk.db, &row)?;
    // Whoever is being waited for in a vote may have no part in it now: the electorate shrinks at once
    // (S9), and nobody waits for them until the time ends.
    let waited = tasks::open_of_person(desk.db, &desk.alliance, person)?;
    let instances: BTreeSet<String> = waited.into_iter().map(|task| task.instance_id).collect();
    for instance in instances {
        signals::nudge(desk, &instance)?;
    }
    Ok(())
}

/// Characters that nobody sees, or that turn round what stands behind them: a name with one can look like another's.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A name without control characters: one with a line break in it would stop the post.
pub fn tidy(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !is_unseen(*c)).collect();
    seen.split(|c: char| c.is_control())
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same with single spaces: as somebody types their own name or number.
pub fn one_line(text: &str) -> String {
    tidy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a letter calls somebody: the first word that is not a title.
pub fn first_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    match first {
        "Dr" | "Mr" | "Mrs" | "Ms" | "Mx" | "Prof" | "Professor" | "Revd" | "Sir" => {
            words.next().unwrap_or(first).to_owned()
        }
        _ => first.to_owned(),
    }
}
