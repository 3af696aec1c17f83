//! `accord rehearse`: a whole procurement on a virtual clock, through the real store and the real
//! worker, leaving everything that it would produce.

mod beginnings;
mod company;
mod expect;
mod leave;
mod meanings;
mod offices;
mod post;
mod recorded;
pub mod scenario;
pub mod shown;
mod stage;
mod starts;
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

pub(super) use self::beginnings::copy_folder;
pub use self::{
    beginnings::Beginnings,
    company::{Company, Deed, Hands, Opening, Part},
};
use self::{
    post::Post,
    scenario::Scenario,
    shown::{Keep, Shown, Sight},
    stage::Stage,
};
use crate::{
    clock::VirtualClock,
    rng::Rng,
    service::{
        app::App,
        library::{Library, one_line},
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
    let text = crate::cli::reading::text(file, "a scenario")?;
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
