//! `accord rehearse`: a whole procurement on a virtual clock, through the real store and the real
//! worker, leaving everything that it would produce.

mod expect;
mod leave;
mod post;
pub mod scenario;
mod stage;
mod steps;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use accord_engine::{
    definition::{parse, source::SourceMap},
    diagnostic::{Diagnostic, Severity, Span},
    forms::read_datetime,
};
use accord_store::{Store, StoreOptions, Synchronous};
use anyhow::{Context as _, anyhow, bail};

use self::{post::Post, scenario::Scenario, stage::Stage};
use crate::{
    clock::{Clock as _, VirtualClock},
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
    rehearse_text(library, &file.display().to_string(), &text, out)
}

/// Plays a scenario that is given as text.
///
/// # Errors
/// As [`rehearse`].
pub fn rehearse_text(library: &Arc<Library>, path: &str, text: &str, out: Option<&Path>) -> anyhow::Result<Report> {
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
    let mut stage = set(library, &scenario, folder, out)?;
    stage.texts.clone_from(&scenario.texts);
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
fn set(library: &Arc<Library>, scenario: &Scenario, folder: &Path, out: Option<&Path>) -> anyhow::Result<Stage> {
    let calendar = library
        .calendars
        .values()
        .next()
        .context("there is no calendar in the library")?
        .clone();
    let starts = read_datetime(&scenario.starts, &calendar)
        .map_err(|expected| anyhow!("`starts: {}` should be {expected}", scenario.starts))?;
    let clock = VirtualClock::starting(starts);
    let url = format!("sqlite:{}", folder.join("rehearsal.db").display());
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
        Rng::seeded(2026),
        "https://synergy.example",
    );
    let alliance = seed::plant(&app, seed::read(&app, &scenario.seed)?)?;
    let began = clock.now();
    let post = Post::open(&app, folder, out)?;
    Ok(Stage::new(
        app,
        clock,
        calendar,
        alliance,
        began,
        folder.to_owned(),
        post,
    ))
}

/// An old rehearsal in the same folder is put away; anything else there is left alone.
fn fresh(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    for name in [
        "rehearsal.db",
        "rehearsal.db-wal",
        "rehearsal.db-shm",
        "rehearsal.db.lock",
    ] {
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
