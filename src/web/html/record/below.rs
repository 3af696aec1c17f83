//! The records that belong to another: chosen by kind, open or over, sorted, and as a file.

use super::{
    super::home::record_href,
    called,
    tabs::{self, Tab},
};
use crate::{
    service::{fault::Fault, record::Below},
    views::components::{link::Link, table::Cell, text::Empty},
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
/// The record is not there, or not for them; the database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let record = tabs::open(site, request)?;
    let row = &record.seen.record;
    let list = list(site, Tab::Below.href(&row.kind, &row.id), &record.below, "below");
    tabs::list(
        site,
        request,
        (&record, Tab::Below),
        &list,
        record.below.iter().collect(),
    )
}

/// Records as rows: those below another, and those at the top.
pub(in crate::web::html) fn list<'a>(
    site: &'a Site,
    path: String,
    all: &'a [Below],
    id: &'static str,
) -> List<'a, &'a Below> {
    let mut kinds: Vec<(String, String)> = all
        .iter()
        .map(|one| (one.record.kind.clone(), called(site, &one.record.kind, &one.workflow)))
        .collect();
    kinds.sort_by(|a, b| a.1.cmp(&b.1));
    kinds.dedup();
    List {
        id,
        name: id,
        path,
        words: ("part", "parts"),
        columns: vec![
            Column::text("title", "What", |one: &&Below| one.record.title.clone()).shown(|one| {
                Cell::link(Link::new(
                    &one.record.title,
                    record_href(&one.record.kind, &one.record.id),
                ))
            }),
            Column::text("reference", "Reference", |one: &&Below| {
                one.record.reference.clone().unwrap_or_default()
            }),
            Column::text("kind", "Kind", move |one: &&Below| {
                called(site, &one.record.kind, &one.workflow)
            }),
            Column::text("now", "Where it is", |one: &&Below| one.now.clone()),
            Column::text("state", "Open or over", |one: &&Below| match one.over {
                true => "Over".to_owned(),
                false => "Open".to_owned(),
            }),
            Column::when("begun", ("Begun", "Begun (UK time)"), |one: &&Below| {
                Some(one.record.created_at.utc())
            }),
        ],
        choices: vec![
            Choose {
                name: "kind",
                label: "Kind",
                any: "Every kind",
                options: kinds,
                fits: Box::new(|one, kind| one.record.kind == kind),
            },
            Choose {
                name: "state",
                label: "Open or over",
                any: "Both",
                options: vec![
                    ("open".to_owned(), "Open".to_owned()),
                    ("over".to_owned(), "Over".to_owned()),
                ],
                fits: Box::new(|one, state| one.over == (state == "over")),
            },
        ],
        usual: "-begun",
        empty: Empty {
            title: "Nothing belongs to it that you can see".to_owned(),
            text: "What begins here stands here: bids, contracts, returns, payments.".to_owned(),
            link: None,
        },
    }
}
