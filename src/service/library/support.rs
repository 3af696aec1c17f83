//! `workflows/vocabulary/support.yaml`: where people turn who are in distress, are worried about somebody, or
//! want to say something past us.

use accord_engine::definition::vocabulary::Roles;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::judge::Faults;

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
    /// Roles whose holders somebody can choose to be at their side.
    pub supporters: Vec<String>,
    /// The workflow by which somebody is rung whom a letter did not reach.
    pub call: String,
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
    /// Roles whose holders read it while nobody holds the one that it is to reach, in this order.
    pub otherwise: Vec<String>,
    /// What somebody is told to do instead on a day on which nobody here could read it.
    pub if_nobody: String,
}

impl Support {
    /// Whether anything that is raised reaches the holders of a role.
    pub fn reaches(&self, role: &String) -> bool {
        self.ways.values().any(|way| way.reaches.contains(role))
    }

    /// Whether anything can, while nobody holds the role that it is to reach.
    pub fn can_reach(&self, role: &String) -> bool {
        self.reaches(role) || self.ways.values().any(|way| way.otherwise.contains(role))
    }
}

/// What is wrong with the file.
pub(super) fn judge(support: &Support, roles: &Roles, workflows: &[String], out: &mut Faults) {
    if support.at_once.is_empty() {
        out.say("at_once", "`at_once` names nobody who helps now. Name at least one.");
    }
    out.all_known("supporters", "role", &support.supporters, roles.roles.keys());
    out.known("call", "workflow", &support.call, workflows);
    out.all_known("shown_to", "role", &support.shown_to, roles.roles.keys());
    for (word, way) in &support.ways {
        let at = format!("ways.{word}.reaches");
        out.all_known(&at, "role", &way.reaches, roles.roles.keys());
        let says = format!("`{word}` (“{}”) reaches nobody. Name a role.", way.title);
        out.some(&at, &way.reaches, &says);
        let at = format!("ways.{word}.otherwise");
        out.all_known(&at, "role", &way.otherwise, roles.roles.keys());
        let says = format!(
            "Nobody reads `{word}` (“{}”) while its role is vacant. Name another role.",
            way.title
        );
        out.some(&at, &way.otherwise, &says);
        if way.if_nobody.trim().is_empty() {
            out.say(
                &format!("ways.{word}.if_nobody"),
                "Write where somebody turns on a day on which nobody here could read it.",
            );
        }
    }
}
