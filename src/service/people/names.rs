//! Names of people, each looked up once.

use std::collections::HashMap;

use accord_store::people;

use crate::service::{app::Desk, fault::Fault};

/// What somebody is called in a sentence; "somebody" where they are not there any more.
///
/// # Errors
/// The database fails.
pub(in crate::service) fn or_somebody(desk: &mut Desk<'_>, id: &str) -> Result<String, Fault> {
    Ok(people::load(desk.db, id)?.map_or_else(|| "somebody".to_owned(), |one| one.name))
}

/// Names by id.
#[derive(Debug, Default)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// What somebody is called; empty for nobody whom there is.
    ///
    /// # Errors
    /// The database fails.
    pub fn of(&mut self, desk: &mut Desk<'_>, id: &str) -> Result<String, Fault> {
        if let Some(name) = self.0.get(id) {
            return Ok(name.clone());
        }
        let name = people::load(desk.db, id)?.map_or_else(String::new, |one| one.name);
        self.0.insert(id.to_owned(), name.clone());
        Ok(name)
    }
}
