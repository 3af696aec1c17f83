//! Players who play parts of several scenarios on one stage, and leave it for others to go on with.

use std::{path::Path, sync::Arc};

use accord_engine::forms::read_datetime;
use accord_store::{Store, StoreOptions, Synchronous, subjects};
use anyhow::{Context as _, anyhow};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{
    post::Post,
    read,
    scenario::Step,
    shown::{Keep, Shown},
    stage::Stage,
    steps,
};
use crate::{
    clock::{Clock as _, VirtualClock},
    rng::Rng,
    service::{app::App, authority::Caller, checkpoints::Signer, library::Library, sealing::Seals, seed},
};

/// Where and when a play begins that outlives its players.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The demonstration data it plays on.
    pub seed: String,
    /// When it begins, local time.
    pub starts: String,
    /// The new database.
    pub url: String,
    /// Our address in letters.
    pub origin: String,
    /// The key to sealed forms.
    pub seals: Seals,
    /// The key that signs checkpoints.
    pub signer: Signer,
}

/// Something that a step says is done.
#[derive(Debug, Clone)]
pub struct Deed {
    /// By whom.
    pub caller: Caller,
    /// Kind and id of the record it is done to.
    pub record: (String, String),
    /// The process on it, unless it is work.
    pub instance: Option<String>,
    /// `act`, `vote`, `confirm` or `work`.
    pub verb: &'static str,
    /// The event, the option, or the permit.
    pub what: String,
    /// The state, where the step says one.
    pub state: Option<String>,
    /// What is filled in, with ids for names.
    pub with: Map<String, Json>,
    /// Why.
    pub reason: Option<String>,
    /// The second person says no.
    pub decline: bool,
}

/// Does what steps say in a way of its own, such as with a browser.
pub trait Hands: Send + std::fmt::Debug {
    /// Does it; gives what the service answered.
    ///
    /// # Errors
    /// It cannot be done so.
    fn do_it(&mut self, deed: &Deed) -> anyhow::Result<Json>;

    /// Whether these hands can do such a thing at all; what they cannot, the service does. `what` is
    /// the permit or the event, `on` the path that the step gives.
    fn can(&self, what: &str, on: &str) -> bool {
        let _ = (what, on);
        true
    }
}

/// A part of a scenario. What must be refused is left to rehearsals.
#[derive(Debug, Clone)]
pub struct Part {
    path: String,
    texts: IndexMap<String, String>,
    /// Each with its number in the scenario.
    steps: Vec<(usize, Step)>,
}

impl Part {
    /// The steps between two headings (`from`, or the first step; `before`, or the end) and some more;
    /// what is started first may get another title.
    ///
    /// # Errors
    /// The scenario cannot be read, or has no such heading.
    pub fn read(
        path: &str,
        text: &str,
        (from, before, and): (Option<&str>, Option<&str>, usize),
        title: Option<&str>,
    ) -> anyhow::Result<Self> {
        let (scenario, _) = read(path, text)?;
        let place = |heading: &str| {
            let found = scenario
                .steps
                .iter()
                .position(|step| step.say.as_deref() == Some(heading));
            found.with_context(|| format!("{path} has no heading `{heading}`"))
        };
        let first = from.map_or(Ok(0), place)?;
        let end = before.map_or(Ok(scenario.steps.len()), place)? + and;
        let mut title = title;
        let wanted = scenario.steps.into_iter().enumerate().take(end).skip(first);
        let steps = wanted.filter(|(_, step)| step.refused.is_none());
        let steps = steps.map(|(place, mut step)| {
            if step.start.is_some()
                && let Some(title) = title.take()
            {
                step.title = Some(title.to_owned());
            }
            (place + 1, step)
        });
        Ok(Self {
            path: path.to_owned(),
            steps: steps.collect(),
            texts: scenario.texts,
        })
    }

    /// How many headings it has.
    pub fn headings(&self) -> usize {
        self.steps.iter().filter(|(_, step)| step.say.is_some()).count()
    }
}

/// The players. What should be the case is looked at only where somebody else does what they say.
#[derive(Debug)]
pub struct Company(Stage);

impl Company {
    /// Sets the stage; letters are left in the folder.
    ///
    /// # Errors
    /// The data cannot be read, or the folder cannot be used.
    pub fn open(library: &Arc<Library>, opening: &Opening, folder: &Path) -> anyhow::Result<Self> {
        let calendar = library
            .calendars
            .values()
            .next()
            .context("there is no calendar in the library")?
            .clone();
        let starts = read_datetime(&opening.starts, &calendar)
            .map_err(|expected| anyhow!("`starts: {}` should be {expected}", opening.starts))?;
        let (clock, shown) = (VirtualClock::starting(starts), Shown::keeping(Keep::default()));
        // Whoever goes on with the database opens it anew, and then everything waits for the disk.
        let options = StoreOptions {
            synchronous: Synchronous::Never,
            ..StoreOptions::default()
        };
        let app = App::new(
            Store::open(&opening.url, options)?,
            library.clone(),
            Arc::new(clock.clone()),
            Rng::seeded(2026),
            &opening.origin,
        )
        .keeping(opening.seals.clone())
        .signing(opening.signer.clone());
        let post = Post::open(&app, folder, Some(folder))?;
        let mut stage = Stage::new(app, clock, calendar, folder.to_owned(), post, shown);
        stage.alliance = seed::plant(&stage.app, seed::read(&stage.app, &opening.seed)?)?;
        Ok(Self(stage))
    }

    /// Plays a part; `told` hears each heading as it is reached.
    ///
    /// # Errors
    /// A step does not go as written.
    pub fn play(&mut self, part: Part, told: &mut dyn FnMut(&str)) -> anyhow::Result<()> {
        self.0.texts.extend(part.texts);
        for (number, step) in &part.steps {
            if let Some(heading) = &step.say {
                told(heading);
            }
            if step.expect.is_some() && self.0.hands.is_none() {
                continue;
            }
            steps::play(&mut self.0, step).with_context(|| format!("{}, step {number}", part.path))?;
        }
        self.0.settle()
    }

    /// From now on these hands do what steps say; starting things, more time, what is taken back, roles and interests
    /// stay with the service.
    pub fn lend(&mut self, hands: Box<dyn Hands>) {
        self.0.hands = Some(hands);
    }

    /// What stands on opening cards that they made: round, person, words.
    pub fn cards(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let all = self.0.cards.iter();
        all.map(|((round, person), words)| (round.as_str(), person.as_str(), words.as_str()))
    }

    /// The product that they play with.
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// Kind and id of a record that a step gave a name, or that lies below one.
    ///
    /// # Errors
    /// There is none.
    pub fn record(&self, path: &str) -> anyhow::Result<(String, String)> {
        let id = self.0.find(path)?.id;
        let row = self.0.app.store.read(|db| subjects::load(db, &self.0.alliance, &id))?;
        Ok((row.kind, row.id))
    }

    /// Closes the database; gives business time at the end.
    pub fn end(self) -> DateTime<Utc> {
        self.0.clock.now()
    }
}
