//! An act that began a record which the reader may not see is hidden, or names
//! nobody for whoever looks after the journal: while bids are sealed, they alone may know how many were begun.

use accord_engine::{
    effect::{Op, StartChild},
    journal::JournalEntry,
};
use accord_store::instances::{self, InstanceRow};

use crate::service::{
    app::Desk,
    authority::{Caller, Standing},
    fault::Fault,
    sight,
};

/// What one reader may not see below an instance, looked up as it is asked for.
pub(super) struct Unseen<'a> {
    caller: &'a Caller,
    known: Option<(Standing, Vec<InstanceRow>)>,
}

/// The records that somebody's act began.
fn begun(entry: &JournalEntry) -> impl Iterator<Item = &StartChild> {
    entry.ops.iter().filter_map(|op| match op {
        Op::StartChild(child) if child.person.is_some() => Some(child),
        _ => None,
    })
}

impl<'a> Unseen<'a> {
    pub(super) const fn new(caller: &'a Caller) -> Self {
        Self { caller, known: None }
    }

    /// Whether an entry's act began a record that this reader may not see.
    ///
    /// # Errors
    /// The database fails.
    pub(super) fn began(&mut self, desk: &mut Desk<'_>, instance: &str, entry: &JournalEntry) -> Result<bool, Fault> {
        if begun(entry).next().is_none() {
            return Ok(false);
        }
        let (standing, children) = match &self.known {
            Some(known) => known,
            None => {
                let standing = Standing::of(desk, self.caller)?;
                let children = instances::children(desk.db, &desk.alliance, instance, None)?;
                self.known.insert((standing, children))
            }
        };
        for child in begun(entry) {
            let is_it = |row: &&InstanceRow| {
                row.brood.as_ref() == Some(&child.brood) && row.child_key.as_ref() == Some(&child.key)
            };
            let Some(row) = children.iter().find(is_it) else {
                continue;
            };
            if sight::if_seen(sight::of_instance_for(desk, standing, &row.id))?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
