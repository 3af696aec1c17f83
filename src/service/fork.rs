//! Instances as they would be: what a look ahead has moved lies over what is stored.
//!
//! Whoever reads instances for facts reads them here. Outside a look ahead this is the store.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use accord_store::{
    instances::{self, InstanceRow},
    links::{self, LinkRow},
    subjects::SubjectRow,
};

use crate::service::{app::Desk, fault::Fault};

/// What was moved and begun in a look ahead; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Fork(Arc<Mutex<Moved>>);

/// Over the store.
#[derive(Debug, Default)]
struct Moved {
    /// Instances as they would be, in the order in which they were first moved.
    rows: Vec<InstanceRow>,
    /// Records that would begin.
    records: Vec<SubjectRow>,
    /// What instances that would begin mean by their links.
    links: Vec<LinkRow>,
}

impl Fork {
    /// Puts an instance where it would be.
    pub fn put(&self, row: InstanceRow) {
        let mut moved = self.moved();
        match moved.rows.iter_mut().find(|one| one.id == row.id) {
            Some(known) => *known = row,
            None => moved.rows.push(row),
        }
    }

    /// Adds a record that would begin (nothing for an instance on a record that there is), with what its
    /// instance would mean by its links.
    pub fn begin(&self, record: Option<SubjectRow>, links: Vec<LinkRow>) {
        let mut moved = self.moved();
        moved.records.extend(record);
        moved.links.extend(links);
    }

    fn moved(&self) -> MutexGuard<'_, Moved> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn found(&self, id: &str) -> Option<InstanceRow> {
        self.moved().rows.iter().find(|one| one.id == id).cloned()
    }

    /// Lays what was moved over stored rows; those that are new and fit are added.
    fn over(&self, mut stored: Vec<InstanceRow>, fits: impl Fn(&InstanceRow) -> bool) -> Vec<InstanceRow> {
        let moved = self.moved();
        for row in moved.rows.iter().filter(|row| fits(row)) {
            match stored.iter_mut().find(|one| one.id == row.id) {
                Some(known) => *known = row.clone(),
                None => stored.push(row.clone()),
            }
        }
        stored
    }
}

impl Desk<'_> {
    /// One instance.
    ///
    /// # Errors
    /// There is none, or the store fails.
    pub fn instance(&mut self, id: &str) -> Result<InstanceRow, Fault> {
        match self.app.fork.as_ref().and_then(|fork| fork.found(id)) {
            Some(row) => Ok(row),
            None => Ok(instances::load(self.db, &self.alliance, id)?),
        }
    }

    /// Those about one record, oldest first.
    ///
    /// # Errors
    /// The store fails.
    pub fn instances_about(&mut self, record: &str) -> Result<Vec<InstanceRow>, Fault> {
        let stored = instances::of_subject(self.db, &self.alliance, record)?;
        Ok(match &self.app.fork {
            Some(fork) => fork.over(stored, |row| row.subject_id == record),
            None => stored,
        })
    }

    /// Children of one instance; of one brood if it is named.
    ///
    /// # Errors
    /// The store fails.
    pub fn children(&mut self, parent: &str, brood: Option<&str>) -> Result<Vec<InstanceRow>, Fault> {
        let stored = instances::children(self.db, &self.alliance, parent, brood)?;
        let fits = |row: &InstanceRow| {
            row.parent_id.as_deref() == Some(parent) && brood.is_none_or(|name| row.brood.as_deref() == Some(name))
        };
        Ok(match &self.app.fork {
            Some(fork) => fork.over(stored, fits),
            None => stored,
        })
    }

    /// The first about each record of a kind under another, with the record.
    ///
    /// # Errors
    /// The store fails.
    pub fn first_below(&mut self, parent: &str, kind: &str) -> Result<Vec<(SubjectRow, InstanceRow)>, Fault> {
        let mut rows = instances::first_below(self.db, &self.alliance, parent, kind)?;
        let Some(fork) = &self.app.fork else {
            return Ok(rows);
        };
        for (_, row) in &mut rows {
            if let Some(moved) = fork.found(&row.id) {
                *row = moved;
            }
        }
        let moved = fork.moved();
        let begun = moved.records.iter();
        for record in begun.filter(|one| one.kind == kind && one.parent_id.as_deref() == Some(parent)) {
            let first = moved.rows.iter().find(|row| row.subject_id == record.id);
            rows.extend(first.map(|row| (record.clone(), row.clone())));
        }
        Ok(rows)
    }

    /// The links of an instance.
    ///
    /// # Errors
    /// The store fails.
    pub fn links_of(&mut self, instance: &str) -> Result<Vec<LinkRow>, Fault> {
        let mut rows = links::of_instance(self.db, instance)?;
        if let Some(fork) = &self.app.fork {
            let moved = fork.moved();
            rows.extend(moved.links.iter().filter(|one| one.instance_id == instance).cloned());
        }
        Ok(rows)
    }

    /// The instances that link to one.
    ///
    /// # Errors
    /// The store fails.
    pub fn links_towards(&mut self, target: &str) -> Result<Vec<LinkRow>, Fault> {
        let mut rows = links::towards(self.db, target)?;
        if let Some(fork) = &self.app.fork {
            let moved = fork.moved();
            rows.extend(moved.links.iter().filter(|one| one.target_id == target).cloned());
        }
        Ok(rows)
    }
}
