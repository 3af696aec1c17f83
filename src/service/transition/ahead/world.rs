//! The instances that are played on: what runs on a record, what hangs below, what stands above, and
//! what is linked with any of it.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::deadline::Timer;
use chrono::{DateTime, Utc};

use super::super::{Loaded, look};
use crate::service::{app::Desk, fault::Fault};

/// Instances by id.
#[derive(Debug, Default)]
pub(super) struct World {
    all: BTreeMap<String, Loaded>,
    /// What is looked at, and what is below it.
    within: BTreeSet<String>,
    /// What stands still, because nobody can know what comes of it.
    still: BTreeSet<String>,
}

/// A clock that would run out.
#[derive(Debug)]
pub(super) struct Due {
    pub(super) at: DateTime<Utc>,
    pub(super) instance: String,
    pub(super) id: String,
    pub(super) timer: Timer,
}

impl World {
    /// What runs on a record, with what hangs on it.
    pub(super) fn around(desk: &mut Desk<'_>, running: &[Loaded]) -> Result<Self, Fault> {
        let mut world = Self::default();
        for loaded in running {
            world.take_in(desk, loaded.clone())?;
        }
        let inner: Vec<String> = world.within.iter().cloned().collect();
        for id in inner {
            let mut beside: Vec<String> = Vec::new();
            beside.extend(desk.links_of(&id)?.into_iter().map(|one| one.target_id));
            beside.extend(desk.links_towards(&id)?.into_iter().map(|one| one.instance_id));
            for other in beside {
                world.known(desk, &other)?;
            }
            let mut above = world.all.get(&id).and_then(|one| one.row.parent_id.clone());
            while let Some(parent) = above.take() {
                above = world.known(desk, &parent)?.and_then(|one| one.row.parent_id);
            }
        }
        Ok(world)
    }

    /// An instance with all that is below it: what goes on may hang on something that is over.
    fn take_in(&mut self, desk: &mut Desk<'_>, loaded: Loaded) -> Result<(), Fault> {
        let id = loaded.row.id.clone();
        self.within.insert(id.clone());
        self.all.insert(id.clone(), loaded);
        for child in desk.children(&id, None)? {
            let loaded = look(desk.db, desk.app, &desk.alliance, &child.id)?;
            self.take_in(desk, loaded)?;
        }
        Ok(())
    }

    /// An instance, as far as the fork has come with it.
    pub(super) fn known(&mut self, desk: &mut Desk<'_>, id: &str) -> Result<Option<Loaded>, Fault> {
        if self.still.contains(id) {
            return Ok(None);
        }
        if let Some(loaded) = self.all.get(id) {
            return Ok(Some(loaded.clone()));
        }
        let loaded = look(desk.db, desk.app, &desk.alliance, id)?;
        self.all.insert(id.to_owned(), loaded.clone());
        Ok(Some(loaded))
    }

    /// Puts an instance where it would be.
    pub(super) fn put(&mut self, loaded: Loaded) {
        self.all.insert(loaded.row.id.clone(), loaded);
    }

    /// Adds one that would begin below another.
    pub(super) fn begin(&mut self, parent: &str, loaded: Loaded) {
        if self.within.contains(parent) {
            self.within.insert(loaded.row.id.clone());
        }
        self.put(loaded);
    }

    /// Lets nothing more happen to one.
    pub(super) fn hold(&mut self, id: &str) {
        self.still.insert(id.to_owned());
    }

    /// Whether it is looked at, or below that.
    pub(super) fn is_within(&self, id: &str) -> bool {
        self.within.contains(id)
    }

    /// The clock that runs out next, in the order in which they really do. One of an instance that was
    /// met on the way, and that lies behind us, is no longer waited for.
    pub(super) fn due(&self, from: DateTime<Utc>) -> Option<Due> {
        let moving = self.all.values().filter(|one| !one.is_over());
        moving
            .filter(|one| !self.still.contains(&one.row.id))
            .flat_map(|one| one.snapshot.timers.iter().map(move |(id, timer)| (one, id, timer)))
            .filter_map(|(one, id, timer)| Some((timer.due_at?, timer.armed, &one.row.id, id, timer)))
            .filter(|(at, _, instance, ..)| *at >= from || self.within.contains(*instance))
            .min_by_key(|(at, armed, instance, id, _)| (*at, *armed, *instance, *id))
            .map(|(at, _, instance, id, timer)| Due {
                at,
                instance: instance.clone(),
                id: id.to_string(),
                timer: Timer::clone(timer),
            })
    }
}
