//! Writing sections, and what is signed of them.

use accord_store::sections::{self, SectionRow};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{attachments, parts};
use crate::{
    domain::specification::{
        parts::{Part, Prints},
        text,
    },
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, Work, data},
    },
};

/// A section to be written, changed (with `section`) or taken out (with `remove`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    /// A whole text in Markdown: each `# heading` begins a section after those that there are.
    document: Option<String>,
    section: Option<String>,
    /// Of a new section: which of the texts that are signed together it belongs to.
    part: Option<String>,
    position: Option<i32>,
    heading: Option<String>,
    text: Option<String>,
    /// The revision that whoever writes began from; another is there by now if somebody was quicker.
    revision: Option<i32>,
    #[serde(default)]
    remove: bool,
    #[serde(default)]
    why: String,
}

/// Fingerprints of everything that is signed: the text, the contract clauses, what hosts count.
pub(super) fn prints(desk: &mut Desk<'_>, about: About<'_>) -> Result<Prints, Fault> {
    let rows = sections::of_subject(desk.db, &about.row.id)?;
    // The row in hand may be older than what was done with it in this transaction.
    let row = accord_store::subjects::load(desk.db, &desk.alliance, &about.row.id)?;
    let files = attachments::print(desk, &data(&row)?)?;
    Ok(parts::prints(&rows, files))
}

pub(super) fn edit(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let edit: Edit = read(work.body)?;
    if let Some(document) = &edit.document {
        return import(desk, about, work, document, &edit.why);
    }
    let old = match &edit.section {
        Some(id) => Some(section(desk, about, id)?),
        None => None,
    };
    if let (Some(old), Some(revision)) = (&old, edit.revision)
        && old.revision != revision
    {
        let says = "Somebody else has changed this section while you were writing.";
        return Err(Fault::conflict(says, 0));
    }
    let heading = edit.heading.or_else(|| old.as_ref().map(|o| o.heading.clone()));
    let text = edit.text.or_else(|| old.as_ref().map(|o| o.text.clone()));
    let (Some(heading), Some(text)) = (heading, text) else {
        return Err(Fault::field("text", "A new section needs a heading and a text."));
    };
    let part = match (&old, &edit.part) {
        (Some(old), _) => Part::parse(&old.part),
        (None, named) => Part::parse(named.as_deref().unwrap_or_default()),
    };
    let all = sections::of_subject(desk.db, &about.row.id)?;
    let last = parts::of(&all, part).last().map_or(part.place(), |one| one.position);
    let row = SectionRow {
        id: old.as_ref().map_or_else(|| desk.id(), |o| o.id.clone()),
        alliance_id: desk.alliance.clone(),
        subject_id: about.row.id.clone(),
        position: edit
            .position
            .or_else(|| old.as_ref().map(|o| o.position))
            .unwrap_or_else(|| last.saturating_add(1)),
        heading,
        text,
        revision: old.as_ref().map_or(1, |o| o.revision.saturating_add(1)),
        removed: edit.remove,
        edited_by: work.actor.person.clone(),
        edited_at: desk.now.into(),
        part: part.word().to_owned(),
        code: old.and_then(|old| old.code),
    };
    sections::put(desk.db, &row, &edit.why)?;
    Ok(json!({ "section": row.id, "revision": row.revision }))
}

/// Writes every section of a whole text.
fn import(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>, document: &str, why: &str) -> Result<Json, Fault> {
    let mut made = Vec::new();
    for (heading, text) in text::sections(document) {
        let body = json!({ "heading": heading, "text": text, "why": why });
        if let Json::Object(body) = body {
            made.push(edit(desk, about, Work { body: &body, ..work })?);
        }
    }
    Ok(json!({ "sections": made }))
}

/// The person in whose name it is done.
pub(super) fn principal<'a>(work: Work<'a>) -> &'a str {
    work.actor.acting_for.as_deref().unwrap_or(&work.actor.person)
}

/// One section of this text, by its id or its heading.
pub(super) fn section(desk: &mut Desk<'_>, about: About<'_>, id: &str) -> Result<SectionRow, Fault> {
    let found = match sections::load(desk.db, id)? {
        Some(row) => Some(row),
        // A heading will do where there is no doubt: that is how people speak of a section.
        None => sections::of_subject(desk.db, &about.row.id)?
            .into_iter()
            .find(|row| row.heading == id),
    };
    found
        .filter(|row| row.subject_id == about.row.id)
        .ok_or(Fault::NotFound("section"))
}

/// What was sent, as it ought to be.
pub(super) fn read<T: serde::de::DeserializeOwned>(body: &Map<String, Json>) -> Result<T, Fault> {
    serde_json::from_value(Json::Object(body.clone())).map_err(|error| {
        tracing::debug!(%error, "a piece of work cannot be read");
        Fault::field(
            "body",
            "What was sent does not fit this form. Open the page again from the text, and send it from there.",
        )
    })
}
