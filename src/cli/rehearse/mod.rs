//! `accord rehearse`: a whole procurement on a virtual clock, through the real store and the real
//! worker, leaving everything that it would produce.

mod beginnings;
mod expect;
mod leave;
mod post;
pub mod scenario;
pub mod shown;
mod stage;
mod steps;

/// The file that a rehearsal's database is.
const DATABASE: &str = "rehearsal.db";

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use accord_engine::{
    calendar::Calendar,
    definition::{parse, source::SourceMap},
    diagnostic::{Diagnostic, Severity, Span},
    forms::read_datetime,
};
use accord_log::SigningKey;
use accord_store::{Store, StoreOptions, Synchronous};
use anyhow::{Context as _, anyhow, bail};

pub use self::beginnings::Beginnings;
use self::{
    post::Post,
    scenario::Scenario,
    shown::{Keep, Shown, Sight},
    stage::Stage,
};
use crate::{
    clock::{Clock as _, VirtualClock},
    rng::Rng,
    service::{
        app::App,
        checkpoints::Signer,
        library::{Library, one_line},
        sealing::Seals,
        seed,
    },
};

/// What a rehearsal came to.
#[derive(Debug, Clone)]
pub struct Report {
    /// The scenario's title.
    pub title: String,
    /// Steps played.
    pub steps: usize,
    /// First and last day, in words.
    pub days: (String, String),
    /// Letters, documents, notices.
    pub letters: usize,
    /// Documents made.
    pub documents: usize,
    /// Notices published.
    pub notices: usize,
    /// What could not be sent or made, with the reason.
    pub dead: Vec<String>,
    /// Entries in the journal.
    pub entries: usize,
    /// What was shown of the workflows that ran.
    pub shown: Sight,
    /// Milliseconds on the wall.
    pub took_ms: u128,
    /// Where everything was left.
    pub out: Option<PathBuf>,
}

/// A scenario that did not go as written, with its place.
#[derive(Debug, thiserror::Error)]
#[error("{path}:{}:{}: step {step}: {what}", .span.map_or(0, |s| s.line), .span.map_or(0, |s| s.column))]
pub struct Stopped {
    /// The file.
    pub path: String,
    /// Its text, to show the place.
    pub text: String,
    /// The place.
    pub span: Option<Span>,
    /// The step, from 1.
    pub step: usize,
    /// What happened instead, and what can be done.
    pub what: String,
}

/// Reads and plays a scenario file.
///
/// # Errors
/// The file cannot be read (every problem with its place), or a step did not go as written
/// ([`Stopped`]).
pub fn rehearse(library: &Arc<Library>, file: &Path, out: Option<&Path>) -> anyhow::Result<Report> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    rehearse_text(library, &Beginnings::default(), &file.display().to_string(), &text, out)
}

/// Plays a scenario that is given as text. Plays that share `beginnings` play what they go on from
/// only once.
///
/// # Errors
/// As [`rehearse`].
pub fn rehearse_text(
    library: &Arc<Library>,
    beginnings: &Beginnings,
    path: &str,
    text: &str,
    out: Option<&Path>,
) -> anyhow::Result<Report> {
    let began = Instant::now();
    let (scenario, places) = read(path, text)?;
    let temporary;
    let folder = match out {
        Some(folder) => {
            fresh(folder)?;
            folder
        }
        None => {
            temporary = tempfile::tempdir()?;
            temporary.path()
        }
    };
    let mut stage = match &scenario.follows {
        Some(follows) => beginnings
            .at(library, follows)?
            .open(library, beginnings.keep, folder, out)?,
        None => set(library, beginnings.keep, &scenario, folder, out)?,
    };
    stage.texts.extend(scenario.texts.clone());
    for (place, step) in scenario.steps.iter().enumerate() {
        steps::play(&mut stage, step).map_err(|what| Stopped {
            path: path.to_owned(),
            text: text.to_owned(),
            span: places.locate(&format!("steps[{place}]")),
            step: place + 1,
            what: format!("{what:#}"),
        })?;
    }
    let mut report = leave::everything(&mut stage, &scenario, out)?;
    report.took_ms = began.elapsed().as_millis();
    Ok(report)
}

fn read(path: &str, text: &str) -> anyhow::Result<(Scenario, SourceMap)> {
    let parsed = parse::read::<Scenario>(text);
    let bad: Vec<&Diagnostic> = parsed
        .found
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .collect();
    match parsed.value {
        Some(scenario) if bad.is_empty() => Ok((scenario, parsed.source)),
        _ => bail!(
            "{}",
            bad.iter().map(|one| one_line(path, one)).collect::<Vec<_>>().join("\n")
        ),
    }
}

/// Database, clock, people: everything before the first step.
fn set(
    library: &Arc<Library>,
    keep: Keep,
    scenario: &Scenario,
    folder: &Path,
    out: Option<&Path>,
) -> anyhow::Result<Stage> {
    let calendar = library
        .calendars
        .values()
        .next()
        .context("there is no calendar in the library")?
        .clone();
    let (Some(seed), Some(starts)) = (&scenario.seed, &scenario.starts) else {
        bail!(
            "say on which demonstration data it plays and when it begins (`seed`, `starts`), or which play it goes on from (`follows`)"
        );
    };
    let starts =
        read_datetime(starts, &calendar).map_err(|expected| anyhow!("`starts: {starts}` should be {expected}"))?;
    let clock = VirtualClock::starting(starts);
    let mut stage = open(
        library,
        calendar,
        clock,
        Rng::seeded(2026),
        Shown::keeping(keep),
        (folder, out),
    )?;
    stage.alliance = seed::plant(&stage.app, seed::read(&stage.app, seed)?)?;
    Ok(stage)
}

/// The running product on the database in a folder, made if it is not there; no alliance yet.
fn open(
    library: &Arc<Library>,
    calendar: Calendar,
    clock: VirtualClock,
    rng: Rng,
    shown: Shown,
    (folder, out): (&Path, Option<&Path>),
) -> anyhow::Result<Stage> {
    let url = format!("sqlite:{}", folder.join(DATABASE).display());
    // Every step is decided and written down as in earnest, but nothing waits for the disk: nobody
    // relies on this file once the rehearsal is over.
    let options = StoreOptions {
        synchronous: Synchronous::Never,
        ..StoreOptions::default()
    };
    let store = Store::open(&url, options)?;
    let app = App::new(
        store,
        library.clone(),
        Arc::new(clock.clone()),
        rng,
        "https://synergy.example",
    )
    .watched(Arc::new(shown.clone()))
    .signing(SigningKey::from_seed("rehearsal", &Rng::seeded(2027).bytes()).into());
    let post = Post::open(&app, folder, out)?;
    Ok(Stage::new(app, clock, calendar, folder.to_owned(), post, shown))
}

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

/// Players who play parts of several scenarios on one stage.
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

    /// Plays a scenario up to a heading, and some steps more. What must be refused, and what must be
    /// the case, is left to rehearsals.
    ///
    /// # Errors
    /// There is no such heading, or a step does not go as written.
    pub fn play_part(
        &mut self,
        path: &str,
        text: &str,
        before: &str,
        and: usize,
        title: Option<&str>,
    ) -> anyhow::Result<()> {
        let (scenario, _) = read(path, text)?;
        let heading = scenario
            .steps
            .iter()
            .position(|step| step.say.as_deref() == Some(before));
        let heading = heading.with_context(|| format!("{path} has no heading `{before}`"))?;
        self.0.texts.extend(scenario.texts);
        let mut title = title;
        for (place, step) in scenario.steps.into_iter().enumerate().take(heading + and) {
            if step.expect.is_some() || step.refused.is_some() {
                continue;
            }
            let mut step = step;
            if step.start.is_some()
                && let Some(title) = title.take()
            {
                step.title = Some(title.to_owned());
            }
            steps::play(&mut self.0, &step).with_context(|| format!("{path}, step {}", place + 1))?;
        }
        self.0.settle()
    }

    /// Closes the database; gives business time at the end.
    pub fn end(self) -> chrono::DateTime<chrono::Utc> {
        self.0.clock.now()
    }
}

/// An old rehearsal in the same folder is put away; anything else there is left alone.
fn fresh(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    for name in [DATABASE, "rehearsal.db-wal", "rehearsal.db-shm", "rehearsal.db.lock"] {
        let path = folder.join(name);
        if path.exists() {
            std::fs::remove_file(path)?;
        }
    }
    for name in ["documents", "emails", "notices"] {
        let path = folder.join(name);
        if path.is_dir() {
            std::fs::remove_dir_all(path)?;
        }
    }
    Ok(())
}
