//! Records: the list, one, one process of it, its journal.

use accord_store::subjects::SubjectRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    documents::Document,
    endpoint::{Endpoint, Gives, Kind, Parameter, Version, json, schema},
    paging::{self, CURSOR, LIMIT, Page},
    problem::{Answer, Problem},
    runs::Run,
    tags,
};
use crate::{
    service::{
        access::tokens,
        app::Desk,
        fault::Fault,
        record::{self, Below},
        register::{self, Wanted},
        sight::Sight,
    },
    web::{caller, html::home::record_href, request::Request, site::Site},
};

const PART: &str = "Records";

/// The list.
pub const ALL: Endpoint = Endpoint {
    query: &[
        Parameter {
            name: "kind",
            says: "Only of this kind: `round`, `contract`.",
            kind: Kind::Text,
        },
        Parameter {
            name: "state",
            says: "Only those that have ended, or those that have not.",
            kind: Kind::Word(&["open", "over"]),
        },
        LIMIT,
        CURSOR,
    ],
    gives: Gives::Json(schema::<Page<Line>>),
    says: "Every record that this person may see, the newest first. A piece may be short, and is not the last while \
           there is a `next`.",
    ..Endpoint::new(PART, "Records", all)
};
/// One.
pub const ONE: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Record>),
    version: Version::Tagged,
    says: "Where it is, what this person can do and what not and why, dates and how they were counted, people, \
           documents, what stands above and below.",
    ..Endpoint::new(PART, "A record", one)
};
/// One process.
pub const INSTANCE: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Instance>),
    version: Version::Tagged,
    says: "The `ETag` is what `If-Match` names when something is done.",
    ..Endpoint::new(PART, "A process", instance)
};
/// What has happened.
pub const JOURNAL: Endpoint = Endpoint {
    query: &[LIMIT, CURSOR],
    gives: Gives::Json(schema::<Page<Entry>>),
    says: "In plain English, the newest first, as far as this person may know. Empty for whoever sees a part only.",
    ..Endpoint::new(PART, "What has happened", journal)
};

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// What it is: `round`, `contract`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub reference: Option<String>,
    /// Its title.
    pub title: String,
    /// Where it is, in words; nothing where that was not looked at.
    pub now: Option<String>,
    /// It has ended.
    pub is_over: Option<bool>,
    /// Its address in this API.
    pub address: String,
    /// Its page.
    pub page: String,
}

impl Line {
    /// A record without where it is.
    pub fn of(row: &SubjectRow) -> Self {
        Self {
            kind: row.kind.clone(),
            id: row.id.clone(),
            reference: row.reference.clone(),
            title: row.title.clone(),
            now: None,
            is_over: None,
            address: address(row),
            page: record_href(&row.kind, &row.id),
        }
    }

    fn standing(one: &Below) -> Self {
        Self {
            now: Some(one.now.clone()),
            is_over: Some(one.over),
            ..Self::of(&one.record)
        }
    }
}

/// The address of a record.
pub fn address(row: &SubjectRow) -> String {
    format!("/api/v1/records/{}/{}", row.kind, row.id)
}

/// A record as somebody sees it.
#[derive(Debug, Serialize, JsonSchema)]
struct Record {
    kind: String,
    id: String,
    reference: Option<String>,
    title: String,
    /// `whole`, or `part` for whoever sees what concerns everyone.
    sight: String,
    /// What runs on it.
    runs: Vec<Run>,
    people: Vec<Holders>,
    documents: Vec<Document>,
    above: Vec<Line>,
    below: Vec<Line>,
    /// Its page.
    page: String,
}

/// Who holds a role.
#[derive(Debug, Serialize, JsonSchema)]
struct Holders {
    role: String,
    names: Vec<String>,
}

/// A process, and what it is about.
#[derive(Debug, Serialize, JsonSchema)]
struct Instance {
    record: Line,
    run: Run,
}

/// One thing that happened.
#[derive(Debug, Serialize, JsonSchema)]
struct Entry {
    /// Its place, from 1.
    number: usize,
    at: DateTime<Utc>,
    /// Who, if others may know.
    who: Option<String>,
    what: String,
    /// Where it led, if anywhere.
    now: Option<String>,
}

fn all(site: &Site, request: &Request) -> Answer {
    let wanted = Wanted {
        kind: request.asked("kind").map(str::to_owned),
        over: match request.asked("state") {
            None => None,
            Some("open") => Some(false),
            Some("over") => Some(true),
            Some(_) => return Err(Problem::new(400, "bad_query", "`state` is `open` or `over`.")),
        },
        after: paging::after(request, "records")?,
        most: paging::limit(request)?,
    };
    let narrowed = |desk: &mut Desk<'_>, row: &SubjectRow| match &request.token {
        Some(token) => tokens::covers(desk, token, row),
        None => Ok(true),
    };
    let (found, next) = register::records(&site.app, request.alliance()?, &request.caller()?, &wanted, narrowed)?;
    let items: Vec<Line> = found.iter().map(Line::standing).collect();
    paging::page(request, "records", items, next.as_deref())
}

fn one(site: &Site, request: &Request) -> Answer {
    let (kind, id) = (request.param("kind"), request.param("id"));
    let record = record::open(&site.app, request.alliance()?, &request.caller()?, kind, id)?;
    let row = &record.seen.record;
    let here = address(row);
    let reply = json(&Record {
        kind: row.kind.clone(),
        id: row.id.clone(),
        reference: row.reference.clone(),
        title: row.title.clone(),
        sight: match record.seen.sight {
            Sight::Whole => "whole",
            Sight::Part => "part",
        }
        .to_owned(),
        runs: record.runs.iter().map(|run| Run::of(&here, run)).collect(),
        people: record
            .people
            .iter()
            .map(|(role, names)| Holders {
                role: role.clone(),
                names: names.clone(),
            })
            .collect(),
        documents: record.documents.iter().map(Document::of).collect(),
        above: narrowed(
            site,
            request,
            record.above.iter().map(Line::of).collect(),
            &record.above,
        )?,
        below: {
            let rows: Vec<SubjectRow> = record.below.iter().map(|one| one.record.clone()).collect();
            narrowed(site, request, record.below.iter().map(Line::standing).collect(), &rows)?
        },
        page: record_href(&row.kind, &row.id),
    })?;
    Ok(tags::tagged(reply, ""))
}

/// Of these lines, those that the token reaches.
fn narrowed(site: &Site, request: &Request, lines: Vec<Line>, rows: &[SubjectRow]) -> Result<Vec<Line>, Fault> {
    site.app.reading(request.alliance()?, |desk| {
        let mut out = Vec::new();
        for (line, row) in lines.into_iter().zip(rows) {
            match caller::within(desk, request, row) {
                Ok(()) => out.push(line),
                Err(Fault::NotFound(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(out)
    })
}

fn found(site: &Site, request: &Request) -> Result<(record::Record, usize), Fault> {
    let id = request.param("id");
    let record = record::of_instance(&site.app, request.alliance()?, &request.caller()?, id)?;
    let index = record.runs.iter().position(|run| run.instance == id);
    Ok((record, index.ok_or(Fault::NotFound("page"))?))
}

fn instance(site: &Site, request: &Request) -> Answer {
    let (record, index) = found(site, request)?;
    let run = record.runs.get(index).ok_or_else(Problem::not_found)?;
    let row = &record.seen.record;
    let reply = json(&Instance {
        record: Line::of(row),
        run: Run::of(&address(row), run),
    })?;
    Ok(tags::tagged(reply, &run.seq.to_string()))
}

fn journal(site: &Site, request: &Request) -> Answer {
    let (record, index) = found(site, request)?;
    let run = record.runs.get(index).ok_or_else(Problem::not_found)?;
    let list = format!("journal-{}", run.instance);
    let (most, total) = (paging::limit(request)?, run.story.len());
    // The journal only grows: an entry keeps its place from the beginning.
    let before = match paging::after(request, &list)? {
        Some(place) => place
            .parse::<usize>()
            .map_err(|_no_number| Problem::new(400, "bad_cursor", "This is no cursor of this list."))?,
        None => total + 1,
    };
    let lines = run.story.iter().zip((1..=total).rev());
    let items: Vec<Entry> = lines
        .filter(|(_, number)| *number < before)
        .take(most)
        .map(|(line, number)| Entry {
            number,
            at: line.at,
            who: line.who.clone(),
            what: line.what.clone(),
            now: line.now.clone(),
        })
        .collect();
    let last = items.last().map(|one| one.number).filter(|number| *number > 1);
    paging::page(request, &list, items, last.map(|number| number.to_string()).as_deref())
}
