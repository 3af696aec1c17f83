//! Work that a permit allows: writing, commenting, scoring.

use accord_store::drafts::DraftRow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{
    drafts::{self, Saving},
    endpoint::{Endpoint, Gives, Kind, Parameter, Takes, Version, json, read, schema},
    problem::{Answer, Problem},
    program,
    records::Line,
    sheets::{Draft, Form},
    tags,
};
use crate::{
    service::{
        drafts::Stamp,
        fault::Fault,
        forms, typed,
        working::{self, Bench},
    },
    web::{request::Request, site::Site},
};

const PART: &str = "Work";

/// What a piece of work may be about: whatever its form names.
const ABOUT: &[Parameter] = &[
    Parameter {
        name: "section",
        says: "The section that it is about, where the work is about one.",
        kind: Kind::Text,
    },
    Parameter {
        name: "paragraph",
        says: "The paragraph, likewise.",
        kind: Kind::Text,
    },
    Parameter {
        name: "comment",
        says: "The comment, likewise.",
        kind: Kind::Text,
    },
];

/// Its form.
pub const ONE: Endpoint = Endpoint {
    query: ABOUT,
    gives: Gives::Json(schema::<Work>),
    version: Version::Tagged,
    says: "The form, filled in with what is there now or what was typed before.",
    ..Endpoint::new(PART, "A piece of work", one)
};
/// Do it.
pub const SEND: Endpoint = Endpoint {
    query: ABOUT,
    takes: Takes::Json(schema::<Doing>),
    gives: Gives::Json(schema::<Done>),
    version: Version::Wanted,
    says: "`If-Match` with the tag of the form refuses to write over what somebody else has written meanwhile.",
    ..Endpoint::new(PART, "Do a piece of work", send)
};
/// Keep it.
pub const SAVE: Endpoint = Endpoint {
    query: ABOUT,
    takes: Takes::Json(schema::<Saving>),
    gives: Gives::Json(schema::<Draft>),
    version: Version::Needed,
    ..Endpoint::new(PART, "Keep a piece of work that is begun", save)
};

/// A piece of work.
#[derive(Debug, Serialize, JsonSchema)]
struct Work {
    record: Line,
    permit: String,
    /// What it is about: what the query has to name.
    about: Vec<String>,
    form: Form,
    /// What is there now, or was typed before.
    answers: Map<String, Json>,
    draft: Option<Draft>,
}

/// What is done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Doing {
    /// Question to answer.
    answers: Map<String, Json>,
}

/// It was done.
#[derive(Debug, Serialize, JsonSchema)]
struct Done {
    record: Line,
    permit: String,
}

fn bench(site: &Site, request: &Request) -> Result<Bench, Fault> {
    let record = (request.param("kind"), request.param("id"));
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    working::open(
        &site.app,
        alliance,
        &caller,
        record,
        request.param("permit"),
        &request.query,
    )
}

fn work(site: &Site, bench: &Bench) -> Result<Work, Box<Problem>> {
    let form = &bench.form.form;
    let loaded = bench.seen.running.get(bench.instance).ok_or_else(Problem::not_found)?;
    let now = site.app.clock.now();
    let judged = forms::judge(loaded, now, &bench.choices, (&bench.permit, form), &bench.typed);
    Ok(Work {
        record: Line::of(&bench.seen.record),
        permit: bench.permit.clone(),
        about: bench.form.about.clone(),
        form: Form::of(&bench.permit, form, &bench.choices, &judged),
        answers: typed::told(bench.typed.clone()),
        draft: bench.draft.as_ref().map(Draft::of).transpose()?,
    })
}

fn one(site: &Site, request: &Request) -> Answer {
    let bench = bench(site, request)?;
    Ok(tags::tagged(json(&work(site, &bench)?)?, ""))
}

fn send(site: &Site, request: &Request) -> Answer {
    let doing: Doing = read(request)?;
    let bench = bench(site, request)?;
    let now = tags::of("", &serde_json::to_string(&work(site, &bench)?)?);
    tags::matches(request, Some(&now))?;
    let answers = typed::kept(Some(&bench.form.form), doing.answers);
    let stamp = Stamp {
        key: program::key(site, request)?,
        ..Stamp::default()
    };
    let sent = working::send(&site.app, &request.caller()?, &bench, stamp, &answers);
    sent.map_err(|fault| Box::<Problem>::from(fault).within("/answers"))?;
    json(&Done {
        record: Line::of(&bench.seen.record),
        permit: bench.permit,
    })
}

fn save(site: &Site, request: &Request) -> Answer {
    let saving: Saving = read(request)?;
    let bench = bench(site, request)?;
    let row: Option<&DraftRow> = bench.draft.as_ref();
    drafts::known(request, row)?;
    let answers = typed::kept(Some(&bench.form.form), saving.answers);
    let loaded = bench.seen.running.get(bench.instance).ok_or_else(Problem::not_found)?;
    let row = typed::replace(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        (&loaded.row.id, &bench.place()),
        Stamp::default(),
        row.map(|row| row.saved_at),
        &answers,
    );
    let row = row.map_err(|fault| Box::<Problem>::from(fault).of_version())?;
    drafts::told(&row)
}
