//! What was destroyed still stands in the log of pages that SQLite keeps, until that is cut off.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use accord_store::{Store, StoreError};

/// That keys were destroyed which the database's log of pages still holds until it is cut off. Cheap to clone; clones are
/// the same.
#[derive(Debug, Clone, Default)]
pub struct Spilt(Arc<AtomicU8>);

impl Spilt {
    /// Some were, in a transaction that is open.
    pub(super) fn some(&self) {
        // Twice: the first time that it is looked at, that transaction may not be over.
        self.0.store(2, Ordering::SeqCst);
    }

    /// Cuts the log off, if some were; whether it did.
    ///
    /// # Errors
    /// The store fails; the next time it is done again.
    pub fn wipe(&self, store: &Store) -> Result<bool, StoreError> {
        let left = self.0.load(Ordering::SeqCst);
        if left == 0 {
            return Ok(false);
        }
        store.settle_whole()?;
        let _other = self
            .0
            .compare_exchange(left, left - 1, Ordering::SeqCst, Ordering::SeqCst);
        Ok(true)
    }
}
