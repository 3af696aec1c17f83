//! The command line: one file for each command. The only part that prints.

mod bridge;
mod check;
mod complain;
mod demonstrate;
pub mod rehearse;
mod schema;
mod work;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

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
    /// Plays a scenario on a virtual clock and leaves everything that it would produce.
    Rehearse {
        /// `workflows/scenarios/*.yaml`
        scenario: PathBuf,
        /// Where to leave documents, emails, notices, journal and summary.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Lets clocks run out and sends what waits in the outbox.
    Work {
        /// Stop when there is nothing to do now.
        #[arg(long)]
        once: bool,
    },
    /// Writes the JSON Schema of a kind of file.
    Schema {
        /// workflow, roles, catalogue, calendar, rate-card, scenario or seed.
        kind: schema::Kind,
    },
}

/// Reads the command line, does what it says, and gives the exit code: 0 done, 1 found something
/// wrong in what was given, 2 could not do it.
pub fn run() -> ExitCode {
    let line = Line::parse();
    let outcome = match &line.command {
        Command::Check { files } => check::run(&line.config, files),
        Command::Rehearse { scenario, out } => demonstrate::run(&line.config, scenario, out.as_deref()),
        Command::Work { once } => work::run(&line.config, *once),
        Command::Schema { kind } => schema::run(*kind),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            complain::about(&error);
            ExitCode::from(2)
        }
    }
}
