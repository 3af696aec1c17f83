//! Doing something: an act, an answer in a decision, a second person's word; more time; taking back.
//! By the same services as the pages, so that nothing can be done here that a page would refuse.

use accord_store::drafts::DraftRow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{
    endpoint::{Endpoint, Gives, Takes, Version, json, read, schema},
    offers::Standing,
    problem::{Answer, Problem},
    program,
    sheets::{Sheet, misfits},
    tags,
};
use crate::{
    service::{
        access::factors,
        drafts::{self, Stamp, WHY},
        fault::Fault,
        held, more_time,
        places::{Place, Verb},
        readers, transition, typed,
    },
    web::{html::task, request::Request, site::Site},
};

const PART: &str = "Doing";

/// What is asked there.
pub const PLACE: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Sheet>),
    version: Version::Tagged,
    says: "The form with what it may be answered with, what has been answered so far, what does not fit, and whether \
           it can be done now. Its `ETag` is what `If-Match` names when it is done.",
    ..Endpoint::new(PART, "Something to do", place)
};
/// Do it.
pub const ACT: Endpoint = Endpoint {
    takes: Takes::Json(schema::<Doing>),
    gives: Gives::Json(schema::<Done>),
    version: Version::Needed,
    says: "Answers are what people type: texts, numbers, yes and no, dates as `2026-04-01`, lists, rows of a table. \
           They take the place of those of a draft; without them the draft is sent. `If-Match` names the version that \
           was seen, by the tag of the place or of the instance: what happened since is told with 412, and an answer of \
           somebody else's in a vote is no reason to ask again.",
    ..Endpoint::new(PART, "Do it", act)
};
/// More time.
pub const MORE_TIME: Endpoint = Endpoint {
    takes: Takes::Json(schema::<Time>),
    gives: Gives::Json(schema::<Done>),
    ..Endpoint::new(PART, "Take more time", more_time)
};
/// Take it back.
pub const UNDO: Endpoint = Endpoint {
    takes: Takes::Json(schema::<Undo>),
    gives: Gives::Json(schema::<Done>),
    says: "While what follows from it is still held.",
    ..Endpoint::new(PART, "Take back what one has just done", undo)
};

/// What is done.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Doing {
    /// Question to answer. Without it, what the draft has is sent.
    answers: Option<Map<String, Json>>,
    /// Why, where that is wanted.
    reason: Option<String>,
    /// The second person's word: whether it happens.
    confirm: Option<bool>,
    /// The number that the app shows, a code of the card, or the password: with what cannot be taken
    /// back, for roles that show a second factor.
    factor: Option<String>,
}

/// How much more.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Time {
    /// One of the clock's choices: `5 working_days`.
    by: String,
    /// What people need to know, if anything.
    #[serde(default)]
    reason: String,
}

/// Why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Undo {
    /// It is written down.
    reason: String,
}

/// What came of it.
#[derive(Debug, Serialize, JsonSchema)]
struct Done {
    instance: String,
    /// Its version now.
    version: u64,
    /// Where it is now.
    states: Vec<String>,
    /// What was filled in, as it is kept.
    submission: Option<String>,
    /// How it ended, if it has.
    outcome: Option<String>,
    /// Instances that this started.
    started: Vec<String>,
}

impl From<transition::Answer> for Done {
    fn from(answer: transition::Answer) -> Self {
        Self {
            instance: answer.instance,
            version: answer.seq,
            states: answer.states,
            submission: answer.submission,
            outcome: answer.outcome,
            started: answer.started,
        }
    }
}

fn place(site: &Site, request: &Request) -> Answer {
    let (sheet, place) = task::sheet(site, request)?;
    let decides = request.session()?.decides;
    let version = sheet.loaded()?.snapshot.seq;
    let reply = json(&Sheet::of(&sheet, &place, decides)?)?;
    Ok(tags::tagged(reply, &version.to_string()))
}

fn act(site: &Site, request: &Request) -> Answer {
    let seen = tags::seen(request)?;
    let doing: Doing = read(request)?;
    let place = task::place(request)?;
    let key = program::key(site, request)?;
    // A second try may come after the first has moved things on: its draft knows.
    let begun = drafts::of(&site.app, &request.session()?.person.id, &key).ok();
    let draft = match begun.filter(|row| row.place == place.path() && row.instance_id == request.param("id")) {
        Some(row) => row,
        None => begin(site, request, &place, seen, key, doing)?,
    };
    let answers: Map<String, Json> = serde_json::from_str(&draft.answers)?;
    let ask = drafts::asked(&place, &answers);
    let answer = drafts::send(&site.app, &request.caller()?, &place, &draft, ask);
    let answer = answer.map_err(|fault| Box::<Problem>::from(fault).within("/answers").of_version())?;
    json(&Done::from(answer))
}

/// Keeps what is to be sent, if it can be done now.
fn begin(
    site: &Site,
    request: &Request,
    place: &Place,
    seen: Option<u64>,
    key: String,
    doing: Doing,
) -> Result<DraftRow, Box<Problem>> {
    let (sheet, _) = task::sheet(site, request)?;
    ready(site, Standing::of(&sheet.offer.standing))?;
    let mut answers = match doing.answers {
        Some(answers) => typed::kept(sheet.form.as_ref().map(|(_, form)| form), answers),
        None => sheet.answers()?,
    };
    if let Some(reason) = doing.reason {
        answers.insert(WHY.to_owned(), reason.into());
    }
    if place.verb == Verb::Confirm {
        let Some(confirm) = doing.confirm else {
            let says = "Say whether you confirm it.";
            return Err(Fault::field("confirm", says).into());
        };
        answers.insert("confirm".to_owned(), if confirm { "yes" } else { "no" }.into());
    }
    // A number of the app works once: it is not spent on answers that do not fit.
    let errors = misfits(&sheet.judged(&answers)?);
    if !errors.is_empty() {
        let all: Vec<&str> = errors.iter().map(|one| one.says.as_str()).collect();
        let mut problem = Problem::new(422, "invalid", all.join(" "));
        problem.errors = errors;
        return Err(problem);
    }
    if sheet.final_act {
        prove(site, request, doing.factor.as_deref())?;
    }
    let stamp = Stamp {
        key,
        version: Some(seen.unwrap_or(sheet.loaded()?.snapshot.seq)),
        ..Stamp::default()
    };
    let at = (request.param("id"), place.path());
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    Ok(typed::replace(
        &site.app,
        alliance,
        &caller,
        (at.0, &at.1),
        stamp,
        None,
        &answers,
    )?)
}

/// Whether it can be done now, or why not.
fn ready(site: &Site, standing: Standing) -> Result<(), Box<Problem>> {
    let titles = |roles: &[String]| readers::role_titles(&site.app.library, roles).join(", ");
    Err(match standing {
        Standing::Ready => return Ok(()),
        Standing::Blocked { reasons } => Problem::new(403, "blocked", "").because(reasons),
        Standing::NotYours { roles } => Problem::new(403, "not_yours", format!("It is for: {}.", titles(&roles))),
        Standing::Closed { at } => Problem::new(403, "closed", format!("The time for it ended at {at}.")),
        Standing::Waiting { missing, .. } => Problem::new(
            403,
            "waiting",
            format!("It is done, and waits for: {}.", titles(&missing)),
        ),
    })
}

/// What cannot be taken back wants a second factor of those who decide: a token alone is not enough,
/// however lately it was made.
pub(super) fn prove(site: &Site, request: &Request, factor: Option<&str>) -> Result<(), Box<Problem>> {
    let session = request.session()?;
    if !session.decides {
        return Ok(());
    }
    let ways = factors::ways(&site.app, &session.person.id)?;
    if ways.is_empty() && site.demo.is_some() {
        // In the demonstration it is a button.
        return Ok(());
    }
    let Some(typed) = factor else {
        let says = "This cannot be taken back. Send `factor`: the number that your app shows, or what you have else.";
        return Err(Problem::new(403, "factor_needed", says));
    };
    Ok(factors::prove(&site.app, &session.person.id, typed)?)
}

fn more_time(site: &Site, request: &Request) -> Answer {
    let time: Time = read(request)?;
    let (alliance, caller, instance) = (request.alliance()?, request.caller()?, request.param("id"));
    let clock = (request.param("state"), request.param("clock"));
    let (_, clock) = more_time::open(&site.app, alliance, &caller, instance, clock)?;
    let known: Vec<&str> = clock.choices.iter().map(|(word, _)| word.as_str()).collect();
    if !known.contains(&time.by.as_str()) {
        let says = format!("Choose one of: {}.", known.join(", "));
        return Err(Fault::field("by", says).into());
    }
    let what = (&clock, time.by.as_str(), time.reason.as_str());
    let key = Some(program::key(site, request)?);
    let answer = more_time::take(&site.app, alliance, &caller, instance, what, key)?;
    json(&Done::from(answer))
}

fn undo(site: &Site, request: &Request) -> Answer {
    let undo: Undo = read(request)?;
    let reason = undo.reason.trim();
    let seq: u64 = request
        .param("seq")
        .parse()
        .map_err(|_no_number| Problem::not_found())?;
    let (alliance, caller, instance) = (request.alliance()?, request.caller()?, request.param("id"));
    let (_, held) = held::open(&site.app, alliance, &caller, instance, seq)?;
    if reason.is_empty() {
        let says = "Say why you take it back; it is written down.";
        return Err(Fault::field("reason", says).into());
    }
    let key = Some(program::key(site, request)?);
    let answer = held::take_back(&site.app, alliance, &caller, instance, (held.seq, reason), key)?;
    json(&Done::from(answer))
}
