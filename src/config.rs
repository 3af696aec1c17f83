//! Settings: every one is a flag, and an environment variable named after it.

use std::{path::PathBuf, sync::Arc};

use accord_store::{Store, StoreOptions};
use anyhow::Context as _;

use crate::{
    clock::SystemClock,
    rng::Rng,
    service::{
        app::App,
        library::{Library, Shelf},
        sealing::Seals,
    },
};

/// What every command that touches data needs.
#[derive(Debug, Clone, clap::Args)]
pub struct Config {
    /// Where the data are: `sqlite:PATH` or `postgres://…`.
    #[arg(long, env = "ACCORD_DATABASE", default_value = "sqlite:accord.db", global = true)]
    pub database: String,
    /// A folder with `workflows/` and `templates/` to use instead of the built-in ones.
    #[arg(long, env = "ACCORD_LIBRARY", global = true)]
    pub library: Option<PathBuf>,
    /// The key to sealed bids: a file that is made once, kept outside the database and its backups,
    /// and never lost while bids are sealed.
    #[arg(long, env = "ACCORD_SEALS", default_value = "accord.seals", global = true)]
    pub seals: PathBuf,
    /// Our address in letters.
    #[arg(long, env = "ACCORD_ORIGIN", default_value = "http://localhost:8080", global = true)]
    pub origin: String,
}

impl Config {
    /// The files that decide.
    ///
    /// # Errors
    /// A vocabulary, calendar or rate card that cannot be read.
    pub fn read_library(&self) -> anyhow::Result<Arc<Library>> {
        let shelf = match &self.library {
            Some(folder) => Shelf::folder(folder)?,
            None => Shelf::built_in(),
        };
        Ok(Arc::new(Library::read(shelf)?))
    }

    /// The database.
    ///
    /// # Errors
    /// It cannot be opened; says what to do.
    pub fn open_store(&self) -> anyhow::Result<Store> {
        Store::open(&self.database, StoreOptions::default())
            .with_context(|| format!("{} cannot be opened", self.database))
    }

    /// Everything, with the machine's clock.
    ///
    /// # Errors
    /// The files or the database cannot be used.
    pub fn open(&self) -> anyhow::Result<App> {
        Ok(App::new(
            self.open_store()?,
            self.read_library()?,
            Arc::new(SystemClock),
            Rng::from_system(),
            &self.origin,
        )
        .keeping(Seals::kept_in(&self.seals)?))
    }
}
