//! `accord demo`: the product with Sheffield in it, on this computer alone.
//!
//! Parts of scenarios fill a new database; then the web serves it, with the worker inside. Letters go
//! into a folder, the clock can be moved, and anybody can be signed in as.

mod cache;
mod cards;
mod first;
mod letters;
mod plays;
mod stage;
mod tour;

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, Mutex},
    time::Duration,
};

use accord_store::{Store, StoreOptions, clocks as stored};
use anyhow::Context as _;
use chrono::{DateTime, Utc};

use self::stage::Stage;
use super::{bridge, serve};
use crate::{
    clock::{Clock as _, ShiftedClock, SystemClock},
    config::Config,
    domain::host::Origin,
    effects::{
        files::{FileSettings, Files},
        hooks::Reach,
        mail::{
            compose::Sender,
            transport::{Folder, Transport},
        },
        worker::Worker,
    },
    rng::Rng,
    service::{app::App, checkpoints::Signer, library::Library, sealing::Seals},
    web::{
        limits::{Gate, Pace},
        serve::Listen,
        site::{self, Site},
        waiting::Progress,
    },
};

/// How to show it.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Settings {
    /// Where to listen; this computer alone.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Keep everything in this folder, and go on there the next time; without it all is forgotten.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Which demonstration of the library.
    #[arg(long, default_value = "sheffield")]
    which: String,
    /// Where the year that has been played is kept for the next time; `.cache/accord` in your own
    /// folder unless said otherwise. It may be deleted whenever you like.
    #[arg(long, env = "ACCORD_CACHE")]
    cache: Option<PathBuf>,
    /// Play into this folder, say how far it is, and end.
    #[arg(long, hide = true)]
    play_into: Option<PathBuf>,
}

/// The database within the folder.
const DATABASE: &str = "demo.db";
/// Letters within the folder.
const LETTERS: &str = "emails";

fn address(folder: &Path) -> String {
    format!("sqlite:{}", folder.join(DATABASE).display())
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    let origin = format!("http://127.0.0.1:{}", settings.port);
    let library = config.read_library()?;
    if let Some(folder) = &settings.play_into {
        plays::perform(&library, folder, (&settings.which, &origin), &mut |done, of, now| {
            let now = now.to_owned();
            println!("{}", Progress { done, of, now }.line());
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let temporary;
    let folder = match &settings.keep {
        Some(folder) => {
            fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
            folder.as_path()
        }
        None => {
            temporary = tempfile::tempdir()?;
            temporary.path()
        }
    };
    // Browsers may come from now on; whoever comes while the year is played is told how far it is.
    let listener = TcpListener::bind(("127.0.0.1", settings.port))
        .with_context(|| format!("cannot listen on port {}; choose another with --port", settings.port))?;
    println!("The demonstration is at {origin}/demo (Ctrl+C ends it)");
    if !folder.join(DATABASE).exists() && !first::fill(config, settings, &library, (folder, &origin), &listener)? {
        return Ok(ExitCode::SUCCESS);
    }
    let (site, worker) = build(&library, folder, &settings.which, &origin)?;
    let app = site.app.clone();
    let listen = Listen {
        workers: 2,
        patience: Duration::from_secs(5),
        ..Listen::on(listener)?
    };
    serve::together(&app, site, (Some(&worker), None), listen, |_| {})?;
    Ok(ExitCode::SUCCESS)
}

/// A site in a folder: what is there goes on, else the play fills it first.
///
/// # Errors
/// The play does not go as written, or the folder cannot be used.
pub fn build(library: &Arc<Library>, folder: &Path, which: &str, origin: &str) -> anyhow::Result<(Site, Arc<Worker>)> {
    if !folder.join(DATABASE).exists() {
        plays::perform(library, folder, (which, origin), &mut |_, _, _| {})?;
    }
    let store = Store::open(&address(folder), StoreOptions::default())?;
    if let Some(ended) = ended(folder)? {
        let ahead = ended - SystemClock.now();
        store.write(move |db| stored::set(db, ahead))?;
        fs::remove_file(folder.join(plays::ENDED))?;
    }
    let offset = store.read(stored::load)?.offset;
    let clock = ShiftedClock::ahead_by(offset);
    let (seals, signer) = keys(folder)?;
    let app = App {
        wall: Arc::new(SystemClock),
        ..App::new(
            store,
            library.clone(),
            Arc::new(clock.clone()),
            Rng::from_system(),
            origin,
        )
    }
    .keeping(seals)
    .signing(signer);
    let files = Arc::new(Files::open(&FileSettings::Folder(folder.to_owned()))?);
    let transport: Arc<dyn Transport> = Arc::new(Folder::open(folder.join(LETTERS))?);
    let worker = Arc::new(worker(&app, files.clone(), transport)?);
    let demo = Stage {
        groups: plays::find(library, which)?.groups,
        tour: tour::read(folder)?,
        cards: cards::read(folder)?,
        clock,
        app: app.clone(),
        worker: worker.clone(),
        moving: Mutex::default(),
        letters: folder.join(LETTERS),
    };
    let site = Site {
        gate: Arc::new(Gate::new(&app.wall, Pace::default(), Vec::new())),
        origin: Origin::parse(origin)?,
        templates: site::briefs(&app)?,
        files: Arc::new(serve::Shown(files)),
        demo: Some(Arc::new(demo)),
        app,
    };
    Ok((site, worker))
}

/// When the play ended, for a folder that nobody has gone on with.
fn ended(folder: &Path) -> anyhow::Result<Option<DateTime<Utc>>> {
    match fs::read_to_string(folder.join(plays::ENDED)) {
        Ok(text) => Ok(Some(DateTime::parse_from_rfc3339(text.trim())?.to_utc())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("reading {}", plays::ENDED)),
    }
}

/// The keys to sealed forms and to checkpoints; the play and what follows have the same.
fn keys(folder: &Path) -> anyhow::Result<(Seals, Signer)> {
    let seals = Seals::kept_in(&folder.join("demo.seals"))?;
    Ok((seals, Signer::kept_in(&folder.join("demo.key"), "demonstration")?))
}

fn worker(app: &App, files: Arc<Files>, transport: Arc<dyn Transport>) -> anyhow::Result<Worker> {
    let sender = Sender {
        address: "hello@synergy.example".to_owned(),
        origin: "synergy.example".to_owned(),
    };
    Ok(bridge::worker(
        app,
        bridge::words(app)?,
        files,
        transport,
        sender,
        Reach::Here,
    ))
}
