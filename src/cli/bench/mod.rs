//! `accord bench`: how fast the house is on this machine, beside the same work without the house.

mod floors;
mod home;
mod measure;
mod report;
mod text;
mod upload;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use accord_store::bench::BenchOptions;
use anyhow::Context as _;
use clap::ValueEnum;

use self::report::{Machine, Report};
use crate::config::Config;

/// What to measure, and for how long.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Settings {
    /// What to measure; everything, if nothing is named.
    #[arg(value_enum)]
    sections: Vec<Section>,
    /// Seconds that each measurement takes.
    #[arg(long, default_value = "3", value_parser = seconds)]
    time: Duration,
    /// How often each is repeated; the median counts.
    #[arg(long, default_value_t = 3, value_parser = at_least_one)]
    rounds: usize,
    /// Clients at once on SQLite.
    #[arg(long, value_name = "CLIENTS", value_delimiter = ',', default_value = "1,64", value_parser = at_least_one)]
    sqlite_clients: Vec<usize>,
    /// Clients at once on PostgreSQL.
    #[arg(long, value_name = "CLIENTS", value_delimiter = ',', default_value = "1,8,64", value_parser = at_least_one)]
    postgres_clients: Vec<usize>,
    /// Instances that are stored before anything is measured.
    #[arg(long, default_value_t = 1_000)]
    instances: u64,
    /// Instances that are stored for the other 99th percentile; a million take about 4 GB.
    #[arg(long, default_value_t = 1_000_000)]
    many: u64,
    /// Tasks that are open while Home is measured.
    #[arg(long, default_value_t = 100_000)]
    tasks: u32,
    /// The play that leaves a text open for comment.
    #[arg(long, default_value = "specification")]
    play: String,
    /// The heading before which that play stops.
    #[arg(long, default_value = "Comments")]
    before: String,
    /// What that play calls the text.
    #[arg(long, default_value = "spec")]
    text: String,
    /// A PostgreSQL server to measure (`postgres://…`), whose user may make databases: one is made and
    /// dropped. Without it a server is started, if the programs are there.
    #[arg(long, value_name = "ADDRESS")]
    postgres: Option<String>,
    /// Where to make the SQLite files, which are removed afterwards; beside the database of
    /// `--database`, if nothing is said, because its disk is what counts.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// End with 1, and a sentence for each, if a floor is missed.
    #[arg(long)]
    floors: bool,
    /// Write the figures as JSON.
    #[arg(long)]
    json: bool,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Section {
    /// Durable actions a second on SQLite.
    Sqlite,
    /// Durable actions a second on PostgreSQL.
    Postgres,
    /// Steps of the engine in memory.
    Steps,
    /// The 99th percentile with few and with many instances stored.
    Percentiles,
    /// Home with many tasks open.
    Home,
    /// A long text with many comments.
    Text,
    /// A file as large as may be sent.
    Upload,
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line is what prints"
)]
pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    let report = measure(config, settings, &|what| eprintln!("accord: measuring {what} …"))?;
    if settings.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{report}");
    }
    if !settings.floors {
        return Ok(ExitCode::SUCCESS);
    }
    let missed = floors::missed(&report);
    for sentence in &missed {
        eprintln!("accord: {sentence}");
    }
    Ok(if missed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn measure(config: &Config, settings: &Settings, say: &dyn Fn(&str)) -> anyhow::Result<Report> {
    let wanted = |section| settings.sections.is_empty() || settings.sections.contains(&section);
    let options = BenchOptions {
        time: settings.time,
        rounds: settings.rounds,
        instances: settings.instances,
    };
    let mut report = Report::new(Machine::this(), settings);
    if wanted(Section::Steps) {
        say("steps in memory");
        report.steps = measure::steps(settings.time, settings.rounds)?;
    }
    if wanted(Section::Sqlite) {
        say("SQLite");
        let folder = folder(config, settings)?;
        report.durable = accord_store::bench::on_sqlite(folder.path(), &settings.sqlite_clients, options)?;
    }
    if wanted(Section::Postgres) {
        say("PostgreSQL");
        match measure::postgres(settings.postgres.as_deref(), &settings.postgres_clients, options)? {
            Some(lines) => report.durable.extend(lines),
            None => report.skipped.push(
                "PostgreSQL was not measured: its programs are not on this machine. Give --postgres ADDRESS, or \
                 install them."
                    .to_owned(),
            ),
        }
    }
    if wanted(Section::Home) {
        say("Home with many tasks open");
        let folder = folder(config, settings)?;
        report.home = home::measure(&config.read_library()?, folder.path(), settings.tasks, settings.time)?;
    }
    if wanted(Section::Text) {
        say("a long text with many comments");
        let folder = folder(config, settings)?;
        let stop = text::Stop {
            play: &settings.play,
            before: &settings.before,
            record: &settings.text,
        };
        report.text = text::measure(&config.read_library()?, folder.path(), &stop, settings.time)?;
    }
    if wanted(Section::Upload) {
        say("a file as large as may be sent");
        let folder = folder(config, settings)?;
        report.upload = upload::measure(&*config.read_library()?, folder.path())?;
        if report.upload.is_none() {
            let says =
                "What a file takes of memory was not measured: this system does not say how much a program takes.";
            report.skipped.push(says.to_owned());
        }
    }
    if wanted(Section::Percentiles) {
        say("the 99th percentile (filling takes a while)");
        let folder = folder(config, settings)?;
        report.percentiles = measure::percentiles(folder.path(), [settings.instances, settings.many], options)?;
    }
    Ok(report)
}

/// A folder to throw away, on the disk that counts.
fn folder(config: &Config, settings: &Settings) -> anyhow::Result<tempfile::TempDir> {
    let beside = || {
        let path = Path::new(config.database.strip_prefix("sqlite:")?);
        path.parent().filter(|folder| folder.is_dir())
    };
    let place = settings.folder.as_deref().or_else(beside).unwrap_or(Path::new("."));
    tempfile::Builder::new()
        .prefix("accord-bench")
        .tempdir_in(place)
        .with_context(|| format!("no folder can be made in {}", place.display()))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let told = |_| format!("`{text}` is not a number of seconds; write it such as 3 or 0.5");
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let millis = format!("{part:0<3}");
    let whole: u64 = whole.parse().map_err(told)?;
    let millis: u64 = millis.get(..3).unwrap_or_default().parse().map_err(told)?;
    match whole.saturating_mul(1000).saturating_add(millis) {
        0 => Err("a measurement takes some time; write it such as 3 or 0.5".to_owned()),
        time => Ok(Duration::from_millis(time)),
    }
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err(format!("`{text}` is not a whole number above 0")),
        Ok(number) => Ok(number),
    }
}
