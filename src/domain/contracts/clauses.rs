//! A library of clauses: the words of a contract, as a file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `workflows/clauses/*.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClauseLibrary {
    /// The file's name without the ending.
    pub clauses: String,
    /// What people call it.
    pub title: String,
    /// Who has checked it, and for what it is fit.
    pub status: String,
    /// The clauses, in order.
    pub parts: Vec<Clause>,
    /// What is attached.
    pub schedules: Vec<Attached>,
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Stable over versions of the library.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its words, with `{{names}}` for what differs from contract to contract.
    pub body: String,
}

/// A schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attached {
    /// What it holds.
    pub id: String,
    /// Its heading.
    pub title: String,
}

/// A clause's words with every `{{name}}` filled in.
///
/// # Errors
/// The names that nothing was given for: a contract never goes out with a gap.
pub fn fill(body: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, Vec<String>> {
    let mut out = String::new();
    let mut gaps = Vec::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, after)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        match value(name.trim()) {
            Some(text) => out.push_str(&text),
            None => gaps.push(name.trim().to_owned()),
        }
        rest = after;
    }
    out.push_str(rest);
    if gaps.is_empty() { Ok(out) } else { Err(gaps) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_and_gaps_are_named() {
        let value = |name: &str| (name == "host").then(|| "Sharrow Together".to_owned());
        assert_eq!(fill("{{host}} hosts.", value), Ok("Sharrow Together hosts.".to_owned()));
        assert_eq!(fill("{{ host }} from {{start}}.", value), Err(vec!["start".to_owned()]));
        assert_eq!(fill("no names {{", value), Ok("no names {{".to_owned()));
    }
}
