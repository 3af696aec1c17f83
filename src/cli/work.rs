//! `accord work`: lets clocks run out, and sends and makes what waits in the outbox.

use std::{fs, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context as _, anyhow, bail};

use super::{bridge, files, regular};
use crate::{
    config::Config,
    domain::hex,
    effects::{
        files::Files,
        hooks::Reach,
        mail::{
            compose::Sender,
            smtp::{Line, Smtp, SmtpSettings},
            transport::{Folder, Transport},
        },
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
    #[arg(long, env = "ACCORD_THREADS", default_value_t = 2)]
    threads: usize,
}

/// Where letters go.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Ways {
    /// The mail server, `host:port`, reached with STARTTLS (`tls:host:port` for a line that is
    /// encrypted from the start); or `folder:PATH` to write letters there instead.
    #[arg(long, env = "ACCORD_MAIL", default_value = "folder:mail")]
    mail: String,
    /// Name and password for the mail server, `name:password`.
    #[arg(long, env = "ACCORD_MAIL_LOGIN", hide_env_values = true)]
    mail_login: Option<String>,
    /// A file with the certificate (PEM) of the authority that vouches for the mail server, if it is
    /// none that everybody knows.
    #[arg(long, env = "ACCORD_MAIL_CA")]
    mail_ca: Option<PathBuf>,
    /// The address that letters come from.
    #[arg(long, env = "ACCORD_MAIL_FROM", default_value = "accord@localhost")]
    mail_from: String,
    /// Programs may be told at addresses inside (private, this machine), and there in the clear.
    #[arg(long, env = "ACCORD_HOOKS_INSIDE")]
    hooks_inside: bool,
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    let app = config.open()?;
    let files = Arc::new(files::open(&config.files, &app)?);
    let worker = open(&app, files, &settings.ways, config.scanner.as_deref())?;
    let jobs = regular::jobs(&app)?;
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
    worker.run(&name, settings.threads.max(1), &*app.wall, &jobs, &Stop::default());
    Ok(ExitCode::SUCCESS)
}

/// A name that no other worker has: leases are told apart by it, and several machines may work on
/// one database.
pub(super) fn name(app: &App) -> String {
    format!("work-{}", hex(&app.rng.bytes::<4>()))
}

/// A worker with these ways out, and somebody to ask about files.
pub(super) fn open(app: &App, files: Arc<Files>, settings: &Ways, scanner: Option<&str>) -> anyhow::Result<Worker> {
    let origin = settings
        .mail_from
        .split_once('@')
        .map_or("localhost", |(_, domain)| domain);
    let sender = Sender {
        address: settings.mail_from.clone(),
        origin: origin.to_owned(),
    };
    let worker = bridge::worker(
        app,
        bridge::words(app)?,
        files,
        transport(settings, origin)?,
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

fn transport(settings: &Ways, hello: &str) -> anyhow::Result<Arc<dyn Transport>> {
    if let Some(folder) = settings.mail.strip_prefix("folder:") {
        return Ok(Arc::new(Folder::open(folder.into())?));
    }
    let (line, server) = match settings.mail.strip_prefix("tls:") {
        Some(server) => (Line::Tls, server),
        None => (Line::StartTls, settings.mail.as_str()),
    };
    let Some((host, port)) = server.split_once(':') else {
        bail!(
            "`{}` is no mail server: write host:port, tls:host:port, or folder:PATH",
            settings.mail
        );
    };
    let login = settings
        .mail_login
        .as_ref()
        .map(|login| {
            let (name, password) = login.split_once(':').context("write the mail login as name:password")?;
            Ok::<_, anyhow::Error>((name.to_owned(), password.to_owned()))
        })
        .transpose()?;
    let authority = settings
        .mail_ca
        .as_ref()
        .map(|path| {
            fs::read(path).with_context(|| {
                format!(
                    "ACCORD_MAIL_CA: the certificate `{}` cannot be read; it is a file in PEM form",
                    path.display()
                )
            })
        })
        .transpose()?;
    let smtp = Smtp::new(&SmtpSettings {
        host: host.to_owned(),
        port: port.parse().with_context(|| format!("`{port}` is no port"))?,
        line,
        login,
        hello: hello.to_owned(),
        authority,
        patience: Duration::from_secs(30),
    })
    .map_err(|error| anyhow!(error))?;
    Ok(Arc::new(smtp))
}
