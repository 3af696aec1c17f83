//! Organisations: the register, a page for each, and what each says of itself.

pub mod one;
pub mod profile;
mod wanted;

use self::wanted::{address, filter, read};
use super::{public::alliance, shell};
use crate::{
    domain::{sheets, words},
    service::{
        access::sessions::Session,
        fault::Fault,
        organisations::listing::{self, COLUMNS, Line, Listing, OFFICE_COLUMNS, Wanted, cells, kind},
    },
    views::{
        components::{
            link::Link,
            page::Width,
            paging::Paging,
            table::{Cell, Column, Order, Table},
            text::Empty,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{
        reply::{Body, File, Reply, attachment},
        request::Request,
        site::Site,
    },
};

const PATH: &str = "/organisations";
/// Lines on a page.
const SIZE: usize = 25;

/// The register of organisations.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let wanted = read(request);
    let all = all(site, request)?;
    let filter = filter(&all, &wanted);
    let none = all.lines.is_empty();
    let lines = listing::select(all.lines, &wanted);
    let total = lines.len();
    let here: usize = request.asked("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let here = here.clamp(1, total.div_ceil(SIZE).max(1));
    let mut shell = shell::page(site, request, "Organisations")?;
    shell.width = Width::Wide;
    let list = Part {
        filter: (!none).then_some(filter),
        table: (!none).then(|| Table {
            id: "organisation-rows".to_owned(),
            caption: words::count(whole(total), "organisation", "organisations"),
            columns: columns(&wanted),
            rows: lines.iter().skip((here - 1) * SIZE).take(SIZE).map(line).collect(),
            empty: "No organisation fits. Ask for less, or show all.".to_owned(),
            csv: Some(address("/organisations.csv", &wanted, 1)),
            paging: Paging::new("Organisations", whole(total), whole(SIZE), whole(here), |page| {
                address(PATH, &wanted, page)
            }),
        }),
        empty: none.then(|| Empty {
            title: "There are no organisations yet".to_owned(),
            text: "They stand here as soon as the alliance has added them.".to_owned(),
            link: None,
        }),
        ..Part::bare("list")
    };
    shell::draw(&Sheet {
        says: vec![
            "The organisations of this alliance, where they work, and whom they come from or serve. Each keeps what \
             stands here itself; nobody has looked it up anywhere."
                .to_owned(),
        ],
        parts: vec![list],
        ..Sheet::new(shell, "Organisations")
    })
}

/// The same lines as a file; whoever manages the alliance gets more columns.
///
/// # Errors
/// The database fails.
pub fn csv(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let lines = listing::select(all(site, request)?.lines, &read(request));
    let office = lines.iter().any(|line| line.office.is_some());
    let mut columns: Vec<&str> = COLUMNS.to_vec();
    columns.extend(OFFICE_COLUMNS.iter().filter(|_| office));
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let mut row = cells(line);
            row.resize(columns.len(), String::new());
            row
        })
        .collect();
    let text = sheets::write(&columns, &rows).map_err(|error| anyhow::anyhow!("{error}"))?;
    let file = File {
        kind: "text/csv; charset=utf-8; header=present".to_owned(),
        name: None,
        bytes: text.into_bytes(),
        lasting: false,
    };
    let mut reply = Reply::of(200, Body::File(file));
    reply
        .headers
        .push(("content-disposition", attachment("organisations.csv")));
    Ok(reply)
}

fn all(site: &Site, request: &Request) -> Result<Listing, Fault> {
    let caller = request.known().map(Session::caller);
    let alliance = alliance(site, request)?;
    site.app.reading(&alliance, |desk| listing::all(desk, caller.as_ref()))
}

fn columns(wanted: &Wanted) -> Vec<Column> {
    let by = if wanted.by == "kind" { "kind" } else { "name" };
    let sorted = |text: &str, name: &str| {
        let mine = by == name;
        let next = Wanted {
            by: name.to_owned(),
            turned: mine && !wanted.turned,
            ..wanted.clone()
        };
        let now = mine.then_some(if wanted.turned {
            Order::Descending
        } else {
            Order::Ascending
        });
        Column::new(text).sorted(address(PATH, &next, 1), now)
    };
    vec![
        sorted("Organisation", "name"),
        sorted("What it is", "kind"),
        Column::new("Where it works"),
        Column::new("Communities"),
        Column::new("Languages beside English"),
    ]
}

fn line(line: &Line) -> Vec<Cell> {
    vec![
        Cell {
            note: line.community_led.then(|| "Led by its community".to_owned()),
            ..Cell::link(Link::new(&line.name, href(&line.id)))
        },
        Cell::new(kind(&line.kind)),
        Cell::new(line.areas.join(", ")),
        Cell::new(line.communities.join(", ")),
        Cell::new(line.languages.join(", ")),
    ]
}

/// The page of an organisation.
pub fn href(id: &str) -> String {
    format!("{PATH}/{id}")
}

fn whole(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
