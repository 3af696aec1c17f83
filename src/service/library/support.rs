//! `workflows/vocabulary/support.yaml`: where people turn who are in distress, are worried about somebody, or
//! want to say something past us.

use accord_engine::definition::vocabulary::Roles;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/support.yaml";

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// That nobody watches round the clock, and when what is written is read.
    pub watched: String,
    /// Roles whose Home says it without being asked.
    #[serde(default)]
    pub shown_to: Vec<String>,
    /// Who helps now, without us.
    pub at_once: Vec<AtOnce>,
    /// What somebody can raise, by a word.
    #[serde(default)]
    pub ways: IndexMap<String, Way>,
}

/// Somebody who helps now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AtOnce {
    /// Who.
    pub who: String,
    /// How they are reached: a number to call, a word to send.
    pub how: String,
    /// When they are the right ones.
    pub when: String,
}

/// Something that somebody can raise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// What people call it.
    pub title: String,
    /// When one does this, and who reads it.
    pub says: String,
    /// The question.
    pub asks: String,
    /// What helps whoever reads the answer.
    #[serde(default)]
    pub hint: String,
    /// What happens then, and by when.
    pub next: String,
    /// Roles; the person chooses one where there are several.
    pub reaches: Vec<String>,
}

impl Support {
    /// Whether anything that is raised reaches the holders of a role.
    pub fn reaches(&self, role: &String) -> bool {
        self.ways.values().any(|way| way.reaches.contains(role))
    }
}

/// What is wrong with the file; nothing if it fits.
pub(super) fn faults(support: &Support, roles: &Roles) -> Vec<String> {
    let mut out = Vec::new();
    if support.at_once.is_empty() {
        out.push(format!(
            "{PATH}: `at_once` names nobody who helps now; name at least one."
        ));
    }
    let mut known = |role: &String, place: &str| {
        if !roles.roles.contains_key(role) {
            out.push(format!(
                "{PATH}: {place} names the role `{role}`, which is not in the roles file."
            ));
        }
    };
    for role in &support.shown_to {
        known(role, "`shown_to`");
    }
    for (word, way) in &support.ways {
        for role in &way.reaches {
            known(role, &format!("`{word}`"));
        }
    }
    for (word, way) in support.ways.iter().filter(|(_, way)| way.reaches.is_empty()) {
        out.push(format!(
            "{PATH}: `{word}` (“{}”) reaches nobody; name a role.",
            way.title
        ));
    }
    out
}
