//! How fair a round was to small organisations, for everybody, once its award is confirmed; each table as a file, too.

use super::alliance;
use crate::{
    domain::words,
    service::{
        fairness::{Fairness, STEPS, Split},
        fault::Fault,
        public::fair,
    },
    views::{
        components::{
            link::Link,
            page::Width,
            table::{Cell, Column, Table},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{
        html::{lists, parity::line, shell},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

pub(super) const TITLE: &str = "How fair it was to small organisations";

/// The page, or its tables as one file.
///
/// # Errors
/// There is no such procurement, or its award is not confirmed.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = alliance(site, request)?;
    let reference = request.param("reference");
    let (published, found) = site.app.reading(&alliance, |desk| fair::open(desk, reference))?;
    if lists::wants_file(request) {
        let headings: Vec<&str> = ["By", "Group"].into_iter().chain(STEPS).collect();
        let lines = found.splits.iter().flat_map(|split| {
            let own = |row| [split.title.clone()].into_iter().chain(line(row)).collect();
            split.rows.iter().map(own)
        });
        let lines: Vec<Vec<String>> = lines.collect();
        return lists::file("fairness", &headings, &lines);
    }
    let mut page = shell::page(site, request, TITLE)?;
    page.width = Width::Wide;
    let here = format!("/register/{}", published.reference());
    page.trail = vec![
        Link::new("Register", "/register"),
        Link::new(published.record.title.clone(), here.clone()),
    ];
    shell::draw(&Sheet {
        caption: Some(published.record.title.clone()),
        says: vec![
            "How many organisations could have bid, and how far they came. If small ones fall away at one step, that step \
             is what to change in the next round."
                .to_owned(),
            found.rule.clone(),
        ],
        parts: parts(&found, &here),
        ..Sheet::new(page, TITLE)
    })
}

fn parts(found: &Fairness, here: &str) -> Vec<Part> {
    let mut out: Vec<Part> = found
        .splits
        .iter()
        .zip(1..)
        .map(|(split, number)| Part {
            table: Some(table(split, number, here)),
            ..Part::new(format!("split-{number}"), split.title.clone())
        })
        .collect();
    out.push(said(
        "burden",
        "What bidding took",
        &found.burden,
        "Nothing is known about what bids took.",
    ));
    let none = "The limit changed nothing: without it, every network would have been offered to the same organisation.";
    out.push(said(
        "cap",
        "What the limit of networks for one organisation changed",
        &found.cap,
        none,
    ));
    out
}

fn said(id: &str, title: &str, all: &[String], none: &str) -> Part {
    let point = |text: &String| Point::new(text.clone());
    Part {
        says: if all.is_empty() {
            vec![none.to_owned()]
        } else {
            Vec::new()
        },
        points: all.iter().map(point).collect(),
        ..Part::new(id, title)
    }
}

fn table(split: &Split, number: usize, here: &str) -> Table {
    let first = Column::new("Organisations");
    let steps = STEPS.map(|title| Column::new(title).number());
    Table {
        id: format!("split-{number}-rows"),
        caption: format!("How far they came, {}", words::lower_first(&split.title)),
        columns: std::iter::once(first).chain(steps).collect(),
        rows: split
            .rows
            .iter()
            .map(|row| line(row).into_iter().map(Cell::new).collect())
            .collect(),
        empty: String::new(),
        csv: (number == 1).then(|| format!("{here}/fairness?as=csv")),
        paging: None,
    }
}
