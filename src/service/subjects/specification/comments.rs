//! Commenting on paragraphs, answering, and saying whether an answer is good.

use accord_store::{
    appointments,
    sections::{self, CommentRow},
    threads as rows,
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{
    text::{principal, read, section},
    threads,
};
use crate::{
    domain::specification::{comments::Disposition, text},
    service::{
        app::Desk,
        authority::Caller,
        fault::Fault,
        subjects::{About, Work},
        threads::Threads,
    },
};

/// What is said where somebody else was quicker.
const ANSWERED: &str = "This comment has an answer by now.";

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
    /// How it came then.
    way: Option<String>,
    /// It was read back to them; asked for by the form.
    #[serde(default, rename = "read_back")]
    _read_back: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewAnswer {
    comment: String,
    disposition: String,
    #[serde(default)]
    answer: String,
    /// The section that changed because of it: its id or its heading.
    changed: Option<String>,
    /// The comment that said it before: its number or its id.
    same_as: Option<Json>,
    /// Not if it has an answer already: for many at once, so that nobody's answer is written over.
    #[serde(default)]
    only_open: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rating {
    comment: String,
    happy: bool,
    /// What is missing, if they are not.
    why: Option<String>,
}

/// What somebody reads before they comment, answer or judge an answer: the words that it is about.
pub(super) fn to_read(
    desk: &mut Desk<'_>,
    about: About<'_>,
    (permit, given): (&str, &Map<String, Json>),
    caller: &Caller,
) -> Result<Vec<String>, Fault> {
    let named = |name: &str| given.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    if let Some(id) = named("comment") {
        let seen = Threads::for_work(desk, &about.row.id, permit, caller)?;
        let row = seen.comment(own_comment(desk, about, id)?);
        let mut out = Vec::new();
        if !row.quote.is_empty() {
            out.push(format!("About the words: “{}”", row.quote));
        }
        out.push(format!("The comment: “{}”", row.text));
        let below = rows::of_subject(desk.db, &about.row.id)?;
        let below = below.into_iter().filter(|one| one.comment_id == row.id);
        out.extend(below.map(|one| format!("Said below it: “{}”", seen.words(&one.id, &one.person_id, &one.text))));
        if let Some(answer) = row.answer.filter(|answer| !answer.trim().is_empty()) {
            out.push(format!("The answer: “{answer}”"));
        }
        return Ok(out);
    }
    let (Some(id), Some(number)) = (named("section"), named("paragraph")) else {
        return Ok(Vec::new());
    };
    let section = section(desk, about, id)?;
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let paragraphs = text::paragraphs(&section.text);
    let words = place.and_then(|place| paragraphs.get(place));
    Ok(words
        .map(|words| format!("{}: “{words}”", section.heading))
        .into_iter()
        .collect())
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
    let house = house(desk, work, new.said_by.as_deref())?;
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
        changed_section: None,
        unhappy_because: None,
        way: new.way,
        same_as: None,
        number: 0,
    };
    let id = row.id.clone();
    sections::comment(desk.db, row)?;
    Ok(json!({ "comment": id }))
}

/// The house of whoever says it: of the person who is written for, where somebody else writes.
pub(super) fn house(desk: &mut Desk<'_>, work: Work<'_>, said_by: Option<&str>) -> Result<Option<String>, Fault> {
    let held: Vec<String> = match said_by {
        Some(person) => appointments::of_person(desk.db, &desk.alliance, person, desk.now.into())?
            .into_iter()
            .map(|one| one.role)
            .collect(),
        None => work.actor.roles.iter().map(ToString::to_string).collect(),
    };
    let known = &desk.app.library.roles.roles;
    Ok(held.iter().find_map(|role| known.get(role)?.house.clone()))
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
    if new.only_open && !super::is_open(&row) {
        return Err(Fault::field("comment", ANSWERED));
    }
    let again = row.disposition.is_some();
    row.changed_section = changed(desk, about, &row, new.changed.as_deref(), disposition)?;
    row.same_as = match disposition {
        Disposition::Duplicate => said_before(desk, about, &row, new.same_as.as_ref())?,
        _ => None,
    };
    row.disposition = Some(disposition.word().to_owned());
    row.answer = Some(new.answer);
    row.answered_by = Some(work.actor.person.clone());
    row.answered_at = Some(desk.now.into());
    row.content_with_answer = None;
    row.unhappy_because = None;
    sections::change_comment(desk.db, &row)?;
    if again {
        tell(desk, about, &row, disposition)?;
    }
    Ok(json!({ "comment": row.id }))
}

/// Whoever commented is told that the answer has changed: they may have read the first one, and have said
/// whether they are happy with it.
fn tell(desk: &mut Desk<'_>, about: About<'_>, row: &CommentRow, became: Disposition) -> Result<(), Fault> {
    let says = format!(
        "The answer to your comment on “{}” has changed. It is now: {}. {}",
        about.row.title,
        became.title(),
        row.answer.as_deref().unwrap_or_default()
    );
    let letter = ("answered_again", "you commented on this text");
    threads::tell(desk, about, row, letter, &row.person_id, says.trim().to_owned())
}

/// The comment that said it first, where that is the answer: by its number among the comments, as people
/// speak of it, or by its id.
fn said_before(
    desk: &mut Desk<'_>,
    about: About<'_>,
    row: &CommentRow,
    named: Option<&Json>,
) -> Result<Option<String>, Fault> {
    let refuse = |says: String| Err(Fault::field("same_as", says));
    let word = match named {
        Some(Json::Number(number)) => number.to_string(),
        Some(Json::String(word)) => word.trim().to_owned(),
        _ => String::new(),
    };
    let all = sections::comments(desk.db, &about.row.id)?;
    let by_number = word.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let found = match by_number {
        Some(place) => all.get(place),
        None => all.iter().find(|one| one.id == word),
    };
    let Some(first) = found else {
        return refuse(match word.is_empty() {
            true => "Say which comment said it before, by its number.".to_owned(),
            false => format!("There is no comment {word}: they are numbered from 1 to {}.", all.len()),
        });
    };
    if first.id == row.id {
        return refuse("A comment does not repeat itself. Give the number of the other one.".to_owned());
    }
    if let Some(earlier) = &first.same_as {
        let number = all
            .iter()
            .position(|one| one.id == *earlier)
            .map_or(0, |place| place + 1);
        return refuse(format!(
            "That comment was itself said before, as comment {number}. Give that number."
        ));
    }
    Ok(Some(first.id.clone()))
}

/// The section that an answer leads to: the one that is named, else the comment's own if it has been
/// rewritten since and the comment was accepted.
fn changed(
    desk: &mut Desk<'_>,
    about: About<'_>,
    row: &CommentRow,
    named: Option<&str>,
    disposition: Disposition,
) -> Result<Option<String>, Fault> {
    if let Some(named) = named.filter(|name| !name.is_empty()) {
        return Ok(Some(section(desk, about, named)?.id));
    }
    let own = sections::load(desk.db, &row.section_id)?;
    let rewritten = own.filter(|own| own.revision > row.revision && !own.removed);
    Ok(rewritten.filter(|_| disposition.changes_text()).map(|own| own.id))
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
    row.unhappy_because = rating.why.filter(|why| !rating.happy && !why.trim().is_empty());
    sections::change_comment(desk.db, &row)?;
    Ok(json!({ "comment": row.id }))
}

pub(super) fn own_comment(desk: &mut Desk<'_>, about: About<'_>, id: &str) -> Result<CommentRow, Fault> {
    sections::load_comment(desk.db, id)?
        .filter(|row| row.subject_id == about.row.id)
        .ok_or(Fault::NotFound("comment"))
}
