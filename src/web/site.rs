//! What every request needs: the product, the pages, and where we are.

use std::sync::Arc;

use accord_engine::diagnostic::Diagnostic;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::limits::Gate;
use crate::{
    domain::host::Origin,
    service::app::App,
    views::{
        library::Templates,
        source::{Shelf, Source},
    },
};

/// The running site. Shared by every request.
#[derive(Debug)]
pub struct Site {
    /// The product.
    pub app: App,
    /// Where we are, as browsers see it.
    pub origin: Origin,
    /// How often one address may ask.
    pub gate: Arc<Gate>,
    /// Templates, for what a record is in a few lines.
    pub templates: Arc<Templates>,
    /// Files that documents consist of.
    pub files: Arc<dyn Files>,
    /// What only the demonstration has.
    pub demo: Option<Arc<dyn Demo>>,
}

/// The templates of what a record is in a few lines.
///
/// # Errors
/// Those that cannot be read, with their lines.
pub fn briefs(app: &App) -> anyhow::Result<Arc<Templates>> {
    let sources = app.library.sources.iter();
    let sources: Vec<Source> = sources.filter(|one| one.shelf == Shelf::Brief).cloned().collect();
    Templates::compile(&sources).map(Arc::new).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}", faults.join("\n"))
    })
}

/// Where files are: of documents, and those that people send.
pub trait Files: Send + Sync + std::fmt::Debug {
    /// One file.
    ///
    /// # Errors
    /// It is not there, or cannot be read now.
    fn get(&self, key: &str) -> anyhow::Result<Vec<u8>>;
    /// Keeps one.
    ///
    /// # Errors
    /// It cannot be kept now.
    fn put(&self, key: &str, bytes: Vec<u8>) -> anyhow::Result<()>;
}

/// A letter that the demonstration has sent to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its number, from 1.
    pub number: usize,
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// As programs that show text show it.
    pub text: String,
    /// When, in business time.
    pub at: DateTime<Utc>,
}

/// A page of letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inbox {
    /// How many there are.
    pub all: usize,
    /// Those on this page.
    pub letters: Vec<Letter>,
}

/// A part of the tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TourStep {
    /// The heading.
    pub title: String,
    /// How long it takes.
    pub minutes: u32,
    /// What it is about.
    pub says: String,
    /// Where one goes, in order.
    pub stops: Vec<TourStop>,
}

/// One button of the tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TourStop {
    /// What stands on it.
    pub button: String,
    /// What to look at behind it.
    pub look: Vec<String>,
    /// Where it leads.
    pub go: Go,
}

/// Where a button of the tour leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Go {
    /// Be a person, and open a page.
    #[expect(missing_docs, reason = "said above")]
    See { person: String, next: String },
    /// Let so many days pass.
    Wait(u32),
    /// Check a workflow file without the line that has these words.
    #[expect(missing_docs, reason = "said above")]
    Check { file: String, without: String },
    /// Verify the journal, whole and altered.
    Verify,
}

/// What `check` says of a file with a line left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The file.
    pub path: String,
    /// The number of the line.
    pub line: usize,
    /// The line.
    pub left_out: String,
    /// What is wrong with the rest.
    pub found: Vec<Diagnostic>,
}

/// What `verify` says of the journal, and of a copy with one byte changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries, root, and signed checkpoints that fit; or what is wrong.
    pub whole: Result<(u64, String, u64), String>,
    /// The byte that was changed in the copy, from 0.
    pub place: usize,
    /// What it was, and what it became.
    pub changed: (char, char),
    /// The first thing that is wrong with the copy.
    pub found: Option<String>,
}

/// What the demonstration can do beside.
pub trait Demo: Send + Sync + std::fmt::Debug {
    /// A page of the letters, the newest first; those to one address, if it is given.
    fn letters(&self, to: Option<&str>, skip: usize, most: usize) -> Inbox;
    /// The letter with this number.
    fn letter(&self, number: usize) -> Option<Letter>;
    /// Headings, and the roles of those who stand under them.
    fn groups(&self) -> Vec<(String, Vec<String>)>;
    /// What to look at, in order.
    fn tour(&self) -> Vec<TourStep>;
    /// The words of an opening card that the play made for somebody in a round.
    fn card(&self, round: &str, person: &str) -> Option<String>;
    /// Lets so many days pass; everything on the way happens at its own moment.
    ///
    /// # Errors
    /// A clock cannot run out.
    fn pass(&self, days: u32) -> anyhow::Result<()>;
    /// Checks a workflow file without the line that has these words.
    ///
    /// # Errors
    /// There is no such file or line.
    fn check(&self, file: &str, without: &str) -> anyhow::Result<Checked>;
    /// Verifies the journal as it is, and a copy with one byte changed.
    ///
    /// # Errors
    /// The journal cannot be read.
    fn verify(&self) -> anyhow::Result<Verified>;
}
