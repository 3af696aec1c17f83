//! The workflow library: what each file proves, its versions, what runs by which, and what changed.

use accord_engine::diff::Difference;

use super::{PATH, shell};
use crate::{
    domain::words,
    service::{
        changeovers,
        fault::Fault,
        operations::workflows::{self, Line, Shown, Version},
    },
    views::{
        components::{
            diagram::Diagram,
            link::Link,
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            tag::{Tag, Tone},
            text::{Empty, Markup},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const TITLE: &str = "Workflow library";

/// Every workflow.
///
/// # Errors
/// The database fails.
pub fn list(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let all = site
        .app
        .reading(request.alliance()?, |desk| workflows::all(desk, &caller))?;
    let mut page = shell::page(site, request, TITLE)?;
    page.width = Width::Wide;
    page.trail = vec![Link::new("Operations", PATH)];
    let table = Table {
        id: "workflow-rows".to_owned(),
        caption: words::count_of(all.len(), "workflow", "workflows"),
        columns: vec![
            Column::new("Workflow"),
            Column::new("May it run?"),
            Column::new("Published versions").number(),
            Column::new("Running").number(),
            Column::new("Of these, by an older version").number(),
        ],
        rows: all.iter().map(line).collect(),
        empty: "There are no workflow files.".to_owned(),
        csv: None,
        paging: None,
    };
    shell::draw(&Sheet {
        says: vec![
            "What runs keeps the rules that it began with. A new version counts for what is started after it."
                .to_owned(),
        ],
        parts: vec![Part {
            table: Some(table),
            links: super::packs::way(request).into_iter().collect(),
            ..Part::bare("library")
        }],
        ..Sheet::new(page, TITLE)
    })
}

fn line(one: &Line) -> Vec<Cell> {
    vec![
        Cell::link(Link::new(&one.title, href(&one.name))),
        Cell::tag(proved(one.is_proved)),
        Cell::new(one.versions.to_string()),
        Cell::new(one.running.to_string()),
        Cell::new(one.older.to_string()),
    ]
}

fn proved(is_proved: bool) -> Tag {
    match is_proved {
        true => Tag::new("Proved", Tone::Good),
        false => Tag::new("May not run", Tone::Problem),
    }
}

fn href(name: &str) -> String {
    format!("{PATH}/workflows/{name}")
}

/// One workflow.
///
/// # Errors
/// There is none of this name.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (caller, name) = (request.caller()?, request.param("name"));
    let shown = site
        .app
        .reading(request.alliance()?, |desk| workflows::one(desk, &caller, name))?;
    let mut page = shell::page(site, request, &shown.title)?;
    page.width = Width::Wide;
    page.trail = vec![
        Link::new("Operations", PATH),
        Link::new(TITLE, format!("{PATH}/workflows")),
    ];
    let mut parts = vec![certificate(&shown), versions(&shown)];
    parts.extend(changeovers(site, name));
    if let Some(svg) = &shown.drawing {
        parts.push(Part {
            diagram: Some(Diagram {
                caption: format!("{}: every stage and every way between them", shown.title),
                svg: Markup::of_our_own(svg.clone()),
                words: Vec::new(),
            }),
            links: vec![Link::new(
                "The same in words, for everybody",
                format!("/process/{}", shown.name),
            )],
            ..Part::new("drawing", "As a drawing")
        });
    }
    shell::draw(&Sheet {
        caption: Some(format!("workflows/{}.yaml", shown.name)),
        says: vec![shown.says.trim().to_owned()],
        parts,
        ..Sheet::new(page, &shown.title)
    })
}

fn certificate(shown: &Shown) -> Part {
    let Some(certificate) = &shown.certificate else {
        return Part {
            says: vec!["This file may not run as it is. What runs already goes on by its own version.".to_owned()],
            points: shown.found.iter().map(Point::new).collect(),
            ..Part::new("certificate", "Certificate")
        };
    };
    let linked: Vec<String> = certificate
        .linked
        .keys()
        .map(|name| name.replace(['_', '-'], " "))
        .collect();
    let rows = vec![
        SummaryRow::new(
            "Proved",
            "No dead end, every wait ends or says why, every promise holds on every path",
        ),
        SummaryRow::new(
            "Situations looked at",
            words::thousands(whole(certificate.configurations)),
        ),
        SummaryRow {
            values: shown.promises.clone(),
            ..SummaryRow::new("Promises", "")
        },
        SummaryRow::new("Other files that it relies on", linked.join(", ")),
        SummaryRow::new("Fingerprint of the definition", &certificate.definition_hash),
        SummaryRow::new(
            "Fingerprint of vocabulary, roles and calendar",
            &certificate.catalogue_hash,
        ),
        SummaryRow::new("Checked by", format!("accord {}", certificate.checked_by)),
    ];
    Part {
        summary: Some(SummaryList { rows }),
        says: match shown.found.is_empty() {
            true => Vec::new(),
            false => vec!["The check has these remarks, which stop nothing:".to_owned()],
        },
        points: shown.found.iter().map(Point::new).collect(),
        ..Part::new("certificate", "Certificate")
    }
}

fn versions(shown: &Shown) -> Part {
    let rows = shown.versions.iter().enumerate().map(|(place, one)| {
        let before = shown.versions.get(place + 1);
        vec![
            Cell {
                note: one.is_todays.then(|| "The file of today".to_owned()),
                ..Cell::new(words::short_hash(&one.hash))
            },
            Cell::new(match one.since {
                Some(at) => words::stamp_in(at, words::ZONE),
                None => "Nothing was started by it yet".to_owned(),
            }),
            Cell::new(one.running.to_string()),
            Cell::new(one.ended.to_string()),
            match before {
                Some(before) => Cell::link(Link::new(
                    format!(
                        "What changed from {} to {}",
                        words::short_hash(&before.hash),
                        words::short_hash(&one.hash)
                    ),
                    compare_href(&shown.name, before, one),
                )),
                None => Cell::new("The first"),
            },
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    Part {
        empty: rows.is_empty().then(|| Empty {
            title: "No version was published".to_owned(),
            text: "A version is published when the first thing is started by it.".to_owned(),
            link: None,
        }),
        table: (!rows.is_empty()).then(|| Table {
            id: "version-rows".to_owned(),
            caption: "Versions, the newest first".to_owned(),
            columns: vec![
                Column::new("Version"),
                Column::new("Published"),
                Column::new("Running").number(),
                Column::new("Ended").number(),
                Column::new("Compared with the one before"),
            ],
            rows,
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        ..Part::new("versions", "Versions")
    }
}

/// Files by which records under way may go over to another version; nothing where there are none.
fn changeovers(site: &Site, name: &str) -> Option<Part> {
    let links: Vec<Link> = changeovers::about(&site.app.library, name)
        .map(|one| Link::new(one.because.trim(), super::changeovers::href(name, &one.changeover)))
        .collect();
    (!links.is_empty()).then(|| Part {
        says: vec![
            "What runs keeps the rules that it began with, unless it goes over by one of these files.".to_owned(),
        ],
        links,
        ..Part::new("changeovers", "Records under way, under new rules")
    })
}

fn compare_href(name: &str, old: &Version, new: &Version) -> String {
    format!("{}/compare?from={}&to={}", href(name), old.hash, new.hash)
}

/// What changed between two versions, for the people whom it touches.
///
/// # Errors
/// One of them is not of this workflow.
pub fn compare(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (caller, name) = (request.caller()?, request.param("name"));
    let (old, new) = (
        request.asked("from").unwrap_or_default(),
        request.asked("to").unwrap_or_default(),
    );
    if old.is_empty() || new.is_empty() {
        if !site.app.library.files.contains_key(name) {
            return Err(Fault::NotFound("page"));
        }
        return Ok(Reply::go(href(name)));
    }
    let (title, found) = site.app.reading(request.alliance()?, |desk| {
        let found = workflows::compare(desk, &caller, name, (old, new))?;
        Ok::<_, Fault>((workflows::one(desk, &caller, name)?.title, found))
    })?;
    let heading = "What changed";
    let mut page = shell::page(site, request, heading)?;
    page.trail = vec![
        Link::new("Operations", PATH),
        Link::new(TITLE, format!("{PATH}/workflows")),
        Link::new(&title, href(name)),
    ];
    shell::draw(&Sheet {
        caption: Some(format!(
            "{title}, from {} to {}",
            words::short_hash(old),
            words::short_hash(new)
        )),
        parts: differences(&found),
        ..Sheet::new(page, heading)
    })
}

fn differences(found: &Difference) -> Vec<Part> {
    if found.is_empty() {
        return vec![Part {
            empty: Some(Empty {
                title: "Nothing changes for anybody".to_owned(),
                text: "The two differ in letters, texts, calendar or layout, and not in what people may do, or must."
                    .to_owned(),
                link: None,
            }),
            ..Part::bare("none")
        }];
    }
    let groups = [
        ("possible", "What becomes possible", &found.possible),
        ("impossible", "What becomes impossible", &found.impossible),
        ("changed", "What changes", &found.changed),
        ("promises", "What is promised", &found.promises),
    ];
    let told = groups.into_iter().filter(|(_, _, lines)| !lines.is_empty());
    told.map(|(id, title, lines)| Part {
        points: lines.iter().map(Point::new).collect(),
        ..Part::new(id, title)
    })
    .collect()
}

fn whole(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
