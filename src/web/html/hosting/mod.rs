//! Pages of a host: its checks, the text of its contract, how its start is prepared, what could happen and what did.

pub mod checks;
pub mod risks;
pub mod start;
pub mod text;

use super::{home::record_href, shell};
use crate::{
    service::{
        fault::Fault,
        hosting::{CHECKS, CONTRACT, may_read},
        sight::Seen,
    },
    views::{
        components::{
            link::Link,
            page::{Page, Width},
            table::{Cell, Column, Table},
        },
        pages::sheet::Part,
    },
    web::{request::Request, site::Site},
};

/// Where the pages of a record are, for whoever sees all of it.
pub(super) fn ways(seen: &Seen) -> Vec<Link> {
    let here = record_href(&seen.record.kind, &seen.record.id);
    let pages: &[(&str, &str)] = match (seen.record.kind.as_str(), may_read(seen)) {
        (CONTRACT, true) => &[(text::WAY, "text"), (start::WAY, "start"), (risks::WAY, "risks")],
        (CHECKS, true) => &[(checks::WAY, "checks")],
        _ => &[],
    };
    pages
        .iter()
        .map(|(title, end)| Link::new(*title, format!("{here}/{end}")))
        .collect()
}

/// A wide page below its record.
fn page(site: &Site, request: &Request, seen: &Seen, title: &str) -> Result<Page, Fault> {
    let mut page = shell::page(site, request, title)?;
    page.width = Width::Wide;
    page.trail = shell::below(&seen.record);
    Ok(page)
}

/// A link to a piece of work, for whoever may do it now.
fn work(seen: &Seen, permit: &str, words: &str) -> Option<Link> {
    let here = record_href(&seen.record.kind, &seen.record.id);
    seen.may_do(permit)
        .then(|| Link::new(words, format!("{here}/work/{permit}")))
}

/// A part that is a table; what its rows are stands over them.
fn tabled(id: &str, (title, rows_are): (&str, &str), columns: &[&str], rows: Vec<Vec<Cell>>, empty: &str) -> Part {
    Part {
        table: Some(Table {
            id: format!("{id}-rows"),
            caption: rows_are.to_owned(),
            columns: columns.iter().map(|one| Column::new(*one)).collect(),
            rows,
            empty: empty.to_owned(),
            csv: None,
            paging: None,
        }),
        ..Part::new(id, title)
    }
}
