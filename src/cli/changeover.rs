//! `accord changeover`: records under way go over to another version of their rules, and back.

use std::{fmt::Write as _, process::ExitCode};

use accord_engine::changeover::Changeover;
use anyhow::Context as _;
use clap::builder::NonEmptyStringValueParser;

use super::incidents::alliance;
use crate::{
    config::Config,
    domain::words,
    service::{
        app::App,
        changeovers::{self, Done, Trial},
        fault::Fault,
        mending::By,
        operations::workflows::{self, Version},
    },
};

/// What is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Settings {
    /// The file in workflows/changeovers, without its ending; with --draft, a workflow.
    name: String,
    /// Writes the beginning of such a file: from every older version that something runs by, to the one of today.
    #[arg(long, conflicts_with_all = ["apply", "back"])]
    draft: bool,
    /// Does it. Without this it is tried out and nothing is changed.
    #[arg(long, requires = "because")]
    apply: bool,
    /// Takes back those that went, as far as nothing has happened to them since.
    #[arg(long, requires = "because", conflicts_with = "apply")]
    back: bool,
    /// Why, in a sentence, for the journal of each record.
    #[arg(long)]
    because: Option<String>,
    /// Who says so, for the journal.
    #[arg(long, env = "USER", default_value = "operator", value_parser = NonEmptyStringValueParser::new())]
    by: String,
    /// The alliance, by its short name; without it the only one.
    #[arg(long)]
    alliance: Option<String>,
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    if settings.draft {
        let app = config.look()?;
        let id = alliance(&app, settings.alliance.as_deref())?;
        print!("{}", draft(&app, &id, &settings.name)?);
        return Ok(ExitCode::SUCCESS);
    }
    let does = settings.apply || settings.back;
    let app = if does { config.open_there()? } else { config.look()? };
    let id = alliance(&app, settings.alliance.as_deref())?;
    let words = changeovers::named(&app.library, &settings.name)
        .with_context(|| format!("there is no workflows/changeovers/{}.yaml", settings.name))?;
    let (by, because) = (
        By::Operator(settings.by.clone()),
        settings.because.clone().unwrap_or_default(),
    );
    if settings.apply {
        let done = changeovers::go_over(&app, &id, &words, (&by, &because)).map_err(plain)?;
        print!("{}", did(&done, "went over"));
        return Ok(ExitCode::SUCCESS);
    }
    if settings.back {
        let done = changeovers::go_back(&app, &id, &words, (&by, &because)).map_err(plain)?;
        print!("{}", did(&done, "went back"));
        return Ok(ExitCode::SUCCESS);
    }
    let tried = app
        .reading(&id, |desk| changeovers::trial(desk, &words))
        .map_err(plain)?;
    print!("{}", told(&tried));
    Ok(match tried.verdicts.iter().all(|one| one.reasons.is_empty()) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// The sentences of what is wrong, without the place of a form.
fn plain(fault: Fault) -> anyhow::Error {
    match fault {
        Fault::Invalid(errors) => {
            let says: Vec<String> = errors.into_iter().map(|one| one.says).collect();
            anyhow::anyhow!("{}", says.join("\n"))
        }
        other => other.into(),
    }
}

fn told(tried: &Trial) -> String {
    let mut out = String::new();
    for one in &tried.verdicts {
        let verdict = match one.reasons.is_empty() {
            true => "can go over".to_owned(),
            false => format!("cannot: {}", one.reasons.join(" ")),
        };
        let from = words::short_hash(&one.from);
        let _infallible = writeln!(out, "{}  {from}  {}: {verdict}", one.instance, one.stands);
    }
    let ready = tried.ready().count();
    let _infallible = writeln!(
        out,
        "{}{} of {} can go over to {}; {} that went over may go back.",
        if out.is_empty() { "" } else { "\n" },
        ready,
        words::count_of(tried.verdicts.len(), "record", "records"),
        words::short_hash(&tried.to.hash),
        tried.may_go_back.len()
    );
    out
}

fn did(done: &Done, went: &str) -> String {
    let mut out = String::new();
    for (instance, why) in &done.stayed {
        let _infallible = writeln!(out, "{instance}  stays: {why}");
    }
    let _infallible = writeln!(
        out,
        "{} {went}; {} stay as they were.",
        words::count_of(done.went, "record", "records"),
        done.stayed.len()
    );
    out
}

/// A file to begin with.
fn draft(app: &App, alliance: &str, workflow: &str) -> anyhow::Result<String> {
    let versions = app.reading(alliance, |desk| workflows::versions(desk, workflow))?;
    let today = versions
        .iter()
        .find(|one| one.is_todays)
        .with_context(|| format!("there is no workflow `{workflow}`"))?;
    let older: Vec<&Version> = versions
        .iter()
        .filter(|one| !one.is_todays && one.running > 0)
        .collect();
    if older.is_empty() {
        anyhow::bail!("nothing runs by an older version of `{workflow}`");
    }
    let mut out = format!(
        "changeover: {workflow}-to-{}\nworkflow: {workflow}\nfrom:\n",
        words::short_hash(&today.hash)
    );
    for one in older {
        let _infallible = writeln!(out, "  - {} # {} running", one.hash, one.running);
    }
    let _infallible = writeln!(out, "to: {}", today.hash);
    out.push_str(REST);
    let words: Changeover = serde_saphyr::from_str(&out).context("the draft cannot be read back")?;
    tracing::debug!(name = words.changeover, "a changeover was drafted");
    Ok(out)
}

/// What only its author knows.
const REST: &str = "\
because: Say why, for the people whose records go over.
# states: { old_state: new_state }
# forms: { old_form: new_form }
# clocks: { state/deadline: keep } # or again (counted anew from where it began), or afresh (from now)
# tells: { template: rules_changed, to: [contract_manager] }
";
