//! What every request needs: the product, the pages, and where we are.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{host::Origin, limits::Gate};
use crate::{
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
    pub gate: Gate,
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

/// What the demonstration can do beside.
pub trait Demo: Send + Sync + std::fmt::Debug {
    /// Every letter, the newest first.
    fn letters(&self) -> Vec<Letter>;
    /// Lets so many days pass; everything on the way happens at its own moment.
    ///
    /// # Errors
    /// A clock cannot run out.
    fn pass(&self, days: u32) -> anyhow::Result<()>;
}
