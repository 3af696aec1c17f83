//! Annual summaries of relevant authorities, for everybody: each year as a page, a table for spreadsheets and open data.

use serde_json::{Value as Json, json};

use super::{alliance, open_data};
use crate::{
    domain::words,
    service::{fault::Fault, public::yearly},
    views::{
        components::{
            link::Link,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            text::Empty,
        },
        contexts::annual::{AnnualSummary, Figure, Year},
        pages::sheet::{Part, Point, Sheet},
    },
    web::{
        html::{lists, shell},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

const PATH: &str = "/annual-summaries";
const TITLE: &str = "Annual summaries of authorities";

/// Every year that is published.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let of = alliance(site, request)?;
    let all = site.app.reading(&of, yearly::all)?;
    let empty =
        all.is_empty().then(|| {
            Empty {
        title: "No annual summary is published yet".to_owned(),
        text: "An authority that awards contracts under the Provider Selection Regime publishes one for each financial \
               year, by the end of September after it."
            .to_owned(),
        link: Some(Link::new("Register of opportunities, awards and contracts", "/register")),
    }
        });
    let line = |(of, years): &(AnnualSummary, Vec<Year>), number: usize| Part {
        points: years.iter().map(|year| point(of, year)).collect(),
        ..Part::new(format!("authority-{number}"), of.authority.clone())
    };
    let none = Part {
        empty,
        ..Part::bare("none")
    };
    let parts = match all.is_empty() {
        true => vec![none],
        false => all.iter().zip(1..).map(|(one, number)| line(one, number)).collect(),
    };
    let mut page = shell::page(site, request, TITLE)?;
    page.trail = vec![Link::new("Register", "/register")];
    shell::draw(&Sheet {
        says: vec![
            "How many contracts relevant authorities awarded here under the Provider Selection Regime in each financial \
             year, and by which route; how many providers were new; what came of representations (regulation 25)."
                .to_owned(),
        ],
        parts,
        ..Sheet::new(page, TITLE)
    })
}

fn point(of: &AnnualSummary, year: &Year) -> Point {
    let on = year.published_on.map(words::day).unwrap_or_default();
    Point {
        link: Some(Link::new(&year.name, address(of, year))),
        text: format!("Published on {on}"),
    }
}

fn address(of: &AnnualSummary, year: &Year) -> String {
    format!("{PATH}/{}/{}", of.reference, year.begins)
}

/// One year: the page, or its numbers as a file.
///
/// # Errors
/// There is none that is published.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (of, year) = find(site, request)?;
    if lists::wants_file(request) {
        let lines: Vec<Vec<String>> = figures(&year)
            .map(|one| vec![one.code.clone(), one.title.clone(), one.number.to_string()])
            .collect();
        return lists::file("annual-summary", &["code", "what", "number"], &lines);
    }
    let title = format!("Annual summary {}", year.name);
    let mut page = shell::page(site, request, &title)?;
    page.trail = vec![Link::new("Register", "/register"), Link::new(TITLE, PATH)];
    let day = |day: Option<chrono::NaiveDate>| day.map(words::day).unwrap_or_default();
    let said = |id: &str, title: &str, text: &str| Part {
        says: text.split("\n\n").map(str::to_owned).collect(),
        ..Part::new(id, title)
    };
    let records = of.records.iter().map(|one| SummaryRow::new(&one.name, &one.value));
    let here = address(&of, &year);
    let parts = vec![
        table(&year, &here),
        said("nature", "Representations: what they were about", &year.nature),
        said("impact", "Representations: what came of them", &year.impact),
        said(
            "monitoring",
            "How far the Regulations were followed (regulation 26)",
            &year.monitoring,
        ),
        said("improvements", "What is done better from now on", &year.improvements),
        Part {
            summary: Some(SummaryList {
                rows: records.collect(),
            }),
            ..Part::new("records", "Which records there are, and who keeps them")
        },
        Part {
            points: vec![
                Point::leading(Link::new(
                    "These numbers as open data (JSON)",
                    format!("{here}/data.json"),
                )),
                Point::leading(Link::new(
                    "The paper, as a page and a PDF",
                    format!("/register/{}", of.reference),
                )),
                Point::leading(Link::new("Get an email when something is published", "/subscriptions")),
            ],
            ..Part::new("ways", "The same in other forms")
        },
    ];
    shell::draw(&Sheet {
        caption: Some(of.authority.clone()),
        says: vec![
            format!(
                "What {} awarded here under the Provider Selection Regime from {} to {} (regulation 25). Published on {}.",
                of.authority,
                day(year.from),
                day(year.until),
                day(year.published_on)
            ),
            "A contract counts in the year in which the notice of its award was published; one that was not signed in the \
             end is left out. All numbers are exact: the law \
             asks for them, and each contract and its provider are named in a notice. Who made representations is not \
             published."
                .to_owned(),
        ],
        parts,
        ..Sheet::new(page, title)
    })
}

/// The numbers for programs.
///
/// # Errors
/// There is none that is published.
pub fn json(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (of, year) = find(site, request)?;
    let text = serde_json::to_string_pretty(&data(&of, &year))?;
    Ok(open_data("application/json", text))
}

/// What open data says of a year.
fn data(of: &AnnualSummary, year: &Year) -> Json {
    let figure = |one: &Figure| json!({ "code": one.code, "title": one.title, "number": one.number });
    let amount = words::decimal(year.value).parse::<serde_json::Number>().ok();
    json!({
        "authority": of.authority,
        "reference": of.reference,
        "financialYear": year.name,
        "from": year.from,
        "until": year.until,
        "published": year.published_on,
        "figures": year.figures.iter().map(figure).collect::<Vec<_>>(),
        "representationsByOutcome": year.outcomes.iter().map(figure).collect::<Vec<_>>(),
        "value": { "amount": amount, "currency": "GBP" },
        "representations": { "nature": year.nature, "impact": year.impact },
        "monitoring": year.monitoring,
        "improvements": year.improvements,
    })
}

fn find(site: &Site, request: &Request) -> Result<(AnnualSummary, Year), Fault> {
    let of = alliance(site, request)?;
    let (reference, year) = (request.param("reference"), request.param("year"));
    site.app.reading(&of, |desk| yearly::one(desk, reference, year))
}

fn figures(year: &Year) -> impl Iterator<Item = &Figure> {
    year.figures.iter().chain(&year.outcomes)
}

fn table(year: &Year, here: &str) -> Part {
    let row = |one: &Figure| vec![Cell::new(&one.title), Cell::new(one.number.to_string())];
    Part {
        says: vec![format!(
            "The contracts that were awarded are worth {} together, over their whole terms.",
            words::money(year.value)
        )],
        table: Some(Table {
            id: "figures-rows".to_owned(),
            caption: "Contracts, providers and representations".to_owned(),
            columns: vec![Column::new("What"), Column::new("How many").number()],
            rows: figures(year).map(row).collect(),
            empty: String::new(),
            csv: Some(format!("{here}?as=csv")),
            paging: None,
        }),
        ..Part::new("figures", "Numbers")
    }
}
