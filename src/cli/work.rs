//! `accord work`: lets clocks run out, and sends and makes what waits in the outbox.

use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context as _, anyhow, bail};

use super::bridge;
use crate::{
    config::Config,
    effects::{
        files::{FileSettings, Files},
        mail::{
            compose::Sender,
            smtp::{Line, Smtp, SmtpSettings},
            transport::{Folder, Transport},
        },
        worker::{Stop, Worker},
    },
    service::{app::App, clocks},
    views::library::Templates,
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

/// Where things go.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Ways {
    /// The folder where documents are kept.
    #[arg(long, env = "ACCORD_FILES", default_value = "files")]
    pub(super) files: PathBuf,
    /// The mail server, `host:port`, reached with STARTTLS (`tls:host:port` for a line that is
    /// encrypted from the start); or `folder:PATH` to write letters there instead.
    #[arg(long, env = "ACCORD_MAIL", default_value = "folder:mail")]
    mail: String,
    /// Name and password for the mail server, `name:password`.
    #[arg(long, env = "ACCORD_MAIL_LOGIN", hide_env_values = true)]
    mail_login: Option<String>,
    /// The address that letters come from.
    #[arg(long, env = "ACCORD_MAIL_FROM", default_value = "accord@localhost")]
    mail_from: String,
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    let app = config.open()?;
    let worker = open(&app, &settings.ways)?;
    if settings.once {
        let fired = clocks::fire_due(&app)?;
        let drained = worker.drain(app.wall.now())?;
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
    worker.run(
        "work",
        settings.threads.max(1),
        &*app.wall,
        Vec::new(),
        &Stop::default(),
    );
    Ok(ExitCode::SUCCESS)
}

/// A worker with these ways out.
pub(super) fn open(app: &App, settings: &Ways) -> anyhow::Result<Worker> {
    let templates = Templates::load(app.library.shelf.root.as_deref()).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow!("the templates cannot be used:\n{}", lines.join("\n"))
    })?;
    let files = Files::open(&FileSettings::Folder(settings.files.clone()))?;
    let origin = settings
        .mail_from
        .split_once('@')
        .map_or("localhost", |(_, domain)| domain);
    let sender = Sender {
        address: settings.mail_from.clone(),
        origin: origin.to_owned(),
    };
    Ok(bridge::worker(
        app,
        Arc::new(templates),
        Arc::new(files),
        transport(settings, origin)?,
        sender,
    ))
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
    let smtp = Smtp::new(&SmtpSettings {
        host: host.to_owned(),
        port: port.parse().with_context(|| format!("`{port}` is no port"))?,
        line,
        login,
        hello: hello.to_owned(),
        authority: None,
        patience: Duration::from_secs(30),
    })
    .map_err(|error| anyhow!(error))?;
    Ok(Arc::new(smtp))
}
