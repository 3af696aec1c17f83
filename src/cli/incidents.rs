//! `accord incidents`: what went wrong and waits for a person.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::builder::NonEmptyStringValueParser;

use crate::{
    config::Config,
    service::{
        app::App,
        mending::{self, By, ToMend},
    },
};

/// What is asked.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Incidents {
    /// Lists what waits: what happened, why, who can mend it, and how.
    List {
        /// The alliance, by its short name; without it the only one.
        #[arg(long)]
        alliance: Option<String>,
    },
    /// Closes one that somebody has seen to.
    Close {
        /// Its id, from the list.
        incident: String,
        /// What was done. It stays in the journal.
        #[arg(long)]
        because: String,
        /// Who says so, for the journal.
        #[arg(long, env = "USER", default_value = "operator", value_parser = NonEmptyStringValueParser::new())]
        by: String,
        /// The alliance, by its short name; without it the only one.
        #[arg(long)]
        alliance: Option<String>,
    },
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, what: &Incidents) -> anyhow::Result<ExitCode> {
    match what {
        Incidents::List { alliance: name } => {
            let app = config.look()?;
            let all = mending::open(&app, &alliance(&app, name.as_deref())?)?;
            for one in &all {
                println!("{}\n", told(one));
            }
            println!("{} waiting.", all.len());
        }
        Incidents::Close {
            incident,
            because,
            by,
            alliance: name,
        } => {
            let app = config.open_there()?;
            let id = alliance(&app, name.as_deref())?;
            mending::close(&app, &id, incident, &By::Operator(by.clone()), because)?;
            println!("{incident} is closed.");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// An alliance's id by its short name; the only one if none is named.
pub(super) fn alliance(app: &App, name: Option<&str>) -> anyhow::Result<String> {
    let all = app.store.read(accord_store::alliances::all)?;
    let known = || {
        let names: Vec<&str> = all.iter().map(|one| one.short_name.as_str()).collect();
        names.join(", ")
    };
    match (name, all.as_slice()) {
        (Some(name), _) => all
            .iter()
            .find(|one| one.short_name == name)
            .map(|one| one.id.clone())
            .with_context(|| format!("there is no alliance `{name}`; there are: {}", known())),
        (None, [only]) => Ok(only.id.clone()),
        (None, []) => bail!("there is no alliance in this database yet; `accord found FILE` founds one"),
        (None, _) => bail!("say which alliance, with --alliance: {}", known()),
    }
}

/// Everything about one, in lines.
pub(super) fn told(one: &ToMend) -> String {
    let mut lines = vec![one.what.clone()];
    if let Some(letter) = &one.letter {
        let template = if letter.template.is_empty() {
            String::new()
        } else {
            format!(" `{}`", letter.template)
        };
        lines.push(format!(
            "  what    {}{template}, tried {} times",
            letter.kind, letter.tries
        ));
        if !letter.to.is_empty() {
            lines.push(format!("  for     {}", letter.to));
        }
        lines.push(format!("  key     {}", letter.key));
    } else {
        lines.push(format!("  id      {}", one.incident));
    }
    let people = if one.people.is_empty() {
        "nobody holds a role that can".to_owned()
    } else {
        one.people.join(", ")
    };
    lines.extend([
        format!("  about   {}", one.about),
        format!("  since   {} UTC", one.since.format("%Y-%m-%d %H:%M")),
        format!("  why     {}", one.reason),
        format!("  who     {people} ({})", one.roles.join(", ")),
        format!("  how     {}", one.how),
    ]);
    lines.join("\n")
}
