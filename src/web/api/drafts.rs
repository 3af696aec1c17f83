//! What has been begun and not sent: read, saved, thrown away. Pages and programs have the same.

use accord_store::drafts::{self as rows, DraftRow};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::{
    endpoint::{Endpoint, Gives, Takes, Version, json, read, schema},
    me,
    paging::Page,
    problem::{Answer, Problem},
    sheets::Draft,
    tags,
};
use crate::{
    service::{
        drafts::{self, Stamp, WHY, shelf},
        fault::Fault,
        sight, typed,
    },
    web::{caller, html::task, reply::Reply, request::Request, site::Site},
};

const PART: &str = "Drafts";

/// Mine.
pub const ALL: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Page<Draft>>),
    ..Endpoint::new(PART, "My drafts", all)
};
/// One.
pub const ONE: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Draft>),
    version: Version::Tagged,
    ..Endpoint::new(PART, "A draft", one)
};
/// Save it.
pub const SAVE: Endpoint = Endpoint {
    takes: Takes::Json(schema::<Saving>),
    gives: Gives::Json(schema::<Draft>),
    version: Version::Needed,
    says: "The answers take the place of all that were there. The first time it needs no `If-Match`; after that it \
           names what was read. Nothing is judged yet: read the place to see what does not fit.",
    ..Endpoint::new(PART, "Save a draft", save)
};
/// Throw it away.
pub const DISCARD: Endpoint = Endpoint {
    version: Version::Wanted,
    ..Endpoint::new(PART, "Throw a draft away", discard)
};

/// What is to be kept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Saving {
    /// Question to answer.
    pub answers: Map<String, Json>,
    /// Why, where that is wanted.
    pub reason: Option<String>,
}

fn all(site: &Site, request: &Request) -> Answer {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let drafts = site.app.reading(alliance, |desk| {
        let mut out = Vec::new();
        for row in rows::open_of_person(desk.db, alliance, &caller.person)? {
            let seen = sight::of_instance(desk, &caller, &row.instance_id);
            match seen.and_then(|seen| caller::within(desk, request, &seen.record)) {
                Ok(()) => out.push(Draft::of(&shelf::opened(desk.app, row)?)?),
                Err(Fault::NotFound(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(out)
    })?;
    json(&Page {
        items: drafts,
        next: None,
    })
}

/// What this person has open at the place of the path.
fn open(site: &Site, request: &Request) -> Result<Option<DraftRow>, Fault> {
    let (person, place) = (request.caller()?.person, task::place(request)?.path());
    let row = site
        .app
        .store
        .read(|db| rows::open_at(db, &person, request.param("id"), &place))?;
    shelf::found(&site.app, row)
}

/// A draft with its tag.
///
/// # Errors
/// What is stored is damaged.
pub fn told(row: &DraftRow) -> Result<Reply, Box<Problem>> {
    let mut reply = json(&Draft::of(row)?)?;
    reply.headers.push(("etag", Draft::tag(row)));
    Ok(reply)
}

/// Sees that whoever saves knows what is there.
///
/// # Errors
/// 428 if something is there and no version was named; 412 if it is another.
pub fn known(request: &Request, row: Option<&DraftRow>) -> Result<(), Box<Problem>> {
    if row.is_some() && request.said.if_match.is_none() {
        return Err(tags::needed());
    }
    tags::matches(request, row.map(Draft::tag).as_deref())
}

fn one(site: &Site, request: &Request) -> Answer {
    told(&open(site, request)?.ok_or_else(Problem::not_found)?)
}

fn save(site: &Site, request: &Request) -> Answer {
    let saving: Saving = read(request)?;
    let (sheet, place) = task::sheet(site, request)?;
    let row = open(site, request)?;
    known(request, row.as_ref())?;
    let mut answers = typed::kept(sheet.form.as_ref().map(|(_, form)| form), saving.answers);
    if let Some(reason) = saving.reason {
        answers.insert(WHY.to_owned(), reason.into());
    }
    let row = typed::replace(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        (request.param("id"), &place.path()),
        Stamp::default(),
        row.map(|row| row.saved_at),
        &answers,
    );
    let row = row.map_err(|fault| Box::<Problem>::from(fault).of_version())?;
    told(&row)
}

fn discard(site: &Site, request: &Request) -> Answer {
    let row = open(site, request)?.ok_or_else(Problem::not_found)?;
    tags::matches(request, Some(&Draft::tag(&row)))?;
    me::done(drafts::discard(&site.app, &request.caller()?.person, &row.id)?)
}
