//! Opening cards that the play made: what stands on paper in life is shown here, so that anybody can open the bids.

use std::{fs, path::Path};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::cli::rehearse::Company;

/// Where they are, beside the database.
const CARDS: &str = "demo.cards.json";

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Card {
    /// The round.
    pub(super) round: String,
    /// Whose it is.
    pub(super) person: String,
    /// What stands on it.
    pub(super) words: String,
}

/// Writes down what the play's people have on paper.
pub(super) fn leave(company: &Company, folder: &Path) -> anyhow::Result<()> {
    let all: Vec<Card> = company
        .cards()
        .map(|(round, person, words)| Card {
            round: round.to_owned(),
            person: person.to_owned(),
            words: words.to_owned(),
        })
        .collect();
    Ok(fs::write(folder.join(CARDS), serde_json::to_vec(&all)?)?)
}

/// The cards of what was played in this folder.
pub(super) fn read(folder: &Path) -> anyhow::Result<Vec<Card>> {
    match fs::read(folder.join(CARDS)) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).with_context(|| format!("reading {CARDS}")),
    }
}
