//! What was proposed for a text, who proposed it, how long it has waited, and what was answered.

use super::{
    comments::short,
    home::record_href,
    lists::{self, Choose, Column, List},
    shell,
};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        proposals::{self, ADD, ANSWER, Proposal, Proposals},
    },
    views::{
        components::{
            link::Link,
            page::Width,
            table::Cell,
            tag::{Tag, Tone},
            text::Empty,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const WAITS: (&str, &str) = ("waiting", "Waits for an answer");
const LATE: (&str, &str) = ("late", "The answer is late");
const ANSWERED: (&str, &str) = ("answered", "Answered");

/// The page, or the list as a file.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = (request.kind(), request.param("id"));
    let found = proposals::open(&site.app, request.alliance()?, &request.caller()?, place)?;
    let record = &found.seen.record;
    let here = record_href(&record.kind, &record.id);
    let list = list(format!("{here}/proposals"));
    let rows: Vec<&Proposal> = found.all.iter().collect();
    if lists::wants_file(request) {
        return list.file(request, rows);
    }
    let heading = format!("What was proposed for {}", record.title);
    let mut page = shell::page(site, request, &heading)?;
    page.width = Width::Wide;
    page.trail = shell::below(record);
    let part = list.part(request, rows);
    shell::draw(&Sheet {
        caption: record.reference.clone(),
        says: vec![
            "Every proposal gets an answer with a reason, by its day and before the text is opened for comment. Whoever \
             made it is told. What is taken becomes a promise, with somebody who sees to it and a day."
                .to_owned(),
        ],
        parts: vec![Part {
            links: ways(&found, &here),
            ..part
        }],
        ..Sheet::new(page, heading)
    })
}

fn ways(found: &Proposals, here: &str) -> Vec<Link> {
    let waits = found.all.iter().any(|one| one.answered_at.is_none());
    let answer = (found.may_answer && waits).then(|| Link::new("Answer a proposal", format!("{here}/work/{ANSWER}")));
    let add = found
        .may_add
        .then(|| Link::new("Propose something", format!("{here}/work/{ADD}")));
    let asked = Link::new("Where is what was promised?", format!("{here}/asked#promises"));
    let compare = found
        .may_compare
        .then(|| Link::new("Whose words count, by house", format!("{here}/parity")));
    answer.into_iter().chain(add).chain([asked]).chain(compare).collect()
}

fn stands(row: &Proposal) -> (&'static str, &'static str) {
    match row.answered_at {
        None if row.late => LATE,
        None => WAITS,
        Some(_) => ANSWERED,
    }
}

/// What an answer came to, in words; nothing where it did not say.
fn verdict(row: &Proposal) -> Option<&'static str> {
    match row.verdict.as_str() {
        "taken" => Some("It is taken, and is a promise"),
        "in_part" => Some("It is taken in part"),
        "not_taken" => Some("It is not taken"),
        _ => None,
    }
}

fn list<'a>(path: String) -> List<'a, &'a Proposal> {
    List {
        id: "proposals",
        name: "proposals",
        path,
        words: ("proposal", "proposals"),
        columns: vec![
            Column::text("text", "What is proposed", |row: &&Proposal| row.text.clone()).shown(|row| Cell {
                note: Some(if row.own {
                    "You proposed this".to_owned()
                } else {
                    row.house.clone()
                })
                .filter(|note| !note.is_empty()),
                ..Cell::new(&row.text)
            }),
            Column::when("at", ("Since", "Since (UK time)"), |row: &&Proposal| row.at),
            Column::text("stands", "How it stands", |row: &&Proposal| stands(row).1.to_owned()).shown(|row| {
                let days = words::count(u64::try_from(row.waited).unwrap_or(0), "working day", "working days");
                let by = row.due_on.map(words::day).unwrap_or_default();
                let (tone, note) = match (row.answered_at, row.waited) {
                    (None, _) if row.late => (Tone::Attention, format!("It was due by {by}")),
                    (None, _) if row.due_on.is_some() => (Tone::Active, format!("It gets one by {by}")),
                    (Some(_), 0) => (Tone::Good, "On the same day".to_owned()),
                    (Some(_), _) => (Tone::Good, format!("It waited {days}")),
                    (None, 0) => (Tone::Active, "Since today".to_owned()),
                    (None, _) => (Tone::Active, format!("It has waited {days}")),
                };
                Cell {
                    note: Some(note),
                    ..Cell::tag(Tag::new(stands(row).1, tone))
                }
            }),
            Column::text("answer", "The answer, and why", |row: &&Proposal| row.answer.clone()).shown(|row| Cell {
                note: row.answered_at.map(|at| {
                    let on = words::day(words::local_day(at));
                    verdict(row).map_or_else(|| on.clone(), |what| format!("{what}. {on}"))
                }),
                ..Cell::new(short(&row.answer))
            }),
            Column::text("house", "Proposed by", |row: &&Proposal| row.house.clone()),
            Column::number("number", "Number", |row: &&Proposal| i64::try_from(row.number).ok()),
        ],
        choices: vec![Choose {
            name: "stands",
            label: "How it stands",
            any: "All",
            options: [WAITS, LATE, ANSWERED]
                .map(|(word, title)| (word.to_owned(), title.to_owned()))
                .into(),
            fits: Box::new(|row, value| stands(row).0 == value),
        }],
        usual: "number",
        empty: Empty {
            title: "Nothing has been proposed yet".to_owned(),
            text: "The working group, partners and experts can propose something while the text is planned and \
                   written. Each proposal stands here with its answer."
                .to_owned(),
            link: None,
        },
    }
}
