//! `accord incoming`: puts one message that a mail server hands over where a worker takes it. It opens no database,
//! because on SQLite another process has it.

use std::{
    io::{self, Read as _},
    process::ExitCode,
};

use anyhow::{Context as _, ensure};

use crate::{config::Config, effects::mail::maildir::Maildir};

/// What mail servers take for "try again" (`EX_TEMPFAIL`): the message stays with them.
const LATER: u8 = 75;

/// What is asked; the message comes from standard input.
#[derive(Debug, clap::Args)]
pub(super) struct Settings {
    /// Whom the message is for, as the server knows it; without it, as its head says.
    #[arg(long)]
    to: Option<String>,
}

pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    match put(config, settings) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => {
            super::complain::about(&error);
            Ok(ExitCode::from(LATER))
        }
    }
}

fn put(config: &Config, settings: &Settings) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    let read = io::stdin().read_to_end(&mut bytes);
    read.context("the message cannot be read from standard input")?;
    ensure!(!bytes.is_empty(), "no message came from standard input");
    ensure!(
        config.replies.is_some(),
        "letters cannot be answered here: set ACCORD_REPLIES to the address at which answers arrive"
    );
    let folder = &config.replies_folder;
    Maildir::open(folder)
        .and_then(|maildir| maildir.put(settings.to.as_deref(), &bytes))
        .with_context(|| {
            format!(
                "ACCORD_REPLIES_FOLDER: nothing can be written into {}",
                folder.display()
            )
        })
}
