//! What has happened before the demonstration opens.

use std::{path::Path, sync::Arc};

use accord_store::{Store, StoreOptions, clocks as stored};
use anyhow::Context as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    cli::rehearse::{self, Opening},
    clock::{Clock as _, SystemClock},
    service::library::{self, Library},
};

/// `workflows/demonstration/*.yaml`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Demonstration {
    /// The file's name without the ending.
    demonstration: String,
    /// The demonstration data it plays on.
    seed: String,
    /// When it begins, local time.
    starts: String,
    /// Parts of scenarios, in order.
    plays: Vec<Play>,
}

/// A part of a scenario.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Play {
    /// Which.
    scenario: String,
    /// The heading at which it stops.
    before: String,
    /// So many steps more.
    #[serde(default)]
    and: usize,
    /// The title of what is started first.
    #[serde(default)]
    title: Option<String>,
}

/// Plays it into a new database, and sets the stored clock to where it ended.
pub(super) fn perform(
    library: &Arc<Library>,
    folder: &Path,
    url: &str,
    which: &str,
    origin: &str,
) -> anyhow::Result<Store> {
    let path = format!("workflows/demonstration/{which}.yaml");
    let text = library
        .shelf
        .get(&path)
        .with_context(|| format!("there is no {path}"))?;
    let demonstration: Demonstration = library::read(&path, text)?;
    let (seals, signer) = super::keys(folder)?;
    let opening = Opening {
        seed: demonstration.seed.clone(),
        starts: demonstration.starts.clone(),
        url: url.to_owned(),
        origin: origin.to_owned(),
        seals,
        signer,
    };
    let mut company = rehearse::Company::open(library, &opening, folder)?;
    for play in &demonstration.plays {
        let path = format!("workflows/scenarios/{}.yaml", play.scenario);
        let text = library
            .shelf
            .get(&path)
            .with_context(|| format!("there is no {path}"))?;
        company.play_part(&path, text, &play.before, play.and, play.title.as_deref())?;
    }
    let ended = company.end();
    let store = Store::open(url, StoreOptions::default())?;
    let ahead = ended - SystemClock.now();
    store.write(move |db| stored::set(db, ahead))?;
    Ok(store)
}
