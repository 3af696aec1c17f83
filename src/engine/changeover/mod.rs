//! Records under way go over to another version of their workflow (S20): what an author writes, and what comes of it
//! once both versions are at hand. Whether one record can go over is judged by [`crate::step::step`] itself, so that a
//! trial and the real thing are one path.

mod resolve;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
pub use resolve::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{definition::model::Email, shared::Word};

/// From one version of a workflow to another, as its author writes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Changeover {
    /// Its name, which is also the file's without the ending.
    pub changeover: String,
    /// The workflow.
    pub workflow: String,
    /// Versions that records leave: SHA-256 of each, hex, or its first twelve or more digits.
    pub from: Vec<String>,
    /// The version that they go over to, likewise.
    pub to: String,
    /// Why, for the people concerned; it stands in the record.
    pub because: String,
    /// Which state takes the place of one that has another name, or is gone: old to new. The rest keep their names.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub states: IndexMap<String, String>,
    /// Which form takes the place of one that has another name: old to new.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub forms: IndexMap<String, String>,
    /// What becomes of clocks that run: `state/clock` of the new version (`reading/deadline`) to what is done. The rest
    /// are kept.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub clocks: IndexMap<String, Clockwork>,
    /// Who is told, and by which template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tells: Option<Email>,
}

/// What becomes of a clock that runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clockwork {
    /// It ends when it would have ended.
    #[default]
    Keep,
    /// It is counted again by the new version, from where it began, with the time that was given since.
    Again,
    /// It begins anew, now.
    Afresh,
}

/// The same once both versions are at hand: all that a step needs beside the new version. Journalled whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolved {
    /// Its name.
    pub name: String,
    /// The version that is left.
    pub from: Word,
    /// The version that is taken up.
    pub to: Word,
    /// Why.
    pub because: String,
    /// Old to new, where they differ.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub states: BTreeMap<Word, Word>,
    /// Old to new, where they differ.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub forms: BTreeMap<String, String>,
    /// By `state/clock` of the new version.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub clocks: BTreeMap<String, Clockwork>,
    /// Who is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tells: Option<Email>,
    /// States around others that the new version no longer has: nothing stands in their place.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unwrapped: BTreeSet<Word>,
    /// Decisions, by the new name of their state, that are counted or asked otherwise than before.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub recast: BTreeSet<Word>,
    /// Clocks that the old version did not have: `state/clock` of the new one.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub new_clocks: BTreeSet<String>,
}

impl Resolved {
    /// What a state of the old version is called now.
    pub fn state<'a>(&'a self, old: &'a Word) -> &'a Word {
        self.states.get(old).unwrap_or(old)
    }

    /// What a form of the old version is called now.
    pub fn form<'a>(&'a self, old: &'a str) -> &'a str {
        self.forms.get(old).map_or(old, String::as_str)
    }

    /// What becomes of a clock of the new version.
    pub fn clock(&self, state: &str, clock: &str) -> Clockwork {
        let key = format!("{state}/{clock}");
        self.clocks.get(&key).copied().unwrap_or_default()
    }
}
