//! The page of one procurement as everybody may see it.

use super::{alliance, bidding, day, fair, listed, packages};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        public::{
            Published, fair as fairness, procurement,
            register::{self, Row, Sort},
        },
        spoken,
    },
    views::{
        components::{
            dated::Dated,
            files::FileList,
            link::Link,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{
        html::{record::track, shell},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// One procurement.
///
/// # Errors
/// There is none, or nothing of it is public.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = alliance(site, request)?;
    let reference = request.param("reference");
    let (found, is_fair) = site.app.reading(&alliance, |desk| {
        let found = procurement::open(desk, reference)?;
        let is_fair = fairness::is_there(desk, &found.published)?;
        Ok::<_, Fault>((found, is_fair))
    })?;
    let published = &found.published;
    let packages = packages(site, published);
    let now = found.runs.iter().find_map(|run| run.now.clone()).unwrap_or_default();
    let lines = register::rows(published, &now, &packages);
    let title = published.record.title.clone();
    let mut shell = shell::page(site, request, &title)?;
    shell.trail = vec![Link::new("Register", "/register")];
    let description = packages.first().and_then(|(_, package)| {
        let said = package.pointer("/releases/0/tender/description");
        let text = said.or_else(|| package.pointer("/call/description"))?.as_str()?;
        Some(text.split("\n\n").map(str::to_owned).collect::<Vec<_>>())
    });
    let mut parts: Vec<Part> = Vec::new();
    if found.runs.iter().any(|run| run.open) {
        let newest = packages.first().map(|(_, package)| package);
        parts.push(match newest.and_then(|package| package.get("call")) {
            Some(call) => bidding::how_to_apply(site, request, &shell, published, call),
            None => {
                let tender = newest.and_then(|package| package.pointer("/releases/0/tender"));
                bidding::how(site, request, &shell, (published, &lines), tender)
            }
        });
    }
    for (number, run) in found.runs.iter().enumerate() {
        parts.push(standing(site, run, number, found.runs.len() > 1));
    }
    let gives = packages.iter().any(|(_, package)| package.get("call").is_some());
    parts.push(facts(published, &lines, gives));
    parts.extend(chosen(&lines));
    parts.push(Part {
        files: Some(FileList {
            files: published
                .notices()
                .map(|row| listed(row, format!("/notices/{}", row.id)))
                .collect(),
            empty: "No notice has been published yet.".to_owned(),
        }),
        ..Part::new("notices", "Notices")
    });
    parts.push(Part {
        files: Some(FileList {
            files: published
                .documents()
                .into_iter()
                .map(|row| listed(row, format!("/documents/{}", row.id)))
                .collect(),
            empty: "No document is public yet.".to_owned(),
        }),
        ..Part::new("documents", "Documents that everybody may read")
    });
    let mut open = Vec::new();
    if is_fair {
        let href = format!("/register/{}/fairness", published.reference());
        open.push(Link::new(fair::TITLE, href));
    }
    if packages.iter().any(|(_, package)| package.get("releases").is_some()) {
        let href = format!("/register/{}/record.json", published.reference());
        open.push(Link::new(
            "All that was published of it as open data (OCDS record, JSON)",
            href,
        ));
    }
    parts.push(more(site, &found, open));
    let sheet = Sheet {
        caption: Some(kind_title(
            site,
            &published.record.kind,
            published.record.reference.as_deref(),
        )),
        says: description.unwrap_or_default(),
        parts,
        ..Sheet::new(shell, title)
    };
    shell::draw(&sheet)
}

/// Where it is.
fn standing(site: &Site, run: &procurement::Run, number: usize, several: bool) -> Part {
    let title = match several {
        true => format!("Where it is: {}", run.title),
        false => "Where it is".to_owned(),
    };
    let now = run.now.clone().unwrap_or_else(|| "Under way".to_owned());
    let today = site.app.clock.now();
    let dates = run.dates.iter().map(|date| {
        let clock = spoken::clock(date.at, words::ZONE, today);
        Dated {
            label: date.what.clone(),
            words: clock.full,
            machine: clock.at,
            because: date.derivation.clone(),
            past: date.at < today,
        }
    });
    Part {
        says: vec![match run.over {
            true => format!("{now}. This is over."),
            false => format!("Now: {now}."),
        }],
        track: (!run.stages.is_empty()).then(|| track(&run.title, &run.stages)),
        dates: dates.collect(),
        ..Part::new(format!("standing-{}", number + 1), title)
    }
}

/// What the newest notice says of it.
fn facts(published: &Published, lines: &[Row], gives: bool) -> Part {
    let mut rows = vec![SummaryRow::new("Reference", published.reference())];
    if let Some(line) = lines.iter().find(|line| line.sort == Sort::Opportunity) {
        let day = |day: Option<chrono::NaiveDate>| day.map(words::full_day);
        let more = [
            (
                "Networks",
                Some(line.places.clone()).filter(|places| !places.is_empty()),
            ),
            (
                if gives {
                    "Can be given in all"
                } else {
                    "Money for the whole term"
                },
                line.value.map(words::money),
            ),
            (
                if gives {
                    "Applications close on"
                } else {
                    "Bids close on"
                },
                day(line.ends),
            ),
            ("The service starts", day(line.starts)),
        ];
        rows.extend(
            more.into_iter()
                .filter_map(|(key, value)| Some(SummaryRow::new(key, value?))),
        );
    }
    if let Some(last) = published.rows.first() {
        rows.push(SummaryRow::new("Last published", day(last.created_at.utc())));
    }
    Part {
        summary: Some(SummaryList { rows }),
        ..Part::new("facts", "In short")
    }
}

/// Awards and contracts, if there are any.
fn chosen(lines: &[Row]) -> Option<Part> {
    let rows: Vec<Vec<Cell>> = lines
        .iter()
        .filter(|line| matches!(line.sort, Sort::Award | Sort::Contract | Sort::Grant))
        .map(|line| {
            vec![
                Cell::new(&line.organisation),
                Cell::new(line.sort.title()),
                Cell::new(&line.places),
                Cell::new(line.value.map(words::money).unwrap_or_default()),
                Cell::new(&line.status),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Part {
        table: Some(Table {
            id: "chosen-rows".to_owned(),
            caption: match lines.iter().any(|line| line.sort == Sort::Grant) {
                true => "Grants, as they were last published",
                false => "Awards and contracts, as they were last published",
            }
            .to_owned(),
            columns: vec![
                Column::new("Organisation"),
                Column::new("What"),
                Column::new(match lines.iter().any(|line| line.sort == Sort::Grant) {
                    true => "What for",
                    false => "Networks",
                }),
                Column::new("Money").number(),
                Column::new("How it stands"),
            ],
            rows,
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        ..Part::new("chosen", "Who was chosen")
    })
}

/// How it is decided, and what else there is to read of it (`open`).
fn more(site: &Site, found: &procurement::Procurement, open: Vec<Link>) -> Part {
    let mut names: Vec<(&str, &str)> = Vec::new();
    for run in &found.runs {
        if !names.iter().any(|(name, _)| *name == run.workflow) {
            names.push((&run.workflow, &run.title));
        }
    }
    let mut links: Vec<Link> = names
        .into_iter()
        .map(|(name, title)| {
            Link::new(
                format!("Who decides what, and when: {title}"),
                format!("/process/{name}"),
            )
        })
        .collect();
    let known = &site.app.library.catalogue.told_back;
    if found
        .published
        .rows
        .iter()
        .any(|row| row.subject_id.as_ref() == Some(&found.published.record.id) && known.contains_key(&row.template))
    {
        let href = format!("/heard/{}", found.published.reference());
        links.insert(0, Link::new("You said, we did: what became of what people said", href));
    }
    links.extend(open);
    links.push(Link::new(
        "Check whether a document is the one that was issued",
        "/verify",
    ));
    Part {
        says: vec![
            "Decisions are made by the rules of a published process, and each of them is written into a journal \
                    that anybody with a copy can check."
                .to_owned(),
        ],
        links,
        ..Part::new("more", "How it is decided")
    }
}

fn kind_title(site: &Site, kind: &str, reference: Option<&str>) -> String {
    let known = site.app.library.catalogue.subjects.get(kind);
    let title = known.map_or_else(|| kind.replace('_', " "), |one| one.title.clone());
    reference.map_or_else(|| title.clone(), |reference| format!("{title} {reference}"))
}
