//! The ledger of letters: searched by name, address, reference, template or status.

use super::{PATH, record_href, shell};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        operations::letters::{self, LOOKED_THROUGH, Line},
    },
    views::{
        components::{
            field::Field,
            link::Link,
            page::Width,
            paging::{Filter, Paging},
            table::{Cell, Column, Table},
            tag::{Tag, Tone},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Lines on a page.
const SIZE: usize = 25;

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = request.asked("q").unwrap_or_default();
    let said: String = typed.chars().filter(|c| !c.is_control()).take(100).collect();
    let (lines, unseen) = letters::find(&site.app, request.alliance()?, &request.caller()?, &said)?;
    let title = "Letters";
    let mut shell = shell::page(site, request, title)?;
    shell.width = Width::Wide;
    shell.trail = vec![Link::new("Operations", PATH)];
    let whole = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let here: usize = request.asked("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let here = here.clamp(1, lines.len().div_ceil(SIZE).max(1));
    let path = format!("{PATH}/letters");
    let address = |page: u64| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !said.is_empty() {
            query.append_pair("q", &said);
        }
        query.append_pair("page", &page.to_string());
        format!("{path}?{}", query.finish())
    };
    let list = Part {
        filter: Some(Filter {
            title: "Find a letter".to_owned(),
            action: path.clone(),
            fields: vec![Field::text(
                "q",
                "Words: a name, an address, a reference, a status",
                &said,
            )],
            chosen: Vec::new(),
            clear: path.clone(),
        }),
        table: Some(Table {
            id: "letter-rows".to_owned(),
            caption: words::count(whole(lines.len()), "letter", "letters"),
            columns: ["To", "How it stands", "Which letter", "About", "When"]
                .map(Column::new)
                .into(),
            rows: lines.iter().skip((here - 1) * SIZE).take(SIZE).map(line).collect(),
            empty: "No letter fits.".to_owned(),
            csv: None,
            paging: Paging::new(title, whole(lines.len()), whole(SIZE), whole(here), address),
        }),
        ..Part::bare("list")
    };
    let mut says = vec![format!(
        "The newest {} are looked through. What a letter says is not kept here.",
        words::thousands(u64::from(LOOKED_THROUGH))
    )];
    if unseen > 0 {
        let count = words::count(whole(unseen), "letter", "letters");
        says.push(format!("{count} about records that you do not see: left out."));
    }
    shell::draw(&Sheet {
        says,
        parts: vec![list],
        ..Sheet::new(shell, title)
    })
}

fn line(line: &Line) -> Vec<Cell> {
    let tag = match (line.is_dead, line.status.as_str()) {
        (true, status) => Tag::new(words::upper_first(status), Tone::Problem),
        (false, "delivered") => Tag::new("Delivered", Tone::Good),
        (false, status) => Tag::new(words::upper_first(status), Tone::Active),
    };
    let about = match &line.record {
        Some((kind, id, title)) => Cell::link(Link::new(title, record_href(kind, id))),
        None => Cell::new("Signing in, or who does what"),
    };
    vec![
        Cell {
            note: Some(line.address.clone()),
            ..Cell::new(&line.name)
        },
        Cell {
            note: line.detail.clone().filter(|_| line.tries > 0),
            ..Cell::tag(tag)
        },
        Cell::new(words::upper_first(
            &line.template.replace(['_', '-'], " ").replace('/', ": "),
        )),
        about,
        Cell::new(words::stamp_in(line.at, words::ZONE)),
    ]
}
