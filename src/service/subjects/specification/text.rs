//! Writing sections, commenting on paragraphs, answering.

use accord_store::sections::{self, CommentRow, SectionRow};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::{
    domain::specification::{comments::Disposition, text},
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
    position: Option<i32>,
    heading: Option<String>,
    text: Option<String>,
    #[serde(default)]
    remove: bool,
    #[serde(default)]
    why: String,
}

/// A comment on a paragraph (0, the default, is the section as a whole).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewComment {
    section: String,
    #[serde(default)]
    paragraph: usize,
    text: String,
    /// The person who said it, when a supporter writes it down.
    #[serde(rename = "for")]
    said_by: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewAnswer {
    comment: String,
    disposition: String,
    #[serde(default)]
    answer: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rating {
    comment: String,
    happy: bool,
}

/// SHA-256 of everything that is signed: the sections, then the contract clauses and the
/// monitoring set that the record names.
pub(super) fn hash(desk: &mut Desk<'_>, about: About<'_>) -> Result<String, Fault> {
    let rows = sections::of_subject(desk.db, &about.row.id)?;
    let own = data(about.row)?;
    let annexes: Vec<(String, String)> = ["clauses", "measures"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), own.get(name)?.to_string())))
        .collect();
    let parts: Vec<text::Section<'_>> = rows
        .iter()
        .map(|row| text::Section {
            heading: &row.heading,
            text: &row.text,
        })
        .chain(annexes.iter().map(|(heading, text)| text::Section { heading, text }))
        .collect();
    Ok(text::hash(&parts))
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
    let heading = edit.heading.or_else(|| old.as_ref().map(|o| o.heading.clone()));
    let text = edit.text.or_else(|| old.as_ref().map(|o| o.text.clone()));
    let (Some(heading), Some(text)) = (heading, text) else {
        return Err(Fault::field("text", "A new section needs a heading and a text."));
    };
    let last = sections::of_subject(desk.db, &about.row.id)?
        .last()
        .map_or(0, |one| one.position);
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

pub(super) fn comment(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let new: NewComment = read(work.body)?;
    let section = section(desk, about, &new.section)?;
    let paragraphs = text::paragraphs(&section.text);
    let quote = match new.paragraph {
        0 => String::new(),
        number => paragraphs
            .get(number.saturating_sub(1))
            .cloned()
            .ok_or_else(|| Fault::field("paragraph", format!("The section has {} paragraphs.", paragraphs.len())))?,
    };
    let house = work
        .actor
        .roles
        .iter()
        .find_map(|role| desk.app.library.roles.roles.get(role)?.house.clone());
    let row = CommentRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        subject_id: about.row.id.clone(),
        section_id: section.id,
        revision: section.revision,
        paragraph: i32::try_from(new.paragraph).unwrap_or(i32::MAX),
        quote,
        text: new.text,
        person_id: new.said_by.unwrap_or_else(|| principal(work).to_owned()),
        house,
        made_at: desk.now.into(),
        disposition: None,
        answer: None,
        answered_by: None,
        answered_at: None,
        content_with_answer: None,
    };
    sections::comment(desk.db, &row)?;
    Ok(json!({ "comment": row.id }))
}

pub(super) fn answer(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let new: NewAnswer = read(work.body)?;
    let mut row = own_comment(desk, about, &new.comment)?;
    let disposition = Disposition::parse(&new.disposition)
        .ok_or_else(|| Fault::field("disposition", "Choose what became of the comment."))?;
    if disposition.needs_reason() && new.answer.trim().is_empty() {
        return Err(Fault::field(
            "answer",
            "Say why; only plain acceptance needs no reason.",
        ));
    }
    row.disposition = Some(disposition.word().to_owned());
    row.answer = Some(new.answer);
    row.answered_by = Some(work.actor.person.clone());
    row.answered_at = Some(desk.now.into());
    row.content_with_answer = None;
    sections::change_comment(desk.db, &row)?;
    Ok(json!({ "comment": row.id }))
}

pub(super) fn rate(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let rating: Rating = read(work.body)?;
    let mut row = own_comment(desk, about, &rating.comment)?;
    if row.person_id != principal(work) {
        return Err(Fault::field(
            "comment",
            "Only the person who commented can say whether the answer is good.",
        ));
    }
    row.content_with_answer = Some(rating.happy);
    sections::change_comment(desk.db, &row)?;
    Ok(json!({ "comment": row.id }))
}

fn principal<'a>(work: Work<'a>) -> &'a str {
    work.actor.acting_for.as_deref().unwrap_or(&work.actor.person)
}

fn section(desk: &mut Desk<'_>, about: About<'_>, id: &str) -> Result<SectionRow, Fault> {
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

fn own_comment(desk: &mut Desk<'_>, about: About<'_>, id: &str) -> Result<CommentRow, Fault> {
    sections::load_comment(desk.db, id)?
        .filter(|row| row.subject_id == about.row.id)
        .ok_or(Fault::NotFound("comment"))
}

fn read<T: serde::de::DeserializeOwned>(body: &Map<String, Json>) -> Result<T, Fault> {
    serde_json::from_value(Json::Object(body.clone())).map_err(|e| Fault::field("body", e.to_string()))
}
