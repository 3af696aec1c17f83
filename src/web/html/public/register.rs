//! The public register: opportunities, awards and contracts.

use super::{alliance, open_data, package, packages};
use crate::{
    domain::{sheets, words},
    service::{
        fault::Fault,
        public::{
            self,
            compiled::{self, Issued},
            procurement,
            register::{self, COLUMNS, Row, Sort, cells},
            yearly,
        },
    },
    views::{
        components::{
            link::Link,
            page::Width,
            table::Cell,
            tag::{Tag, Tone},
            text::Empty,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{
        html::{
            lists::{self, Choose, Column, List},
            shell,
        },
        reply::Reply,
        request::Request,
        site::Site,
    },
};

const PATH: &str = "/register";

/// The list.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if lists::wants_file(request) {
        return csv(site, request);
    }
    let list = list().part(request, rows(site, request)?);
    let mut shell = shell::page(site, request, "Register")?;
    shell.width = Width::Wide;
    let ways = Part {
        points: vec![
            Point::leading(Link::new("All notices", "/notices")),
            Point::leading(Link::new("Grants that were given", "/grants")),
            Point::leading(Link::new("Annual summaries of authorities", "/annual-summaries")),
            Point::leading(Link::new(
                "Feed of notices, for news readers (Atom)",
                "/feeds/notices.atom",
            )),
            Point::leading(Link::new(
                "Feed of what is open now, for news readers (Atom)",
                "/feeds/opportunities.atom",
            )),
            Point::leading(Link::new(
                "The same for programs (JSON Feed)",
                "/feeds/opportunities.json",
            )),
            Point::leading(Link::new("Dates, for your calendar (iCalendar)", "/feeds/dates.ics")),
            Point::leading(Link::new("Get an email when something is published", "/subscriptions")),
            Point::leading(Link::new("You said, we did", "/heard")),
            Point::leading(Link::new("Nothing goes round the experts", "/assured")),
            Point::leading(Link::new("Who decides what, and when", "/process")),
        ],
        ..Part::new("ways", "Keep an eye on it")
    };
    let sheet = Sheet {
        says: vec![
            "What this alliance is preparing, what organisations can bid for, who was chosen, and what was signed. \
             Everything here was published; each line leads to the notices and documents that say so."
                .to_owned(),
        ],
        parts: open_now(site, request)?.into_iter().chain([list, ways]).collect(),
        ..Sheet::new(shell, "Register")
    };
    shell::draw(&sheet)
}

/// What organisations can bid for now, before everything else.
fn open_now(site: &Site, request: &Request) -> Result<Option<Part>, Fault> {
    let alliance = alliance(site, request)?;
    let open = site.app.reading(&alliance, |desk| {
        let mut out = Vec::new();
        for one in public::all(desk)? {
            if procurement::runs(desk, &one)?.iter().any(|run| run.open) {
                out.push((one.record.title.clone(), one.reference().to_owned()));
            }
        }
        Ok::<_, Fault>(out)
    })?;
    let links = open.into_iter().map(|(title, reference)| {
        let words = format!("Can we bid? {title}");
        Point::leading(Link::new(words, format!("{PATH}/{reference}/can-we-bid")))
    });
    let points: Vec<Point> = links.collect();
    Ok((!points.is_empty()).then(|| Part {
        says: vec![
            "Find out in five minutes, without an account, whether your organisation can bid and what it takes."
                .to_owned(),
        ],
        points,
        ..Part::new("open-now", "Open for bids now")
    }))
}

/// The same lines as open data, in columns for programs.
///
/// # Errors
/// The database fails.
pub fn csv(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let rows = list().selected(request, rows(site, request)?);
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let text = sheets::write(&COLUMNS, &rows).map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut reply = open_data("text/csv; charset=utf-8; header=present", text);
    let name = crate::web::reply::attachment("register.csv");
    reply.headers.push(("content-disposition", name));
    Ok(reply)
}

/// Everything that was published of one procurement as one record of the open contracting standard.
///
/// # Errors
/// There is no such procurement, or no release of it went out; the database fails.
pub fn record(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let of = alliance(site, request)?;
    let reference = request.param("reference");
    let published = site.app.reading(&of, |desk| public::one(desk, reference))?;
    let mut notices: Vec<_> = published.notices().filter(|row| row.data_key.is_some()).collect();
    notices.reverse();
    let issued: Vec<Issued> = notices
        .into_iter()
        .filter_map(|row| {
            Some(Issued {
                url: format!("{}/notices/{}.json", site.origin.text(), row.id),
                package: package(site, row)?,
            })
        })
        .collect();
    let uri = format!("{}{PATH}/{reference}/record.json", site.origin.text());
    let record = compiled::package(&uri, &issued).ok_or(Fault::NotFound("page"))?;
    Ok(open_data("application/json", serde_json::to_string_pretty(&record)?))
}

/// Every line of the register, in the order of a procurement.
fn rows(site: &Site, request: &Request) -> Result<Vec<Row>, Fault> {
    let alliance = alliance(site, request)?;
    let all = site.app.reading(&alliance, |desk| {
        let mut out = Vec::new();
        for one in public::all(desk)?
            .into_iter()
            .filter(|one| !yearly::is_one(&one.record))
        {
            let now = procurement::runs(desk, &one)?.into_iter().find_map(|run| run.now);
            out.push((one, now.unwrap_or_default()));
        }
        Ok::<_, Fault>(out)
    })?;
    let mut rows: Vec<Row> = all
        .iter()
        .flat_map(|(one, now)| register::rows(one, now, &packages(site, one)))
        .collect();
    rows.sort_by(|a, b| (a.sort, &a.reference).cmp(&(b.sort, &b.reference)));
    Ok(rows)
}

fn list<'a>() -> List<'a, Row> {
    List {
        id: "register",
        name: "register",
        path: PATH.to_owned(),
        words: ("line", "lines"),
        columns: vec![
            Column::text("title", "What", |row: &Row| {
                [row.title.as_str(), &row.organisation, &row.reference].join(" ")
            })
            .shown(what),
            Column::text("sort", "Sort", |row: &Row| row.sort.title().to_owned()).shown(|row| {
                Cell::tag(match row.sort {
                    Sort::Planned => Tag::new(row.sort.title(), Tone::Quiet),
                    Sort::Opportunity => Tag::new(row.sort.title(), Tone::Active),
                    Sort::Award | Sort::Contract | Sort::Grant => Tag::new(row.sort.title(), Tone::Good),
                })
            }),
            Column::text("status", "How it stands", |row: &Row| {
                [row.status.as_str(), &row.places].join(" ")
            })
            .shown(|row| Cell {
                note: quiet(&row.places),
                ..Cell::new(&row.status)
            }),
            Column::number("value", "Money", |row: &Row| row.value)
                .shown(|row| Cell::new(row.value.map(words::money).unwrap_or_default())),
            Column::day("ends", "Ends, or closes", |row: &Row| row.ends),
            Column::when("published", ("Published", "Published"), |row: &Row| Some(row.published))
                .shown(|row| Cell::new(super::day(row.published))),
        ],
        choices: vec![Choose {
            name: "what",
            label: "What to show",
            any: "Everything",
            options: Sort::ALL
                .map(|sort| (sort.word().to_owned(), sort.title().to_owned()))
                .into(),
            fits: Box::new(|row, word| row.sort.word() == word),
        }],
        usual: "-published",
        empty: Empty {
            title: "Nothing has been published yet".to_owned(),
            text: "The first line comes when a text is agreed, or when bids are invited. You can ask to be told."
                .to_owned(),
            link: Some(Link::new("Get an email when something is published", "/subscriptions")),
        },
    }
}

/// What a line is about, with where it leads.
fn what(row: &Row) -> Cell {
    let (title, note) = match row.sort {
        Sort::Planned | Sort::Opportunity => (&row.title, row.reference.clone()),
        Sort::Award | Sort::Contract | Sort::Grant => (&row.organisation, format!("{} · {}", row.title, row.reference)),
    };
    Cell {
        note: quiet(&note),
        ..Cell::link(Link::new(title, format!("{PATH}/{}", row.procurement)))
    }
}

fn quiet(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}
