//! Packs: workflows and what they need (forms of work, templates, clauses, question sets, indicators, checks, plans,
//! rate cards, words, plays), as one file that an alliance gives to another.
//!
//! A pack says what is in it, each file with its hash, whose it is and what others may do with it. It is looked through
//! before anything of it is believed ([`read`]), judged as a library ([`judge`]), compared with what an alliance has
//! ([`compare`]), and taken in as a whole or not at all ([`take`]).

pub mod asked;
pub mod compare;
pub mod gather;
pub mod judge;
pub mod take;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::library::Shelf;
use crate::domain::{
    bundle::{self, Member},
    hex, packed,
};

/// The list in a pack.
pub const MANIFEST: &str = "pack.json";
/// The form of [`Manifest`].
const FORMAT: u32 = 1;
/// Folders that a pack may have files in, with how they end.
const PLACES: [(&str, &str); 20] = [
    ("workflows", ".yaml"),
    ("workflows/calendars", ".yaml"),
    ("workflows/changeovers", ".yaml"),
    ("workflows/checks", ".yaml"),
    ("workflows/clauses", ".yaml"),
    ("workflows/indicators", ".yaml"),
    ("workflows/mobilisation", ".yaml"),
    ("workflows/question-sets", ".yaml"),
    ("workflows/rate-cards", ".yaml"),
    ("workflows/scenarios", ".yaml"),
    ("workflows/seed", ".yaml"),
    ("workflows/seed", ".md"),
    ("workflows/starts", ".yaml"),
    ("workflows/vocabulary", ".yaml"),
    ("workflows/words", ".md"),
    ("templates/briefs", ".hbs"),
    ("templates/documents", ".hbs"),
    ("templates/mail", ".hbs"),
    ("templates/notices", ".hbs"),
    ("templates/partials", ".hbs"),
];
/// Pieces of letters lie deeper.
const LAYOUTS: (&str, &str) = ("templates/layouts", ".hbs");

/// What a pack says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// 1.
    pub format: u32,
    /// A short word: `peer-support-framework`.
    pub name: String,
    /// What its makers call this state of it: `2027-1`.
    pub version: String,
    /// Whose it is.
    pub origin: String,
    /// What others may do with it, in words.
    pub licence: String,
    /// When it was put together.
    pub made_on: NaiveDate,
    /// The workflows that it was made for.
    pub workflows: Vec<String>,
    /// Every file.
    pub files: Vec<Listed>,
}

/// A file of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// `workflows/bid.yaml`.
    pub path: String,
    /// SHA-256 of its text, hex.
    pub hash: String,
    /// It is as the program brought it to whoever made the pack: they have not touched it.
    pub shipped: bool,
}

/// A pack that was looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its files, by path.
    pub files: BTreeMap<String, String>,
}

impl Pack {
    /// As bytes; the same pack is the same bytes.
    ///
    /// # Errors
    /// It is too large.
    pub fn write(&self) -> anyhow::Result<Vec<u8>> {
        let mut members = vec![Member {
            name: MANIFEST.to_owned(),
            bytes: serde_json::to_vec_pretty(&self.manifest)?,
        }];
        members.extend(self.files.iter().map(|(path, text)| Member {
            name: path.clone(),
            bytes: text.clone().into_bytes(),
        }));
        anyhow::ensure!(
            members.len() <= packed::MOST_INSIDE,
            "{} files are more than a pack may have ({}): name fewer workflows",
            members.len(),
            packed::MOST_INSIDE
        );
        bundle::pack(members).map_err(anyhow::Error::msg)
    }

    /// What names it: SHA-256 of its manifest, which has the hash of everything else.
    pub fn hash(&self) -> String {
        digest(&serde_json::to_string(&self.manifest).unwrap_or_default())
    }

    /// The file as it stands in the list.
    pub fn listed(&self, path: &str) -> Option<&Listed> {
        self.manifest.files.iter().find(|one| one.path == path)
    }

    /// A shelf with the pack's files laid over it, but those.
    pub fn over(&self, shelf: &Shelf, but: impl Fn(&str) -> bool) -> Shelf {
        let files = self.files.iter().filter(|(path, _)| !but(path));
        files.fold(shelf.clone(), |shelf, (path, text)| shelf.with(path, text))
    }
}

/// Looks through a file that is said to be a pack; `called` is what people call it.
///
/// # Errors
/// Every reason why it is none, each with its place.
pub fn read(called: &str, bytes: &[u8]) -> anyhow::Result<Pack> {
    let inside = packed::look(bytes).map_err(|why| anyhow::anyhow!("{called} cannot be read as a pack: {why}"))?;
    let part = |name: &str| {
        let text = packed::part(bytes, name).map_err(|why| anyhow::anyhow!("{called}, {name}: {why}"))?;
        text.ok_or_else(|| anyhow::anyhow!("{called} is no pack: there is no {name} in it"))
    };
    let manifest: Manifest =
        serde_json::from_str(&part(MANIFEST)?).map_err(|error| anyhow::anyhow!("{called}, {MANIFEST}: {error}"))?;
    let mut wrong = faults(&manifest);
    let mut files = BTreeMap::new();
    for name in inside.names.iter().filter(|name| *name != MANIFEST) {
        let Some(listed) = manifest.files.iter().find(|one| one.path == *name) else {
            wrong.push(format!("{name} is in it and not in its list"));
            continue;
        };
        let text = part(name)?;
        match digest(&text) == listed.hash {
            true => drop(files.insert(name.clone(), text)),
            false => wrong.push(format!(
                "{name} is not what the list says: it was changed after the pack was made, or is not text in UTF-8"
            )),
        }
    }
    for one in &manifest.files {
        if !inside.names.contains(&one.path) {
            wrong.push(format!("{} is in its list and not in it", one.path));
        }
    }
    if wrong.is_empty() {
        return Ok(Pack { manifest, files });
    }
    let lines: Vec<String> = wrong.into_iter().map(|what| format!("{called}: {what}")).collect();
    anyhow::bail!("{}", lines.join("\n"))
}

fn faults(manifest: &Manifest) -> Vec<String> {
    let mut out = Vec::new();
    if manifest.format != FORMAT {
        out.push(format!(
            "it is of form {}, and this program reads form {FORMAT}: it was made by a newer program",
            manifest.format
        ));
    }
    if !is_word(&manifest.name) {
        out.push(format!(
            "`{}` is no name: small letters, digits and hyphens",
            manifest.name
        ));
    }
    for (what, text) in [
        ("version", &manifest.version),
        ("origin", &manifest.origin),
        ("licence", &manifest.licence),
    ] {
        let short = text.trim().chars().count();
        if !(1..=300).contains(&short) || text.chars().any(char::is_control) {
            out.push(format!("its {what} is empty, or longer than a line of 300 characters"));
        }
    }
    let mut seen = Vec::new();
    for one in &manifest.files {
        if !fits(&one.path) {
            out.push(format!("{} is no place for a file of a library", one.path));
        }
        if seen.contains(&&one.path) {
            out.push(format!("{} stands in its list twice", one.path));
        }
        seen.push(&one.path);
    }
    out
}

/// A short word, as files and workflows have them.
pub fn is_word(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=60).contains(&text.len()) && text.chars().all(fits)
}

/// Whether a file of this path belongs to a library.
fn fits(path: &str) -> bool {
    let plain = |part: &str| {
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        !part.is_empty() && !part.starts_with('.') && part.chars().all(known)
    };
    let Some((folder, name)) = path.rsplit_once('/') else {
        return false;
    };
    let there = PLACES.iter().chain([&LAYOUTS]).any(|(place, ending)| {
        let below = folder.strip_prefix(place);
        let deep = place.starts_with("templates/") && below.is_some_and(|rest| rest.starts_with('/'));
        name.ends_with(ending) && (below == Some("") || deep)
    });
    there && path.split('/').all(plain)
}

/// SHA-256 of a text, hex.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
