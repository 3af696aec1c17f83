//! Notices: the list, each as a page, a PDF and open data.

use accord_store::documents::DocumentRow;

use super::{alliance, day, listed, open_data, package};
use crate::{
    service::{fault::Fault, public},
    views::{
        components::{
            link::Link,
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::Cell,
            text::{Empty, Inset, Markup, Prose},
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

const PATH: &str = "/notices";
/// What the standard's own files are.
const JSON: &str = "application/json";

/// The list, the newest first.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = alliance(site, request)?;
    let all = site.app.reading(&alliance, public::notices)?;
    let list = list();
    if lists::wants_file(request) {
        return list.file(request, all.iter().collect());
    }
    let ways = Part {
        points: vec![
            Point::leading(Link::new(
                "Feed of notices, for news readers (Atom)",
                "/feeds/notices.atom",
            )),
            Point::leading(Link::new("The same for programs (JSON Feed)", "/feeds/notices.json")),
            Point::leading(Link::new("Dates, for your calendar (iCalendar)", "/feeds/dates.ics")),
            Point::leading(Link::new("Get an email when something is published", "/subscriptions")),
            Point::leading(Link::new(
                "Register of opportunities, awards and contracts",
                "/register",
            )),
        ],
        ..Part::new("ways", "Keep an eye on it")
    };
    let mut page = shell::page(site, request, "Notices")?;
    page.width = Width::Wide;
    let sheet = Sheet {
        says: vec![
            "Everything that has been announced, the newest first: as a page, as a PDF, and as open data in the Open \
             Contracting Data Standard."
                .to_owned(),
        ],
        parts: vec![list.part(request, all.iter().collect()), ways],
        ..Sheet::new(page, "Notices")
    };
    shell::draw(&sheet)
}

fn list<'a>() -> List<'a, &'a DocumentRow> {
    List {
        id: "notices",
        name: "notices",
        path: PATH.to_owned(),
        words: ("notice", "notices"),
        columns: vec![
            Column::text("title", "Notice", |row: &&DocumentRow| row.title.clone())
                .shown(|row| Cell::link(Link::new(&row.title, format!("{PATH}/{}", row.id)))),
            Column::text("reference", "Reference", |row: &&DocumentRow| row.reference.clone()),
            Column::number("version", "Version", |row: &&DocumentRow| Some(i64::from(row.version))),
            Column::when(
                "published",
                ("Published", "Published (UK time)"),
                |row: &&DocumentRow| Some(row.created_at.utc()),
            ),
            Column::text("pdf", "As PDF", |row: &&DocumentRow| {
                match (&row.pdf_key, &row.flagged) {
                    (Some(_), None) => "PDF".to_owned(),
                    _ => String::new(),
                }
            })
            .shown(|row| match (&row.pdf_key, &row.flagged) {
                (Some(_), None) => Cell::link(Link::new("PDF", format!("/documents/{}/pdf", row.id))),
                _ => Cell::new("Not yet"),
            }),
            Column::text("data", "As open data", |row: &&DocumentRow| match row.data_key {
                Some(_) => "JSON".to_owned(),
                None => String::new(),
            })
            .shown(|row| match row.data_key {
                Some(_) => Cell::link(Link::new("JSON", format!("{PATH}/{}.json", row.id))),
                None => Cell::new("Not yet"),
            }),
        ],
        choices: Vec::new(),
        usual: "-published",
        empty: Empty {
            title: "No notice has been published yet".to_owned(),
            text: "The first comes when bids are invited. You can ask to be told.".to_owned(),
            link: Some(Link::new("Get an email when something is published", "/subscriptions")),
        },
    }
}

/// A notice by its id; with `.json` behind, its open data, by its id or by that of the release.
///
/// # Errors
/// There is none.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let name = request.param("name");
    match name.strip_suffix(".json") {
        Some(name) => json(site, request, name),
        None => notice(site, request, name),
    }
}

fn notice(site: &Site, request: &Request, id: &str) -> Result<Reply, Fault> {
    let alliance = alliance(site, request)?;
    let (row, others, procurement) = site.app.reading(&alliance, |desk| {
        let row = public::notice(desk, id)?;
        let mut others = accord_store::documents::versions(desk.db, &desk.alliance, &row.reference)?;
        others.retain(|other| other.id != row.id && public::is_notice(other));
        let top = match &row.subject_id {
            Some(subject) => Some(public::top(desk, subject)?),
            None => None,
        };
        Ok::<_, Fault>((row, others, top))
    })?;
    let mut shell = shell::page(site, request, &row.title)?;
    shell.trail = vec![Link::new("Notices", PATH)];
    let newest = others.iter().all(|other| other.version < row.version);
    let mut parts = Vec::new();
    if let Some(newer) = others.first().filter(|_| !newest) {
        parts.push(Part {
            inset: Some(Inset {
                warning: false,
                paragraphs: vec!["There is a newer version of this notice.".to_owned()],
                link: Some(Link::new(
                    format!("Read version {} of {}", newer.version, day(newer.created_at.utc())),
                    format!("{PATH}/{}", newer.id),
                )),
            }),
            ..Part::bare("newer")
        });
    }
    parts.push(words_of(site, &row));
    let forms = listed(&row, String::new()).forms;
    let mut links: Vec<Link> = forms
        .into_iter()
        .map(|form| Link::new(format!("This notice as {}", form.text), form.href))
        .collect();
    links.push(Link::new(
        "This notice as a page to print",
        format!("/documents/{}", row.id),
    ));
    if let Some(record) = procurement {
        let reference = record.reference.clone().unwrap_or(record.id);
        links.push(Link::new(
            format!("About {}", record.title),
            format!("/register/{reference}"),
        ));
    }
    links.push(Link::new("Check a copy that somebody gave you", "/verify"));
    parts.push(Part {
        summary: Some(SummaryList {
            rows: vec![
                SummaryRow::new("Reference", &row.reference),
                SummaryRow::new("Published", day(row.created_at.utc())),
                SummaryRow::new(
                    "Version",
                    match newest {
                        true => format!("{}, the newest", row.version),
                        false => row.version.to_string(),
                    },
                ),
                SummaryRow::new("Fingerprint (SHA-256 of its content)", &row.hash),
            ],
        }),
        links,
        ..Part::new("about", "About this notice")
    });
    let sheet = Sheet {
        caption: Some(format!("Notice of {}", day(row.created_at.utc()))),
        parts,
        ..Sheet::new(shell, &row.title)
    };
    shell::draw(&sheet)
}

/// The words of a notice, out of its page: made by the worker from our own template, every value
/// escaped there.
fn words_of(site: &Site, row: &DocumentRow) -> Part {
    let read = site.files.get(&row.html_key);
    let html = read.ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let main = html.as_deref().and_then(|html| {
        let (_, rest) = html.split_once("<main>\n")?;
        let (main, _) = rest.split_once("</main>\n<footer>")?;
        Some(without_title(main))
    });
    match main {
        Some(main) => Part {
            prose: Some(Prose {
                html: Markup::of_our_own(main),
            }),
            ..Part::bare("words")
        },
        None => Part {
            says: vec![
                "The words of this notice cannot be shown here at the moment. Try again in a minute.".to_owned(),
            ],
            ..Part::bare("words")
        },
    }
}

/// The page has the title as its own heading.
fn without_title(main: &str) -> String {
    let Some((before, rest)) = main.split_once("<h1") else {
        return main.to_owned();
    };
    let after = rest.split_once("</h1>").map_or("", |(_, after)| after);
    format!("{before}{after}")
}

fn json(site: &Site, request: &Request, name: &str) -> Result<Reply, Fault> {
    let alliance = alliance(site, request)?;
    let all = site.app.reading(&alliance, public::notices)?;
    let by_id = all.iter().find(|row| row.id == name);
    let row = match by_id {
        Some(row) => Some(row),
        // A release is named after its procurement, whose reference every notice's own begins with.
        None => all.iter().filter(|row| row.data_key.is_some()).find(|row| {
            let package = package(site, row);
            package.is_some_and(|package| {
                package.pointer("/releases/0/id").and_then(serde_json::Value::as_str) == Some(name)
            })
        }),
    };
    let key = row
        .and_then(|row| row.data_key.as_ref())
        .ok_or(Fault::NotFound("page"))?;
    let text = String::from_utf8(site.files.get(key)?).map_err(|error| anyhow::anyhow!("{key}: {error}"))?;
    Ok(open_data(JSON, text))
}
