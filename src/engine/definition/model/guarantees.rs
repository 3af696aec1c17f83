//! What must hold on every path, in the words of a file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_false;

/// What must hold on every path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guarantee {
    /// Unique in the file.
    pub id: String,
    /// The promise, as a person would say it.
    pub says: String,
    /// The state whose entry is guarded; `before` or `before_action` or `never`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The event whose taking is guarded, in whatever state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_action: Option<String>,
    /// Counted from the last entry into this state; default: from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// One of these must have come before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs_any: Vec<Need>,
    /// Each of these must have come before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs_all: Vec<Need>,
    /// What may never happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub never: Option<Never>,
}

/// What must have come before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A decision ended so.
    Decided(Decided),
    /// A state was entered.
    Entered(String),
    /// An event was taken (by a person, if the transition has `by`).
    Taken(String),
    /// The clock of a state ran out, and that was how it was left.
    RanOut(String),
    /// A condition with this id held on a transition that was taken.
    Held(String),
    /// A linked instance reached a state; `same_hash` where the text must be the one signed.
    Linked(Linked),
}

/// A decision's outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The decision's state.
    #[serde(rename = "in")]
    pub state: String,
    /// The outcome.
    pub outcome: String,
}

/// A linked instance's state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Linked {
    /// The link.
    pub link: String,
    /// The state that it must have reached.
    pub reached: String,
    /// The signed hash must equal the current one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub same_hash: bool,
}

/// What may never happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Never {
    /// Whatever a clock fires or an `otherwise` outcome gives, directly or by eventless moves …
    pub lapse_of: String,
    /// … never leads into this state before a person has acted.
    pub leads_to: String,
}
