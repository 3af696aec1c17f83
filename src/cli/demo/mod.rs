//! `accord demo`: the product with Sheffield in it, on this computer alone.
//!
//! A play that has run part of the way fills a new database; then the web serves it, with the worker
//! inside. Letters go into a folder, the clock can be moved, and anybody can be signed in as.

mod letters;
mod plays;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use accord_store::{Store, StoreOptions, clocks as stored};
use anyhow::Context as _;
use chrono::TimeDelta;

use super::{bridge, serve};
use crate::{
    clock::{Clock as _, ShiftedClock, SystemClock},
    config::Config,
    effects::{
        files::{FileSettings, Files},
        mail::{
            compose::Sender,
            transport::{Folder, Transport},
        },
        worker::Worker,
    },
    rng::Rng,
    service::{app::App, checkpoints::Signer, clocks, library::Library, sealing::Seals},
    web::{
        host::Origin,
        limits::{Gate, Pace},
        serve::Listen,
        site::{self, Demo, Letter, Site},
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
}

/// The database within the folder.
const DATABASE: &str = "demo.db";
/// Letters within the folder.
const LETTERS: &str = "emails";

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    let temporary;
    let folder = match &settings.keep {
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
            folder.as_path()
        }
        None => {
            temporary = tempfile::tempdir()?;
            temporary.path()
        }
    };
    let origin = format!("http://127.0.0.1:{}", settings.port);
    let library = config.read_library()?;
    let (site, worker) = build(&library, folder, &settings.which, &origin)?;
    let app = site.app.clone();
    let listen = Listen {
        at: SocketAddr::from(([127, 0, 0, 1], settings.port)),
        workers: 2,
        patience: Duration::from_secs(5),
    };
    serve::together(&app, site, Some(&worker), listen, |_| {
        println!("The demonstration is at {origin}/demo (Ctrl+C ends it)");
    })?;
    Ok(ExitCode::SUCCESS)
}

/// A site in a folder: what is there goes on, else the play fills it first.
///
/// # Errors
/// The play does not go as written, or the folder cannot be used.
pub fn build(library: &Arc<Library>, folder: &Path, which: &str, origin: &str) -> anyhow::Result<(Site, Worker)> {
    let url = format!("sqlite:{}", folder.join(DATABASE).display());
    let there = folder.join(DATABASE).exists();
    let store = if there {
        Store::open(&url, StoreOptions::default())?
    } else {
        plays::perform(library, folder, &url, which, origin)?
    };
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
    // Both workers leave letters by one way, which numbers them.
    let transport: Arc<dyn Transport> = Arc::new(Folder::open(folder.join(LETTERS))?);
    let worker = worker(&app, files.clone(), transport.clone())?;
    let demo = Stage {
        clock,
        app: app.clone(),
        worker: Mutex::new(self::worker(&app, files.clone(), transport)?),
        letters: folder.join(LETTERS),
    };
    let site = Site {
        gate: Gate::new(&app.wall, Pace::default(), Vec::new()),
        origin: Origin::parse(origin)?,
        templates: site::briefs(&app)?,
        files: Arc::new(serve::Shown(files)),
        demo: Some(Arc::new(demo)),
        app,
    };
    Ok((site, worker))
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
    Ok(bridge::worker(app, bridge::words(app)?, files, transport, sender))
}

/// The clock and the letters.
#[derive(Debug)]
struct Stage {
    app: App,
    clock: ShiftedClock,
    worker: Mutex<Worker>,
    letters: PathBuf,
}

impl Stage {
    /// Moves business time to an instant, now and for the next start.
    fn move_to(&self, at: chrono::DateTime<chrono::Utc>) -> anyhow::Result<()> {
        let by = self.clock.move_to(at);
        self.app.store.write(move |db| stored::advance(db, by))?;
        Ok(())
    }

    /// Lets everything happen that is due now.
    fn settle(&self, worker: &Worker) -> anyhow::Result<()> {
        loop {
            let fired = clocks::fire_due(&self.app)?;
            let drained = worker.drain(self.app.wall.now())?;
            if fired + drained.done + drained.fed + drained.dead == 0 {
                return Ok(());
            }
        }
    }
}

impl Demo for Stage {
    fn letters(&self) -> Vec<Letter> {
        letters::all(&self.letters)
    }

    fn pass(&self, days: u32) -> anyhow::Result<()> {
        // Two who move the clock at once would each let the other's time pass twice.
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        let target = self.clock.now() + TimeDelta::days(i64::from(days));
        self.settle(&worker)?;
        while let Some(next) = clocks::next(&self.app)?.filter(|next| *next <= target) {
            let before = self.clock.now();
            self.move_to(next)?;
            self.settle(&worker)?;
            // A clock that cannot run out is put off and tried again; time goes on without it.
            if clocks::next(&self.app)? == Some(next) && self.clock.now() >= next && before >= next {
                break;
            }
        }
        self.move_to(target)?;
        self.settle(&worker)
    }
}
