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
    /// Its words, with `{{names}}` as in a clause; empty where it is made of something else, such as the specification.
    #[serde(default)]
    pub body: String,
}

/// Names that differ from contract to contract, and how they are read where clauses are written together: in
/// brackets.
const NAMES: [(&str, &str); 10] = [
    ("contract.buyer_in_full", "the buyer, and as what it buys"),
    ("contract.buyer", "the buyer"),
    // How the buyer was read before an authority could be one: texts that are signed still say so.
    ("contract.buyer", "the lead accountable body"),
    ("contract.decider", "who decides"),
    ("contract.host", "the host"),
    ("contract.lots_text", "the networks"),
    ("contract.starts_on", "the first day"),
    ("contract.ends_on", "the last day"),
    ("contract.value_text", "the price"),
    ("alliance.name", "the alliance"),
];

/// A clause as people write and sign it together: one paragraph, names in brackets.
pub fn spoken(body: &str) -> String {
    let said =
        |text: String, (name, words): &(&str, &str)| text.replace(&format!("{{{{{name}}}}}"), &format!("[{words}]"));
    let text = NAMES.iter().fold(body.replace('*', ""), said);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same as a clause of a library: a name in brackets is filled in for each contract, any other bracket stays.
pub fn named(text: &str) -> String {
    let name =
        |text: String, (name, words): &(&str, &str)| text.replace(&format!("[{words}]"), &format!("{{{{{name}}}}}"));
    NAMES.iter().fold(text.to_owned(), name)
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
    fn names_are_read_in_brackets_and_filled_in_again() {
        let body = "{{contract.host}} (the *host*)\n  works in {{contract.lots_text}}.";
        let read = "[the host] (the host) works in [the networks].";
        assert_eq!(spoken(body), read);
        assert_eq!(
            named(read),
            "{{contract.host}} (the host) works in {{contract.lots_text}}."
        );
        assert_eq!(named("[as amended]"), "[as amended]");
        let buyer = "{{contract.buyer_in_full}} (the *buyer*) pays; {{contract.decider}} decides.";
        let read = "[the buyer, and as what it buys] (the buyer) pays; [who decides] decides.";
        assert_eq!((spoken(buyer).as_str(), named(read)), (read, buyer.replace('*', "")));
        assert_eq!(named("[the lead accountable body]"), "{{contract.buyer}}");
    }

    #[test]
    fn names_are_filled_in_and_gaps_are_named() {
        let value = |name: &str| (name == "host").then(|| "Sharrow Together".to_owned());
        assert_eq!(fill("{{host}} hosts.", value), Ok("Sharrow Together hosts.".to_owned()));
        assert_eq!(fill("{{ host }} from {{start}}.", value), Err(vec!["start".to_owned()]));
        assert_eq!(fill("no names {{", value), Ok("no names {{".to_owned()));
    }
}
