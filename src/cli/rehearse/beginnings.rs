//! Where a play begins that goes on from another: the stage as it stood at one of the other's
//! headings.
//!
//! A contract cannot be rehearsed without the round that led to it, and the round takes hundreds of
//! steps. So the other is played once up to the heading, and the database as it then stands is
//! copied for each play that goes on from there.

use std::{
    collections::BTreeMap,
    fs, io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use accord_engine::calendar::Calendar;
use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use tempfile::TempDir;

use super::{
    open,
    scenario::{Follows, Scenario},
    shown::{Keep, Shown, Sight},
    stage::{Named, Stage},
    steps,
};
use crate::{
    clock::{Clock as _, VirtualClock},
    rng::Rng,
    service::{library::Library, sealing::Seals},
};

/// Where the worker of a rehearsal keeps documents, beside the database.
const DOCUMENTS: &str = "documents";

/// Beginnings that have been played, by the scenario they come from. Every play of one library shares
/// them.
#[derive(Debug, Default)]
pub struct Beginnings {
    /// What to keep of every play.
    pub keep: Keep,
    played: Mutex<BTreeMap<String, Played>>,
}

/// The beginnings of one scenario. Whoever needs one waits until it has been played.
type Played = Arc<Mutex<Vec<Arc<Beginning>>>>;

/// A stage as it stood before one step.
#[derive(Debug)]
pub(super) struct Beginning {
    /// Steps that had been played.
    played: usize,
    folder: TempDir,
    now: DateTime<Utc>,
    calendar: Calendar,
    alliance: String,
    seals: Seals,
    names: BTreeMap<String, Named>,
    seen: BTreeMap<String, u64>,
    cards: BTreeMap<(String, String), String>,
    texts: IndexMap<String, String>,
    shown: Sight,
}

impl Beginnings {
    /// None yet.
    pub fn keeping(keep: Keep) -> Self {
        Self {
            keep,
            ..Self::default()
        }
    }

    /// The stage at a heading of another scenario, played if nobody has yet.
    pub(super) fn at(&self, library: &Arc<Library>, follows: &Follows) -> anyhow::Result<Arc<Beginning>> {
        let name = &follows.scenario;
        let path = format!("workflows/scenarios/{name}.yaml");
        let text = library
            .shelf
            .get(&path)
            .with_context(|| format!("`follows`: there is no scenario {path}"))?;
        let (scenario, _) = super::read(&path, text)?;
        if scenario.follows.is_some() {
            bail!("`follows`: {name} goes on from another play itself; go on from that one");
        }
        let heading = |step: &super::scenario::Step| step.say.as_ref() == Some(&follows.up_to);
        let Some(place) = scenario.steps.iter().position(heading) else {
            let all: Vec<&str> = scenario.steps.iter().filter_map(|step| step.say.as_deref()).collect();
            bail!(
                "`follows`: {name} has no heading `{}`; it has:\n  {}",
                follows.up_to,
                all.join("\n  ")
            );
        };
        let played = self
            .played
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(name.clone())
            .or_default()
            .clone();
        let mut played = played.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = played.iter().find(|one| one.played == place) {
            return Ok(found.clone());
        }
        let nearest = played
            .iter()
            .filter(|one| one.played < place)
            .max_by_key(|one| one.played);
        let new = Arc::new(self.play(library, &scenario, nearest.map(|one| &**one), place)?);
        played.push(new.clone());
        Ok(new)
    }

    /// Plays a scenario up to a place, from the nearest beginning before it.
    fn play(
        &self,
        library: &Arc<Library>,
        scenario: &Scenario,
        nearest: Option<&Beginning>,
        place: usize,
    ) -> anyhow::Result<Beginning> {
        let folder = tempfile::tempdir()?;
        let mut stage = match nearest {
            Some(beginning) => beginning.open(library, self.keep, folder.path(), None)?,
            None => super::set(library, self.keep, scenario, folder.path(), None)?,
        };
        stage.texts.extend(scenario.texts.clone());
        let from = nearest.map_or(0, |one| one.played);
        for (number, step) in scenario.steps.iter().enumerate().take(place).skip(from) {
            steps::play(&mut stage, step).with_context(|| format!("`{}`, step {}", scenario.scenario, number + 1))?;
        }
        Beginning::keep(&stage, place)
    }
}

impl Beginning {
    fn keep(stage: &Stage, played: usize) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        stage.app.store.backup(&folder.path().join(super::DATABASE), None)?;
        copy_folder(&stage.folder.join(DOCUMENTS), &folder.path().join(DOCUMENTS))?;
        Ok(Self {
            played,
            folder,
            now: stage.clock.now(),
            calendar: stage.calendar.clone(),
            alliance: stage.alliance.clone(),
            seals: stage.app.seals.clone(),
            names: stage.names.clone(),
            seen: stage.seen.clone(),
            cards: stage.cards.clone(),
            texts: stage.texts.clone(),
            shown: stage.shown.so_far(),
        })
    }

    /// The same stage again, in another folder.
    pub(super) fn open(
        &self,
        library: &Arc<Library>,
        keep: Keep,
        folder: &Path,
        out: Option<&Path>,
    ) -> anyhow::Result<Stage> {
        fs::copy(self.folder.path().join(super::DATABASE), folder.join(super::DATABASE))?;
        copy_folder(&self.folder.path().join(DOCUMENTS), &folder.join(DOCUMENTS))?;
        let clock = VirtualClock::starting(self.now);
        // Another stream of ids than those of the plays before: the same would meet its own again.
        let mut stage = open(
            library,
            self.calendar.clone(),
            clock,
            Rng::seeded(2027_u64.saturating_add(u64::try_from(self.played).unwrap_or(0))),
            Shown::keeping(keep),
            (folder, out),
        )?;
        stage.alliance.clone_from(&self.alliance);
        stage.app.seals = self.seals.clone();
        stage.names.clone_from(&self.names);
        stage.seen.clone_from(&self.seen);
        stage.cards.clone_from(&self.cards);
        stage.texts.clone_from(&self.texts);
        stage.shown.begin_with(&self.shown);
        Ok(stage)
    }
}

/// A copy of a folder's files; a folder that is not there has none.
pub(in crate::cli) fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(from) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    fs::create_dir_all(to)?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            // The bytes of a document never change: a second name for them will do.
            fs::hard_link(entry.path(), &target).or_else(|_| fs::copy(entry.path(), &target).map(|_| ()))?;
        }
    }
    Ok(())
}
