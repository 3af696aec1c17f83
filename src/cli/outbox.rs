//! `accord outbox`: letters, documents and notices that were given up.

use std::process::ExitCode;

use anyhow::bail;
use clap::builder::NonEmptyStringValueParser;

use super::incidents::{alliance, told};
use crate::{
    config::Config,
    service::mending::{self, Again, By},
};

/// What is asked.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Outbox {
    /// Lists what was given up: why, who can mend it, and how.
    List {
        /// The alliance, by its short name; without it the only one.
        #[arg(long)]
        alliance: Option<String>,
    },
    /// Sends again.
    Retry {
        /// Keys, from the list.
        #[arg(required_unless_present = "all")]
        keys: Vec<String>,
        /// Everything on the list.
        #[arg(long, conflicts_with = "keys")]
        all: bool,
        /// To this address; without it to the address that the person has today.
        #[arg(long)]
        to: Option<String>,
        /// With the template as it is today, where the published one cannot be used.
        #[arg(long)]
        todays_words: bool,
        #[command(flatten)]
        who: Who,
    },
    /// Drops: it will not be sent.
    Drop {
        /// Its key, from the list.
        key: String,
        /// Why. It stays in the journal.
        #[arg(long)]
        because: String,
        #[command(flatten)]
        who: Who,
    },
}

/// Who, and where.
#[derive(Debug, clap::Args)]
pub(super) struct Who {
    /// Who says so, for the journal.
    #[arg(long, env = "USER", default_value = "operator", value_parser = NonEmptyStringValueParser::new())]
    by: String,
    /// The alliance, by its short name; without it the only one.
    #[arg(long)]
    alliance: Option<String>,
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, what: &Outbox) -> anyhow::Result<ExitCode> {
    match what {
        Outbox::List { alliance: name } => {
            let app = config.look()?;
            let mut all = mending::open(&app, &alliance(&app, name.as_deref())?)?;
            all.retain(|one| one.letter.is_some());
            for one in &all {
                println!("{}\n", told(one));
            }
            println!("{} given up.", all.len());
        }
        Outbox::Retry {
            keys,
            all,
            to,
            todays_words,
            who,
        } => {
            let app = config.open_there()?;
            let id = alliance(&app, who.alliance.as_deref())?;
            let keys = if *all {
                let open = mending::open(&app, &id)?;
                open.into_iter().filter_map(|one| Some(one.letter?.key)).collect()
            } else {
                keys.clone()
            };
            if to.is_some() && keys.len() != 1 {
                bail!("one address is for one letter: name its key");
            }
            let how = Again {
                to: to.clone(),
                todays_words: *todays_words,
            };
            let by = By::Operator(who.by.clone());
            for key in &keys {
                mending::send_again(&app, &id, key, &by, how.clone())?;
                println!("{key} is sent again.");
            }
            if keys.is_empty() {
                println!("Nothing was given up.");
            }
        }
        Outbox::Drop { key, because, who } => {
            let app = config.open_there()?;
            let id = alliance(&app, who.alliance.as_deref())?;
            mending::drop_letter(&app, &id, key, &By::Operator(who.by.clone()), because)?;
            println!("{key} is dropped.");
        }
    }
    Ok(ExitCode::SUCCESS)
}
