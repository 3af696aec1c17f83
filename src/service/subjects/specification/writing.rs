//! What the form of a section is filled in with, now and before, and how what two people wrote is put
//! together.

use accord_store::sections::{self, SectionRow};
use serde_json::{Map, Value as Json};

use super::{order::TAKE_OUT, spelling::PROPOSE};
use crate::{
    domain::specification::{merge, parts::Part},
    service::{app::Desk, fault::Fault, subjects::About},
};

/// The permit of whoever writes.
pub(super) const EDIT: &str = "section.edit";

/// The section that a piece of work changes, if it changes one that there is.
pub(super) fn section(
    desk: &mut Desk<'_>,
    about: About<'_>,
    permit: &str,
    given: &Map<String, Json>,
) -> Result<Option<SectionRow>, Fault> {
    let named = given.get("section").and_then(Json::as_str).filter(|id| !id.is_empty());
    let Some(id) = named.filter(|_| [EDIT, TAKE_OUT, PROPOSE].contains(&permit)) else {
        return Ok(None);
    };
    let row = sections::load(desk.db, id)?.filter(|row| row.subject_id == about.row.id);
    row.map(Some).ok_or(Fault::NotFound("section"))
}

/// The answers of the form for a heading and a text.
pub(super) fn filled(heading: String, text: String) -> Map<String, Json> {
    let now = [("heading", heading), ("text", text)];
    now.into_iter()
        .map(|(name, text)| (name.to_owned(), text.into()))
        .collect()
}

/// The same for each revision that there was, the newest first.
pub(super) fn filled_before(
    desk: &mut Desk<'_>,
    about: About<'_>,
    permit: &str,
    given: &Map<String, Json>,
) -> Result<Vec<Map<String, Json>>, Fault> {
    let Some(row) = section(desk, about, permit, given)? else {
        return Ok(Vec::new());
    };
    let mut past = sections::revisions(desk.db, &about.row.id)?;
    past.retain(|one| one.section_id == row.id);
    past.sort_by_key(|one| std::cmp::Reverse(one.revision));
    Ok(past.into_iter().map(|one| filled(one.heading, one.text)).collect())
}

/// What two people made of one section, if both can stand.
pub(super) fn together(
    base: &Map<String, Json>,
    mine: &Map<String, Json>,
    theirs: &Map<String, Json>,
) -> Option<Map<String, Json>> {
    let of = |all: &Map<String, Json>, name: &str| all.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let heading = merge::line(&of(base, "heading"), &of(mine, "heading"), &of(theirs, "heading"))?;
    let text = merge::both(&of(base, "text"), &of(mine, "text"), &of(theirs, "text"))?;
    let mut out = mine.clone();
    out.extend(filled(heading, text));
    Some(out)
}

/// What whoever writes a clause, or what hosts count, knows first.
pub(super) fn to_read(
    desk: &mut Desk<'_>,
    about: About<'_>,
    permit: &str,
    given: &Map<String, Json>,
) -> Result<Vec<String>, Fault> {
    let part = match section(desk, about, permit, given)? {
        Some(row) => Part::parse(&row.part),
        None if permit == EDIT => Part::parse(given.get("part").and_then(Json::as_str).unwrap_or_default()),
        None => return Ok(Vec::new()),
    };
    let says = match part {
        Part::Text => return Ok(Vec::new()),
        Part::Clauses => {
            "This stands in every contract once both houses have signed it. Words in brackets, such as [the host], are \
             filled in for each contract."
        }
        Part::Measures => {
            "Both houses sign these words. Hosts are asked for numbers by a set that whoever runs the server keeps: \
             bids cannot be invited before it asks for what these words say."
        }
    };
    Ok(vec![says.to_owned()])
}
