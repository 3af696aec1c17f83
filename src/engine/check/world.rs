//! Everything outside a file that the file may speak of.

use crate::{
    calendar::Calendar,
    definition::{
        meant::Meant,
        model::Definition,
        vocabulary::{Catalogue, Roles},
    },
};

/// What the host supplies, and the other files.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// What the host can supply.
    pub catalogue: &'a Catalogue,
    /// The roles of every workflow.
    pub roles: &'a Roles,
    /// The calendar that the file names.
    pub calendar: &'a Calendar,
    /// Other files: linked ones, children, parents. The file itself may be among them.
    pub linked: &'a [&'a Definition],
}

impl<'a> World<'a> {
    /// The other file with this name.
    pub fn workflow(&self, name: &str) -> Option<&'a Definition> {
        self.linked.iter().copied().find(|one| one.workflow == name)
    }

    /// The other files that a link of a definition may mean.
    pub fn meant(&self, definition: &Definition, link: &str) -> Vec<&'a Definition> {
        let meant = definition.links.get(link).into_iter().flat_map(Meant::names);
        meant.filter_map(|name| self.workflow(name)).collect()
    }

    /// What people call a role.
    pub fn role_title(&self, role: &str) -> String {
        let title = self.roles.roles.get(role).map(|role| role.title.clone());
        title.unwrap_or_else(|| role.replace('_', " "))
    }
}
