//! Who reads what is raised: the holders of the role that it reaches, or of the next one of its way while nobody holds
//! that. So nothing is ever raised, or left open, where nobody reads it.

use accord_store::people::PersonRow;

use super::{holders, passes_by};
use crate::service::{app::Desk, fault::Fault, library::support::Way};

/// A role, and who holds it now.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) role: String,
    pub(super) people: Vec<PersonRow>,
}

/// Who reads what reaches a role by a way, but for one person: nobody reads what they raised themselves; nor does
/// anybody of an organisation past which it goes. Nothing where nobody holds any of its roles.
///
/// # Errors
/// The database fails.
pub(super) fn of(desk: &mut Desk<'_>, way: &Way, role: &str, but: Option<&str>) -> Result<Option<Reading>, Fault> {
    for role in std::iter::once(role).chain(way.otherwise.iter().map(String::as_str)) {
        let mut people = Vec::new();
        for one in holders(desk, role)? {
            if Some(one.id.as_str()) != but && !passes_by(desk, way, &one.id)? {
                people.push(one);
            }
        }
        if !people.is_empty() {
            let role = role.to_owned();
            return Ok(Some(Reading { role, people }));
        }
    }
    Ok(None)
}
