//! What a record is called in a list: its title, and whose it is where the title alone does not say so. Twenty
//! returns are all called "October to December 2026".

use std::collections::HashMap;

use accord_store::{organisations, people, subjects::SubjectRow};

use crate::service::{app::Desk, fault::Fault, subjects};

/// Names that were looked up for one list.
#[derive(Debug, Default)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// The name of a record for a reader who sees all of it; nobody needs their own name.
    ///
    /// # Errors
    /// The database fails.
    pub fn of(&mut self, desk: &mut Desk<'_>, row: &SubjectRow, reader: &str) -> Result<String, Fault> {
        if let Some(known) = self.0.get(&row.id) {
            return Ok(known.clone());
        }
        let kind = subjects::of(&row.kind)?;
        let mut parts = kind.whose(desk, row)?;
        if row.person_id.as_deref() == Some(reader) {
            if let Some(own) = kind.own_title() {
                return Ok(own.to_owned());
            }
            let own = person(desk, row)?;
            parts.retain(|part| !own.contains(part));
        }
        parts.retain(|part| !part.is_empty() && !row.title.contains(part.as_str()));
        let name = match parts.is_empty() {
            true => row.title.clone(),
            false => format!("{}: {}", parts.join(", "), row.title),
        };
        self.0.insert(row.id.clone(), name.clone());
        Ok(name)
    }
}

/// The organisation that a record belongs to, by name.
///
/// # Errors
/// The database fails.
pub(super) fn organisation(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
    let found = match &row.organisation_id {
        Some(id) => organisations::load(desk.db, id)?,
        None => None,
    };
    Ok(found.into_iter().map(|one| one.name).collect())
}

/// The person whom a record concerns, by name.
///
/// # Errors
/// The database fails.
pub(super) fn person(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
    let found = match &row.person_id {
        Some(id) => people::load(desk.db, id)?,
        None => None,
    };
    Ok(found.into_iter().map(|one| one.name).collect())
}
