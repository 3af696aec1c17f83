//! `accord belongings`: what belongs to the database and is kept outside it, beside what the settings name.

use std::{path::Path, process::ExitCode};

use accord_store::{Store, migrate};
use clap::builder::NonEmptyStringValueParser;

use super::files;
use crate::{
    config::Config,
    service::belongings::{self, Belonging, Standing},
};

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Settings {
    /// Take what the setting names for the right one from now on, though the database knows another: that one is lost.
    /// What was sealed, signed or filed with it stays as it is.
    #[arg(long, value_enum, requires = "because")]
    accept: Option<Belonging>,
    /// Why. It stays in the journal.
    #[arg(long)]
    because: Option<String>,
    /// Who says so, for the journal.
    #[arg(long, env = "USER", default_value = "operator", value_parser = NonEmptyStringValueParser::new())]
    by: String,
}

pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    if let Some(what) = settings.accept {
        accept(config, what, settings)?;
    }
    show(config)
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
fn show(config: &Config) -> anyhow::Result<ExitCode> {
    let store = config.look()?.store;
    let mut all_well = true;
    for what in Belonging::ALL {
        let (place, found) = at_hand(config, &store, what);
        let said = match &found {
            Ok(Standing::Same) => "it is the one that the database knows",
            Ok(Standing::First) => "the database knows none yet: the next start takes it, or makes one",
            Ok(Standing::Missing(_)) => "NOT THERE",
            Ok(Standing::Other(..)) => "ANOTHER ONE than the database knows",
            Err(_) => "CANNOT BE READ",
        };
        println!("{}: {}, `{place}`: {said}", what.setting(), what.is());
        if let Some(known) = belongings::known(&store, what)? {
            println!(
                "  known as {}, since {}",
                known.mark,
                known.since.utc().format("%Y-%m-%d")
            );
        }
        if let Ok(Standing::Other(_, found)) = &found {
            println!("  this is  {found}");
        }
        if let Err(why) = found {
            println!("  {why:#}");
            all_well = false;
        } else if !matches!(found, Ok(Standing::Same | Standing::First)) {
            all_well = false;
        }
    }
    Ok(match all_well {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Where the setting says that it is, and how that stands to what the database knows.
fn at_hand(config: &Config, store: &Store, what: Belonging) -> (String, anyhow::Result<Standing>) {
    let shown = |path: &Path| path.display().to_string();
    match what {
        Belonging::Seals => {
            let found = belongings::seals(store, &config.seals).map(|(standing, _)| standing);
            (shown(&config.seals), found)
        }
        Belonging::SigningKey => {
            let found = belongings::signer(store, &config.signing_key).map(|(standing, _)| standing);
            (shown(&config.signing_key), found)
        }
        Belonging::Files => {
            let found = files::look(&config.files, store).map(|found| found.standing);
            (config.files.place.clone(), found)
        }
    }
}

fn accept(config: &Config, what: Belonging, settings: &Settings) -> anyhow::Result<()> {
    let because = settings.because.as_deref().unwrap_or_default();
    drop(config.look()?);
    let app = config.with(config.open_store()?)?;
    let mark = match what {
        Belonging::Seals => config.seals()?.mark(),
        Belonging::SigningKey => config.signer()?.public().to_string(),
        Belonging::Files => {
            let found = files::look(&config.files, &app.store)?;
            let mark = found.mark.unwrap_or_else(|| app.rng.id(app.wall.now()));
            files::mark_there(&config.files, &mark)?;
            mark
        }
    };
    belongings::accept(&app, what, &mark, &settings.by, because)
}

/// Which keys and which place belong to a database, for whoever copies it or puts it back; only their names, where it
/// has the form of an older accord.
pub(super) fn told(store: &Store) -> anyhow::Result<Vec<String>> {
    let keeps_marks = store.read(migrate::expect_current).is_ok();
    let mut out = Vec::new();
    for what in Belonging::ALL {
        let known = match keeps_marks {
            true => belongings::known(store, what)?,
            false => None,
        };
        let known = known.map_or_else(String::new, |row| format!(": {}", row.mark));
        out.push(format!("  {} ({}){known}", what.setting(), what.is()));
    }
    Ok(out)
}
