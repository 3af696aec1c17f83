//! The command line: one file for each command. The only part that prints.

mod ahead;
pub mod answers;
mod backup;
mod belongings;
mod bench;
pub mod bridge;
mod changeover;
mod check;
mod clock;
mod complain;
pub mod cover;
pub mod demo;
mod demonstrate;
mod examples;
mod explain;
mod files;
mod found;
mod import;
mod incidents;
mod incoming;
mod mail;
mod misread;
mod outbox;
mod pack;
mod people;
mod printing;
mod reading;
mod receipts;
mod regular;
pub mod rehearse;
mod schema;
mod serve;
mod verify;
mod visit;
mod work;

use std::{path::PathBuf, process::ExitCode};

use accord_log::Seen;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, builder::NonEmptyStringValueParser};

use crate::config::Config;

/// Procurement and contracts for alliances of voluntary organisations, decided by workflow files.
#[derive(Debug, Parser)]
#[command(name = "accord", version, about, arg_required_else_help = true)]
struct Line {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Says everything that is wrong with workflow files, and what is proved of the rest.
    Check {
        /// Workflow files; without any, those of the library.
        files: Vec<PathBuf>,
    },
    /// Draws a workflow.
    Draw {
        /// The workflow file.
        file: PathBuf,
        /// What to draw.
        #[arg(long = "as", value_enum, default_value = "svg")]
        format: explain::As,
    },
    /// Says what becomes possible, and impossible, when one version takes the place of another.
    Diff {
        /// The workflow file as it was.
        old: PathBuf,
        /// As it is to be.
        new: PathBuf,
    },
    /// Says what a workflow will ask of somebody, when, and how long they have.
    Journey {
        /// The workflow file.
        file: PathBuf,
        /// Whose.
        #[arg(long)]
        role: String,
    },
    /// Says what happens on a record by itself, from now on, until somebody acts.
    Ahead {
        /// The record's reference: `PSF-2026-001`.
        reference: String,
        /// The alliance, by its short name; without it the only one.
        #[arg(long)]
        alliance: Option<String>,
    },
    /// Plays a scenario on a virtual clock and leaves everything that it would produce.
    Rehearse {
        /// `workflows/scenarios/*.yaml`
        scenario: PathBuf,
        /// Where to leave documents, emails, notices, journal and summary.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Founds an alliance in a new database, from a file, and invites those whom it names.
    Found(found::Settings),
    /// Brings in what ran before, from CSV files: contracts, posts, past returns. Says first what would happen.
    Import(import::Settings),
    /// Workflows with what they need as one file: for others, and from others.
    #[command(subcommand)]
    Pack(pack::Packs),
    /// Serves the pages, with the worker inside.
    Serve(serve::Settings),
    /// Shows everything on this computer alone, with invented people, and a clock that can be moved.
    Demo(demo::Settings),
    /// Plays scenarios and says what no play has shown of the workflows: transitions, conditions both
    /// ways, clocks, reminders.
    Cover(cover::Wish),
    /// Lets clocks run out and sends what waits in the outbox.
    Work(work::Settings),
    /// Shows what could not be sent or made, and sends it again or drops it.
    #[command(subcommand)]
    Outbox(outbox::Outbox),
    /// Shows what went wrong and waits for a person, and closes what somebody has seen to.
    #[command(subcommand)]
    Incidents(incidents::Incidents),
    /// Puts records under way under another version of their rules, by a file, and back: tried out first.
    Changeover(changeover::Settings),
    /// Puts one answer to a letter, as a mail server hands it over, where a worker takes it.
    Incoming(incoming::Settings),
    /// Does about people what takes two on the pages, where an alliance has no two.
    #[command(subcommand)]
    People(people::People),
    /// Shows the clock beside the latest time that was seen.
    Clock {
        /// Take the clock for right though it is behind: the later time was wrong.
        #[arg(long)]
        accept: bool,
        /// Who says so, for the journal.
        #[arg(long, env = "USER", default_value = "operator", value_parser = NonEmptyStringValueParser::new())]
        by: String,
    },
    /// Shows what belongs to the database and is kept outside it (the key to sealed bids, the key that signs, documents),
    /// and whether the settings name the right ones.
    Belongings(belongings::Settings),
    /// Says whether a journal is whole: an exported one, or a database that is only looked at.
    Verify {
        /// A journal (`journal.jsonl`), a database file, or its address.
        target: String,
        /// A file with the verifier key, to check the signatures as well.
        #[arg(long)]
        key: Option<PathBuf>,
        /// A checkpoint from a letter or a document that you kept: `1042 · 5f2c9a1b7d03e4f2`.
        #[arg(long)]
        seen: Option<Seen>,
    },
    /// Says whether the receipt of a bid is good: that it stands in the journal, with nothing but the public key.
    VerifyReceipt {
        /// The receipt, as it was saved from the page of the bid.
        file: PathBuf,
        /// A file with the verifier key (the one with .pub at its end).
        #[arg(long)]
        key: PathBuf,
    },
    /// Copies the database while it is in use, verifies the copy, and encrypts it.
    Backup {
        /// The file to write.
        #[arg(long)]
        to: PathBuf,
        /// An age public key (`age1…`) that can open it; may be given several times.
        #[arg(long = "for", required = true)]
        recipients: Vec<String>,
        /// A file with the verifier key, to check the signatures as well.
        #[arg(long)]
        key: Option<PathBuf>,
    },
    /// Opens a backup, verifies it, and puts it where no database is yet.
    Restore {
        /// The backup.
        from: PathBuf,
        /// A file with the age identity that opens it.
        #[arg(long)]
        identity: PathBuf,
        /// The database file to write.
        #[arg(long)]
        to: PathBuf,
        /// A file with the verifier key, to check the signatures as well.
        #[arg(long)]
        key: Option<PathBuf>,
    },
    /// Measures how fast this machine does what accord does, beside the same work in a bare loop.
    Bench(bench::Settings),
    /// Uses a running demonstration as so many people at once would, and says how long pages take.
    Visit(visit::Settings),
    /// Writes the JSON Schema of a kind of file.
    Schema {
        /// workflow, roles, catalogue, calendar, rate-card, scenario, seed or founding.
        kind: schema::Kind,
    },
}

/// Reads the command line, does what it says, and gives the exit code: 0 done, 1 found something
/// wrong in what was given, 2 could not do it.
pub fn run() -> ExitCode {
    printing::end_quietly();
    let form = form();
    let read = form.clone().try_get_matches();
    let line = match read.and_then(|matches| Line::from_arg_matches(&matches)) {
        Ok(line) => line,
        Err(error) => return misread::explain(&error, &form),
    };
    let outcome = misread::judge(&line.config, &form).and_then(|()| perform(&line));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            complain::about(&error);
            ExitCode::from(2)
        }
    }
}

/// Every variable of the environment that is a setting.
pub fn variables() -> Vec<String> {
    misread::variables(&form())
}

/// Every command that there is to start, with what its help says under its options.
pub fn commands() -> Vec<(String, String)> {
    let form = examples::under(Line::command());
    let shown = form.get_subcommands().filter(|one| !one.is_hide_set());
    shown
        .map(|one| {
            let under = one.get_after_help().map(ToString::to_string);
            (one.get_name().to_owned(), under.unwrap_or_default())
        })
        .collect()
}

fn form() -> clap::Command {
    let mut form = examples::under(Line::command());
    // Options are known by how they are shown, which they are not before.
    form.build();
    form
}

fn perform(line: &Line) -> anyhow::Result<ExitCode> {
    match &line.command {
        Command::Check { files } => check::run(&line.config, files),
        Command::Draw { file, format } => explain::draw(&line.config, file, *format),
        Command::Diff { old, new } => explain::diff(&line.config, [old, new]),
        Command::Journey { file, role } => explain::journey(&line.config, file, role),
        Command::Ahead { reference, alliance } => ahead::run(&line.config, reference, alliance.as_deref()),
        Command::Rehearse { scenario, out } => demonstrate::run(&line.config, scenario, out.as_deref()),
        Command::Cover(wish) => cover::run(&line.config, wish),
        Command::Outbox(what) => outbox::run(&line.config, what),
        Command::Incidents(what) => incidents::run(&line.config, what),
        Command::Changeover(settings) => changeover::run(&line.config, settings),
        Command::Incoming(settings) => incoming::run(&line.config, settings),
        Command::People(what) => people::run(&line.config, what),
        Command::Clock { accept, by } => clock::run(&line.config, *accept, by),
        Command::Belongings(settings) => belongings::run(&line.config, settings),
        Command::Verify { target, key, seen } => verify::run(target, key.as_deref(), seen.as_ref()),
        Command::VerifyReceipt { file, key } => receipts::run(file, key),
        Command::Backup { to, recipients, key } => backup::make(&line.config, to, recipients, key.as_deref()),
        Command::Restore {
            from,
            identity,
            to,
            key,
        } => backup::restore(from, identity, to, key.as_deref()),
        Command::Found(settings) => found::run(&line.config, settings),
        Command::Import(settings) => import::run(&line.config, settings),
        Command::Pack(what) => pack::run(&line.config, what),
        Command::Serve(settings) => serve::run(&line.config, settings),
        Command::Demo(settings) => demo::run(&line.config, settings),
        Command::Work(settings) => work::run(&line.config, settings),
        Command::Bench(settings) => bench::run(&line.config, settings),
        Command::Visit(settings) => visit::run(settings),
        Command::Schema { kind } => schema::run(*kind),
    }
}
