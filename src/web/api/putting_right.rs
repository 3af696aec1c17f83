//! What two people record for somebody who said it on paper, by phone or in a meeting, and what they correct.

use accord_store::recordings::Status;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{
    acting::prove,
    endpoint::{Endpoint, Gives, Takes, json, read, schema},
    offers::Offer,
    problem::{Answer, Problem},
    program,
    records::Line,
};
use crate::{
    service::{
        drafts::{self, Stamp, WHY},
        fault::Fault,
        putting_right::{
            correcting,
            listing::{self, Shown},
            offering,
            proposing::{self, How},
            settling::{self, Word},
        },
        typed,
    },
    web::{caller, html::task, request::Request, site::Site},
};

const PART: &str = "Put right";

/// For whom.
pub const WHOM: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Whom>),
    ..Endpoint::new(PART, "For whom something can be recorded", whom)
};
/// What they could do.
pub const THEIRS: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Theirs>),
    ..Endpoint::new(
        PART,
        "What somebody could do now, and what of it can be recorded for them",
        theirs,
    )
};
/// Write it down.
pub const PROPOSE: Endpoint = Endpoint {
    takes: Takes::Json(schema::<Said>),
    gives: Gives::Created(schema::<Recording>),
    says: "It waits for a second person. It is judged when that person confirms it, and never dated back.",
    ..Endpoint::new(PART, "Write down what somebody said", propose)
};
/// Correct it.
pub const CORRECT: Endpoint = Endpoint {
    takes: Takes::Json(schema::<Correcting>),
    gives: Gives::Created(schema::<Recording>),
    says: "Only where nothing rests on what was filled in. It waits for a second person.",
    ..Endpoint::new(PART, "Correct what somebody filled in", correct)
};
/// All that wait.
pub const ALL: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Recordings>),
    ..Endpoint::new(PART, "What waits for a second person", all)
};
/// One.
pub const ONE: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Recording>),
    ..Endpoint::new(PART, "What was written down", one)
};
/// The second person's word.
pub const SETTLE: Endpoint = Endpoint {
    takes: Takes::Json(schema::<Settling>),
    gives: Gives::Json(schema::<Recording>),
    ..Endpoint::new(PART, "Confirm what was written down, or not", settle)
};

/// People who take part.
#[derive(Debug, Serialize, JsonSchema)]
struct Whom {
    people: Vec<Named>,
}

/// A person.
#[derive(Debug, Serialize, JsonSchema)]
struct Named {
    id: String,
    name: String,
}

/// What somebody could do.
#[derive(Debug, Serialize, JsonSchema)]
struct Theirs {
    name: String,
    could: Vec<Could>,
}

/// One thing that they could do.
#[derive(Debug, Serialize, JsonSchema)]
struct Could {
    offer: Offer,
    /// Why it is not recorded for anybody; empty if it can be.
    because: Vec<String>,
}

/// What somebody said, and how it came.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Said {
    /// Question to answer.
    #[serde(default)]
    answers: Map<String, Json>,
    /// Why they do it, where that is wanted.
    why: Option<String>,
    /// `paper`, `letter`, `phone`, `meeting`.
    way: String,
    /// `2026-03-01`.
    said_on: String,
    /// It was read back to whoever said it.
    #[serde(default)]
    read_back: bool,
    /// Why it is recorded.
    reason: String,
}

/// The answers as they will stand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Correcting {
    /// Question to answer; those that are left out stay as they are.
    answers: Map<String, Json>,
    /// Why.
    reason: String,
}

/// The second person's word.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Settling {
    /// It was said so.
    confirm: bool,
    /// If not: why.
    #[serde(default)]
    because: String,
    /// Shows again that it is this person, for roles that show a second factor: confirming cannot be taken back.
    factor: Option<String>,
}

/// What was written down.
#[derive(Debug, Serialize, JsonSchema)]
struct Recordings {
    recordings: Vec<Recording>,
}

/// What was written down for somebody.
#[derive(Debug, Serialize, JsonSchema)]
struct Recording {
    id: String,
    record: Line,
    /// `waiting`, `confirmed`, `refused`.
    status: String,
    /// What it is.
    title: String,
    /// For whom.
    whose: String,
    /// Who wrote it down.
    written_down_by: String,
    /// Who confirmed it, or did not.
    settled_by: Option<String>,
    /// How it came.
    way: String,
    said_on: String,
    read_back: bool,
    reason: String,
    /// Why it was not confirmed.
    because: Option<String>,
    /// Question and answer, in words; empty for whoever is not to know.
    says: Vec<Words>,
    /// What stood there before, for a correction.
    before: Vec<Words>,
    /// Why the caller cannot confirm it; empty if they can.
    cannot_confirm: Vec<String>,
    /// Its page.
    page: String,
}

/// A question and its answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Words {
    question: String,
    answer: String,
}

impl Recording {
    fn of(one: Shown) -> Self {
        let words = |all: Vec<(String, String)>| {
            let line = |(question, answer)| Words { question, answer };
            all.into_iter().map(line).collect()
        };
        Self {
            record: Line::of(&one.record),
            status: one.row.status.word().to_owned(),
            title: one.row.title,
            whose: one.whose,
            written_down_by: one.first,
            settled_by: Some(one.second).filter(|name| !name.is_empty()),
            way: one.row.way,
            said_on: one.row.said_on,
            read_back: one.row.read_back,
            reason: one.row.reason,
            because: one.row.because,
            says: words(one.says),
            before: words(one.before),
            cannot_confirm: if one.row.status == Status::Waiting {
                one.because
            } else {
                Vec::new()
            },
            page: format!("/put-right/{}", one.row.id),
            id: one.row.id,
        }
    }
}

fn whom(site: &Site, request: &Request) -> Answer {
    let found = offering::whom(&site.app, request.alliance()?, &request.caller()?, request.param("id"))?;
    let named = |(id, name)| Named { id, name };
    json(&Whom {
        people: found.people.into_iter().map(named).collect(),
    })
}

fn theirs(site: &Site, request: &Request) -> Answer {
    let (instance, person) = (request.param("id"), request.param("person"));
    let found = offering::theirs(&site.app, request.alliance()?, &request.caller()?, instance, person)?;
    let could = |one: offering::Could| Could {
        offer: Offer::of(instance, &one.offer),
        because: one.because,
    };
    json(&Theirs {
        name: found.name,
        could: found.could.into_iter().map(could).collect(),
    })
}

fn created(site: &Site, request: &Request, id: &str) -> Answer {
    let one = listing::one(&site.app, request.alliance()?, &request.caller()?, id)?;
    let mut reply = json(&Recording::of(one))?.with_status(201);
    reply.headers.push(("location", format!("/api/v1/recordings/{id}")));
    Ok(reply)
}

fn propose(site: &Site, request: &Request) -> Answer {
    let said: Said = read(request)?;
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let (sheet, place) = task::sheet(site, request)?;
    let (instance, person) = (request.param("id"), request.param("person"));
    let mut answers = typed::kept(sheet.form.as_ref().map(|(_, form)| form), said.answers);
    answers.extend(said.why.map(|why| (WHY.to_owned(), why.into())));
    let stamp = Stamp {
        key: program::key(site, request)?,
        ..Stamp::default()
    };
    let kept = proposing::kept(person, &place);
    let draft = drafts::keep(&site.app, alliance, &caller, instance, &kept, stamp, answers)?;
    let how = How {
        way: said.way,
        said_on: said.said_on.parse().ok(),
        read_back: said.read_back,
        reason: said.reason,
    };
    let done = proposing::propose(&site.app, alliance, &caller, (instance, person), &place, how, &draft);
    let id = done.map_err(|fault| Box::<Problem>::from(fault).within("/answers"))?;
    created(site, request, &id)
}

fn correct(site: &Site, request: &Request) -> Answer {
    let new: Correcting = read(request)?;
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let (instance, submission) = (request.param("id"), request.param("submission"));
    let sheet = correcting::open(&site.app, alliance, &caller, instance, submission)?;
    let answers = typed::kept(Some(&sheet.form), new.answers);
    let stamp = Stamp {
        key: program::key(site, request)?,
        ..Stamp::default()
    };
    let draft = drafts::keep(&site.app, alliance, &caller, instance, &sheet.place(), stamp, answers)?;
    let done = correcting::propose(&site.app, alliance, &caller, &sheet, &new.reason, &draft);
    let id = done.map_err(|fault| Box::<Problem>::from(fault).within("/answers"))?;
    created(site, request, &id)
}

/// Whether a token that its owner has narrowed reaches the record of a recording.
fn reaches(site: &Site, request: &Request, one: &Shown) -> Result<(), Fault> {
    site.app
        .reading(request.alliance()?, |desk| caller::within(desk, request, &one.record))
}

fn all(site: &Site, request: &Request) -> Answer {
    let mut out = Vec::new();
    for one in listing::all(&site.app, request.alliance()?, &request.caller()?, true)? {
        match reaches(site, request, &one) {
            Ok(()) => out.push(Recording::of(one)),
            Err(Fault::NotFound(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    json(&Recordings { recordings: out })
}

fn one(site: &Site, request: &Request) -> Answer {
    let id = request.param("recording");
    let one = listing::one(&site.app, request.alliance()?, &request.caller()?, id)?;
    reaches(site, request, &one)?;
    json(&Recording::of(one))
}

fn settle(site: &Site, request: &Request) -> Answer {
    let word: Settling = read(request)?;
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let id = request.param("recording");
    reaches(site, request, &listing::one(&site.app, alliance, &caller, id)?)?;
    let word = match word.confirm {
        true => {
            prove(site, request, word.factor.as_deref())?;
            Word::Confirm
        }
        false => Word::Refuse(word.because),
    };
    settling::settle(&site.app, alliance, &caller, id, word)?;
    json(&Recording::of(listing::one(&site.app, alliance, &caller, id)?))
}
