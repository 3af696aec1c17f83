//! What one template is made of: itself, the pieces that it includes, and for an email what stands
//! round its body. Named by one hash, so that it can be put away and rendered from later.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::source::{Shelf, Source};

/// Files by path below `templates/`, each with the SHA-256 of its text, hex.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts(pub BTreeMap<String, String>);

impl Parts {
    /// The parts of one template among all files. A piece that is not there is left out: compiling
    /// the template says so.
    pub fn of(source: &Source, all: &[Source]) -> Self {
        let mut wanted: BTreeSet<&str> = BTreeSet::new();
        let mut files = BTreeMap::from([(source.path.clone(), digest(&source.text))]);
        let mut look = vec![source.text.as_str()];
        if source.shelf == Shelf::Mail {
            for layout in all.iter().filter(|one| one.shelf == Shelf::Layout) {
                files.insert(layout.path.clone(), digest(&layout.text));
                look.push(&layout.text);
            }
        }
        while let Some(text) = look.pop() {
            for name in included(text) {
                let piece = all.iter().find(|one| one.shelf == Shelf::Partial && one.name == name);
                if let Some(piece) = piece
                    && wanted.insert(&piece.name)
                {
                    files.insert(piece.path.clone(), digest(&piece.text));
                    look.push(&piece.text);
                }
            }
        }
        Self(files)
    }

    /// The list as it is put away: JSON with sorted keys.
    pub fn body(&self) -> String {
        let lines: Vec<String> = self
            .0
            .iter()
            .map(|(path, hash)| format!("{}:\"{hash}\"", serde_json::Value::from(path.as_str())))
            .collect();
        format!("{{{}}}", lines.join(","))
    }

    /// SHA-256 of the list, hex: changes when any of the files does.
    pub fn hash(&self) -> String {
        digest(&self.body())
    }
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The names of the pieces that a text includes: `{{> name}}`, `{{#> name}}`.
fn included(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| {
        let rest = rest.trim_start_matches(['~', '#']).strip_prefix('>')?.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '}' | '~'))?;
        rest.get(..end).map(|name| name.trim_matches(['"', '\'']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source::new(path, text).unwrap()
    }

    #[test]
    fn pieces_are_found_however_they_are_written() {
        let text = "{{> a}} {{>b x}} {{~> c ~}}{{#> d}}..{{/d}} {{ e }} {{#if f}}{{>\"g\"}}{{/if}}";
        assert_eq!(included(text).collect::<Vec<_>>(), ["a", "b", "c", "d", "g"]);
    }

    #[test]
    fn a_piece_of_a_piece_counts_and_one_that_is_not_used_does_not() {
        let all = |inner: &str, other: &str| {
            vec![
                source("documents/letter.xml.hbs", "{{> outer}}"),
                source("partials/outer.hbs", "{{> inner}}"),
                source("partials/inner.hbs", inner),
                source("partials/other.hbs", other),
                source("layouts/mail.txt.hbs", "x"),
            ]
        };
        let parts = |files: &[Source]| Parts::of(&files[0], files);
        let first = parts(&all("a", "b"));
        let paths: Vec<&str> = first.0.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            ["documents/letter.xml.hbs", "partials/inner.hbs", "partials/outer.hbs"]
        );
        assert_ne!(first.hash(), parts(&all("changed", "b")).hash());
        assert_eq!(first.hash(), parts(&all("a", "changed")).hash());
    }

    #[test]
    fn the_list_reads_back() {
        let files = [source("mail/a.md.hbs", "x"), source("layouts/mail.txt.hbs", "y")];
        let parts = Parts::of(&files[0], &files);
        assert_eq!(parts.0.len(), 2);
        assert_eq!(serde_json::from_str::<Parts>(&parts.body()).unwrap(), parts);
    }
}
