//! The clocks that run out next: found by words, late or coming, sorted, and as a file.

use super::{PATH, listed, record_href};
use crate::{
    service::{
        fault::Fault,
        operations::{self, Clock},
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
    let found = operations::overview(&site.app, request.alliance()?, &request.caller()?)?;
    let says = super::unseen(&found).into_iter().collect();
    listed(site, request, ("Clocks", says), &list(), found.clocks.iter().collect())
}

fn list<'a>() -> List<'a, &'a Clock> {
    List {
        id: "clocks",
        name: "clocks",
        path: format!("{PATH}/clocks"),
        words: ("clock", "clocks"),
        columns: vec![
            Column::when("when", ("When", "When (UK time)"), |one: &&Clock| Some(one.due_at)),
            Column::text("stands", "How it stands", |one: &&Clock| stands(one).to_owned()).shown(|one| {
                Cell::tag(match one.is_late {
                    true => Tag::attention(stands(one)),
                    false => Tag::new(stands(one), Tone::Quiet),
                })
            }),
            Column::text("what", "What it does then", |one: &&Clock| one.what.clone()),
            Column::text("of", "Of which record", |one: &&Clock| one.record.2.clone()).shown(|one| {
                let (kind, id, title) = &one.record;
                Cell::link(Link::new(title, record_href(kind, id)))
            }),
            Column::text("error", "Why it could not", |one: &&Clock| {
                one.error.clone().unwrap_or_default()
            }),
        ],
        choices: vec![Choose {
            name: "is",
            label: "How it stands",
            any: "Late, or coming",
            options: ["Late", "Coming"]
                .map(|word| (word.to_lowercase(), word.to_owned()))
                .into(),
            fits: Box::new(|one, word| stands(one).to_lowercase() == word),
        }],
        usual: "when",
        empty: Empty {
            title: "No clock is running".to_owned(),
            text: "Clocks stand here as soon as something has a deadline.".to_owned(),
            link: None,
        },
    }
}

const fn stands(one: &Clock) -> &'static str {
    match one.is_late {
        true => "Late",
        false => "Coming",
    }
}
