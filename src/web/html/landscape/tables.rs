//! The landscape as tables: network by network, community by community, and the gaps; and as files.

use super::asked::{AREAS, Asked, COMMUNITIES, GAPS};
use crate::{
    domain::{landscape::Line, words},
    service::{fault::Fault, landscape::Landscape},
    views::{
        components::{
            link::Link,
            table::{Cell, Column, Table},
        },
        pages::sheet::Part,
    },
    web::{html::lists, reply::Reply},
};

/// The heading of what only whoever manages the alliance sees.
const SMALL: &str = "Small, by income";

/// Network by network.
pub(super) fn areas(asked: &Asked, seen: &Landscape) -> Part {
    let rows = seen.by_area.iter().map(|line| {
        vec![
            Cell {
                note: about(seen, line),
                ..named(line, asked.organisations(&line.id))
            },
            // Not a column of its own: five are what fits a page.
            Cell {
                note: small(seen, line).map(|count| format!("{count} small, by income")),
                ..Cell::new(line.here.len().to_string())
            },
            Cell::new(line.led.to_string()),
            Cell::new(each(seen, line, |one| &one.communities).join(", ")),
            Cell::new(line.gaps.join(" ")),
        ]
    });
    Part {
        table: Some(Table {
            id: "networks-rows".to_owned(),
            caption: "Networks, and who works there".to_owned(),
            columns: vec![
                Column::new("Network"),
                Column::new("Organisations").number(),
                Column::new("Led by their community").number(),
                Column::new("Communities"),
                Column::new("What is missing"),
            ],
            rows: rows.collect(),
            empty: "There is no such network.".to_owned(),
            csv: Some(asked.as_file(AREAS)),
            paging: None,
        }),
        ..Part::new("networks", "Networks as a table")
    }
}

/// Community by community.
pub(super) fn communities(asked: &Asked, seen: &Landscape) -> Part {
    let rows = seen.by_community.iter().map(|line| {
        vec![
            named(line, Asked::of_community(&line.name)),
            Cell::new(line.here.len().to_string()),
            Cell::new(line.led.to_string()),
            Cell::new(places(seen, line).join(", ")),
            Cell::new(each(seen, line, |one| &one.languages).join(", ")),
            Cell::new(line.gaps.join(" ")),
        ]
    });
    Part {
        table: Some(Table {
            id: "communities-rows".to_owned(),
            caption: "Communities, and who comes from them or serves them".to_owned(),
            columns: vec![
                Column::new("Community"),
                Column::new("Organisations").number(),
                Column::new("Led by it").number(),
                Column::new("Networks"),
                Column::new("Languages"),
                Column::new("What is missing"),
            ],
            rows: rows.collect(),
            empty: "There is no such community.".to_owned(),
            csv: Some(asked.as_file(COMMUNITIES)),
            paging: None,
        }),
        ..Part::new("communities", "Communities as a table")
    }
}

/// How many of a line are small, for whoever may know.
fn small(seen: &Landscape, line: &Line) -> Option<String> {
    let here = line.here.iter().filter_map(|place| seen.organisations.get(*place));
    seen.knows_income
        .then(|| here.filter(|one| one.is_small).count().to_string())
}

/// One of the tables as a file; the networks, if it is none of the others.
pub(super) fn file(seen: &Landscape, which: &str) -> Result<Reply, Fault> {
    match which {
        GAPS => {
            let rows: Vec<Vec<String>> = sentences(seen).collect();
            lists::file(
                "landscape-gaps",
                &["Network or community", "Which", "What is missing"],
                &rows,
            )
        }
        COMMUNITIES => {
            let row = |line: &Line| {
                vec![
                    line.name.clone(),
                    line.here.len().to_string(),
                    line.led.to_string(),
                    names(seen, line).join(", "),
                    places(seen, line).join(", "),
                    each(seen, line, |one| &one.languages).join(", "),
                    line.gaps.join(" "),
                ]
            };
            let columns = [
                "Community",
                "Organisations",
                "Led by it",
                "Which organisations",
                "Networks",
                "Languages",
                "What is missing",
            ];
            let rows: Vec<Vec<String>> = seen.by_community.iter().map(row).collect();
            lists::file("landscape-communities", &columns, &rows)
        }
        _ => {
            let row = |line: &Line| {
                let area = seen.areas.iter().find(|area| area.id == line.id);
                let mut row = vec![
                    line.name.clone(),
                    people(seen, line).replace(',', ""),
                    line.here.len().to_string(),
                    line.led.to_string(),
                    names(seen, line).join(", "),
                    each(seen, line, |one| &one.communities).join(", "),
                    area.map(|area| area.languages.join(", ")).unwrap_or_default(),
                    line.gaps.join(" "),
                ];
                row.extend(small(seen, line));
                row
            };
            let mut columns = vec![
                "Network",
                "People registered",
                "Organisations",
                "Led by their community",
                "Which organisations",
                "Communities",
                "Languages spoken, beside English",
                "What is missing",
            ];
            columns.extend(seen.knows_income.then_some(SMALL));
            let rows: Vec<Vec<String>> = seen.by_area.iter().map(row).collect();
            lists::file("landscape-networks", &columns, &rows)
        }
    }
}

fn sentences(seen: &Landscape) -> impl Iterator<Item = Vec<String>> {
    let of = |what: &'static str, lines: &[Line]| -> Vec<Vec<String>> {
        let each = |line: &Line| -> Vec<Vec<String>> {
            let row = |gap: &String| vec![what.to_owned(), line.name.clone(), gap.clone()];
            line.gaps.iter().map(row).collect()
        };
        lines.iter().flat_map(each).collect()
    };
    of("network", &seen.by_area)
        .into_iter()
        .chain(of("community", &seen.by_community))
}

fn named(line: &Line, href: String) -> Cell {
    match line.here.is_empty() {
        true => Cell::new(&line.name),
        false => Cell::link(Link::new(&line.name, href)),
    }
}

/// "38,000 people registered. Spoken beside English: Mandarin, Arabic".
fn about(seen: &Landscape, line: &Line) -> Option<String> {
    let area = seen.areas.iter().find(|area| area.id == line.id)?;
    let people = Some(people(seen, line)).filter(|text| !text.is_empty());
    let people = people.map(|number| format!("{number} people registered"));
    let spoken = (!area.languages.is_empty()).then(|| format!("Spoken beside English: {}", area.languages.join(", ")));
    let both: Vec<String> = people.into_iter().chain(spoken).collect();
    (!both.is_empty()).then(|| both.join(". "))
}

fn people(seen: &Landscape, line: &Line) -> String {
    let area = seen.areas.iter().find(|area| area.id == line.id);
    area.filter(|area| area.people > 0)
        .map_or_else(String::new, |area| words::whole(area.people))
}

fn names(seen: &Landscape, line: &Line) -> Vec<String> {
    let here = line.here.iter().filter_map(|place| seen.organisations.get(*place));
    here.map(|one| one.name.clone()).collect()
}

/// What the organisations of a line say, each once, in order.
fn each(
    seen: &Landscape,
    line: &Line,
    of: impl Fn(&crate::domain::landscape::Organisation) -> &Vec<String>,
) -> Vec<String> {
    let here = line.here.iter().filter_map(|place| seen.organisations.get(*place));
    let mut out: Vec<String> = here.flat_map(|one| of(one).clone()).collect();
    out.sort();
    out.dedup();
    out
}

/// The networks in which the organisations of a line work, in the alliance's order.
fn places(seen: &Landscape, line: &Line) -> Vec<String> {
    let works = |id: &String| {
        let mut here = line.here.iter().filter_map(|place| seen.organisations.get(*place));
        here.any(|one| one.areas.contains(id))
    };
    let areas = seen.areas.iter().filter(|area| works(&area.id));
    areas.map(|area| area.name.clone()).collect()
}
