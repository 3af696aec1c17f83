//! `workflows/vocabulary/put_right.yaml`: how something comes that was not done here, who is kept from
//! recording it, and what nobody records for somebody else.

use std::collections::BTreeMap;

use accord_engine::definition::vocabulary::Catalogue;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::File;

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/put_right.yaml";

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutRight {
    /// How it came: a word, and what people call it.
    pub ways: IndexMap<String, Way>,
    /// Exclusions that keep somebody from recording and confirming.
    #[serde(default)]
    pub except: Vec<String>,
    /// Workflow and event of what nobody records for somebody else, with why.
    #[serde(default)]
    pub never: IndexMap<String, IndexMap<String, String>>,
    /// Workflow and form: the roles that read what was sent there. Without one, whoever sees the whole record.
    #[serde(default)]
    pub readers: IndexMap<String, IndexMap<String, Vec<String>>>,
}

/// A way in which something comes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// What people call it.
    pub title: String,
    /// It has to be read back to whoever said it.
    #[serde(default)]
    pub read_back: bool,
}

/// What is wrong with the file; nothing if it fits.
pub(super) fn faults(terms: &PutRight, files: &BTreeMap<String, File>, catalogue: &Catalogue) -> Vec<String> {
    let mut out = Vec::new();
    for one in terms
        .except
        .iter()
        .filter(|one| !catalogue.exclusions.contains_key(*one))
    {
        out.push(format!("{PATH}: there is no exclusion `{one}`."));
    }
    for (workflow, events) in &terms.never {
        let Some(definition) = files.get(workflow).and_then(|file| file.definition.as_ref()) else {
            out.push(format!("{PATH}: there is no workflow `{workflow}`."));
            continue;
        };
        let states = super::states(definition);
        for event in events.keys() {
            let known = |state: &str| !super::transitions(definition, state, event).is_empty();
            if !known("") && !states.iter().any(|state| known(state)) {
                out.push(format!("{PATH}: `{workflow}` has no action `{event}`."));
            }
        }
    }
    for (workflow, forms) in &terms.readers {
        let Some(definition) = files.get(workflow).and_then(|file| file.definition.as_ref()) else {
            out.push(format!("{PATH}: there is no workflow `{workflow}`."));
            continue;
        };
        for (form, roles) in forms {
            if !definition.forms.contains_key(form) {
                out.push(format!("{PATH}: `{workflow}` has no form `{form}`."));
            }
            for role in roles.iter().filter(|role| !definition.roles.contains(*role)) {
                out.push(format!("{PATH}: nobody is `{role}` in `{workflow}`."));
            }
        }
    }
    out
}
