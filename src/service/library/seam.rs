//! What the engine is about to bring itself: compiling a workflow, and who has a permit.

use accord_engine::{
    calendar::Calendar,
    definition::{model::Definition, vocabulary::Roles},
    diagnostic::Diagnostic,
    snapshot::Snapshot,
    workflow::Workflow,
};
use indexmap::IndexMap;
use sha2::{Digest as _, Sha256};

use crate::domain::hex;

/// Makes a definition ready to run.
///
/// # Errors
/// None yet.
pub fn compile(
    definition: Definition,
    calendar: Calendar,
    roles: Roles,
    templates: &IndexMap<String, String>,
) -> Result<Workflow, Vec<Diagnostic>> {
    let named = serde_json::to_vec(&(&definition, templates)).unwrap_or_default();
    Ok(Workflow {
        hash: hex(&Sha256::digest(named)),
        definition,
        calendar,
        roles,
    })
}

/// The roles that may do a piece of work now.
pub fn permitted<'a>(workflow: &'a Workflow, snapshot: &Snapshot, permit: &str) -> Vec<&'a str> {
    let definition = &workflow.definition;
    let here = snapshot
        .states
        .iter()
        .filter_map(|state| super::find_state(definition, state))
        .map(|state| &state.permits);
    std::iter::once(&definition.permits)
        .chain(here)
        .filter_map(|permits| permits.get(permit))
        .flatten()
        .map(String::as_str)
        .collect()
}
