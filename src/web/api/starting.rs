//! What can be started by somebody: the forms, and starting.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{
    endpoint::{Endpoint, Gives, Kind, Parameter, Takes, json, read, schema},
    problem::{Answer, Problem},
    program,
    records::address,
    sheets::Form,
};
use crate::{
    service::{
        fault::Fault,
        sight,
        starting::{self, Wanted, begun},
        transition, typed,
    },
    web::{caller, request::Request, site::Site},
};

const PART: &str = "Starting";

/// Below what.
const ON: &[Parameter] = &[Parameter {
    name: "on",
    says: "Kind and id of the record that it is to belong to (`round/0190…`); without it, what stands by itself.",
    kind: Kind::Text,
}];

/// What can be started.
pub const ALL: Endpoint = Endpoint {
    query: ON,
    gives: Gives::Json(schema::<Starts>),
    ..Endpoint::new(PART, "What can be started", all)
};
/// One form.
pub const ONE: Endpoint = Endpoint {
    query: ON,
    gives: Gives::Json(schema::<Start>),
    ..Endpoint::new(PART, "What is asked when something is started", one)
};
/// Start it.
pub const SEND: Endpoint = Endpoint {
    query: ON,
    takes: Takes::Json(schema::<Starting>),
    gives: Gives::Created(schema::<Started>),
    says: "With an `Idempotency-Key` it is started once.",
    ..Endpoint::new(PART, "Start something", send)
};

/// What can be started.
#[derive(Debug, Serialize, JsonSchema)]
struct Starts {
    starts: Vec<Line>,
}

/// One of them.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    workflow: String,
    title: String,
    says: String,
    /// Why not now; empty if it can be started.
    because: Vec<String>,
}

/// What is asked.
#[derive(Debug, Serialize, JsonSchema)]
struct Start {
    workflow: String,
    title: String,
    says: String,
    /// Why it cannot be started now; empty if it can.
    because: Vec<String>,
    form: Form,
}

/// What is started.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Starting {
    /// Question to answer.
    answers: Map<String, Json>,
}

/// It has begun.
#[derive(Debug, Serialize, JsonSchema)]
struct Started {
    /// The instance.
    instance: String,
    /// Kind of the record.
    kind: String,
    /// Id of the record.
    record: String,
    /// Its reference.
    reference: Option<String>,
    /// Where it is.
    states: Vec<String>,
}

/// The record that the query names. A token that its owner has narrowed starts nothing outside of that.
fn above(site: &Site, request: &Request) -> Result<Option<(String, String)>, Box<Problem>> {
    let Some(on) = request.asked("on") else {
        let narrowed = request
            .token
            .as_ref()
            .is_some_and(|token| token.kind.is_some() || token.subject_id.is_some());
        return if narrowed { Err(Problem::not_found()) } else { Ok(None) };
    };
    let Some((kind, id)) = on.split_once('/') else {
        let says = "Write `on` as kind/id of a record, such as round/0190….";
        return Err(Problem::new(400, "bad_query", says));
    };
    let caller = request.caller()?;
    site.app.reading(request.alliance()?, |desk| {
        let seen = sight::record(desk, &caller, kind, id)?;
        caller::within(desk, request, &seen.record)
    })?;
    Ok(Some((kind.to_owned(), id.to_owned())))
}

fn all(site: &Site, request: &Request) -> Answer {
    let above = above(site, request)?;
    let offers = starting::offers(&site.app, request.alliance()?, &request.caller()?, above.as_ref())?;
    let line = |one: starting::Offer| Line {
        because: one.because.into_iter().map(|reason| reason.because).collect(),
        workflow: one.workflow,
        title: one.title,
        says: one.says,
    };
    json(&Starts {
        starts: offers.into_iter().map(line).collect(),
    })
}

fn one(site: &Site, request: &Request) -> Answer {
    let above = above(site, request)?;
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let sheet = begun::open(&site.app, alliance, &caller, request.param("workflow"), above)?;
    json(&Start {
        form: Form::of(&sheet.workflow, &sheet.form, &sheet.choices, &sheet.judged),
        because: sheet.because.into_iter().map(|reason| reason.because).collect(),
        workflow: sheet.workflow,
        title: sheet.title,
        says: sheet.says,
    })
}

fn send(site: &Site, request: &Request) -> Answer {
    let starting: Starting = read(request)?;
    let above = above(site, request)?;
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let workflow = request.param("workflow");
    let form = site.app.library.starts.get(workflow).map(|start| &start.form);
    let wanted = Wanted {
        alliance: alliance.to_owned(),
        workflow: workflow.to_owned(),
        above,
        caller,
        key: Some(program::key(site, request)?),
        answers: typed::kept(form, starting.answers),
        settings: IndexMap::new(),
    };
    let answer = site.app.begin(wanted);
    let answer = answer.map_err(|fault| Box::<Problem>::from(fault).within("/answers"))?;
    let loaded = site
        .app
        .store
        .read(|db| transition::look(db, &site.app, alliance, &answer.instance))
        .map_err(|fault: Fault| Box::<Problem>::from(fault))?;
    let mut reply = json(&Started {
        kind: loaded.record.kind.clone(),
        record: loaded.record.id.clone(),
        reference: loaded.record.reference.clone(),
        instance: answer.instance,
        states: answer.states,
    })?
    .with_status(201);
    reply.headers.push(("location", address(&loaded.record)));
    Ok(reply)
}
