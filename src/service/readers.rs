//! Who may open a document: the readers that its workflow or template names, and nobody else.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::documents::{self, DocumentRow};

use crate::service::{
    app::Desk,
    authority::{self, Caller, powers},
    fault::Fault,
    library::Library,
    own::needs,
    recipients,
    sight::{self, Seen, Sight},
    subjects::{self, About, round},
    support::breaks,
};

/// Everyone.
const PUBLIC: &str = "public";

/// What the name of a reader begins with who is one person.
const PERSON: &str = "person:";

/// The name of one person among readers: a paper that has it is theirs alone, whatever others manage.
pub fn of_person(person: &str) -> String {
    format!("{PERSON}{person}")
}

/// Whether everyone may read it.
pub fn is_public(row: &DocumentRow) -> bool {
    names(row).iter().any(|name| name == PUBLIC)
}

/// Whether somebody who sees a record may read one of its documents.
///
/// # Errors
/// The database fails.
pub fn may_read(desk: &mut Desk<'_>, seen: &Seen, row: &DocumentRow) -> Result<bool, Fault> {
    let names = names(row);
    let about = About {
        row: &seen.record,
        snapshot: seen.running.first().map(|one| &one.snapshot),
    };
    let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person);
    if let Some(own) = names.iter().find_map(|name| name.strip_prefix(PERSON)) {
        return Ok(own == person);
    }
    let by_role = |desk: &Desk<'_>, name: &String| {
        seen.actor.roles.contains(name) && !authority::kept_out(desk, about, name, person, seen.actor.exclusions.keys())
    };
    if names.iter().any(|name| name == PUBLIC) {
        return Ok(true);
    }
    let mut by: Vec<&String> = names.iter().filter(|name| by_role(desk, name)).collect();
    if !by.is_empty() {
        let withheld = subjects::of(&seen.record.kind)?.withheld(desk, about, &seen.actor)?;
        by.retain(|name| !withheld.contains(*name));
    }
    if !by.is_empty() {
        return Ok(true);
    }
    let known = &desk.app.library.roles.roles;
    let manages = powers::looks_after(&desk.app.library.roles, &seen.actor.roles);
    if manages && seen.sight == Sight::Whole {
        return Ok(true);
    }
    for name in names.iter().filter(|name| !known.contains_key(*name)) {
        if recipients::people_of(desk, about, name)?.contains(person) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A document, if this person (or anybody, without one) may read it.
///
/// # Errors
/// It is not there, or not for this person: the same answer.
pub fn document(desk: &mut Desk<'_>, caller: Option<&Caller>, id: &str) -> Result<DocumentRow, Fault> {
    let none = Fault::NotFound("page");
    let Ok(row) = documents::load(desk.db, &desk.alliance, id) else {
        return Err(none);
    };
    if is_public(&row) {
        return Ok(row);
    }
    let (Some(caller), Some(subject)) = (caller, &row.subject_id) else {
        return Err(none);
    };
    if *subject == desk.alliance {
        // It is about the alliance itself and no record: for whoever holds one of its roles in the whole of it.
        // Or for one person, whose paper it is.
        let person = caller.acting_for.as_ref().unwrap_or(&caller.person);
        if names(&row).contains(&of_person(person)) {
            return Ok(row);
        }
        let held = powers::in_the_whole(desk, &names(&row))?;
        return if held.contains(person) { Ok(row) } else { Err(none) };
    }
    let record = accord_store::subjects::load(desk.db, &desk.alliance, subject)?;
    let seen = sight::record(desk, caller, &record.kind, subject)?;
    if may_read(desk, &seen, &row)? {
        Ok(row)
    } else {
        Err(none)
    }
}

/// Roles in words.
pub fn titles(desk: &Desk<'_>, roles: &[String]) -> Vec<String> {
    role_titles(&desk.app.library, roles)
}

/// Roles in words, by the vocabulary of a library.
pub fn role_titles(library: &Library, roles: &[String]) -> Vec<String> {
    let known = &library.roles.roles;
    let title = |role: &String| known.get(role).map_or_else(|| role.clone(), |one| one.title.clone());
    roles.iter().map(title).collect()
}

/// Everyone who holds a role at a record: role title to names, in the order of the vocabulary.
///
/// # Errors
/// The database fails.
pub fn people(desk: &mut Desk<'_>, seen: &Seen) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let about = About {
        row: &seen.record,
        snapshot: seen.running.first().map(|one| &one.snapshot),
    };
    let mut roles: Vec<String> = Vec::new();
    for one in &seen.running {
        roles.extend(one.workflow.definition.roles.iter().cloned());
    }
    let mut members = authority::members(desk, about, &roles)?;
    if subjects::of(&seen.record.kind)?.is_secret() {
        // Here a role alone opens nothing: only those stand here who could open it now.
        let mut can = BTreeSet::new();
        for one in &members {
            let own = Caller::own(one.person.clone());
            let found = sight::if_seen(sight::record(desk, &own, &seen.record.kind, &seen.record.id))?;
            can.extend(found.map(|_| one.person.clone()));
        }
        members.retain(|one| can.contains(&one.person));
    }
    let ids: Vec<String> = members.iter().map(|one| one.person.clone()).collect();
    let unnamed = subjects::of(&seen.record.kind)?.unnamed(desk, about, &seen.actor, &ids)?;
    let rows = accord_store::people::several(desk.db, &ids)?;
    // What people need stands beside their names for whoever arranges meetings and support.
    let needs = needs::seen_by(desk, seen, &ids)?;
    let away = match needs::arranges(desk, &seen.actor) {
        true => breaks::away(desk, &ids)?,
        false => BTreeMap::new(),
    };
    let nominated = subjects::of(&seen.record.kind)?.nominated(desk, about)?;
    let named = |row: &accord_store::people::PersonRow| {
        let name = match needs.get(&row.id) {
            _ if unnamed.contains(&row.id) => round::UNNAMED.to_owned(),
            found => with_needs(row, found, away.get(&row.id)),
        };
        match nominated.contains(&row.id) {
            true => format!("{name}, nominated by the working group"),
            false => name,
        }
    };
    let mut out = Vec::new();
    for (role, known) in &desk.app.library.roles.roles {
        let mut names: Vec<String> = members
            .iter()
            .filter(|one| one.roles.contains(role))
            .filter_map(|one| rows.iter().find(|row| row.id == one.person))
            .map(named)
            .collect();
        if roles.contains(role) && !names.is_empty() {
            names.sort();
            out.push((known.title.clone(), names));
        }
    }
    Ok(out)
}

fn with_needs(row: &accord_store::people::PersonRow, needs: Option<&String>, away: Option<&String>) -> String {
    let needs = needs.map(|needs| format!("needs: {needs}"));
    let beside: Vec<String> = away.cloned().into_iter().chain(needs).collect();
    match beside.is_empty() {
        true => row.name.clone(),
        false => format!("{} ({})", row.name, beside.join("; ")),
    }
}

fn names(row: &DocumentRow) -> Vec<String> {
    serde_json::from_str(&row.readers).unwrap_or_default()
}
