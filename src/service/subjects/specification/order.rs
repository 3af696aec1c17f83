//! The order of sections, and taking one out. Neither changes a word; both change what is signed.

use accord_store::sections::{self, SectionRow};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::{
    aims::{house_title, noted},
    at, log, parts, text, word,
};
use crate::{
    domain::specification::parts::Part,
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, Work},
    },
};

/// The permit of whoever puts sections in order.
pub(in crate::service) const ORDER: &str = "section.order";
/// The permit of whoever takes a section out.
pub(in crate::service) const TAKE_OUT: &str = "section.take_out";
/// Sent with an order: the order that it was made from.
const BEGAN: &str = "began";
/// Questions of the form, and collections of the same names, with the part that each puts in order. What hosts count
/// stands in the order of its file.
const ORDERED: [(&str, Part); 2] = [("delivered", Part::Text), ("clauses", Part::Clauses)];

/// A change of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// When.
    pub at: DateTime<Utc>,
    /// The house that did it; nobody's name.
    pub house: String,
    /// Why, in their words; may be empty.
    pub why: String,
}

/// Every change of the order, the oldest first.
pub(in crate::service) fn ordered(desk: &Desk<'_>, own: &Map<String, Json>) -> Vec<Ordered> {
    let of = |entry: &Json| {
        Some(Ordered {
            at: at(entry)?,
            house: house_title(desk, entry),
            why: word(entry, "why").unwrap_or_default().trim().to_owned(),
        })
    };
    log(own, ORDER).filter_map(of).collect()
}

/// The part whose sections a collection of this name holds.
pub(super) fn part_of(collection: &str) -> Option<Part> {
    let found = ORDERED.iter().find(|(name, _)| *name == collection);
    found.map(|(_, part)| *part)
}

/// Sections of a part, in order.
pub(super) fn collection(desk: &mut Desk<'_>, id: &str, part: Part) -> Result<IndexMap<String, String>, Fault> {
    let rows = sections::of_subject(desk.db, id)?;
    let of = parts::of(&rows, part).into_iter();
    Ok(of.map(|row| (row.id.clone(), row.heading.clone())).collect())
}

/// What the form is filled in with: the order as it is.
pub(super) fn filled(desk: &mut Desk<'_>, about: About<'_>) -> Result<Map<String, Json>, Fault> {
    let rows = sections::of_subject(desk.db, &about.row.id)?;
    Ok(ORDERED
        .into_iter()
        .map(|(name, part)| (name.to_owned(), ids(&rows, part).into()))
        .collect())
}

fn ids(rows: &[SectionRow], part: Part) -> Vec<String> {
    parts::of(rows, part).into_iter().map(|row| row.id.clone()).collect()
}

/// What is sent with it, so that nobody's order is written over.
pub(super) fn written_on(desk: &mut Desk<'_>, about: About<'_>) -> Result<(String, Json), Fault> {
    let rows = sections::of_subject(desk.db, &about.row.id)?;
    let all: Vec<String> = ORDERED.into_iter().flat_map(|(_, part)| ids(&rows, part)).collect();
    Ok((BEGAN.to_owned(), all.into()))
}

/// Puts the sections in order. Those without a place stay behind the others, as they stand.
pub(super) fn put(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let rows = sections::of_subject(desk.db, &about.row.id)?;
    let (_, now) = written_on(desk, about)?;
    if work.body.get(BEGAN).is_some_and(|began| *began != now) {
        let says = "Somebody else has added, taken out or moved a section meanwhile.";
        return Err(Fault::conflict(says, 0));
    }
    let mut moved = false;
    for (name, part) in ORDERED {
        let Some(given) = work.body.get(name).and_then(Json::as_array) else {
            continue;
        };
        let there = ids(&rows, part);
        let mut order: Vec<&str> = Vec::new();
        for id in given.iter().filter_map(Json::as_str) {
            if !there.iter().any(|one| one == id) || order.contains(&id) {
                return Err(Fault::field(
                    name,
                    "Give each section one place. Open the page again to see them all.",
                ));
            }
            order.push(id);
        }
        let rest = there.iter().map(String::as_str).filter(|id| !order.contains(id));
        let order: Vec<&str> = order.iter().copied().chain(rest.collect::<Vec<_>>()).collect();
        for (id, place) in order.into_iter().zip(1..) {
            let position = part.place().saturating_add(place);
            if rows.iter().any(|row| row.id == id && row.position != position) {
                moved |= there
                    .get(usize::try_from(place - 1).unwrap_or_default())
                    .map(String::as_str)
                    != Some(id);
                sections::place(desk.db, id, position)?;
            }
        }
    }
    if !moved {
        return Err(Fault::field(
            "delivered",
            "The sections stand in this order already. Change a number, or go back.",
        ));
    }
    let why = work.body.get("why").cloned().unwrap_or_default();
    let body: Map<String, Json> = [("why".to_owned(), why)].into_iter().collect();
    noted(desk, about, work, body)
}

/// Takes a section out; what it said stays in the history, and it can be put back.
pub(super) fn take_out(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let mut body = work.body.clone();
    body.insert("remove".to_owned(), json!(true));
    text::edit(desk, about, Work { body: &body, ..work })
}

/// What whoever takes a section out reads first: what it says.
pub(super) fn to_read(row: &SectionRow) -> Vec<String> {
    let first = format!(
        "{}. It is taken out of the text with these words, which stay in the history:",
        row.heading
    );
    let says = crate::domain::specification::text::paragraphs(&row.text);
    std::iter::once(first).chain(says).collect()
}
