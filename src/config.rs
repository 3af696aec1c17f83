//! Settings: every one is a flag, and an environment variable named after it.

use std::{path::PathBuf, sync::Arc};

use accord_store::{Store, StoreOptions, migrate};
use anyhow::Context as _;

use crate::{
    clock::SystemClock,
    rng::Rng,
    service::{
        app::App,
        belongings::{self, Belonging},
        checkpoints::Signer,
        homes,
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
    /// The key that signs checkpoints of the journal: a file that is made once, with what others
    /// verify with beside it (`.pub`); the same on every machine, and kept for good.
    #[arg(long, env = "ACCORD_SIGNING_KEY", default_value = "accord.key", global = true)]
    pub signing_key: PathBuf,
    /// Our address in letters.
    #[arg(long, env = "ACCORD_ORIGIN", default_value = "http://localhost:8080", global = true)]
    pub origin: String,
    /// Who is asked whether files that people send do harm: `clamd:/path/of/socket`, `clamd:host:port`,
    /// or a program that reads the file from its input and ends with 0 if it is clean, with 1 if not.
    #[arg(long, env = "ACCORD_SCANNER", global = true)]
    pub scanner: Option<String>,
    /// The address at which letters about texts are answered: `replies@accord.example`, with any `+…` before the `@`.
    /// Without it, letters cannot be answered by email.
    #[arg(long, env = "ACCORD_REPLIES", value_parser = replies, global = true)]
    pub replies: Option<String>,
    /// The folder in which answers arrive: a Maildir, into which a mail server or `accord incoming` writes.
    #[arg(long, env = "ACCORD_REPLIES_FOLDER", default_value = "replies", global = true)]
    pub replies_folder: PathBuf,
    /// Where documents are kept.
    #[command(flatten)]
    pub files: FilesConfig,
}

/// Where documents are kept.
#[derive(Debug, Clone, clap::Args)]
pub struct FilesConfig {
    /// Where documents are kept: a folder, or `s3://BUCKET/PREFIX` on a server that speaks S3.
    #[arg(
        id = "files_place",
        long = "files",
        env = "ACCORD_FILES",
        default_value = "files",
        global = true
    )]
    pub place: String,
    /// The address of the S3 server, if it is not Amazon's: `https://…`.
    #[arg(
        id = "files_endpoint",
        long = "files-endpoint",
        env = "ACCORD_FILES_ENDPOINT",
        global = true
    )]
    pub endpoint: Option<String>,
    /// The region of the bucket; any word will do for a server of one's own.
    #[arg(
        id = "files_region",
        long = "files-region",
        env = "ACCORD_FILES_REGION",
        default_value = "eu-west-2",
        global = true
    )]
    pub region: String,
    /// Who we are at the S3 server.
    #[arg(id = "files_key", long = "files-key", env = "ACCORD_FILES_KEY", global = true)]
    pub key: Option<String>,
    /// The secret that proves it.
    #[arg(
        id = "files_secret",
        long = "files-secret",
        env = "ACCORD_FILES_SECRET",
        hide_env_values = true,
        global = true
    )]
    pub secret: Option<Secret>,
}

/// A text that is never shown.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

impl std::str::FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl Config {
    /// The files that decide.
    ///
    /// # Errors
    /// A vocabulary, calendar or rate card that cannot be read.
    pub fn read_library(&self) -> anyhow::Result<Arc<Library>> {
        let shelf = match &self.library {
            Some(folder) => Shelf::folder(folder).context("ACCORD_LIBRARY")?,
            None => Shelf::built_in(),
        };
        Ok(Arc::new(Library::read(shelf)?))
    }

    /// The address of the database, as it may be shown.
    pub(crate) fn shown(&self) -> String {
        without_password(&self.database)
    }

    /// The database.
    ///
    /// # Errors
    /// It cannot be opened; says what to do.
    pub fn open_store(&self) -> anyhow::Result<Store> {
        Store::open(&self.database, StoreOptions::default())
            .with_context(|| format!("ACCORD_DATABASE: {} cannot be opened", self.shown()))
    }

    /// The database, to look at it: another process may have it.
    ///
    /// # Errors
    /// It cannot be opened; says what to do.
    pub fn look_at_store(&self) -> anyhow::Result<Store> {
        Store::look(&self.database, StoreOptions::default())
            .with_context(|| format!("ACCORD_DATABASE: {} cannot be looked at", self.shown()))
    }

    /// Everything, with the machine's clock. Keys are made where the database knows none yet, and nowhere else.
    ///
    /// # Errors
    /// The files, the database or the keys cannot be used.
    pub fn open(&self) -> anyhow::Result<App> {
        let app = self.with(self.open_store()?)?;
        let (seals, _) = belongings::seals(&app.store, &self.seals)?;
        let (signer, _) = belongings::signer(&app.store, &self.signing_key)?;
        // All are judged before one is made.
        seals.expect(Belonging::Seals, &self.seals.display().to_string())?;
        signer.expect(Belonging::SigningKey, &self.signing_key.display().to_string())?;
        let app = app
            .keeping(self.seals()?)
            .signing(self.signer()?)
            .scanning(self.scanner.is_some());
        homes::look(&app)?;
        let now = app.wall.now();
        for (what, mark, path) in [
            (Belonging::Seals, app.seals.mark(), &self.seals),
            (
                Belonging::SigningKey,
                app.signer.public().to_string(),
                &self.signing_key,
            ),
        ] {
            belongings::remember(&app.store, what, (&mark, &path.display().to_string()), now)?;
        }
        Ok(app)
    }

    /// The key to sealed forms; made where the setting names none, whatever the database knows.
    ///
    /// # Errors
    /// It cannot be read or made.
    pub fn seals(&self) -> anyhow::Result<Seals> {
        Seals::kept_in(&self.seals)
    }

    /// The key that signs; made where the setting names none, whatever the database knows.
    ///
    /// # Errors
    /// It cannot be read or made.
    pub fn signer(&self) -> anyhow::Result<Signer> {
        Signer::kept_in(&self.signing_key, host(&self.origin))
    }

    /// Everything on a database that is there: for what mends something, and makes no new one where a path is wrong.
    ///
    /// # Errors
    /// There is none; or as [`Config::open`].
    pub fn open_there(&self) -> anyhow::Result<App> {
        self.look_at_store()?
            .read(migrate::expect_ours)
            .with_context(|| format!("ACCORD_DATABASE: {} cannot be opened", self.shown()))?;
        self.open()
    }

    /// Everything, to look at it: another process may have the database, and no key is made.
    ///
    /// # Errors
    /// As [`Config::open`].
    pub fn look(&self) -> anyhow::Result<App> {
        let store = self.look_at_store()?;
        store
            .read(migrate::expect_current)
            .with_context(|| format!("ACCORD_DATABASE: {} cannot be looked at", self.shown()))?;
        let app = self.with(store)?;
        homes::look(&app)?;
        Ok(app)
    }

    /// Everything but keys, on a database that is open.
    ///
    /// # Errors
    /// The files cannot be used.
    pub fn with(&self, store: Store) -> anyhow::Result<App> {
        Ok(App::new(
            store,
            self.read_library()?,
            Arc::new(SystemClock),
            Rng::from_system(),
            &self.origin,
        )
        .answered_at(self.replies.as_deref()))
    }
}

/// The address of a database in backticks, without the password that may stand in it.
pub fn without_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    match rest.rsplit_once('@') {
        Some((name, server)) if !scheme.is_empty() => {
            let name = name.split(':').next().unwrap_or_default();
            format!("`{scheme}://{name}@{server}`")
        }
        _ => format!("`{url}`"),
    }
}

/// An address with one `@`, short enough that a token fits in.
fn replies(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.split_once('@') {
        Some((name, host))
            if !name.is_empty() && name.len() <= 40 && host.contains('.') && !text.contains(['+', ' ']) =>
        {
            Ok(text.to_owned())
        }
        _ => Err(
            "write an address such as replies@accord.example, with at most 40 letters before the @ and no +".to_owned(),
        ),
    }
}

/// `accord.example` of `https://accord.example:8443/x`.
fn host(origin: &str) -> &str {
    let rest = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}
