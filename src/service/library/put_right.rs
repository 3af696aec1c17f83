//! `workflows/vocabulary/put_right.yaml`: how something comes that was not done here, who is kept from
//! recording it, and what nobody records for somebody else.

use std::collections::BTreeMap;

use accord_engine::definition::{model::Definition, vocabulary::Catalogue};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{File, judge::Faults};

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
    /// Work by which one person writes something down for another, without a second person.
    #[serde(default)]
    pub instead: Vec<String>,
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

/// What is wrong with the file.
pub(super) fn judge(terms: &PutRight, files: &BTreeMap<String, File>, catalogue: &Catalogue, out: &mut Faults) {
    out.all_known("except", "exclusion", &terms.except, catalogue.exclusions.keys());
    out.all_known("instead", "permit", &terms.instead, catalogue.permits.keys());
    for (workflow, events) in &terms.never {
        let at = format!("never.{workflow}");
        out.known(&format!("{at}#key"), "workflow", workflow, files.keys());
        let Some(definition) = files.get(workflow).and_then(|file| file.definition.as_ref()) else {
            continue;
        };
        let acts = acts(definition);
        for event in events.keys() {
            let is = format!("action of `{workflow}` called");
            out.known(&format!("{at}.{event}#key"), &is, event, &acts);
        }
    }
    for (workflow, forms) in &terms.readers {
        let at = format!("readers.{workflow}");
        out.known(&format!("{at}#key"), "workflow", workflow, files.keys());
        let Some(definition) = files.get(workflow).and_then(|file| file.definition.as_ref()) else {
            continue;
        };
        for (form, roles) in forms {
            let at = format!("{at}.{form}");
            let is = format!("form of `{workflow}` called");
            out.known(&format!("{at}#key"), &is, form, definition.forms.keys());
            let is = format!("role of `{workflow}` called");
            out.all_known(&at, &is, roles, &definition.roles);
        }
    }
}

/// Every action of a workflow.
fn acts(definition: &Definition) -> Vec<String> {
    let mut out: Vec<String> = definition.on.keys().cloned().collect();
    for name in super::states(definition) {
        let state = super::find_state(definition, name);
        out.extend(state.into_iter().flat_map(|state| state.on.keys().cloned()));
    }
    out
}
