//! `accord people`: what takes two people on the pages, where an alliance has no two. Whoever runs the server does
//! it, and the journal and a letter say so.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::builder::NonEmptyStringValueParser;

use super::incidents::alliance as named;
use crate::{
    config::Config,
    service::{app::App, erasure::kept, people::operator},
};

/// Why, who says so, and where.
#[derive(Debug, clap::Args)]
pub(super) struct Said {
    /// Why. It stays in the journal.
    #[arg(long)]
    because: String,
    /// Who says so, for the journal.
    #[arg(long, env = "USER", default_value = "operator", value_parser = NonEmptyStringValueParser::new())]
    by: String,
    /// The alliance, by its short name; without it the only one.
    #[arg(long)]
    alliance: Option<String>,
}

/// What is asked.
#[derive(Debug, clap::Subcommand)]
pub(super) enum People {
    /// Appoints somebody who takes part to a role in the whole alliance.
    Appoint {
        /// Their email address, or the short word by which they are known.
        who: String,
        /// The role: `contract_manager`.
        role: String,
        #[command(flatten)]
        said: Said,
    },
    /// Changes the address by which somebody signs in, and tells the old one.
    Address {
        /// Their email address, or the short word by which they are known.
        who: String,
        /// The new address.
        address: String,
        #[command(flatten)]
        said: Said,
    },
    /// Tells who somebody was who was erased, while the law asks for it to be kept.
    Identify {
        /// The id, as the journal has it.
        id: String,
        #[command(flatten)]
        said: Said,
    },
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, what: &People) -> anyhow::Result<ExitCode> {
    let app: App = config.open_there()?;
    match what {
        People::Appoint {
            who,
            role,
            said: Said { because, by, alliance },
        } => {
            let id = named(&app, alliance.as_deref())?;
            let done = operator::appoint(&app, &id, (who, role), because, by).context("they were not appointed")?;
            println!("{done}");
        }
        People::Address {
            who,
            address,
            said: Said { because, by, alliance },
        } => {
            let id = named(&app, alliance.as_deref())?;
            let done = operator::readdress(&app, &id, (who, address), because, by).context("nothing was changed")?;
            println!("{done}");
        }
        People::Identify {
            id: person,
            said: Said { because, by, alliance },
        } => {
            let id = named(&app, alliance.as_deref())?;
            let name = kept::identify(&app, &id, person, (because, by)).context("nothing was opened")?;
            println!("{name}");
        }
    }
    Ok(ExitCode::SUCCESS)
}
