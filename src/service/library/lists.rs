//! `workflows/vocabulary/lists.yaml`: kinds of record that have a list of their own.

use accord_engine::definition::vocabulary::Catalogue;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::judge::Faults;

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/lists.yaml";

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    /// Kind of record to its list, in the order in which the lists are shown.
    pub lists: IndexMap<String, Called>,
    /// What a record is called that runs by a workflow, where that is not the name of its kind: an application for a
    /// grant is a bid to the rules, and to nobody else.
    #[serde(default)]
    pub records: IndexMap<String, String>,
}

/// A list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Called {
    /// What people call it.
    pub title: String,
    /// What stands there, in a sentence.
    pub says: String,
}

/// What is wrong with the file.
pub(super) fn judge(lists: &Lists, catalogue: &Catalogue, workflows: &[String], out: &mut Faults) {
    for workflow in lists.records.keys() {
        out.known(&format!("records.{workflow}#key"), "workflow", workflow, workflows);
    }
    for kind in lists.lists.keys() {
        out.known(
            &format!("lists.{kind}#key"),
            "kind of record",
            kind,
            catalogue.subjects.keys(),
        );
    }
}
