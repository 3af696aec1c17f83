//! Conditions: a small typed subset of CEL syntax, checked at load, total and bounded at run time.

use serde::{Deserialize, Serialize};

use crate::value::Value;

/// A condition as it was judged: the whole tree, so that a refusal can say which leaf failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The condition's id.
    pub id: String,
    /// Whether it held. An error is *not true*.
    pub held: bool,
    /// The tree.
    pub tree: Tree,
}

/// One node of a judged condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// The expression of this node, as text.
    pub text: String,
    /// Its value, or what went wrong.
    pub value: Result<Value, String>,
    /// Its parts that were evaluated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Tree>,
}
