//! What templates may say about a specification.

use std::collections::BTreeMap;

use accord_store::{
    Stamp,
    sections::{self, CommentRow, SectionRow},
};
use serde_json::Value as Json;

use super::{
    aims, attachments,
    history::{History, Houses, is_laid},
    other_words, parts, proposals, sign_off,
};
use crate::{
    domain::{
        specification::{aims::Aim, comments::Disposition, parts::Part, text::paragraphs},
        words::local_day as day,
    },
    service::{
        app::Desk,
        bodies,
        fault::Fault,
        own::names,
        subjects::{About, data, promises},
        threads::Threads,
    },
    views::contexts::{
        parts::{Block, Section},
        specification::{Attachment, Change, Comment, CommentCounts, Proposal, Specification, Wording},
    },
};

const CHANGED: &str = "changed";
const CHANGED_IN_PART: &str = "changed in part";

/// The object `specification`.
pub(super) fn context(desk: &mut Desk<'_>, about: About<'_>) -> Result<Specification, Fault> {
    let own = data(about.row)?;
    let all = sections::of_subject(desk.db, &about.row.id)?;
    let rows: Vec<SectionRow> = parts::of(&all, Part::Text).into_iter().cloned().collect();
    let public = Threads::public(desk, &about.row.id)?;
    let comments = sections::comments(desk.db, &about.row.id)?;
    let comments: Vec<CommentRow> = comments.into_iter().map(|row| public.comment(row)).collect();
    let headings: BTreeMap<&str, String> = Part::SIGNED
        .into_iter()
        .flat_map(|part| {
            (1..)
                .zip(parts::of(&all, part))
                .map(move |(number, row)| (number, row, part))
        })
        .map(|(number, row, part)| (row.id.as_str(), numbered(part, number, &row.heading)))
        .collect();
    let changes = changes(desk, about)?;
    let words = |name: &str| own.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let mut out: Specification = serde_json::from_value(Json::Object(shown(&own))).unwrap_or_default();
    out.title.clone_from(&about.row.title);
    out.reference = about.row.reference.clone().unwrap_or_default();
    out.version = changes.last().map_or(0, |change| change.version);
    out.summary = words("summary");
    out.need = aims::now(&own, Aim::Need);
    out.purpose = aims::now(&own, Aim::Purpose);
    out.open_to_change = aims::now(&own, Aim::Open);
    out.gaps = aims::linked(&own);
    out.sections = rows
        .iter()
        .enumerate()
        .map(|(place, row)| shown_section(place + 1, &row.heading, &row.text))
        .collect();
    out.wordings = other_words::whole(desk, about, &rows)?
        .into_iter()
        .map(|(title, texts)| Wording {
            title,
            sections: (1..)
                .zip(&rows)
                .zip(&texts)
                .map(|((number, row), text)| shown_section(number, &row.heading, &apart(text)))
                .collect(),
        })
        .collect();
    let files = attachments::all(desk, &own)?;
    let prints = parts::prints(&all, attachments::print(desk, &own)?);
    out.content_hash = prints.text;
    out.attachments_hash = prints.files;
    out.attachments = files
        .into_iter()
        .map(|one| Attachment {
            title: one.title,
            name: one.file.name,
            hash: one.file.hash,
        })
        .collect();
    let shown_part = |part: Part| {
        let rows = (1..).zip(parts::of(&all, part));
        rows.map(|(number, row)| shown_section(number, &row.heading, &row.text))
            .collect::<Vec<_>>()
    };
    out.clauses = shown_part(Part::Clauses);
    out.counted = shown_part(Part::Measures);
    if !out.clauses.is_empty() || !out.counted.is_empty() {
        out.clauses_hash = prints.clauses;
        out.counted_hash = prints.measures;
    }
    let revisions = sections::revisions(desk.db, &about.row.id)?;
    let edited = revisions.iter().map(|one| one.edited_at).max();
    // What a file laid beside the text, nobody wrote.
    let written_here = revisions.iter().filter(|one| !is_laid(one));
    let wrote: Vec<String> = written_here.map(|one| one.edited_by.clone()).collect();
    // The oldest first: the last one stays.
    let written: BTreeMap<String, Stamp> = revisions
        .into_iter()
        .map(|one| (one.section_id, one.edited_at))
        .collect();
    out.comments = comments
        .iter()
        .zip(1..)
        .map(|(row, number)| {
            let moved = row
                .changed_section
                .as_ref()
                .map_or(edited, |id| written.get(id).copied());
            let mut shown = shown_comment(desk, row, number, &headings, moved > Some(row.made_at));
            shown.same_as = number_of(&comments, row.same_as.as_deref());
            shown
        })
        .collect();
    out.counts = counts(&comments, &out.comments);
    out.changes = changes;
    out.sign_off = sign_off::shown(desk, about)?;
    for promise in accord_store::links::promises(desk.db, &about.row.id)? {
        let shown = promises::shown(desk, &promise)?;
        out.promises.push(shown);
    }
    out.credited = names::as_authors(desk, &wrote)?;
    for one in proposals::all(&own) {
        let made = super::by(one.made).map(str::to_owned).unwrap_or_default();
        let said = |entry: &Json, name: &str| super::word(entry, name).unwrap_or_default().to_owned();
        let on = |entry: &Json| super::at(entry).map(day);
        out.proposals.push(Proposal {
            number: u32::try_from(one.number).unwrap_or(u32::MAX),
            text: said(one.made, "text"),
            said_by: bodies::speaks_for(desk, &made)?,
            said_on: on(one.made),
            result: one.verdict().replace('_', " "),
            answer: one.answer.map(|entry| said(entry, "answer")).unwrap_or_default(),
            answered_on: one.answer.and_then(on),
            due_on: one.due_on(),
        });
    }
    out.written_by = written_by(desk, about)?;
    Ok(out)
}

/// The number of another comment; 0 if none is meant.
fn number_of(comments: &[CommentRow], id: Option<&str>) -> u32 {
    let mut all = comments.iter().zip(1..);
    let found = id.and_then(|id| all.find(|(one, _)| one.id == id));
    found.map_or(0, |(_, number)| number)
}

/// `3 Money`, and of the other texts `clause 4: Money`.
fn numbered(part: Part, number: usize, heading: &str) -> String {
    match part {
        Part::Text => format!("{number} {heading}"),
        Part::Clauses => format!("clause {number}: {heading}"),
        Part::Measures => format!("what hosts count, {number}: {heading}"),
    }
}

/// What the record itself gives (value, dates, lots, measures), without the log.
fn shown(own: &serde_json::Map<String, Json>) -> serde_json::Map<String, Json> {
    let mut own = own.clone();
    own.remove("log");
    own
}

/// Each line for itself: one idea in a line is what makes it easy. Points of a list stay together.
fn apart(text: &str) -> String {
    let line = |line: &str| {
        if line.starts_with("- ") {
            format!("{line}\n")
        } else {
            format!("\n{line}\n\n")
        }
    };
    text.lines().map(str::trim).map(line).collect()
}

fn shown_section(number: usize, heading: &str, text: &str) -> Section {
    let blocks = paragraphs(text).iter().map(|block| Block::of(block)).collect();
    let (points, paragraphs): (Vec<String>, Vec<String>) =
        paragraphs(text).into_iter().partition(|block| block.starts_with("- "));
    Section {
        number: number.to_string(),
        title: heading.to_owned(),
        paragraphs: paragraphs.into_iter().map(|block| block.replace('\n', " ")).collect(),
        points: points
            .iter()
            .flat_map(|block| block.lines())
            .map(|line| line.trim_start_matches("- ").to_owned())
            .collect(),
        blocks,
    }
}

/// `moved`: the section that the answer names, or else any, has been changed since the comment. What was agreed and is not done is said to
/// be so.
fn shown_comment(
    desk: &Desk<'_>,
    row: &CommentRow,
    number: u32,
    headings: &BTreeMap<&str, String>,
    moved: bool,
) -> Comment {
    let changed_in = row.changed_section.as_deref().and_then(|id| headings.get(id).cloned());
    let result = match row.disposition.as_deref().and_then(Disposition::parse) {
        Some(Disposition::Accepted) if moved => CHANGED,
        Some(Disposition::AcceptedInPart) if moved => CHANGED_IN_PART,
        Some(Disposition::Accepted) => "agreed; we have not changed the text yet",
        Some(Disposition::AcceptedInPart) => "agreed in part; we have not changed the text yet",
        Some(Disposition::NotAccepted | Disposition::OutOfScope) => "not changed",
        Some(Disposition::AlreadyCovered | Disposition::Duplicate | Disposition::NeedsDecision) => "answered",
        None => "",
    };
    Comment {
        number,
        section: headings.get(row.section_id.as_str()).cloned().unwrap_or_default(),
        text: row.text.clone(),
        said_by: row
            .house
            .as_ref()
            .and_then(|house| desk.app.library.roles.houses.get(house).cloned())
            .unwrap_or_else(|| "Working group".to_owned()),
        said_on: Some(day(row.made_at.utc())),
        result: result.to_owned(),
        answer: row.answer.clone().unwrap_or_default(),
        answered_on: row.answered_at.map(|at| day(at.utc())),
        changed_in: changed_in.unwrap_or_default(),
        unhappy: row.content_with_answer == Some(false),
        unhappy_because: row.unhappy_because.clone().unwrap_or_default(),
        same_as: 0,
    }
}

fn counts(comments: &[CommentRow], shown: &[Comment]) -> CommentCounts {
    let count = |test: &dyn Fn(&CommentRow) -> bool| {
        u32::try_from(comments.iter().filter(|one| test(one)).count()).unwrap_or(u32::MAX)
    };
    let changed = shown
        .iter()
        .filter(|one| [CHANGED, CHANGED_IN_PART].contains(&one.result.as_str()));
    CommentCounts {
        total: count(&|_| true),
        answered: count(&|one| one.disposition.is_some()),
        unanswered: count(&|one| one.disposition.is_none()),
        changed: u32::try_from(changed.count()).unwrap_or(u32::MAX),
        unhappy: count(&|one| one.content_with_answer == Some(false)),
    }
}

/// One version for each revision of any section, oldest first.
fn changes(desk: &mut Desk<'_>, about: About<'_>) -> Result<Vec<Change>, Fault> {
    let history = History::of(desk, &about.row.id)?;
    Ok(history
        .made()
        .iter()
        .zip(1..)
        .map(|(row, version)| Change {
            version,
            on: Some(day(row.edited_at.utc())),
            summary: if row.why.is_empty() {
                row.heading.clone()
            } else {
                format!("{}: {}", row.heading, row.why)
            },
        })
        .collect())
}

/// The houses that wrote what is delivered, the first to write first; those that there are, until somebody has.
fn written_by(desk: &mut Desk<'_>, about: About<'_>) -> Result<Vec<String>, Fault> {
    let history = History::of(desk, &about.row.id)?;
    let people: Vec<&str> = history.made().iter().map(|row| row.edited_by.as_str()).collect();
    let houses = Houses::default().of(desk, &people)?;
    Ok(match houses.is_empty() {
        true => desk.app.library.roles.houses.values().cloned().collect(),
        false => houses,
    })
}
