//! `workflows/vocabulary/texts.yaml`: texts that are written together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::judge::Faults;
use crate::domain::specification::spelling::Limits;

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/texts.yaml";

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Writing {
    /// How far a correction of spelling goes that takes nobody's answer away.
    pub spelling: Limits,
    /// Files that belong to a text.
    pub attachments: Attachments,
}

/// Files that belong to a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    /// The most of them at once.
    pub most: usize,
}

/// What is wrong with the file.
pub(super) fn judge(file: &Writing, out: &mut Faults) {
    out.between("spelling.words", file.spelling.words, 0, 20);
    out.between("spelling.letters", file.spelling.letters, 1, 5);
    out.some(
        "spelling.weigh",
        &file.spelling.weigh,
        "No word weighs anything, so that \"not\" could come and go. Name those that turn a sentence.",
    );
    out.once("spelling.weigh", &file.spelling.weigh);
    out.between("attachments.most", file.attachments.most, 0, 60);
}
