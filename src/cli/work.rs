//! `accord work`: lets clocks run out, and sends and makes what waits in the outbox.

use std::{process::ExitCode, sync::Arc};

use clap::builder::BoolishValueParser;

use super::{bridge, files, mail::MailConfig, misread, regular};
use crate::{
    config::Config,
    domain::hex,
    effects::{
        files::Files,
        hooks::Reach,
        scanner::Scanner,
        worker::{Stop, Worker},
    },
    service::{app::App, clocks},
};

/// How to work.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Settings {
    /// Stop when there is nothing to do now.
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    ways: Ways,
    /// How many letters and documents at a time.
    #[arg(long, env = "ACCORD_THREADS", default_value = "2", value_parser = misread::threads)]
    threads: usize,
}

/// The ways out: letters, and programs that are told.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Ways {
    #[command(flatten)]
    pub(super) mail: MailConfig,
    /// Programs may be told at addresses inside (private, this machine), and there in the clear.
    #[arg(long, env = "ACCORD_HOOKS_INSIDE", value_parser = BoolishValueParser::new())]
    hooks_inside: bool,
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    let app = config.open()?;
    let files = Arc::new(files::open(&config.files, &app)?);
    let worker = open(&app, files, &settings.ways, config.scanner.as_deref())?;
    let mut jobs = regular::jobs(&app)?;
    jobs.extend(regular::taking(&app, &config.replies_folder)?);
    let name = name(&app);
    if settings.once {
        worker.run_due(&jobs, &name, app.wall.now());
        let fired = clocks::fire_due(&app)?;
        let drained = worker.drain_named(&name, &|| app.wall.now())?;
        println!(
            "{fired} clocks ran out; {} done, {} to be tried again, {} given up",
            drained.done, drained.later, drained.dead
        );
        return Ok(if drained.dead > 0 {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        });
    }
    // Ended by the operator: a worker that dies loses its leases and nothing else.
    worker.run(&name, settings.threads, &*app.wall, &jobs, &Stop::default());
    Ok(ExitCode::SUCCESS)
}

/// A name that no other worker has: leases are told apart by it, and several machines may work on
/// one database.
pub(super) fn name(app: &App) -> String {
    format!("work-{}", hex(&app.rng.bytes::<4>()))
}

/// A worker with these ways out, and somebody to ask about files.
pub(super) fn open(app: &App, files: Arc<Files>, settings: &Ways, scanner: Option<&str>) -> anyhow::Result<Worker> {
    let (sender, transport) = settings.mail.open()?;
    let worker = bridge::worker(
        app,
        bridge::words(app)?,
        files,
        transport,
        sender,
        match settings.hooks_inside {
            true => Reach::Inside,
            false => Reach::Public,
        },
    );
    Ok(Worker {
        scanner: scanner.map(|text| Scanner::parse(text)?.if_there()).transpose()?,
        ..worker
    })
}
