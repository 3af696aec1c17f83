//! `workflows/vocabulary/running.yaml`: by which acts what ran before is brought in.

use std::collections::BTreeMap;

use accord_engine::definition::vocabulary::Catalogue;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{File, judge::Faults};
use crate::service::library::acts_of;

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/running.yaml";

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Running {
    /// The workflow that services which were running before belong to.
    pub workflow: String,
    /// What its record is called that the first file begins.
    pub title: String,
    /// Its act that brings in a contract.
    pub contract: String,
    /// The act of the contract's workflow that brings in a return.
    #[serde(rename = "return")]
    pub past_return: String,
    /// The permit by which a post is recorded.
    pub post: String,
    /// The most rows of one file, beside the headings.
    pub rows: usize,
    /// The most bytes of all files together.
    pub bytes: usize,
    /// The most files at once.
    pub files: usize,
}

/// What is wrong with the file.
pub(super) fn judge(file: &Running, files: &BTreeMap<String, File>, catalogue: &Catalogue, out: &mut Faults) {
    out.known("workflow", "workflow", &file.workflow, files.keys());
    out.known("post", "permit", &file.post, catalogue.permits.keys());
    let definition = |name: &String| files.get(name).and_then(|one| one.definition.as_ref());
    if let Some(above) = definition(&file.workflow) {
        out.known("contract", "act of that workflow", &file.contract, &acts_of(above));
    }
    let all = files.values().filter_map(|one| one.definition.as_ref());
    let acts: Vec<String> = all.flat_map(acts_of).collect();
    out.known("return", "act", &file.past_return, &acts);
    out.between("rows", file.rows, 1, 100_000);
    out.between("bytes", file.bytes, 1, 50_000_000);
    out.between("files", file.files, 1, 20);
}
