//! Walking along a journal: does each entry follow the one before it, and fit the checkpoints?

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{canonical::canonical, checkpoint::Checkpoint, frontier::Frontier, hash::Hash, verify::Verdict};

/// A walk from the first entry on.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    frontier: Frontier,
    last: Option<Hash>,
    checkpoints: BTreeMap<u64, Hash>,
    covered: u64,
}

/// Where the walk ended, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {entry}: {what}")]
pub struct Break {
    /// The first bad entry, from 0.
    pub entry: u64,
    /// What is wrong with it.
    pub what: String,
}

impl Chain {
    /// Before the first entry.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was walked so far.
    pub fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// The last leaf.
    pub fn last(&self) -> Hash {
        self.last.unwrap_or_else(Hash::empty)
    }

    /// Something is wrong with the entry that comes next.
    pub fn bad(&self, what: impl Into<String>) -> Break {
        Break {
            entry: self.frontier.size(),
            what: what.into(),
        }
    }

    /// Takes an entry with the leaf that was written beside it.
    ///
    /// # Errors
    /// A [`Break`] at this entry.
    pub fn entry(&mut self, entry: &Value, written: &str) -> Result<(), Break> {
        let text = canonical(entry).map_err(|error| self.bad(error.to_string()))?;
        let leaf = Hash::leaf(text.as_bytes());
        if written != leaf.to_string() {
            return Err(self.bad("does not have the hash that was written beside it"));
        }
        let index = entry.get("index").and_then(Value::as_u64);
        if index != Some(self.frontier.size()) {
            let found = index.map_or_else(|| "no number".to_owned(), |index| format!("number {index}"));
            return Err(self.bad(format!("is missing: here stands {found}")));
        }
        if entry.get("previous").and_then(Value::as_str) != Some(self.last().to_string().as_str()) {
            return Err(self.bad("does not follow the entry before it"));
        }
        self.frontier.push(leaf);
        self.last = Some(leaf);
        Ok(())
    }

    /// Takes a checkpoint that was signed over what was walked so far.
    ///
    /// # Errors
    /// A [`Break`] at the first entry that no earlier checkpoint vouches for.
    pub fn checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), Break> {
        if checkpoint.size > self.frontier.size() {
            return Err(self.bad(format!(
                "is missing: a checkpoint over {} entries was signed",
                checkpoint.size
            )));
        }
        if checkpoint.size != self.frontier.size() || checkpoint.root != self.frontier.root() {
            return Err(Break {
                entry: self.covered.min(checkpoint.size),
                what: format!(
                    "this entry or one after it was changed after the checkpoint over {} entries was signed",
                    checkpoint.size
                ),
            });
        }
        self.covered = checkpoint.size;
        self.checkpoints.insert(checkpoint.size, checkpoint.root);
        Ok(())
    }

    /// The end of the walk.
    pub fn verdict(self, origin: String) -> Verdict {
        Verdict {
            origin,
            size: self.frontier.size(),
            root: self.frontier.root(),
            checkpoints: u64::try_from(self.checkpoints.len()).unwrap_or(u64::MAX),
            roots: self.checkpoints,
            uncovered: self.frontier.size() - self.covered,
        }
    }
}
