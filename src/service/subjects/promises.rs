//! Promises made with a vote, which come back at a gate: which are open, and that one is met.

use accord_store::{
    instances,
    links::{self, ObligationRow},
    subjects::{self as rows, SubjectRow},
};
use serde_json::{Map, Value as Json};

use super::{Values, Work, count};
use crate::{
    domain::words,
    service::{app::Desk, fault::Fault},
    views::contexts::specification::Promise,
};

/// The permit of whoever records that a promise is met.
pub const MEET: &str = "obligation.meet";

/// Promises about a record, about anything above it, and about what those rest on by a link (a
/// round rests on a specification that stands beside it), met or not.
///
/// # Errors
/// The store fails.
pub fn made(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<ObligationRow>, Fault> {
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
    Ok(out)
}

/// Those of [`made`] that are not met.
///
/// # Errors
/// The store fails.
pub fn open(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<ObligationRow>, Fault> {
    let mut out = made(desk, row)?;
    out.retain(|one| one.met_at.is_none());
    Ok(out)
}

/// A promise as papers show it: whose it is by house, never by name.
///
/// # Errors
/// The store fails.
pub fn shown(desk: &mut Desk<'_>, promise: &ObligationRow) -> Result<Promise, Fault> {
    let asked_by = match &promise.person_id {
        Some(person) => super::round::house_of(desk, person)?,
        None => String::new(),
    };
    let gates = &desk.app.library.catalogue.gates;
    let due = gates
        .get(&promise.gate)
        .map(|words| words.trim_end_matches('.').to_lowercase());
    Ok(Promise {
        text: promise.what.clone(),
        asked_by,
        due: due.unwrap_or_default(),
        met_on: promise.met_at.map(|at| words::local_day(at.utc())),
        evidence: promise.evidence.clone().unwrap_or_default(),
    })
}

/// For every gate of the catalogue, how many of [`open`] come back at it: `promises.open_<gate>`,
/// as far as the catalogue lists that fact for the kind.
///
/// # Errors
/// The store fails.
pub fn facts(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Values, Fault> {
    let open = open(desk, row)?;
    let catalogue = &desk.app.library.catalogue;
    let known = catalogue.subjects.get(&row.kind);
    Ok(catalogue
        .gates
        .keys()
        .map(|gate| (format!("promises.open_{gate}"), gate))
        .filter(|(fact, _)| known.is_some_and(|kind| kind.facts.contains_key(fact)))
        .map(|(fact, gate)| {
            let here = open.iter().filter(|one| one.gate == *gate).count();
            (fact, count(here))
        })
        .collect())
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
