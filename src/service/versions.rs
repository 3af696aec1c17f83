//! A text as it was after each of its changes.

use accord_store::sections::RevisionRow;
use chrono::{DateTime, Utc};

use crate::{
    domain::specification::text::paragraphs,
    service::{app::App, authority::Caller, fault::Fault, sight, subjects::specification::history::History},
};

/// One change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1; the text's version is that of its last change.
    pub number: usize,
    /// The section that was changed.
    pub section: String,
    /// Its heading after the change.
    pub heading: String,
    /// It was taken out.
    pub removed: bool,
    /// Why, in the words of whoever changed it.
    pub why: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A section as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// Its paragraphs, in Markdown.
    pub paragraphs: Vec<String>,
}

/// Every change of a record's text, the oldest first.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn all(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<Vec<Version>, Fault> {
    let history = history(app, alliance, caller, (kind, id))?;
    let of = |(row, number): (&RevisionRow, usize)| Version {
        number,
        section: row.section_id.clone(),
        heading: row.heading.clone(),
        removed: row.removed,
        why: row.why.clone(),
        at: row.edited_at.utc(),
    };
    Ok(history.made().iter().zip(1..).map(of).collect())
}

/// A record's text as it was after so many changes, in the order in which its sections were added; what came from a
/// file was there from the beginning.
///
/// # Errors
/// There is no such version, or the record is not for this person.
pub fn at(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (kind, id): (&str, &str),
    number: usize,
) -> Result<Vec<Section>, Fault> {
    let history = history(app, alliance, caller, (kind, id))?;
    if number == 0 || number > history.version() {
        return Err(Fault::NotFound("version"));
    }
    let mut out: Vec<RevisionRow> = Vec::new();
    for row in history.until(number).iter().cloned() {
        match out.iter_mut().find(|known| known.section_id == row.section_id) {
            Some(known) => *known = row,
            None => out.push(row),
        }
    }
    let there = out.into_iter().filter(|row| !row.removed);
    Ok(there
        .map(|row| Section {
            paragraphs: paragraphs(&row.text),
            id: row.section_id,
            heading: row.heading,
        })
        .collect())
}

fn history(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<History, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        History::of(desk, &seen.record.id)
    })
}
