//! The ledger of letters: found by words or by how they stand, sorted, and as a file.

use super::{PATH, listed, record_href};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        operations::letters::{self, LOOKED_THROUGH, Line},
    },
    views::components::{
        link::Link,
        table::Cell,
        tag::{Tag, Tone},
        text::Empty,
    },
    web::{
        html::lists::{Choose, Column, List},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// The page, or the file.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (lines, unseen) = letters::find(&site.app, request.alliance()?, &request.caller()?, "")?;
    let mut says = vec![format!(
        "The newest {} are looked through. What a letter says is not kept here.",
        words::thousands(u64::from(LOOKED_THROUGH))
    )];
    if unseen > 0 {
        let count = words::count_of(unseen, "letter", "letters");
        says.push(format!("{count} about what you do not see: left out."));
    }
    listed(site, request, ("Letters", says), &list(&lines), lines.iter().collect())
}

/// The ledger's word for a letter that the mail server took.
const TAKEN: &str = "delivered";

fn list(lines: &[Line]) -> List<'_, &Line> {
    let mut how: Vec<String> = lines.iter().map(|line| line.status.clone()).collect();
    how.sort();
    how.dedup();
    List {
        id: "letters",
        name: "letters",
        path: format!("{PATH}/letters"),
        words: ("letter", "letters"),
        columns: vec![
            Column::text("to", "To", |line: &&Line| format!("{} <{}>", line.name, line.address)).shown(|line| Cell {
                note: Some(line.address.clone()),
                ..Cell::new(&line.name)
            }),
            Column::text("status", "How it stands", |line: &&Line| stands(&line.status)).shown(|line| Cell {
                note: line.detail.clone().filter(|_| line.tries > 0),
                ..Cell::tag(tag(line))
            }),
            Column::text("letter", "Which letter", |line: &&Line| {
                words::upper_first(&line.template.replace(['_', '-'], " ").replace('/', ": "))
            }),
            Column::when("when", ("When", "When (UK time)"), |line: &&Line| Some(line.at)),
            Column::text("about", "About", |line: &&Line| about(line).to_owned()).shown(|line| match &line.record {
                Some((kind, id, title)) => Cell::link(Link::new(title, record_href(kind, id))),
                None => Cell::new(about(line)),
            }),
            Column::text("said", "What the last try said", |line: &&Line| {
                line.detail.clone().unwrap_or_default()
            }),
        ],
        choices: vec![Choose {
            name: "stands",
            label: "How it stands",
            any: "However it stands",
            options: how.into_iter().map(|one| (one.clone(), stands(&one))).collect(),
            fits: Box::new(|line, status| line.status == status),
        }],
        usual: "-when",
        empty: Empty {
            title: "No letter has been written yet".to_owned(),
            text: "Each stands here as soon as there is one, with what came of it.".to_owned(),
            link: None,
        },
    }
}

fn about(line: &Line) -> &str {
    line.record
        .as_ref()
        .map_or("Signing in, or who does what", |(_, _, title)| title)
}

/// How a letter stands, in words. A mail server that took it says nothing of whether it was read, or came.
fn stands(status: &str) -> String {
    match status {
        TAKEN => "Handed over".to_owned(),
        other => words::upper_first(other),
    }
}

fn tag(line: &Line) -> Tag {
    let tone = match (line.is_dead, line.status.as_str()) {
        (true, _) => Tone::Problem,
        (false, TAKEN) => Tone::Good,
        (false, _) => Tone::Active,
    };
    Tag::new(stands(&line.status), tone)
}
