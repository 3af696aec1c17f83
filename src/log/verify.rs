//! Reading an exported journal with nothing but a public key.
//!
//! An export is lines of canonical JSON: a head (`journal`, `key`, `origin`), the entries in
//! order, checkpoints where they belong, and an end (`root`, `size`).

use std::{collections::BTreeMap, io::BufRead};

use serde_json::{Map, Value};

use crate::{
    canonical::canonical,
    chain::{Break, Chain},
    checkpoint::Checkpoint,
    frontier::Frontier,
    hash::Hash,
    key::{PublicKey, SigningKey},
};

/// The version of the export's form.
const FORMAT: u64 = 1;

/// The journal is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Which log.
    pub origin: String,
    /// Entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// Signed checkpoints that fit.
    pub checkpoints: u64,
    /// Their roots, by the number of entries that they cover.
    pub roots: BTreeMap<u64, Hash>,
    /// Entries at the end that no signed checkpoint covers yet.
    pub uncovered: u64,
}

/// The first thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {what}", .entry.map(|entry| format!(", entry {entry}")).unwrap_or_default())]
pub struct Fault {
    /// The line of the export, from 1.
    pub line: u64,
    /// The first bad entry, from 0, where one can be named.
    pub entry: Option<u64>,
    /// What is wrong with it.
    pub what: String,
}

/// The first line of an export.
pub fn head(origin: &str, key: &PublicKey) -> String {
    serde_json::json!({"journal": FORMAT, "key": key.to_string(), "origin": origin}).to_string()
}

/// The line of a checkpoint.
pub fn checkpoint_line(note: &str) -> String {
    serde_json::json!({ "checkpoint": note }).to_string()
}

/// The last line of an export.
pub fn end(size: u64, root: Hash) -> String {
    serde_json::json!({"end": {"root": root.to_string(), "size": size}}).to_string()
}

/// A fresh checkpoint over a frontier.
pub fn sign(origin: &str, frontier: &Frontier, key: &SigningKey) -> String {
    Checkpoint {
        origin: origin.to_owned(),
        size: frontier.size(),
        root: frontier.root(),
    }
    .sign(key)
}

/// Reads an export to its end. Give `key` if you hold the key from elsewhere; without it the one
/// that the export names is used, which shows damage but not a forger.
///
/// # Errors
/// The first [`Fault`].
pub fn verify(export: impl BufRead, key: Option<&PublicKey>) -> Result<Verdict, Fault> {
    let mut reader = Reader::new(key);
    let mut export = export;
    let mut line = String::new();
    loop {
        line.clear();
        reader.line += 1;
        let read = export
            .read_line(&mut line)
            .map_err(|error| reader.fault(format!("cannot be read: {error}")))?;
        if read == 0 {
            return reader.finish();
        }
        let text = line
            .strip_suffix('\n')
            .ok_or_else(|| reader.fault("the export is cut off"))?;
        reader.take(text)?;
    }
}

struct Reader<'a> {
    trusted: Option<&'a PublicKey>,
    line: u64,
    key: Option<PublicKey>,
    origin: String,
    chain: Chain,
    ended: bool,
}

impl<'a> Reader<'a> {
    fn new(trusted: Option<&'a PublicKey>) -> Self {
        Self {
            trusted,
            line: 0,
            key: None,
            origin: String::new(),
            chain: Chain::new(),
            ended: false,
        }
    }

    fn fault(&self, what: impl Into<String>) -> Fault {
        Fault {
            line: self.line,
            entry: None,
            what: what.into(),
        }
    }

    fn bad_entry(&self, what: impl Into<String>) -> Fault {
        self.broken(self.chain.bad(what))
    }

    fn broken(&self, at: Break) -> Fault {
        Fault {
            line: self.line,
            entry: Some(at.entry),
            what: at.what,
        }
    }

    fn take(&mut self, text: &str) -> Result<(), Fault> {
        if self.ended {
            return Err(self.fault("there is something after the end"));
        }
        let value: Value =
            serde_json::from_str(text).map_err(|error| self.bad_entry(format!("is not JSON: {error}")))?;
        // Spaces, order and doubled keys would be changes that no hash sees.
        if canonical(&value).ok().as_deref() != Some(text) {
            return Err(self.bad_entry("is not spelled as it was written"));
        }
        let Value::Object(members) = value else {
            return Err(self.bad_entry("is not an object"));
        };
        if self.key.is_none() {
            self.take_head(&members)
        } else if members.contains_key("entry") {
            self.take_entry(&members)
        } else if members.contains_key("checkpoint") {
            self.take_checkpoint(&members)
        } else {
            self.take_end(&members)
        }
    }

    fn take_head(&mut self, head: &Map<String, Value>) -> Result<(), Fault> {
        if head.len() != 3 || head.get("journal").and_then(Value::as_u64) != Some(FORMAT) {
            return Err(self.fault("this is not an accord journal, or of a form that this program does not know"));
        }
        let text = |name: &str| head.get(name).and_then(Value::as_str).unwrap_or_default();
        let key: PublicKey = text("key")
            .parse()
            .map_err(|error| self.fault(format!("key: {error}")))?;
        if self.trusted.is_some_and(|trusted| *trusted != key) {
            return Err(self.fault("the export names another key than the one you trust"));
        }
        text("origin").clone_into(&mut self.origin);
        self.key = Some(key);
        Ok(())
    }

    fn take_entry(&mut self, line: &Map<String, Value>) -> Result<(), Fault> {
        let (Some(entry), Some(leaf), 2) = (line.get("entry"), line.get("leaf").and_then(Value::as_str), line.len())
        else {
            return Err(self.bad_entry("is not an entry with its hash"));
        };
        self.chain.entry(entry, leaf).map_err(|at| self.broken(at))
    }

    fn take_checkpoint(&mut self, line: &Map<String, Value>) -> Result<(), Fault> {
        let note = line.get("checkpoint").and_then(Value::as_str).unwrap_or_default();
        let key = self.key.as_ref().ok_or_else(|| self.fault("there is no key"))?;
        let checkpoint = Checkpoint::open(note, key).map_err(|error| self.fault(format!("the checkpoint: {error}")))?;
        if line.len() != 1 || checkpoint.origin != self.origin {
            return Err(self.fault(format!("the checkpoint is of `{}`", checkpoint.origin)));
        }
        self.chain.checkpoint(&checkpoint).map_err(|at| self.broken(at))
    }

    fn take_end(&mut self, line: &Map<String, Value>) -> Result<(), Fault> {
        let end = line.get("end").unwrap_or(&Value::Null);
        if line.len() != 1 || end.as_object().map(Map::len) != Some(2) {
            return Err(self.bad_entry("is none of the lines that a journal has"));
        }
        let root = self.chain.frontier().root().to_string();
        let size = end.get("size").and_then(Value::as_u64);
        if size != Some(self.chain.frontier().size()) || end.get("root").and_then(Value::as_str) != Some(&root) {
            return Err(self.bad_entry("is missing: the end does not fit what stands before it"));
        }
        self.ended = true;
        Ok(())
    }

    fn finish(self) -> Result<Verdict, Fault> {
        if !self.ended {
            return Err(self.bad_entry("is missing: the export has no end"));
        }
        Ok(self.chain.verdict(self.origin))
    }
}
