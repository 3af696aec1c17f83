//! A founding file that is not whole, read as far as it can be: whoever mends it is told of everything at once, and not
//! of words only after the structure is right.

use std::collections::BTreeSet;

use accord_engine::{
    definition::{
        node::{self, Data, Node},
        source::join,
    },
    diagnostic::Diagnostic,
};
use serde_json::{Map, Value as Json};

use super::file::{Founding, Network, Organisation, Person};

/// What could be read of a file.
pub(super) struct Partial {
    /// With nothing where nothing could be read.
    pub(super) file: Founding,
    /// Paths of the words and numbers that stand there.
    read: BTreeSet<String>,
}

impl Partial {
    /// Reads a text; nothing if it is no mapping at all.
    pub(super) fn of(text: &str) -> Option<Self> {
        let root = node::read(text).0?;
        let mut read = BTreeSet::new();
        let all = overlay(&template()?, &root, "", &mut read);
        let file = serde_json::from_value(all).ok()?;
        Some(Self { file, read })
    }

    /// Whether a problem at a path is one of what stands there, and not of what could not be read.
    pub(super) fn holds(&self, path: &str, structure: &[Diagnostic]) -> bool {
        let within = format!("{path}.");
        let is_broken = |one: &Diagnostic| one.path == path || one.path.starts_with(&within);
        let is_whole = path.ends_with(']') && !structure.iter().any(is_broken);
        self.read.contains(path) || is_whole
    }
}

/// One of everything, empty: which fields there are, and of what sort.
fn template() -> Option<Json> {
    let word = vec![String::new()];
    let person = Person {
        email: Some(String::new()),
        channel: Some(String::new()),
        roles: word.clone(),
        roles_here: word.clone(),
        ..Person::default()
    };
    let organisation = Organisation {
        email: Some(String::new()),
        income: Some(String::new()),
        networks: word.clone(),
        services: word.clone(),
        communities: word.clone(),
        languages: word.clone(),
        people: vec![person],
        ..Organisation::default()
    };
    let network = Network {
        languages: word,
        ..Network::default()
    };
    let mut all = serde_json::to_value(Founding {
        networks: vec![network],
        organisations: vec![organisation],
        ..Founding::default()
    })
    .ok()?;
    // A word that is left out when it is empty is named here, or nobody would read it.
    all.get_mut("alliance")?
        .as_object_mut()?
        .insert("grants_prefix".to_owned(), Json::String(String::new()));
    Some(all)
}

/// What a node says of what a template has. What does not fit is left empty.
fn overlay(template: &Json, node: &Node, path: &str, read: &mut BTreeSet<String>) -> Json {
    match (template, &node.data) {
        (Json::Object(fields), Data::Map(entries)) => {
            // Questions and answers: whatever is named.
            let is_open = fields.is_empty();
            let mut out: Map<String, Json> = fields
                .iter()
                .map(|(name, one)| (name.clone(), empty(name, one)))
                .collect();
            let words = Json::String(String::new());
            for (key, value) in entries {
                let inner = match fields.get(&key.text) {
                    Some(inner) => inner,
                    None if is_open => &words,
                    None => continue,
                };
                let at = join(path, &key.text);
                read.insert(format!("{at}#key"));
                out.insert(key.text.clone(), overlay(inner, value, &at, read));
            }
            Json::Object(out)
        }
        (Json::Array(of), Data::List(items)) => {
            let one = of.first().unwrap_or(&Json::Null);
            let items = items.iter().zip(0..);
            items
                .map(|(item, at)| overlay(one, item, &format!("{path}[{at}]"), read))
                .collect()
        }
        (Json::String(_), Data::Text(text)) => {
            read.insert(path.to_owned());
            text.clone().into()
        }
        (Json::Bool(_), Data::Bool(yes)) => (*yes).into(),
        (Json::Number(_), Data::Integer(number)) => {
            read.insert(path.to_owned());
            (*number).into()
        }
        _ => empty("", template),
    }
}

/// Nothing, of the sort that a template has; what need not be there is not.
fn empty(name: &str, template: &Json) -> Json {
    match template {
        Json::Array(_) => Json::Array(Vec::new()),
        Json::Object(fields) => Json::Object(
            fields
                .iter()
                .map(|(name, one)| (name.clone(), empty(name, one)))
                .collect(),
        ),
        Json::String(_) if matches!(name, "channel" | "income") => Json::Null,
        other => other.clone(),
    }
}
