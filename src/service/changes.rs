//! What changed in a text between two of its versions, for somebody who may read it.

use accord_store::sections::{self, RevisionRow};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        specification::changes::{Block, Piece, blocks, words},
        words::local_day,
    },
    service::{
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        sight::{self, Seen},
        subjects::{
            self, data,
            specification::{
                history::History,
                order::{self, Ordered},
            },
        },
    },
};

/// What a comparison begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The text as it was before the last day on which somebody wrote.
    LastDay,
    /// The text after so many changes; 0 is nothing at all.
    Version(usize),
    /// The text as it was when this person answered last.
    Answered,
}

/// What changed.
#[derive(Debug)]
pub struct Changes {
    /// The record, and who reads.
    pub seen: Seen,
    /// The number of changes that the comparison begins after.
    pub from: usize,
    /// The number of changes that it ends with.
    pub to: usize,
    /// When the text at the end was written.
    pub until: Option<DateTime<Utc>>,
    /// Sections that are not the same at both ends, in the order of the text.
    pub sections: Vec<Section>,
    /// Every change that there has been, the oldest first; what came from a file is none.
    pub made: Vec<Made>,
    /// When the order of sections was changed, the oldest first.
    pub ordered: Vec<Ordered>,
    /// The number of changes that there were when this person answered, if they did.
    pub answered: Option<usize>,
}

/// What became of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Added,
    /// It says something else.
    Changed,
    /// It was taken out.
    TakenOut,
}

/// A section that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its heading, as it changed.
    pub heading: Vec<Piece>,
    /// What became of it.
    pub fate: Fate,
    /// Its text, as it changed.
    pub blocks: Vec<Block>,
    /// Why, in the words of those who changed it.
    pub why: Vec<String>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its number, from 1.
    pub number: usize,
    /// The section's heading after it.
    pub heading: String,
    /// The section was taken out.
    pub removed: bool,
    /// Why, in the words of whoever changed it.
    pub why: String,
    /// The house of whoever changed it; empty if they sit in none.
    pub house: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What changed in a record's text.
///
/// # Errors
/// The record is not there, or not for this person; there is no such version.
pub fn between(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (kind, id): (&str, &str),
    (since, to): (Since, Option<usize>),
) -> Result<Changes, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        let history = History::of(desk, id)?;
        let rows = history.made();
        let order: Vec<String> = sections::of_subject(desk.db, id)?
            .into_iter()
            .map(|row| row.id)
            .collect();
        let to = to.unwrap_or(history.version());
        let answered = last_answer(&seen).map(|at| rows.iter().filter(|row| row.edited_at.utc() <= at).count());
        let from = match since {
            Since::Version(number) => number,
            Since::Answered => answered.unwrap_or(0),
            Since::LastDay => before_last_day(rows, to),
        };
        if from > to || to > history.version() {
            return Err(Fault::NotFound("version"));
        }
        let mut sections = compare(&history, from, to);
        sections.sort_by_key(|one| order.iter().position(|id| *id == one.id).unwrap_or(usize::MAX));
        Ok(Changes {
            until: to
                .checked_sub(1)
                .and_then(|last| rows.get(last))
                .map(|row| row.edited_at.utc()),
            made: made(desk, rows)?,
            ordered: order::ordered(desk, &data(&seen.record)?),
            sections,
            answered,
            seen,
            from,
            to,
        })
    })
}

/// When this person last answered a question that everybody who is asked answers; an answer that no
/// longer counts counts here, for that is why they look.
fn last_answer(seen: &Seen) -> Option<DateTime<Utc>> {
    let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person);
    let ballots = seen.running.iter().flat_map(|one| one.snapshot.ballots.values());
    let votes = ballots.flat_map(|ballot| ballot.votes.iter());
    votes.filter(|vote| vote.person == *person).map(|vote| vote.at).max()
}

fn before_last_day(rows: &[RevisionRow], to: usize) -> usize {
    let day = |row: &RevisionRow| -> NaiveDate { local_day(row.edited_at.utc()) };
    let there = rows.iter().take(to);
    match there.clone().next_back().map(day) {
        Some(last) => there.filter(|row| day(row) < last).count(),
        None => 0,
    }
}

fn compare(history: &History, from: usize, to: usize) -> Vec<Section> {
    let mut ids: Vec<&str> = Vec::new();
    for row in history.between(from, to) {
        if !ids.contains(&row.section_id.as_str()) {
            ids.push(&row.section_id);
        }
    }
    ids.into_iter()
        .filter_map(|id| section(history, id, from, to))
        .collect()
}

fn section(history: &History, id: &str, from: usize, to: usize) -> Option<Section> {
    let at = |number: usize| {
        let there = history.until(number).iter().rev().find(|row| row.section_id == id);
        there.filter(|row| !row.removed)
    };
    let (old, new) = (at(from), at(to));
    let fate = match (old, new) {
        (None, None) => return None,
        (None, Some(_)) => Fate::Added,
        (Some(_), None) => Fate::TakenOut,
        (Some(old), Some(new)) if old.heading == new.heading && old.text == new.text => return None,
        (Some(_), Some(_)) => Fate::Changed,
    };
    let heading = |row: Option<&RevisionRow>| row.map_or("", |row| row.heading.as_str()).to_owned();
    let text = |row: Option<&RevisionRow>| row.map_or("", |row| row.text.as_str()).to_owned();
    let mut why: Vec<String> = Vec::new();
    for row in history.between(from, to).iter().filter(|row| row.section_id == id) {
        if !row.why.trim().is_empty() && !why.contains(&row.why) {
            why.push(row.why.clone());
        }
    }
    // A section that is new or gone is shown under its heading, not as a heading that changed.
    let heading = match fate {
        Fate::Changed => words(&heading(old), &heading(new)),
        Fate::Added => words(&heading(new), &heading(new)),
        Fate::TakenOut => words(&heading(old), &heading(old)),
    };
    Some(Section {
        id: id.to_owned(),
        blocks: blocks(&text(old), &text(new)),
        heading,
        fate,
        why,
    })
}

fn made(desk: &mut Desk<'_>, rows: &[RevisionRow]) -> Result<Vec<Made>, Fault> {
    let mut houses: std::collections::BTreeMap<&str, String> = std::collections::BTreeMap::new();
    let mut out = Vec::new();
    for (row, number) in rows.iter().zip(1..) {
        if !houses.contains_key(row.edited_by.as_str()) {
            houses.insert(&row.edited_by, subjects::round::house_of(desk, &row.edited_by)?);
        }
        out.push(Made {
            number,
            heading: row.heading.clone(),
            removed: row.removed,
            why: row.why.clone(),
            house: houses.get(row.edited_by.as_str()).cloned().unwrap_or_default(),
            at: row.edited_at.utc(),
        });
    }
    Ok(out)
}
