//! The sections of a text as a list: by which house each was written, and where one is added, put in another place,
//! taken out or put back.

use super::{home::record_href, shell, sign_in::encoded};
use crate::{
    domain::specification::parts::Part,
    service::{
        fault::Fault,
        reading::{self, Section, Text},
    },
    views::{
        components::{
            link::Link,
            page::Width,
            table::{Cell, Column, Table},
            text::Empty,
        },
        pages::sheet::{self, Point, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// What a link here says.
pub const WAY: &str = "Add sections, put them in order, take one out";

const WRITE: &str = "section.edit";
const ORDER: &str = "section.order";
const TAKE_OUT: &str = "section.take_out";

/// The page.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = (request.kind(), request.param("id"));
    let permits = [WRITE, ORDER, TAKE_OUT];
    let text = reading::open(&site.app, request.alliance()?, &request.caller()?, place, &permits)?;
    let record = &text.seen.record;
    let here = record_href(&record.kind, &record.id);
    let heading = format!("The sections of {}", record.title);
    let mut page = shell::page(site, request, &heading)?;
    page.width = Width::Wide;
    page.trail = shell::below(record);
    page.trail.push(Link::new("The text", format!("{here}/text")));
    let may = |permit: &str| text.may.iter().any(|one| one == permit);
    let mut says = vec![
        "A section keeps its comments and its history wherever it stands. A section that is taken out can be put back."
            .to_owned(),
    ];
    if !may(WRITE) {
        says.push("Sections cannot be changed now, or not by you.".to_owned());
    }
    let mut parts: Vec<sheet::Part> = Part::SIGNED
        .into_iter()
        .map(|part| shown(&text, part, &here))
        // The text itself stands there before anybody has begun it.
        .filter(|one| one.table.is_some() || one.empty.is_some())
        .collect();
    if may(ORDER) && !text.sections.is_empty() {
        parts.push(sheet::Part {
            links: vec![Link::new(
                "Put the sections in another order",
                format!("{here}/work/{ORDER}"),
            )],
            ..sheet::Part::new("order", "Their order")
        });
    }
    if !text.taken_out.is_empty() {
        parts.push(taken_out(&text, &here));
    }
    shell::draw(&Sheet {
        caption: record.reference.clone(),
        says,
        parts,
        ..Sheet::new(page, heading)
    })
}

/// Where a section is added to a part; what hosts count comes from a file.
fn add(text: &Text, part: Part, here: &str) -> Option<Link> {
    let words = match part {
        Part::Text => "Write another section",
        Part::Clauses => "Write another clause",
        Part::Measures => return None,
    };
    let may = text.may.iter().any(|one| one == WRITE);
    may.then(|| Link::new(words, format!("{here}/work/{WRITE}?part={}", part.word())))
}

fn shown(text: &Text, part: Part, here: &str) -> sheet::Part {
    let may = |permit: &str| text.may.iter().any(|one| one == permit);
    let of: Vec<&Section> = text.sections.iter().filter(|one| one.part == part).collect();
    let mut columns = vec![
        Column::new("Section"),
        Column::new("Number").number(),
        Column::new("Written by"),
    ];
    if may(WRITE) {
        columns.push(Column::new("Change"));
    }
    if may(TAKE_OUT) {
        columns.push(Column::new("Take out"));
    }
    let rows = of.iter().zip(1..).map(|(one, number)| {
        let id = encoded(&one.id);
        let mut row = vec![
            Cell::link(Link::new(&one.heading, format!("{here}/text#s-{}", one.id))),
            Cell::new(number.to_string()),
            Cell::new(written_by(one)),
        ];
        let link = |verb: &str, permit: &str| {
            let words = format!("{verb} {number}, {}", one.heading);
            Cell::link(Link::new(words, format!("{here}/work/{permit}?section={id}")))
        };
        if may(WRITE) {
            row.push(link("Change", WRITE));
        }
        if may(TAKE_OUT) {
            row.push(link("Take out", TAKE_OUT));
        }
        row
    });
    sheet::Part {
        table: (!of.is_empty()).then(|| Table {
            id: format!("{}-rows", part.word()),
            caption: format!("{}, in order", part.title()),
            columns,
            rows: rows.collect(),
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        empty: (of.is_empty() && part == Part::Text).then(|| Empty {
            title: "Nothing has been written yet".to_owned(),
            text: "Sections stand here as soon as somebody has written one.".to_owned(),
            link: None,
        }),
        links: add(text, part, here).into_iter().collect(),
        ..sheet::Part::new(format!("part-{}", part.word()), part.title())
    }
}

/// By which houses a section was written, in words.
pub fn written_by(one: &Section) -> String {
    match one.houses.is_empty() {
        true => "The alliance, in its file; nobody has changed it".to_owned(),
        false => one.houses.join("; "),
    }
}

fn taken_out(text: &Text, here: &str) -> sheet::Part {
    let may = text.may.iter().any(|one| one == WRITE);
    let point = |(id, heading): &(String, String)| match may {
        true => Point::leading(Link::new(
            format!("Put {heading} back"),
            format!("{here}/work/{WRITE}?section={}", encoded(id)),
        )),
        false => Point::new(heading),
    };
    sheet::Part {
        says: vec!["Their words and their comments are kept.".to_owned()],
        points: text.taken_out.iter().map(point).collect(),
        ..sheet::Part::new("taken-out", "Taken out")
    }
}
