//! A pack beside what an alliance has: what is new, what is the same, what would change, and what both have changed.

use std::collections::BTreeMap;

use accord_engine::diff;

use super::Pack;
use crate::service::library::{Library, Shelf};

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// There is none of this path: it is added.
    New,
    /// It is there, word for word.
    Same,
    /// Ours is as the program brought it, or came with an earlier state of this pack: the pack's takes its place.
    Changed,
    /// Theirs is as the program brought it to them, and not what we have: ours stays.
    Kept,
    /// Both have their own: somebody has to say which.
    Conflict,
}

/// One file beside ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// `workflows/bid.yaml`.
    pub path: String,
    /// What becomes of it.
    pub fate: Fate,
    /// What changes for people, for a workflow; else how many lines come and go.
    pub says: String,
}

/// Files that an alliance has of its own, with the name of the pack that each came with.
pub type Own = BTreeMap<String, String>;

/// Compares, in the order of the paths.
pub fn compare(ours: &Library, own: &Own, pack: &Pack, theirs: &Library) -> Vec<Line> {
    let built_in = Shelf::built_in();
    let line = |(path, text): (&String, &String)| {
        let shipped = pack.listed(path).is_some_and(|one| one.shipped);
        let earlier = own.get(path);
        let fate = match ours.shelf.get(path) {
            None => Fate::New,
            Some(known) if known == text => Fate::Same,
            Some(_) if earlier.is_some_and(|name| *name == pack.manifest.name) => Fate::Changed,
            // Another program brought them another text: ours is as good, or our own.
            Some(_) if shipped => Fate::Kept,
            Some(known) if earlier.is_none() && built_in.get(path) == Some(known) => Fate::Changed,
            Some(_) => Fate::Conflict,
        };
        let says = match (fate, ours.shelf.get(path)) {
            (Fate::Changed | Fate::Kept | Fate::Conflict, Some(known)) => said(path, (ours, theirs), known, text),
            _ => String::new(),
        };
        Line {
            path: path.clone(),
            fate,
            says,
        }
    };
    pack.files.iter().map(line).collect()
}

fn said(path: &str, (ours, theirs): (&Library, &Library), old: &str, new: &str) -> String {
    let workflow = |library: &Library| {
        let file = library.files.values().find(|file| file.path == path)?;
        file.definition.clone()
    };
    if let (Some(old), Some(new)) = (workflow(ours), workflow(theirs)) {
        return diff::diff(&old, &new).text();
    }
    let missing = |from: &str, other: &str| {
        let there: Vec<&str> = other.lines().collect();
        from.lines().filter(|line| !there.contains(line)).count()
    };
    format!("{} lines come, {} go.\n", missing(new, old), missing(old, new))
}
