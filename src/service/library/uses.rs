//! What the templates of this library speak of, each read when it is first asked for.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use super::Library;
use crate::views::uses::Uses;

/// By kind and name of the template; nothing for one that cannot be read.
#[derive(Debug, Default)]
pub(super) struct Known(RwLock<BTreeMap<String, Option<Arc<Uses>>>>);

impl Library {
    /// What a template speaks of, by kind and name (`mail/comments_open`), if its words are still those with this
    /// hash; nothing of the words of another day.
    pub fn uses(&self, name: &str, hash: &str) -> Option<Arc<Uses>> {
        if self.templates.get(name)?.hash() != hash {
            return None;
        }
        let known = self.uses.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(name) {
            return found.clone();
        }
        drop(known);
        let source = self
            .sources
            .iter()
            .find(|one| name.strip_prefix(one.shelf.folder()) == Some(one.name.as_str()))?;
        let found = Uses::of(source, &self.sources).map(Arc::new);
        let mut known = self.uses.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(name.to_owned(), found.clone());
        found
    }
}
