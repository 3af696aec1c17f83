//! The words for a row: those that its instance was published with. Today's are compiled already;
//! older ones are read from the store when they are first needed.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use accord_store::{Store, StoreError, blobs, outbox::OutboxRow};

use super::Failed;
use crate::views::{
    library::Templates,
    parts::Parts,
    source::{Shelf, Source},
};

/// Templates by what rows ask for.
#[derive(Debug)]
pub struct Words {
    today: Arc<Templates>,
    /// By the hash that rows name.
    older: Mutex<BTreeMap<String, Arc<Templates>>>,
}

impl From<Arc<Templates>> for Words {
    fn from(today: Arc<Templates>) -> Self {
        Self {
            today,
            older: Mutex::default(),
        }
    }
}

impl Words {
    /// The templates that a row is rendered with, whatever the files say today.
    pub(in crate::effects) fn of(
        &self,
        store: &Store,
        row: &OutboxRow,
        shelf: Shelf,
        name: &str,
    ) -> Result<Arc<Templates>, Failed> {
        let wanted = match &row.template {
            Some(hash) if self.today.hash(shelf, name) != Some(hash) => hash,
            _ => return Ok(self.today.clone()),
        };
        let mut older = self.older.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = older.get(wanted) {
            return Ok(found.clone());
        }
        let sources = published(store, wanted)?;
        let compiled = Templates::compile(&sources).map_err(|faults| {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            Failed::dead(format!(
                "the words that were published cannot be used any more: {}",
                lines.join("; ")
            ))
        })?;
        let compiled = Arc::new(compiled);
        older.insert(wanted.clone(), compiled.clone());
        Ok(compiled)
    }
}

fn published(store: &Store, hash: &str) -> Result<Vec<Source>, Failed> {
    let wanted = hash.to_owned();
    let files = store.read(move |db| {
        let body = blobs::get(db, &wanted)?;
        let parts: Parts = serde_json::from_slice(&body)
            .map_err(|e| StoreError::Damaged(format!("the published template {wanted}: {e}")))?;
        parts
            .0
            .into_iter()
            .map(|(path, hash)| Ok((path, blobs::get(db, &hash)?)))
            .collect::<Result<Vec<_>, StoreError>>()
    });
    let files = files.map_err(|error| match error {
        StoreError::NotFound { .. } | StoreError::Damaged(_) => {
            Failed::dead(format!("what was published is not in the store: {error}"))
        }
        other => Failed::later(other),
    })?;
    files
        .into_iter()
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).map_err(Failed::dead)?;
            Source::new(&path, &text).map_err(Failed::dead)
        })
        .collect()
}
