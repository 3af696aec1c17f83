//! The tour: what its file says, and where its stops lie once everything has been played.

use std::{fs, path::Path};

use accord_store::people;
use anyhow::{Context as _, bail};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{cli::rehearse::Company, web::site};

/// A part of the tour.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// The heading.
    title: String,
    /// How long it takes.
    minutes: u32,
    /// What it is about.
    says: String,
    /// Where one goes, in order.
    stops: Vec<Stop>,
}

/// One button. Exactly one of `as`, `days`, `check` and `verify` says what it does.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Stop {
    /// What stands on the button.
    button: String,
    /// What to look at behind it.
    #[serde(default)]
    look: Vec<String>,
    /// Be this person.
    #[serde(rename = "as", default)]
    person: Option<String>,
    /// What to open: a name that a play gave, or a path to something below it.
    #[serde(default)]
    on: Option<String>,
    /// Which page of it.
    #[serde(default)]
    page: Which,
    /// With `page: work`: which work.
    #[serde(default)]
    permit: Option<String>,
    /// Let so many days pass.
    #[serde(default)]
    days: Option<u32>,
    /// Check an altered workflow file.
    #[serde(default)]
    check: Option<Altered>,
    /// Verify the journal, whole and altered.
    #[serde(default)]
    verify: bool,
}

/// Which page of a record.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Which {
    /// The record's own.
    #[default]
    Record,
    /// The text that is written together.
    Text,
    /// The form of a piece of work.
    Work,
    /// No record's: what waits for the person.
    Home,
    /// No record's: the letters that the person got.
    Letters,
}

/// A workflow file with a line left out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Altered {
    /// The workflow.
    file: String,
    /// Words of the line.
    without: String,
}

/// The tour, with its places, beside the database.
const TOUR: &str = "demo.tour.json";

/// Finds every stop in what was played, and writes it down.
pub(super) fn leave(company: &Company, steps: &[Step], folder: &Path) -> anyhow::Result<()> {
    let found: Vec<site::TourStep> = steps
        .iter()
        .map(|step| {
            let stops = step.stops.iter().map(|stop| {
                let go = place(company, stop).with_context(|| format!("the stop `{}` of the tour", stop.button))?;
                Ok(site::TourStop {
                    button: stop.button.clone(),
                    look: stop.look.clone(),
                    go,
                })
            });
            Ok(site::TourStep {
                title: step.title.clone(),
                minutes: step.minutes,
                says: step.says.clone(),
                stops: stops.collect::<anyhow::Result<_>>()?,
            })
        })
        .collect::<anyhow::Result<_>>()?;
    fs::write(folder.join(TOUR), serde_json::to_vec(&found)?)?;
    Ok(())
}

fn place(company: &Company, stop: &Stop) -> anyhow::Result<site::Go> {
    if let Some(days) = stop.days {
        return Ok(site::Go::Wait(days));
    }
    if let Some(altered) = &stop.check {
        return Ok(site::Go::Check {
            file: altered.file.clone(),
            without: altered.without.clone(),
        });
    }
    if stop.verify {
        return Ok(site::Go::Verify);
    }
    let Some(handle) = &stop.person else {
        bail!("say who (`as`), or one of `days`, `check` and `verify`");
    };
    let person = company
        .app()
        .store
        .read(|db| people::by_handle(db, handle))?
        .with_context(|| format!("there is nobody called `{handle}`"))?;
    let record = || {
        let (kind, id) = company.record(stop.on.as_deref().context("say what to open (`on`)")?)?;
        Ok::<_, anyhow::Error>(format!("/{kind}/{id}"))
    };
    let next = match (stop.page, &stop.permit) {
        (Which::Record, _) => record()?,
        (Which::Text, _) => format!("{}/text", record()?),
        (Which::Work, Some(permit)) => format!("{}/work/{permit}", record()?),
        (Which::Work, None) => bail!("say which work (`permit`)"),
        (Which::Home, _) => "/".to_owned(),
        (Which::Letters, _) => format!("/demo/inbox?to={}", person.email.unwrap_or_default()),
    };
    Ok(site::Go::See {
        person: person.id,
        next,
    })
}

/// The tour of what was played in this folder; empty if it has none.
pub(super) fn read(folder: &Path) -> anyhow::Result<Vec<site::TourStep>> {
    match fs::read(folder.join(TOUR)) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).with_context(|| format!("reading {TOUR}")),
    }
}
