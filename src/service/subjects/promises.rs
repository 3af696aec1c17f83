//! Promises made with a vote, which come back at a gate: which are open, and that one is met.

use accord_store::{
    instances,
    links::{self, ObligationRow},
    subjects::{self as rows, SubjectRow},
};
use serde_json::{Map, Value as Json};

use super::Work;
use crate::service::{app::Desk, fault::Fault};

/// The permit of whoever records that a promise is met.
pub const MEET: &str = "obligation.meet";

/// Promises about a record, about anything above it, and about what those rest on by a link (a
/// round rests on a specification that stands beside it), that are not met.
///
/// # Errors
/// The store fails.
pub fn open(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<ObligationRow>, Fault> {
    let mut records = Vec::new();
    let mut next = Some(row.clone());
    while let Some(here) = next.take() {
        records.push(here.id.clone());
        for instance in instances::of_subject(desk.db, &desk.alliance, &here.id)? {
            for link in links::of_instance(desk.db, &instance.id)? {
                records.push(instances::load(desk.db, &desk.alliance, &link.target_id)?.subject_id);
            }
        }
        if let Some(above) = &here.parent_id {
            next = Some(rows::load(desk.db, &desk.alliance, above)?);
        }
    }
    records.sort();
    records.dedup();
    let mut out = Vec::new();
    for id in records {
        out.extend(links::promises(desk.db, &id)?);
    }
    out.retain(|one| one.met_at.is_none());
    Ok(out)
}

/// How many of [`open`] come back at a gate.
///
/// # Errors
/// The store fails.
pub fn open_at(desk: &mut Desk<'_>, row: &SubjectRow, gate: &str) -> Result<usize, Fault> {
    Ok(open(desk, row)?.iter().filter(|one| one.gate == gate).count())
}

/// Records that a promise is met. `promise` is its id, or the words in which it was made.
pub(super) fn meet(desk: &mut Desk<'_>, row: &SubjectRow, work: Work<'_>) -> Result<(), Fault> {
    let (named, evidence) = (word(work.body, "promise"), word(work.body, "evidence"));
    if evidence.trim().is_empty() {
        return Err(Fault::field("evidence", "Say how we know that the promise is met."));
    }
    let all = open(desk, row)?;
    let found = all.iter().find(|one| one.id == named || one.what == named);
    let Some(promise) = found else {
        return Err(Fault::field("promise", "Choose a promise that is still open."));
    };
    links::keep(desk.db, &promise.id, &work.actor.person, evidence, desk.now.into())?;
    Ok(())
}

fn word<'a>(body: &'a Map<String, Json>, name: &str) -> &'a str {
    body.get(name).and_then(Json::as_str).unwrap_or_default()
}
