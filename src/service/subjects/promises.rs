//! Promises made with a vote, which come back at a gate: which are open, and that one is met.

pub mod following;
pub mod later;
pub mod showing;

use accord_store::{
    instances,
    links::{self, ObligationRow},
    subjects::{self as rows, SubjectRow},
};
use serde_json::{Map, Value as Json};

use super::{Values, Work, count};
use crate::{
    domain::words,
    service::{app::Desk, bodies, fault::Fault},
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
        Some(person) => bodies::speaks_for(desk, person)?,
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
        evidence: promise
            .evidence
            .clone()
            .filter(|_| promise.met_at.is_some())
            .unwrap_or_default(),
        due_on: following::day(promise),
        is_late: following::is_late(desk, promise),
        kept_by: following::keeper(desk, promise)?.unwrap_or_default(),
        proposed: promise.proposal.is_some(),
        judged: promise.word.clone().unwrap_or_default().replace('_', " "),
        judged_because: promise.word_says.clone().unwrap_or_default(),
        later: later::said(promise).to_owned(),
        later_because: promise.later_says.clone().unwrap_or_default(),
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

/// Records that a promise is met, and asks whoever wanted it whether it is. `promise` is its id, or the words in which
/// it was made.
fn meet(desk: &mut Desk<'_>, row: &SubjectRow, work: Work<'_>) -> Result<(), Fault> {
    let (named, evidence) = (word(work.body, "promise"), word(work.body, "evidence"));
    if evidence.trim().is_empty() {
        return Err(Fault::field("evidence", "Say how we know that the promise is met."));
    }
    let promise = named_in(open(desk, row)?, named)?;
    links::keep(desk.db, &promise.id, &work.actor.person, evidence, desk.now.into())?;
    following::tell_kept(desk, &promise, evidence)
}

/// What a permit about promises allows, on any kind of record; whether it was one of these.
///
/// # Errors
/// What is sent does not fit, or the store fails.
pub(super) fn work(desk: &mut Desk<'_>, row: &SubjectRow, work: Work<'_>) -> Result<(), Fault> {
    match work.permit {
        MEET => meet(desk, row, work),
        following::PLAN => following::plan(desk, row, work),
        following::MEET_OWN => following::meet_own(desk, row, work),
        following::JUDGE => following::judge(desk, row, work),
        later::JUDGE_LATER => later::judge(desk, row, work),
        showing::SHOW => showing::work(desk, row, work),
        _ => Ok(()),
    }
}

/// The one of these that is meant, by its id or by the words in which it was made.
fn named_in(all: Vec<ObligationRow>, named: &str) -> Result<ObligationRow, Fault> {
    all.into_iter()
        .find(|one| one.id == named || one.what == named)
        .ok_or_else(|| Fault::field("promise", "Choose a promise that is still open."))
}

fn word<'a>(body: &'a Map<String, Json>, name: &str) -> &'a str {
    body.get(name).and_then(Json::as_str).unwrap_or_default()
}
