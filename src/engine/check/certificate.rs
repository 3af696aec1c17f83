//! What has been proved, about what, by whom.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{tour::Tour, world::World};
use crate::definition::meant::Meant;

/// Without one, nothing may be started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The workflow's name.
    pub workflow: String,
    /// SHA-256 of the definition's canonical form, hex ([`hash`]).
    pub definition_hash: String,
    /// The same of catalogue, roles and calendar together.
    pub catalogue_hash: String,
    /// The same of each other file that it speaks of.
    pub linked: BTreeMap<String, String>,
    /// How many situations were looked at.
    pub configurations: usize,
    /// The guarantees that hold on every path.
    pub guarantees: Vec<String>,
    /// The version of the engine that looked.
    pub checked_by: String,
}

impl Certificate {
    pub(super) fn of(tour: &Tour<'_>, world: World<'_>, configurations: usize, guarantees: Vec<String>) -> Self {
        let definition = tour.definition;
        let broods = tour.broods();
        let named = definition
            .links
            .values()
            .flat_map(Meant::names)
            .chain(broods.iter().map(|(_, workflow)| *workflow));
        let linked = named
            .filter_map(|name| world.workflow(name))
            .map(|other| (other.workflow.clone(), hash(other)))
            .collect();
        Self {
            workflow: definition.workflow.clone(),
            definition_hash: hash(definition),
            catalogue_hash: hash(&(world.catalogue, world.roles, world.calendar)),
            linked,
            configurations,
            guarantees,
            checked_by: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// SHA-256 of the canonical form, hex: the JSON of the structs, whose keys have one order. Comments
/// and layout of a file do not count; the order of states and outcomes does, for it has a meaning.
pub fn hash(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut hex = String::new();
    for byte in Sha256::digest(json) {
        let _infallible = write!(hex, "{byte:02x}");
    }
    hex
}
