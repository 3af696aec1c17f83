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
            Column::text("to", "To", |line: &&Line| line.name.clone()),
            Column::text("address", "Address", |line: &&Line| line.address.clone()),
            Column::text("status", "How it stands", |line: &&Line| {
                words::upper_first(&line.status)
            })
            .shown(|line| Cell {
                note: line.detail.clone().filter(|_| line.tries > 0),
                ..Cell::tag(tag(line))
            }),
            Column::text("letter", "Which letter", |line: &&Line| {
                words::upper_first(&line.template.replace(['_', '-'], " ").replace('/', ": "))
            }),
            Column::text("about", "About", |line: &&Line| about(line).to_owned()).shown(|line| match &line.record {
                Some((kind, id, title)) => Cell::link(Link::new(title, record_href(kind, id))),
                None => Cell::new(about(line)),
            }),
            Column::text("said", "What the last try said", |line: &&Line| {
                line.detail.clone().unwrap_or_default()
            }),
            Column::when("when", ("When", "When (UK time)"), |line: &&Line| Some(line.at)),
        ],
        choices: vec![Choose {
            name: "stands",
            label: "How it stands",
            any: "However it stands",
            options: how
                .into_iter()
                .map(|one| (one.clone(), words::upper_first(&one)))
                .collect(),
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

fn tag(line: &Line) -> Tag {
    match (line.is_dead, line.status.as_str()) {
        (true, status) => Tag::new(words::upper_first(status), Tone::Problem),
        (false, "delivered") => Tag::new("Delivered", Tone::Good),
        (false, status) => Tag::new(words::upper_first(status), Tone::Active),
    }
}
