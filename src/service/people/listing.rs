//! The list of people.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::{
    appointments::{self, Scope},
    organisations,
    people::{self, PersonRow},
    person_keys,
};

use super::seen;
use crate::service::{app::Desk, authority::Caller, fault::Fault, readers};

/// One person in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Who.
    pub person: PersonRow,
    /// Names of the roles that they hold today, where the reader may know.
    pub roles: Vec<String>,
    /// The same in words.
    pub titles: Vec<String>,
    /// Names of the organisations that they belong to today.
    pub organisations: Vec<String>,
}

/// Everybody, by name, but for those who were erased.
///
/// # Errors
/// The reader may not manage the alliance, or the database fails.
pub fn lines(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Line>, Fault> {
    super::may(desk, caller)?;
    let now = desk.now.into();
    let all = people::of_alliance(desk.db, &desk.alliance)?;
    let running = appointments::all_running(desk.db, &desk.alliance, now)?;
    let mut records: BTreeMap<String, bool> = BTreeMap::new();
    for one in running.iter().filter(|one| one.scope_kind == Scope::Subject) {
        if !records.contains_key(&one.scope_id) {
            let is_seen = seen(desk, caller, &one.scope_id)?.is_some();
            records.insert(one.scope_id.clone(), is_seen);
        }
    }
    let mut roles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in running {
        let known = one.scope_kind != Scope::Subject || records.get(&one.scope_id) == Some(&true);
        let held = roles.entry(one.person_id).or_default();
        if known && !held.contains(&one.role) {
            held.push(one.role);
        }
    }
    let names: BTreeMap<String, String> = organisations::all(desk.db, &desk.alliance)?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let mut belongs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in organisations::memberships(desk.db, &desk.alliance, now)? {
        if let Some(name) = names.get(&one.organisation_id) {
            belongs.entry(one.person_id).or_default().push(name.clone());
        }
    }
    let erased: BTreeSet<String> = person_keys::erased(desk.db, &desk.alliance)?
        .into_iter()
        .map(|row| row.person_id)
        .collect();
    Ok(all
        .into_iter()
        .filter(|person| !erased.contains(&person.id))
        .map(|person| {
            let roles = roles.remove(&person.id).unwrap_or_default();
            Line {
                titles: readers::titles(desk, &roles),
                organisations: belongs.remove(&person.id).unwrap_or_default(),
                roles,
                person,
            }
        })
        .collect())
}
