//! `accord import`: what ran before, from files. Without `--confirm` it says what would be brought in, and writes nothing.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context as _;

use super::incidents::alliance;
use crate::{
    config::Config,
    domain::words,
    service::{
        app::App,
        authority::Caller,
        fault::Fault,
        people::operator,
        running::{self, KINDS, Plan, Sent, Wrong},
    },
};

/// What to bring in.
#[derive(Debug, clap::Args)]
pub(super) struct Settings {
    /// CSV files of contracts, posts and past returns; each is told by its headings.
    #[arg(required_unless_present = "templates")]
    files: Vec<PathBuf>,
    /// Writes the three files to begin with into this folder, and does nothing else.
    #[arg(long)]
    templates: Option<PathBuf>,
    /// Who brings them in: the email address, or the short word, of somebody who manages contracts.
    #[arg(long, required_unless_present = "templates")]
    by: Option<String>,
    /// Brings them in. Without it only what would happen is said.
    #[arg(long)]
    confirm: bool,
    /// The alliance, by its short name; without it the only one.
    #[arg(long)]
    alliance: Option<String>,
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    let app = config.open_there()?;
    if let Some(folder) = &settings.templates {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for kind in KINDS {
            let path = folder.join(format!("{}.csv", kind.words()));
            fs::write(&path, running::template(&app, kind)?)
                .with_context(|| format!("cannot write {}", path.display()))?;
            println!("{}", path.display());
        }
        return Ok(ExitCode::SUCCESS);
    }
    let id = alliance(&app, settings.alliance.as_deref())?;
    let caller = who(&app, &id, settings.by.as_deref().unwrap_or_default())?;
    let mut sent = Vec::new();
    for path in &settings.files {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        sent.push(Sent { name, bytes });
    }
    let plan = app.reading(&id, |desk| running::plan(desk, &caller, &sent))?;
    println!("{}", said(&plan));
    if !plan.wrong.is_empty() {
        return Ok(ExitCode::from(1));
    }
    if !settings.confirm {
        println!("Nothing is written. Add --confirm to bring it in.");
        return Ok(ExitCode::SUCCESS);
    }
    let done = running::at_once(&app, &id, &caller, sent).map_err(located)?;
    println!(
        "Brought in: {}, {}, {}.",
        words::count_of(done.contracts, "contract", "contracts"),
        words::count_of(done.posts, "post", "posts"),
        words::count_of(done.returns, "past return", "past returns"),
    );
    Ok(ExitCode::SUCCESS)
}

/// A line that a workflow refused is named in what it says; the question's name is of no use here.
fn located(fault: Fault) -> anyhow::Error {
    match fault {
        Fault::Invalid(all) => {
            let says: Vec<String> = all.into_iter().map(|one| one.says).collect();
            anyhow::anyhow!("nothing was brought in. {}", says.join(" "))
        }
        other => anyhow::Error::from(other).context("nothing was brought in"),
    }
}

fn who(app: &App, alliance: &str, by: &str) -> anyhow::Result<Caller> {
    let by = by.trim().to_lowercase();
    let found = app.reading(alliance, |desk| operator::known_as(desk, &by))?;
    let found = found.with_context(|| format!("nobody here has the address or short word “{by}”"))?;
    Ok(Caller::own(found.id))
}

/// What would happen: counts, the first lines, and everything that is wrong.
fn said(plan: &Plan) -> String {
    let mut out = format!(
        "{}, {} and {} to bring in; {} what stands here already.",
        words::upper_first(&words::count_of(plan.contracts.len(), "contract", "contracts")),
        words::count_of(plan.posts.len(), "post", "posts"),
        words::count_of(plan.returns.len(), "past return", "past returns"),
        words::count_of(plan.same, "line says", "lines say"),
    );
    for note in &plan.notes {
        out.push_str(&format!("\n{note}"));
    }
    for one in plan.contracts.iter().take(5) {
        out.push_str(&format!("\n  {} with {}", one.reference, one.host));
    }
    if plan.contracts.len() > 5 {
        out.push_str(&format!("\n  and {} more", plan.contracts.len() - 5));
    }
    if !plan.wrong.is_empty() {
        let says = words::count_of(plan.wrong.len(), "cell is wrong", "cells are wrong");
        out.push_str(&format!("\n{}, so nothing is brought in:", words::upper_first(&says)));
    }
    for one in &plan.wrong {
        out.push_str(&format!("\n{}", line(one)));
    }
    out
}

fn line(one: &Wrong) -> String {
    let row = if one.row > 0 {
        format!(":{}", one.row)
    } else {
        String::new()
    };
    let column = if one.column.is_empty() {
        String::new()
    } else {
        format!(" [{}]", one.column)
    };
    format!("{}{row}{column} {}", one.file, one.says)
}
