//! What comes on a record if nobody does anything.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    endpoint::{Endpoint, Gives, json, schema},
    problem::Answer,
};
use crate::{
    service::ahead::{self, Ends, Line, On},
    web::{request::Request, site::Site},
};

/// What comes.
pub const AHEAD: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Ahead>),
    says: "What happens by itself on a record, and on what is below it, until somebody acts: the clocks that run out, \
           what follows, and how each date was counted. Worked out anew each time; nothing is done by asking. Empty \
           for whoever sees a part only.",
    ..Endpoint::new("Records", "What comes by itself", ahead)
};

/// What comes.
#[derive(Debug, Serialize, JsonSchema)]
struct Ahead {
    /// The first first.
    items: Vec<Coming>,
    /// `quiet` if nothing more comes by itself, `many` if there is more than is listed, `far` if more
    /// comes after `until`.
    ends: String,
    /// How far was looked, where more comes after it.
    until: Option<DateTime<Utc>>,
}

/// A clock that runs out.
#[derive(Debug, Serialize, JsonSchema)]
struct Coming {
    at: DateTime<Utc>,
    /// The process.
    process: String,
    /// The records below on which it happens, if it is not this one.
    on: Vec<Below>,
    what: String,
    /// What then happens, in sentences.
    follows: Vec<String>,
    /// How the date was counted, in sentences.
    because: Vec<String>,
    /// What it depends on that nobody can know, in sentences.
    unsure: Vec<String>,
}

/// A record below.
#[derive(Debug, Serialize, JsonSchema)]
struct Below {
    kind: String,
    /// Nothing for one that would only begin by then.
    id: Option<String>,
    title: String,
}

fn ahead(site: &Site, request: &Request) -> Answer {
    let (kind, id) = (request.param("kind"), request.param("id"));
    let (_, found) = ahead::open(&site.app, request.alliance()?, &request.caller()?, kind, id)?;
    let ends = found.as_ref().map_or(Ends::Quiet, |found| found.ends);
    let lines = found.map(|found| found.lines).unwrap_or_default();
    json(&Ahead {
        items: lines.into_iter().map(coming).collect(),
        ends: match ends {
            Ends::Quiet => "quiet",
            Ends::Many => "many",
            Ends::Far(_) => "far",
        }
        .to_owned(),
        until: match ends {
            Ends::Far(until) => Some(until),
            Ends::Quiet | Ends::Many => None,
        },
    })
}

fn coming(line: Line) -> Coming {
    let below = |on: On| Below {
        kind: on.kind,
        id: on.id,
        title: on.title,
    };
    Coming {
        at: line.at,
        process: line.process,
        on: line.on.into_iter().map(below).collect(),
        what: line.what,
        follows: line.follows,
        because: line.because,
        unsure: line.unsure,
    }
}
