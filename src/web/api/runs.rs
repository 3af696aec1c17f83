//! One process on a record, as programs get it.

use accord_engine::refusal::Standing;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::offers::Offer;
use crate::service::record::{self, Stage as At};

/// One process on a record.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Run {
    /// The instance.
    pub id: String,
    /// Its version; `If-Match` names it when something is done.
    pub version: u64,
    /// What the process is called.
    pub title: String,
    /// What it is for.
    pub says: String,
    /// Where it is, in words.
    pub now: String,
    /// What happens next.
    pub next: String,
    /// It has ended.
    pub is_over: bool,
    /// What has been, is, and is to come.
    pub stages: Vec<Stage>,
    /// What this person can do, and what not, and why.
    pub offers: Vec<Offer>,
    /// What decisions ask, by state.
    pub asks: Vec<Ask>,
    /// Dates ahead, the next first.
    pub dates: Vec<Date>,
    /// Who it is waiting for.
    pub awaited: Vec<Awaited>,
    /// What this person has just done and can take back.
    pub held: Vec<Held>,
    /// Clocks that this person may give more time.
    pub more_time: Vec<MoreTime>,
    /// Work that this person may do now.
    pub work: Vec<Work>,
}

/// A stage.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Stage {
    title: String,
    /// `done`, `now` or `ahead`.
    at: String,
}

/// What a decision asks.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Ask {
    state: String,
    question: String,
}

/// A date ahead.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Date {
    what: String,
    at: DateTime<Utc>,
    /// How it was counted, in sentences.
    derivation: Vec<String>,
}

/// Something that somebody is waited for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Awaited {
    what: String,
    people: Vec<String>,
    roles: Vec<String>,
    due_at: Option<DateTime<Utc>>,
}

/// An act that can be taken back.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Held {
    /// The step.
    seq: u64,
    /// What follows from it goes out then.
    until: DateTime<Utc>,
    /// Where it is taken back.
    address: String,
}

/// A clock that can be given more time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MoreTime {
    what: String,
    due_at: DateTime<Utc>,
    /// How much more: one of these words.
    choices: Vec<String>,
    /// Where it is taken.
    address: String,
}

/// Work that can be done now.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Work {
    permit: String,
    says: String,
    /// Where it is done.
    address: String,
}

impl Run {
    /// As this person sees it. `record` is the address of the record.
    pub fn of(record: &str, run: &record::Run) -> Self {
        let here = format!("/api/v1/instances/{}", run.instance);
        let theirs = |standing: &Standing| !matches!(standing, Standing::NotYours(_));
        Self {
            id: run.instance.clone(),
            version: run.seq,
            title: run.title.clone(),
            says: run.says.clone(),
            now: run.now.clone(),
            next: run.next.clone(),
            is_over: run.over,
            stages: run.stages.iter().map(|(title, at)| stage(title, *at)).collect(),
            offers: run
                .offers
                .iter()
                .filter(|offer| theirs(&offer.standing))
                .map(|offer| Offer::of(&run.instance, offer))
                .collect(),
            asks: run
                .asks
                .iter()
                .map(|(state, question)| Ask {
                    state: state.clone(),
                    question: question.clone(),
                })
                .collect(),
            dates: run
                .dates
                .iter()
                .map(|date| Date {
                    what: date.what.clone(),
                    at: date.at,
                    derivation: date.derivation.clone(),
                })
                .collect(),
            awaited: run
                .awaited
                .iter()
                .map(|one| Awaited {
                    what: one.what.clone(),
                    people: one.people.clone(),
                    roles: one.roles.clone(),
                    due_at: one.due_at,
                })
                .collect(),
            held: run
                .held
                .iter()
                .map(|one| Held {
                    seq: one.seq,
                    until: one.until,
                    address: format!("{here}/undo/{}", one.seq),
                })
                .collect(),
            more_time: run
                .more_time
                .iter()
                .map(|one| MoreTime {
                    what: one.what.clone(),
                    due_at: one.due_at,
                    choices: one.choices.iter().map(|(word, _)| word.clone()).collect(),
                    address: format!("{here}/more-time/{}/{}", one.state, one.clock),
                })
                .collect(),
            work: run
                .permits
                .iter()
                .map(|(permit, says)| Work {
                    permit: permit.clone(),
                    says: says.clone(),
                    address: format!("{record}/work/{permit}"),
                })
                .collect(),
        }
    }
}

fn stage(title: &str, at: At) -> Stage {
    let at = match at {
        At::Done => "done",
        At::Now => "now",
        At::Ahead => "ahead",
    };
    Stage {
        title: title.to_owned(),
        at: at.to_owned(),
    }
}
