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
            "Every proposal gets an answer with a reason, before the text is opened for comment. Whoever made it is \
             told."
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
    answer.into_iter().chain(add).collect()
}

fn stands(row: &Proposal) -> (&'static str, &'static str) {
    if row.answered_at.is_some() { ANSWERED } else { WAITS }
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
                let (tone, note) = match (row.answered_at, row.waited) {
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
                note: row.answered_at.map(|at| words::day(words::local_day(at))),
                ..Cell::new(short(&row.answer))
            }),
            Column::text("house", "Proposed by", |row: &&Proposal| row.house.clone()),
            Column::number("number", "Number", |row: &&Proposal| i64::try_from(row.number).ok()),
        ],
        choices: vec![Choose {
            name: "stands",
            label: "How it stands",
            any: "All",
            options: [WAITS, ANSWERED]
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
