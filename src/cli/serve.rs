//! `accord serve`: the web, with the worker inside unless another process works.

use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
    process::ExitCode,
    sync::Arc,
    thread,
    time::Duration,
};

use anyhow::Context as _;
use clap::builder::BoolishValueParser;
use tokio_util::sync::CancellationToken;

use super::{files, misread, regular, work};
use crate::{
    config::Config,
    domain::host::Origin,
    effects::{
        files::Files,
        worker::{Job, Stop, Worker},
    },
    service::{app::App, outages},
    web::{
        limits::{Gate, Pace},
        serve::{self, Listen},
        site::{self, Site},
        sites::Sites,
    },
};

/// How often a process says that it serves pages, and looks which alliances there are.
const BEAT: Duration = Duration::from_secs(30);

/// Where to listen, and whom to believe.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Settings {
    /// Where to listen. People reach it through a proxy with a certificate, which is `--origin`.
    #[arg(long, env = "ACCORD_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address of a proxy in front, whose word on a client's address counts; several may be given.
    #[arg(long = "proxy", env = "ACCORD_PROXIES", value_delimiter = ',')]
    proxies: Vec<IpAddr>,
    /// Threads that answer.
    #[arg(long, env = "ACCORD_WEB_THREADS", default_value = "2", value_parser = misread::threads)]
    web_threads: usize,
    /// Do not work here: clocks and letters are another process's.
    #[arg(long, env = "ACCORD_NO_WORKER", value_parser = BoolishValueParser::new())]
    no_worker: bool,
    #[command(flatten)]
    ways: work::Ways,
}

/// Files of documents, as pages read them.
#[derive(Debug)]
pub(super) struct Shown(pub(super) Arc<Files>);

impl site::Files for Shown {
    fn get(&self, key: &str) -> anyhow::Result<Vec<u8>> {
        Ok(self.0.get(key)?)
    }

    fn put(&self, key: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
        Ok(self.0.put(key, bytes)?)
    }
}

/// Whether there is no alliance to serve: no file, or nothing in it. What else is wrong with a database is said where
/// it is opened.
fn nobody_is_here(config: &Config) -> bool {
    match config.look_at_store() {
        Ok(store) => store.read(accord_store::alliances::all).is_ok_and(|all| all.is_empty()),
        Err(_) => config
            .database
            .strip_prefix("sqlite:")
            .is_some_and(|path| !Path::new(path).exists()),
    }
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line is what prints"
)]
pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    let origin = Origin::parse(&config.origin)?;
    if nobody_is_here(config) {
        eprintln!(
            "accord: no alliance has been founded in {}. `accord found FILE` does that (`accord found --example` begins \
             a file); if there is one, ACCORD_DATABASE names another database. Nothing was made.",
            config.shown()
        );
        return Ok(ExitCode::from(2));
    }
    let app = config.open()?;
    let files = Arc::new(files::open(&config.files, &app)?);
    let site = Site {
        gate: Arc::new(Gate::new(&app.wall, Pace::default(), settings.proxies.clone())),
        templates: site::briefs(&app)?,
        files: Arc::new(Shown(files.clone())),
        demo: None,
        app: app.clone(),
        origin,
    };
    let worker = match settings.no_worker {
        true => None,
        false => Some(work::open(&app, files, &settings.ways, config.scanner.as_deref())?),
    };
    let listen = Listen {
        workers: settings.web_threads,
        ..Listen::at(settings.listen).context("ACCORD_LISTEN")?
    };
    let text = site.origin.text();
    let answers = regular::taking(&app, &config.replies_folder)?;
    beating(&app, || {
        together(&app, site, (worker.as_ref(), answers), listen, |at| {
            println!("serving {text} on {at}");
            if let Some(said) = settings.ways.mail.said().filter(|_| worker.is_some()) {
                println!("{said}");
            }
        })
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Says now and then that this process serves pages, as long as it does something. Once before: clocks that ran out while
/// nobody was there have not been fired, and who gets more time for that gets it first.
fn beating(app: &App, during: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    outages::beat(app)?;
    let stop = Stop::default();
    thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.waits(BEAT) {
                if let Err(error) = outages::beat(app) {
                    tracing::error!(%error, "it could not be noted that the service is there");
                }
            }
        });
        let done = during();
        stop.now();
        done
    })
}

/// Serves, with a worker beside, until told to stop; then both finish what is in hand.
pub(super) fn together(
    app: &App,
    site: Site,
    (worker, answers): (Option<&Worker>, Option<Job>),
    listen: Listen,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    check_pages()?;
    let sites = Arc::new(Sites::of(Arc::new(site)));
    let stop = Stop::default();
    let wall = app.wall.clone();
    let (name, mut jobs) = (work::name(app), regular::jobs(app)?);
    jobs.extend(answers);
    thread::scope(|scope| {
        scope.spawn({
            let (sites, stop) = (sites.clone(), &stop);
            move || {
                while !stop.waits(BEAT) {
                    sites.look();
                }
            }
        });
        if let Some(worker) = worker {
            let (stop, wall, name, jobs) = (&stop, wall, &name, &jobs);
            scope.spawn(move || worker.run(name, 1, &*wall, jobs, stop));
        }
        let served = serve::run(sites, listen, CancellationToken::new(), ready);
        stop.now();
        served
    })
}

fn check_pages() -> anyhow::Result<()> {
    crate::views::pages::check().map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the pages cannot be drawn:\n{}", lines.join("\n"))
    })
}
