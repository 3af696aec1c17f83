//! Grants that were given: a page, a table for spreadsheets, and a package of the 360Giving standard.

use serde_json::{Value as Json, json};

use super::{alliance, open_data, packages};
use crate::{
    service::{
        context,
        fault::Fault,
        public::{
            self,
            giving::{self, Given},
        },
    },
    views::{
        components::{
            link::Link,
            page::Width,
            table::Cell,
            text::{Empty, Inset},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{
        html::{
            lists::{self, Column, List},
            shell,
        },
        reply::Reply,
        request::Request,
        site::Site,
    },
};

const PATH: &str = "/grants";
/// Where whoever gives grants asks for a prefix of their own.
const ASK: &str = "Identifiers of these grants have no registered prefix yet, so they may come to be others. Whoever \
                   looks after this service asks 360Giving (support@threesixtygiving.org) for one, writes it into the \
                   founding file as `grants_prefix`, and takes it over with `accord found --again`.";

/// The list.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let rows: Vec<Given> = all(site, request)?
        .iter()
        .map(|(round, grant)| giving::line(round, grant))
        .collect();
    let list = list();
    if lists::wants_file(request) {
        return list.file(request, rows);
    }
    let of = alliance(site, request)?;
    let prefix = site.app.reading(&of, context::alliance)?.grants_prefix;
    let inset = (prefix.is_empty() && !rows.is_empty()).then(|| Inset {
        warning: false,
        paragraphs: vec![ASK.to_owned()],
        link: None,
    });
    let ways = Part {
        points: vec![
            Point::leading(Link::new("All of them as open data (360Giving, JSON)", "/grants.json")),
            Point::leading(Link::new(
                "Register of opportunities, awards, contracts and grants",
                "/register",
            )),
            Point::leading(Link::new("Get an email when something is published", "/subscriptions")),
        ],
        ..Part::new("ways", "For programs, and for whoever wants to hear of them")
    };
    let mut page = shell::page(site, request, "Grants")?;
    page.width = Width::Wide;
    let mut listed = list.part(request, rows);
    listed.inset = inset;
    let sheet = Sheet {
        says: vec![
            "Grants that were given, to whom and for what, as their notices say it. Whoever asked and was not given one \
             is not named anywhere."
                .to_owned(),
        ],
        parts: vec![listed, ways],
        ..Sheet::new(page, "Grants")
    };
    shell::draw(&sheet)
}

/// The package.
///
/// # Errors
/// The database fails.
pub fn json(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let grants: Vec<Json> = all(site, request)?.into_iter().map(|(_, grant)| grant).collect();
    let package = json!({ "grants": grants });
    let text = serde_json::to_string_pretty(&package)?;
    Ok(open_data("application/json", text))
}

/// Every grant, with the round that it comes from.
fn all(site: &Site, request: &Request) -> Result<Vec<(String, Json)>, Fault> {
    let of = alliance(site, request)?;
    let published = site.app.reading(&of, public::all)?;
    let mut out = Vec::new();
    for one in &published {
        let grants = giving::grants(&packages(site, one));
        out.extend(grants.into_iter().map(|grant| (one.reference().to_owned(), grant)));
    }
    Ok(out)
}

fn list<'a>() -> List<'a, Given> {
    List {
        id: "grants",
        name: "grants",
        path: PATH.to_owned(),
        words: ("grant", "grants"),
        columns: vec![
            Column::text("organisation", "Organisation", |row: &Given| row.organisation.clone()),
            Column::text("purpose", "What for", |row: &Given| row.purpose.clone()),
            Column::money("amount", ("Sum", "Sum in pounds"), |row: &Given| {
                row.amount.unwrap_or(0)
            }),
            Column::day("on", "Agreed", |row: &Given| row.on),
            Column::day("from", "Used from about", |row: &Given| row.dates.0),
            Column::day("until", "Until about", |row: &Given| row.dates.1),
            Column::text("programme", "Round", |row: &Given| row.programme.clone())
                .shown(|row| Cell::link(Link::new(&row.programme, format!("/register/{}", row.round)))),
        ],
        choices: Vec::new(),
        usual: "-on",
        empty: Empty {
            title: "No grant has been given yet".to_owned(),
            text: "The first line comes when an organisation has accepted one.".to_owned(),
            link: Some(Link::new("Get an email when something is published", "/subscriptions")),
        },
    }
}
