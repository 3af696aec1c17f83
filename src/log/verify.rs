//! Reading an exported journal with nothing but a public key.
//!
//! An export is lines of canonical JSON: a head (`journal`, `key`, `origin`), the entries in
//! order, checkpoints where they belong, and an end (`root`, `size`).

use std::io::BufRead;

use serde_json::{Map, Value};

use crate::{
    canonical::canonical,
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
    frontier: Frontier,
    last: Hash,
    checkpoints: u64,
    covered: u64,
    ended: bool,
}

impl<'a> Reader<'a> {
    fn new(trusted: Option<&'a PublicKey>) -> Self {
        Self {
            trusted,
            line: 0,
            key: None,
            origin: String::new(),
            frontier: Frontier::new(),
            last: Hash::empty(),
            checkpoints: 0,
            covered: 0,
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
        Fault {
            line: self.line,
            entry: Some(self.frontier.size()),
            what: what.into(),
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
        let entry = line.get("entry").unwrap_or(&Value::Null);
        let text = canonical(entry).map_err(|error| self.bad_entry(error.to_string()))?;
        let leaf = Hash::leaf(text.as_bytes());
        let told = |from: &Value, name: &str| {
            from.get(name)
                .and_then(Value::as_str)
                .and_then(|hash| hash.parse().ok())
        };
        if line.len() != 2 || line.get("leaf").and_then(Value::as_str) != Some(leaf.to_string().as_str()) {
            return Err(self.bad_entry("does not have the hash that was written beside it"));
        }
        let index = entry.get("index").and_then(Value::as_u64);
        if index != Some(self.frontier.size()) {
            let found = index.map_or_else(|| "no number".to_owned(), |index| format!("number {index}"));
            return Err(self.bad_entry(format!("is missing: here stands {found}")));
        }
        if told(entry, "previous") != Some(self.last) {
            return Err(self.bad_entry("does not follow the entry before it"));
        }
        self.frontier.push(leaf);
        self.last = leaf;
        Ok(())
    }

    fn take_checkpoint(&mut self, line: &Map<String, Value>) -> Result<(), Fault> {
        let note = line.get("checkpoint").and_then(Value::as_str).unwrap_or_default();
        let key = self.key.as_ref().ok_or_else(|| self.fault("there is no key"))?;
        let checkpoint = Checkpoint::open(note, key).map_err(|error| self.fault(format!("the checkpoint: {error}")))?;
        if line.len() != 1 || checkpoint.origin != self.origin {
            return Err(self.fault(format!("the checkpoint is of `{}`", checkpoint.origin)));
        }
        if checkpoint.size != self.frontier.size() || checkpoint.root != self.frontier.root() {
            return Err(Fault {
                line: self.line,
                entry: Some(self.covered.min(checkpoint.size)),
                what: format!(
                    "something between this entry and entry {} was changed after the checkpoint over {} entries was signed",
                    checkpoint.size.max(1) - 1,
                    checkpoint.size
                ),
            });
        }
        self.covered = checkpoint.size;
        self.checkpoints += 1;
        Ok(())
    }

    fn take_end(&mut self, line: &Map<String, Value>) -> Result<(), Fault> {
        let end = line.get("end").unwrap_or(&Value::Null);
        let size = end.get("size").and_then(Value::as_u64);
        let root = self.frontier.root().to_string();
        if line.len() != 1 || end.as_object().map(Map::len) != Some(2) {
            return Err(self.bad_entry("is none of the lines that a journal has"));
        }
        if size != Some(self.frontier.size()) || end.get("root").and_then(Value::as_str) != Some(&root) {
            return Err(self.bad_entry("is missing: the end does not fit what stands before it"));
        }
        self.ended = true;
        Ok(())
    }

    fn finish(self) -> Result<Verdict, Fault> {
        if !self.ended {
            return Err(self.bad_entry("is missing: the export has no end"));
        }
        Ok(Verdict {
            size: self.frontier.size(),
            root: self.frontier.root(),
            uncovered: self.frontier.size() - self.covered,
            checkpoints: self.checkpoints,
            origin: self.origin,
        })
    }
}
