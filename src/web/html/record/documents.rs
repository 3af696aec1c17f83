//! The documents of a record that somebody may open, as a list and as a file.

use accord_store::documents::DocumentRow;

use super::tabs::{self, Tab};
use crate::{
    domain::words,
    service::{fault::Fault, record::Record},
    views::{
        components::{link::Link, table::Cell, text::Empty},
        pages::sheet::Part,
    },
    web::{
        html::{
            home::record_href,
            lists::{self, Column, List},
        },
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
    let rows = record.documents.iter().collect();
    if lists::wants_file(request) {
        return list(&record).file(request, rows);
    }
    let row = &record.seen.record;
    let whole = Part {
        links: vec![Link::new(
            "Take everything about this with you, in one file",
            format!("{}/dossier", record_href(&row.kind, &row.id)),
        )],
        ..Part::new("all", "All of it")
    };
    let part = list(&record).part(request, rows);
    tabs::sheet(site, request, (&record, Tab::Documents), vec![part, whole])
}

fn list(record: &Record) -> List<'_, &DocumentRow> {
    let row = &record.seen.record;
    List {
        id: "documents",
        name: "documents",
        path: Tab::Documents.href(&row.kind, &row.id),
        words: ("document", "documents"),
        columns: vec![
            Column::text("title", "Document", |row: &&DocumentRow| row.title.clone())
                .shown(|row| Cell::link(Link::new(&row.title, format!("/documents/{}", row.id)))),
            Column::text("reference", "Reference", |row: &&DocumentRow| row.reference.clone()),
            Column::number("version", "Version", |row: &&DocumentRow| Some(i64::from(row.version))),
            Column::when("made", ("Made", "Made (UK time)"), |row: &&DocumentRow| {
                Some(row.created_at.utc())
            }),
            Column::text("pdf", "As PDF", |row: &&DocumentRow| pdf(row).to_owned()).shown(|row| match pdf(row) {
                PDF => Cell::link(Link::new(PDF, format!("/documents/{}/pdf", row.id))),
                other => Cell::new(other),
            }),
        ],
        choices: Vec::new(),
        usual: "-made",
        empty: Empty {
            title: "There are no documents that you can open yet".to_owned(),
            text: "A document stands here as soon as it is made, if you are among its readers.".to_owned(),
            link: None,
        },
    }
}

const PDF: &str = "PDF";

/// A PDF that a person has yet to look at is held back; its page is not.
pub(super) const fn pdf(row: &DocumentRow) -> &'static str {
    match (&row.pdf_key, &row.flagged) {
        (Some(_), None) => PDF,
        (Some(_), Some(_)) => "Somebody looks at it first",
        (None, _) => "Being made",
    }
}

/// `PSF-2026-001-spec, version 2, 3 May 2026`.
pub(super) fn about(row: &DocumentRow) -> String {
    let day = words::day(words::local_day(row.created_at.utc()));
    format!("{}, version {}, {day}", row.reference, row.version)
}
