//! Who of an organisation's people does what for it (writes bids, sends them): its own people decide, not the alliance.
//! Which roles these are is `people` of `profile.yaml`; whoever holds the first of them decides, and so does whoever
//! gets what is sent to the organisation.

use accord_store::{
    appointments::{self, AppointmentRow, Scope},
    organisations::{self, OrganisationRow},
    people,
};
use serde_json::json;

use super::{appointing::not_oneself, named, note, tell};
use crate::service::{
    app::Desk,
    authority::Caller,
    fault::Fault,
    organisations::{Reader, Standing, of_alliance},
};

/// What stands in the journal as the reason.
const REASON: &str = "Its own people decided it.";

/// An organisation with its people.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnPeople {
    /// The organisation.
    pub organisation: OrganisationRow,
    /// What its people may be: role, and what it means in words.
    pub roles: Vec<(String, String)>,
    /// Its people, those who get what is sent to it first.
    pub people: Vec<OwnPerson>,
    /// The reader decides.
    pub decides: bool,
}

/// Somebody of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPerson {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// What they are there.
    pub position: String,
    /// Which of the roles they hold; the first of those that they do.
    pub role: Option<String>,
    /// It is the reader.
    pub oneself: bool,
}

/// The people of an organisation, for its own people.
///
/// # Errors
/// The reader does not speak for it, or there is none: the same answer.
pub fn show(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<OwnPeople, Fault> {
    let organisation = of_alliance(desk, id)?;
    if Reader::of(desk, Some(caller))?.towards(id) < Standing::Own {
        return Err(Fault::NotFound("page"));
    }
    let known = desk.app.library.profile.people.clone();
    let own = caller.acting_for.as_ref().unwrap_or(&caller.person);
    let (mut out, mut decides) = (Vec::new(), false);
    for one in organisations::members(desk.db, id, desk.now.into())? {
        let Some(person) = people::load(desk.db, &one.person_id)? else {
            continue;
        };
        let held = held(desk, &person.id, id)?;
        let role = known
            .keys()
            .find(|role| held.iter().any(|one| one.role == **role))
            .cloned();
        let first = role.is_some() && role.as_ref() == known.keys().next();
        decides |= person.id == *own && (one.lead_contact || first);
        out.push(OwnPerson {
            oneself: person.id == *own,
            id: person.id,
            name: person.name,
            position: one.position,
            role,
        });
    }
    Ok(OwnPeople {
        organisation,
        roles: known.into_iter().collect(),
        people: out,
        decides,
    })
}

/// The names of those who hold the first of the roles: who may send what the others write.
///
/// # Errors
/// The database fails.
pub fn signatories(desk: &mut Desk<'_>, organisation: &str) -> Result<Vec<String>, Fault> {
    let Some(first) = desk.app.library.profile.people.keys().next().cloned() else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for row in appointments::running(desk.db, &desk.alliance, &[first], desk.now.into())? {
        if row.scope_kind == Scope::Organisation
            && row.scope_id == organisation
            && let Some(person) = people::load(desk.db, &row.person_id)?
        {
            out.push(person.name);
        }
    }
    Ok(out)
}

/// Decides what somebody does for the organisation: one of its roles, or none. It begins at once.
///
/// # Errors
/// The caller does not decide it, decides for themselves, there is no such role, or nobody would be left who sends.
pub fn set(desk: &mut Desk<'_>, caller: &Caller, id: &str, (person, role): (&str, Option<&str>)) -> Result<(), Fault> {
    let shown = show(desk, caller, id)?;
    let found = shown.people.iter().find(|one| one.id == person);
    let found = found.filter(|_| shown.decides).ok_or(Fault::NotFound("page"))?;
    not_oneself(
        desk,
        caller,
        person,
        "What you do yourself somebody else of your organisation decides.",
    )?;
    if role.is_some_and(|role| !shown.roles.iter().any(|(known, _)| known == role)) {
        return Err(Fault::field("role", "Choose one of the answers."));
    }
    if found.role.as_deref() == role {
        return Ok(());
    }
    let first = shown.roles.first().map(|(role, _)| role.as_str());
    let others = shown
        .people
        .iter()
        .filter(|one| one.id != person && one.role.as_deref() == first);
    if found.role.as_deref() == first && others.count() == 0 {
        return Err(Fault::field(
            "role",
            format!(
                "Nobody else could send anything for {}. Let somebody else do it first.",
                shown.organisation.name
            ),
        ));
    }
    for one in held(desk, person, id)? {
        if shown.roles.iter().any(|(known, _)| *known == one.role) {
            appointments::end(desk.db, &one.id, desk.now.into())?;
            let what = json!({ "person": person, "appointment": one.id, "role": one.role, "reason": REASON });
            note(desk, caller, "ended", &what)?;
        }
    }
    let by = named(desk, caller)?;
    let means = shown.roles.iter().find(|(known, _)| Some(known.as_str()) == role);
    if let Some((role, _)) = means {
        give(desk, caller, (person, role), id)?;
    }
    let says = match means {
        Some((_, means)) => format!("From today, for {}: {means}.", shown.organisation.name),
        None => format!(
            "From today you neither write nor send anything for {}.",
            shown.organisation.name
        ),
    };
    match people::load(desk.db, person)? {
        Some(to) => tell(desk, &to, &by, &format!("/organisations/{id}"), says),
        None => Ok(()),
    }
}

fn give(desk: &mut Desk<'_>, caller: &Caller, (person, role): (&str, &str), organisation: &str) -> Result<(), Fault> {
    let row = AppointmentRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        person_id: person.to_owned(),
        role: role.to_owned(),
        scope_kind: Scope::Organisation,
        scope_id: organisation.to_owned(),
        since: desk.now.into(),
        until: None,
        reason: REASON.to_owned(),
        appointed_by: Some(caller.acting_for.clone().unwrap_or_else(|| caller.person.clone())),
    };
    appointments::appoint(desk.db, &row)?;
    let what = json!({
        "person": person, "appointment": row.id, "role": role, "scope": "organisation", "at": organisation,
        "from": desk.today(), "until": null, "reason": REASON,
    });
    note(desk, caller, "appointed", &what)
}

/// What somebody holds at an organisation today.
fn held(desk: &mut Desk<'_>, person: &str, organisation: &str) -> Result<Vec<AppointmentRow>, Fault> {
    let all = appointments::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    let here = |one: &AppointmentRow| one.scope_kind == Scope::Organisation && one.scope_id == organisation;
    Ok(all.into_iter().filter(here).collect())
}
