//! An organisation: what it says of itself, its people and its records, as far as whoever reads may know.

use accord_engine::definition::model::Field;
use serde_json::{Map, Value as Json};

use super::{PATH, href, shell};
use crate::{
    domain::words,
    service::{
        access::sessions::Session,
        fault::Fault,
        forms::Choices,
        organisations::{
            Standing,
            listing::kind,
            one::{self, Shown},
            profile::{Version, as_typed},
        },
    },
    views::{
        components::{
            link::Link,
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            text::{Empty, Inset},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{
        html::{fields, home::record_href, people, public::alliance},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// The page.
///
/// # Errors
/// There is none of this id here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.known().map(Session::caller);
    let alliance = alliance(site, request)?;
    let id = request.param("id");
    let shown = site
        .app
        .reading(&alliance, |desk| one::show(desk, caller.as_ref(), id))?;
    let mut shell = shell::page(site, request, &shown.row.name)?;
    shell.width = Width::Wide;
    shell.trail = vec![Link::new("Organisations", PATH)];
    let mut parts = vec![says(site, &shown)];
    if shown.standing > Standing::Public {
        parts.push(people_of(&shown));
        parts.push(records(&shown));
    }
    if shown.standing == Standing::Own {
        parts.push(versions(&shown));
    }
    if shown.standing == Standing::Public {
        let query: String = form_urlencoded::byte_serialize(shown.row.name.as_bytes()).collect();
        parts.push(Part {
            links: vec![Link::new(
                format!("What was published about {}", shown.row.name),
                format!("/register?q={query}"),
            )],
            ..Part::bare("published")
        });
    }
    shell::draw(&Sheet {
        caption: Some(kind(&shown.row.kind)),
        parts,
        ..Sheet::new(shell, &shown.row.name)
    })
}

fn says(site: &Site, shown: &Shown) -> Part {
    let own = shown.standing == Standing::Own;
    let profile = &site.app.library.profile;
    let asked = profile.form.fields.iter();
    let rows = asked
        .filter(|field| field.id != "name" && (shown.standing >= Standing::Office || profile.open.contains(&field.id)));
    let mut rows: Vec<SummaryRow> = rows.map(|field| row(shown, field, &shown.answers)).collect();
    if shown.standing >= Standing::Office {
        rows.push(SummaryRow::new(
            "Letters to the organisation go to",
            shown.row.email.clone().unwrap_or_default(),
        ));
    }
    Part {
        inset: own.then(|| Inset {
            warning: false,
            paragraphs: vec![
                "You speak for this organisation, so you can change what stands here. Everybody reads its name, where \
                 it works, its communities and languages; the rest is for you and for who manages the alliance."
                    .to_owned(),
            ],
            link: Some(Link::new(
                "Change what stands here",
                format!("{}/profile", href(&shown.row.id)),
            )),
        }),
        summary: Some(SummaryList { rows }),
        links: match shown.standing {
            Standing::Office => vec![Link::new(
                "Correct what stands here",
                format!("{}/profile", href(&shown.row.id)),
            )],
            Standing::Public | Standing::Member | Standing::Own => Vec::new(),
        },
        ..Part::bare("says")
    }
}

/// A question of the profile as a line: short label, answer; a number with what was looked at.
pub(super) fn row(shown: &Shown, field: &Field, answers: &Map<String, Json>) -> SummaryRow {
    let form = accord_engine::definition::model::Form {
        title: None,
        fields: vec![field.clone()],
        sealed_until: None,
    };
    let choices = Choices {
        collections: [("networks".to_owned(), shown.areas.clone())].into(),
        ..Choices::default()
    };
    let typed = as_typed(&form, answers);
    let mut values = fields::words(field, typed.get(&field.id), &choices);
    if matches!(field.id.as_str(), "charity_number" | "company_number") && !values.is_empty() {
        values.push("Format valid; nobody has looked it up.".to_owned());
    }
    SummaryRow {
        values,
        ..SummaryRow::new(&field.label, "")
    }
}

fn people_of(shown: &Shown) -> Part {
    let office = shown.standing == Standing::Office;
    let points = shown.people.iter().map(|one| {
        let lead = if one.lead {
            ", gets what is sent to the organisation"
        } else {
            ""
        };
        match office {
            true => Point {
                link: Some(Link::new(&one.name, people::href(&one.id))),
                text: format!("{}{lead}", one.position),
            },
            false => Point::new(format!("{}, {}{lead}", one.name, one.position)),
        }
    });
    let points: Vec<Point> = points.collect();
    Part {
        empty: points.is_empty().then(|| Empty {
            title: "Nobody is named here".to_owned(),
            text: "You see whom to write to at an organisation, if it has named somebody.".to_owned(),
            link: None,
        }),
        points,
        links: match shown.standing {
            Standing::Own => vec![Link::new(
                "Who writes bids, and who sends them",
                format!("{}/people", href(&shown.row.id)),
            )],
            Standing::Public | Standing::Member | Standing::Office => Vec::new(),
        },
        ..Part::new("people", "Its people")
    }
}

fn records(shown: &Shown) -> Part {
    let rows: Vec<Vec<Cell>> = shown
        .records
        .iter()
        .map(|one| {
            let record = &one.record;
            vec![
                Cell {
                    note: record.reference.clone(),
                    ..Cell::link(Link::new(&record.title, record_href(&record.kind, &record.id)))
                },
                Cell::new(words::upper_first(&record.kind.replace('_', " "))),
                Cell::new(&one.now),
                Cell::new(words::day(words::local_day(record.created_at.utc()))),
            ]
        })
        .collect();
    let empty = rows.is_empty().then(|| Empty {
        title: "Nothing here is for you to see".to_owned(),
        text: "What you take part in with this organisation stands here. Bids are seen by nobody else before they are \
               opened."
            .to_owned(),
        link: None,
    });
    Part {
        table: empty.is_none().then(|| Table {
            id: "record-rows".to_owned(),
            caption: "What it takes part in, as far as you may see it; the newest first".to_owned(),
            columns: ["What", "Sort", "How it stands", "Since"].map(Column::new).into(),
            rows,
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        empty,
        ..Part::new("records", "What it takes part in")
    }
}

fn versions(shown: &Shown) -> Part {
    let path = href(&shown.row.id);
    let points = shown.versions.iter().map(|one| {
        let mut text = on(one);
        if !one.changed.is_empty() {
            text.push_str(". Changed: ");
            text.push_str(&one.changed.join(" "));
        }
        Point {
            link: Some(Link::new(
                format!("Version {}", one.number),
                format!("{path}/profile/{}", one.number),
            )),
            text,
        }
    });
    Part {
        says: vec!["Every version stays. Only your organisation reads them.".to_owned()],
        points: points.collect(),
        ..Part::new("versions", "What stood here before")
    }
}

/// When a version was saved, and by whom.
pub(super) fn on(one: &Version) -> String {
    let day = words::day(words::local_day(one.at));
    match &one.by {
        Some(name) => format!("{name}, {day}"),
        None => format!("when the organisation was added, {day}"),
    }
}
