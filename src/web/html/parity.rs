//! "Whose words count": who spoke, who was answered and whose proposals were taken, by house.

use super::{home::record_href, lists, own::described, shell};
use crate::{
    domain::involvement::presence::{Comparison, Line},
    service::{
        compared::Compared,
        fault::Fault,
        parity::{self, COUNTED, Parity},
    },
    views::{
        components::{
            link::Link,
            page::Width,
            table::{Cell, Column, Table},
            text::{Empty, Inset},
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
        parts: std::iter::once(Part {
            table: Some(table(&found, &here)),
            links: vec![
                Link::new("Comments and their answers", format!("{here}/comments")),
                Link::new("Proposals and their answers", format!("{here}/proposals")),
            ],
            ..Part::bare("parity")
        })
        .chain(beside_the_city(&found.compared))
        .collect(),
        ..Sheet::new(page, TITLE)
    })
}

/// A row of a table of counts, as people read it.
pub(super) fn line((title, numbers): &(String, Vec<crate::domain::monitoring::suppression::Shown>)) -> Vec<String> {
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

/// Who took part beside who lives in the city: nothing where the city's file asks nothing.
fn beside_the_city(found: &Compared) -> Vec<Part> {
    if found.questions.is_empty() {
        return Vec::new();
    }
    let own = Link::new(described::TITLE, described::PATH);
    let mut first = Part {
        says: vec![
            "What people who take part chose to say of themselves. It is advice to whoever invites, and no quota: nobody has \
             to answer, and nobody speaks for a group."
                .to_owned(),
            found.rule.clone(),
            found.source.clone(),
        ],
        links: vec![own.clone()],
        ..Part::new("city", format!("Who took part, and who lives in {}", found.city))
    };
    let fewer: Vec<&str> = found
        .questions
        .iter()
        .flat_map(|one| one.fewer.iter().map(String::as_str))
        .collect();
    if !fewer.is_empty() {
        first.inset = Some(Inset {
            warning: false,
            paragraphs: vec![format!(
                "Of those who spoke, the part of these is less than half of their part of the city: {}. Is there somebody \
                 else to ask, or another way to ask?",
                fewer.join("; ")
            )],
            link: None,
        });
    }
    if found.questions.iter().all(|one| one.lines.is_empty()) {
        first.links = Vec::new();
        first.empty = Some(Empty {
            title: "Too few have said something of themselves".to_owned(),
            text: format!(
                "It is compared once {} of those who spoke about this text have.",
                found.least
            ),
            link: Some(own),
        });
        return vec![first];
    }
    let compared = found.questions.iter().enumerate();
    std::iter::once(first)
        .chain(compared.map(|(place, one)| question(place, one)))
        .collect()
}

fn question(place: usize, one: &Comparison) -> Part {
    let mut part = Part::bare(format!("city-{place}"));
    if one.lines.is_empty() {
        part.says = vec![format!("{}: too few of those who spoke have answered.", one.title)];
        return part;
    }
    let columns = ["Asked", "Spoke", "Of those who spoke", "In the city"];
    part.table = Some(Table {
        id: format!("city-rows-{place}"),
        caption: one.title.clone(),
        columns: std::iter::once(Column::new(one.title.clone()))
            .chain(columns.map(|title| Column::new(title).number()))
            .collect(),
        rows: one.lines.iter().map(cells).collect(),
        empty: String::new(),
        csv: None,
        paging: None,
    });
    part
}

fn cells(line: &Line) -> Vec<Cell> {
    let share = line.share.map(|share| match share.number() {
        Some(number) => format!("{number}%"),
        None => share.to_string(),
    });
    let city = line.city.map(|of| format!("{}.{}%", of / 10, of % 10));
    [
        Some(line.title.clone()),
        Some(line.asked.to_string()),
        Some(line.spoke.to_string()),
        share,
        city,
    ]
    .map(|text| Cell::new(text.unwrap_or_default()))
    .into()
}
