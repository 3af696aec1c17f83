//! What has happened on a record, in plain English: paged, chosen by who and by process, the newest or
//! the oldest first, and as a file.

use super::tabs::{self, Tab};
use crate::{
    service::{fault::Fault, record::Record, story::Line},
    views::components::{table::Cell, text::Empty},
    web::{
        html::lists::{Choose, Column, List},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// A line, and the process that it belongs to.
type Row<'a> = (&'a str, &'a Line);

/// The page, or the file.
///
/// # Errors
/// The record is not there, or not for them; the database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let record = tabs::open(site, request)?;
    let list = list(&record);
    tabs::list(site, request, (&record, Tab::History), &list, rows(&record))
}

/// The file, at the address that it has had from the beginning.
///
/// # Errors
/// The record is not there, or not for them; the database fails.
pub fn file(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let record = tabs::open(site, request)?;
    list(&record).file(request, rows(&record))
}

fn rows(record: &Record) -> Vec<Row<'_>> {
    let runs = record.runs.iter();
    runs.flat_map(|run| run.story.iter().map(|line| (run.title.as_str(), line)))
        .collect()
}

fn list(record: &Record) -> List<'_, Row<'_>> {
    let row = &record.seen.record;
    let mut who: Vec<String> = rows(record).iter().filter_map(|(_, line)| line.who.clone()).collect();
    who.sort();
    who.dedup();
    let mut processes: Vec<String> = record.runs.iter().map(|run| run.title.clone()).collect();
    processes.sort();
    processes.dedup();
    let same = |all: Vec<String>| all.into_iter().map(|one| (one.clone(), one)).collect();
    List {
        id: "history",
        name: "journal",
        path: Tab::History.href(&row.kind, &row.id),
        words: ("line", "lines"),
        columns: vec![
            Column::when("when", ("When", "When (UK time)"), |(_, line): &Row<'_>| Some(line.at)),
            Column::text("who", "Who", |(_, line): &Row<'_>| line.who.clone().unwrap_or_default()),
            Column::text("what", "What happened", |(_, line): &Row<'_>| line.what.clone()),
            Column::text("now", "Where it led", |(_, line): &Row<'_>| {
                line.now.clone().unwrap_or_default()
            }),
            Column::text("process", "Process", |(title, _): &Row<'_>| (*title).to_owned())
                .shown(|(title, _)| Cell::new(*title)),
        ],
        choices: vec![
            Choose {
                name: "by",
                label: "Who did it",
                any: "Anybody",
                options: same(who),
                fits: Box::new(|(_, line), name| line.who.as_deref() == Some(name)),
            },
            Choose {
                name: "process",
                label: "Process",
                any: "Every process",
                options: same(processes),
                fits: Box::new(|(title, _), name| *title == name),
            },
        ],
        usual: "-when",
        empty: Empty {
            title: "There is nothing to read here".to_owned(),
            text: "What has happened is for those who work on it. Where it is now is on its page.".to_owned(),
            link: None,
        },
    }
}
