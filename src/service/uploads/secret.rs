//! Files of something secret, a bid: what one is called, its fingerprint and the key that opens it are on a slip, which
//! lies sealed beside it, so that no name stands in the database.
//!
//! When what it belongs to is sent and opening cards lock that, the slip goes into the same envelope and the server's copy
//! is destroyed. So sending stays one small request however large the files are, and a file opens when its envelope does.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::{
    submissions::{self, SubmissionRow},
    uploads::{self, Checked, UploadRow},
};
use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::place;
use crate::{
    domain::hex,
    service::{
        app::{App, Desk},
        fault::Fault,
        scanned,
        sealing::{self, KEY, Seals},
    },
};

/// What a file is called whose slip is locked away.
pub const LOCKED: &str = "A file that is locked with what was sent";
/// What a file is called whose slip was destroyed.
pub const GONE: &str = "A file that was thrown away when you sent this without it";

/// What opens a file, and what is said of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// As its sender calls it.
    pub name: String,
    /// SHA-256 of the file as it came, hex.
    pub hash: String,
    key: String,
}

impl std::fmt::Debug for Slip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Slip { .. }")
    }
}

/// Slips by the ids of their files.
pub type Slips = BTreeMap<String, Slip>;

/// Seals a file, and puts what is said of it on a slip.
pub(super) fn seal(seals: &Seals, row: &mut UploadRow, plain: &[u8]) -> anyhow::Result<Vec<u8>> {
    let key: [u8; KEY] = seals.chance().bytes();
    let slip = Slip {
        name: std::mem::take(&mut row.name),
        hash: std::mem::take(&mut row.hash),
        key: hex(&key),
    };
    row.slip = Some(sealed(seals, &row.id, &slip)?);
    sealing::encrypt_file(seals.chance(), &key, &place(&row.id), (&[], plain))
}

fn sealed(seals: &Seals, id: &str, slip: &Slip) -> anyhow::Result<String> {
    seals.seal(&place(id), &serde_json::to_string(slip)?)
}

/// What is on the slip that lies beside a file; nothing if there is none.
pub(super) fn slip(seals: &Seals, row: &UploadRow) -> anyhow::Result<Option<Slip>> {
    let Some(sealed) = &row.slip else { return Ok(None) };
    let text = seals.open(&place(&row.id), sealed)?;
    Ok(Some(serde_json::from_str(&text).context("a slip is damaged")?))
}

/// Whether a file can be opened by nobody now.
pub(in crate::service) const fn is_shut(row: &UploadRow) -> bool {
    row.slip.is_none() && row.hash.is_empty()
}

/// A row with what its file is called, as far as that can be known.
///
/// # Errors
/// Its slip was sealed under another key.
pub fn named(seals: &Seals, mut row: UploadRow) -> anyhow::Result<UploadRow> {
    if let Some(slip) = slip(seals, &row)? {
        row.name = slip.name;
        row.hash = slip.hash;
    } else if is_shut(&row) {
        let says = if row.locked_in.is_some() { LOCKED } else { GONE };
        says.clone_into(&mut row.name);
    }
    Ok(row)
}

/// The bytes of a file by its slip.
///
/// # Errors
/// They were changed, or are those of another file.
pub fn open(id: &str, slip: &Slip, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let key = sealing::bytes(&slip.key).and_then(|key| <[u8; KEY]>::try_from(key).ok());
    let plain = sealing::decrypt(&key.context("this is no key of a file")?, &place(id), bytes)?;
    match hex(&Sha256::digest(&plain)) == slip.hash {
        true => Ok(plain),
        false => Err(anyhow::anyhow!("this is another file than was sent")),
    }
}

/// Where a copy of answers keeps the slips of their files, beside questions.
const COPIED: &str = "ac-files";

/// Puts the slips of the files that stand in answers beside them, for the copy that their sender saves.
///
/// # Errors
/// The store fails, or one was sealed under another key.
pub fn copy(desk: &mut Desk<'_>, instance: &str, answers: &mut Map<String, Json>) -> Result<(), Fault> {
    let slips = of_answers(desk, instance, &serde_json::to_string(answers)?)?;
    if !slips.is_empty() {
        answers.insert(COPIED.to_owned(), serde_json::to_value(slips)?);
    }
    Ok(())
}

/// Takes the slips out of a copy.
pub fn copied(answers: &mut Map<String, Json>) -> Slips {
    let found = answers.remove(COPIED);
    found
        .and_then(|slips| serde_json::from_value(slips).ok())
        .unwrap_or_default()
}

/// Whatever stands in answers and could be the id of a file, with the question.
fn mentioned(answers: &str) -> Result<BTreeMap<String, String>, Fault> {
    fn within(question: &str, value: &Json, out: &mut BTreeMap<String, String>) {
        match value {
            Json::String(text) => drop(out.insert(text.clone(), question.to_owned())),
            Json::Array(all) => all.iter().for_each(|one| within(question, one, out)),
            Json::Object(map) => map.values().for_each(|one| within(question, one, out)),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }
    let all: Map<String, Json> = serde_json::from_str(answers)?;
    let mut out = BTreeMap::new();
    for (question, value) in &all {
        within(question, value, &mut out);
    }
    Ok(out)
}

/// The slips of the files that stand in answers; those that lie beside their files.
///
/// # Errors
/// The store fails, or one was sealed under another key.
pub fn of_answers(desk: &mut Desk<'_>, instance: &str, answers: &str) -> Result<Slips, Fault> {
    let named = mentioned(answers)?;
    let mut out = Slips::new();
    for row in uploads::of_instance(desk.db, instance)? {
        if named.contains_key(&row.id)
            && let Some(slip) = slip(&desk.app.seals, &row)?
        {
            out.insert(row.id, slip);
        }
    }
    Ok(out)
}

/// Takes the slips of what is sent out of the rows of its files, to be locked with it. What lay there beside, and is sent
/// with nothing, is thrown away: an earlier price list would say as much as the last.
///
/// # Errors
/// A file among the answers can be opened by nobody any more: beside its question, with what mends it.
pub fn lock(desk: &mut Desk<'_>, sent: &SubmissionRow, answers: &str) -> Result<Slips, Fault> {
    let named = mentioned(answers)?;
    let slips = of_answers(desk, &sent.instance_id, answers)?;
    let mut elsewhere = BTreeSet::new();
    for other in submissions::of_instance(desk.db, &desk.alliance, &sent.instance_id)? {
        if let Some(answers) = other.answers {
            elsewhere.extend(mentioned(&answers)?.into_keys());
        }
    }
    for row in uploads::of_instance(desk.db, &sent.instance_id)? {
        match (slips.contains_key(&row.id), named.get(&row.id)) {
            (true, _) => uploads::hold(desk.db, &row.id, None, None)?,
            (false, Some(question)) if is_shut(&row) => {
                return Err(Fault::field(
                    question.as_str(),
                    "A file here was locked with what you sent before, and nobody can open it now. Begin from the copy that \
                     you saved, or add the file again.",
                ));
            }
            (false, None) if row.slip.is_some() && !elsewhere.contains(&row.id) => {
                uploads::hold(desk.db, &row.id, None, None)?;
            }
            (false, _) => {}
        }
    }
    Ok(slips)
}

/// Says in the rows of files in which submission their slips are now.
///
/// # Errors
/// The store fails.
pub fn locked_in(desk: &mut Desk<'_>, sent: &SubmissionRow, slips: &Slips) -> Result<(), Fault> {
    for id in slips.keys() {
        uploads::hold(desk.db, id, None, Some(&sent.id))?;
    }
    Ok(())
}

/// Puts slips beside their files again: what they lay in was opened, or their sender has them from a copy. A scanner that
/// had not answered before is asked again.
///
/// # Errors
/// The store fails.
pub fn give_back(desk: &mut Desk<'_>, slips: &Slips) -> Result<(), Fault> {
    for (id, slip) in slips {
        let Some(row) = uploads::by_id(desk.db, id)?.filter(is_shut) else {
            continue;
        };
        let sealed = sealed(&desk.app.seals, id, slip)?;
        uploads::hold(desk.db, id, Some(&sealed), None)?;
        if row.checked == Checked::Checking {
            scanned::ask(desk, &row)?;
        }
    }
    Ok(())
}

/// A file of an instance that somebody has a slip for, where it can be opened by nobody else.
///
/// # Errors
/// The store fails.
pub fn shut(app: &App, instance: &str, id: &str) -> Result<Option<UploadRow>, Fault> {
    let row = app.store.read(|db| uploads::by_id(db, id))?;
    Ok(row.filter(|row| row.instance_id == instance && is_shut(row)))
}

/// How files are covered by the fingerprint of what they are sent with.
pub fn prints(slips: &Slips) -> String {
    slips
        .iter()
        .map(|(id, slip)| format!("\nfile {id} {}", slip.hash))
        .collect()
}

#[cfg(test)]
mod tests;
