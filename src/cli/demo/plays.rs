//! What has happened before the demonstration opens: parts of scenarios, played into a new database.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cards, keys,
    tour::{self, Step},
};
use crate::{
    cli::rehearse::{self, Opening, Part},
    service::library::{self, Library},
};

/// `workflows/demonstration/*.yaml`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Demonstration {
    /// The file's name without the ending.
    pub(super) demonstration: String,
    /// The demonstration data it plays on.
    pub(super) seed: String,
    /// When it begins, local time.
    pub(super) starts: String,
    /// Parts of scenarios, in order.
    pub(super) plays: Vec<Play>,
    /// Whom one can be, under what heading; whoever fits several stands under the first.
    #[serde(default)]
    pub(super) groups: Vec<Group>,
    /// What to look at, in order.
    #[serde(default)]
    pub(super) tour: Vec<Step>,
}

/// A part of a scenario.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Play {
    /// Which; one that is played here only has a folder before its name.
    pub(super) scenario: String,
    /// The heading at which it begins; without it, at the first step.
    #[serde(default)]
    pub(super) from: Option<String>,
    /// The heading at which it stops; without it, at the end.
    #[serde(default)]
    pub(super) before: Option<String>,
    /// So many steps more.
    #[serde(default)]
    pub(super) and: usize,
    /// The title of what is started first.
    #[serde(default)]
    pub(super) title: Option<String>,
}

/// People who do the same sort of thing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    /// The heading.
    pub(super) title: String,
    /// Roles of theirs.
    pub(super) roles: Vec<String>,
}

/// When the play ended, beside the database: a copy of it goes on from there.
pub(super) const ENDED: &str = "demo.ended";

/// The demonstration of this name.
pub(super) fn find(library: &Library, which: &str) -> anyhow::Result<Demonstration> {
    let path = format!("workflows/demonstration/{which}.yaml");
    let text = library
        .shelf
        .get(&path)
        .with_context(|| format!("there is no {path}"))?;
    library::read(&path, text)
}

/// Plays it into a folder; `told` hears each heading as it is reached, with how many there are.
pub(super) fn perform(
    library: &Arc<Library>,
    folder: &Path,
    (which, origin): (&str, &str),
    told: &mut dyn FnMut(usize, usize, &str),
) -> anyhow::Result<DateTime<Utc>> {
    let demonstration = find(library, which)?;
    let (seals, signer) = keys(folder)?;
    let opening = Opening {
        seed: demonstration.seed.clone(),
        starts: demonstration.starts.clone(),
        url: super::address(folder),
        origin: origin.to_owned(),
        seals,
        signer,
    };
    let mut company = rehearse::Company::open(library, &opening, folder)?;
    let parts = demonstration
        .plays
        .iter()
        .map(|play| {
            let path = format!("workflows/scenarios/{}.yaml", play.scenario);
            let text = library
                .shelf
                .get(&path)
                .with_context(|| format!("there is no {path}"))?;
            let (from, before) = (play.from.as_deref(), play.before.as_deref());
            Part::read(&path, text, (from, before, play.and), play.title.as_deref())
        })
        .collect::<anyhow::Result<Vec<Part>>>()?;
    let all = parts.iter().map(Part::headings).sum();
    let mut reached = 0;
    for part in parts {
        company.play(part, &mut |heading| {
            reached += 1;
            told(reached, all, heading);
        })?;
    }
    tour::leave(&company, &demonstration.tour, folder)?;
    cards::leave(&company, folder)?;
    let ended = company.end();
    std::fs::write(folder.join(ENDED), ended.to_rfc3339())?;
    Ok(ended)
}
