//! "Whose words count": who spoke, who was answered and whose proposals were taken, by house.

use super::{home::record_href, lists, shell};
use crate::{
    service::{
        fault::Fault,
        parity::{self, COUNTED, Parity},
    },
    views::{
        components::{
            link::Link,
            page::Width,
            table::{Cell, Column, Table},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const TITLE: &str = "Whose words count";

/// The page, or the table as a file.
///
/// # Errors
/// The record is not there, or this is not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = (request.kind(), request.param("id"));
    let found = parity::open(&site.app, request.alliance()?, &request.caller()?, place)?;
    let record = &found.seen.record;
    let here = record_href(&record.kind, &record.id);
    if lists::wants_file(request) {
        let headings: Vec<&str> = std::iter::once("House or body").chain(COUNTED).collect();
        let rows: Vec<Vec<String>> = found.rows.iter().map(line).collect();
        return lists::file("whose-words-count", &headings, &rows);
    }
    let mut page = shell::page(site, request, TITLE)?;
    page.width = Width::Wide;
    page.trail = shell::below(record);
    shell::draw(&Sheet {
        caption: Some(record.title.clone()),
        says: vec![
            "Who spoke about this text, who was answered, whose words changed it, and whose proposals were taken. If one \
             house speaks and another is heard, it shows here, while there is time to do something about it."
                .to_owned(),
            found.rule.clone(),
        ],
        parts: vec![Part {
            table: Some(table(&found, &here)),
            links: vec![
                Link::new("Comments and their answers", format!("{here}/comments")),
                Link::new("Proposals and their answers", format!("{here}/proposals")),
            ],
            ..Part::bare("parity")
        }],
        ..Sheet::new(page, TITLE)
    })
}

fn line((title, numbers): &(String, Vec<crate::domain::monitoring::suppression::Shown>)) -> Vec<String> {
    std::iter::once(title.clone())
        .chain(numbers.iter().map(ToString::to_string))
        .collect()
}

fn table(found: &Parity, here: &str) -> Table {
    Table {
        id: "parity-rows".to_owned(),
        caption: "By house and body".to_owned(),
        columns: std::iter::once(Column::new("House or body"))
            .chain(COUNTED.map(|title| Column::new(title).number()))
            .collect(),
        rows: found
            .rows
            .iter()
            .map(|row| line(row).into_iter().map(Cell::new).collect())
            .collect(),
        empty: String::new(),
        csv: Some(format!("{here}/parity?as=csv")),
        paging: None,
    }
}
