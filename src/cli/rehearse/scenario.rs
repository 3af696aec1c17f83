//! The language of scenarios: a play in steps, written so that a contract manager can read it.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// `workflows/scenarios/*.yaml`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The file's name without the ending.
    pub scenario: String,
    /// What it shows.
    pub title: String,
    /// A few sentences.
    #[serde(default)]
    pub says: Option<String>,
    /// The demonstration data it plays on.
    #[serde(default)]
    pub seed: Option<String>,
    /// When it begins, local time: `2026-01-05 09:00`.
    #[serde(default)]
    pub starts: Option<String>,
    /// Instead of both: the play that it goes on from, and where.
    #[serde(default)]
    pub follows: Option<Follows>,
    /// Sentences that are used more than once: `text:name` in `with` stands for one.
    #[serde(default)]
    pub texts: IndexMap<String, String>,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// The play that another goes on from: everything before one of its headings has happened, and the
/// names that it gave are known.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Follows {
    /// Its name.
    pub scenario: String,
    /// The heading (`say`) at which this play leaves it.
    pub up_to: String,
}

/// One step: exactly one of the verbs, with what belongs to it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// A heading for the summary.
    #[serde(default)]
    pub say: Option<String>,
    /// Verb: start this workflow.
    #[serde(default)]
    pub start: Option<String>,
    /// Verb: take this action.
    #[serde(default)]
    pub act: Option<String>,
    /// Verb: give this answer in the open decision.
    #[serde(default)]
    pub vote: Option<String>,
    /// Verb: do work that a permit allows (`section.edit`).
    #[serde(rename = "do", default)]
    pub work: Option<String>,
    /// Verb: confirm, as a second person, this action.
    #[serde(default)]
    pub second: Option<String>,
    /// Verb: take this action back.
    #[serde(default)]
    pub undo: Option<String>,
    /// Verb: give this clock more time (`deadline`, or the name of a clock).
    #[serde(default)]
    pub extend: Option<String>,
    /// Verb: let so much time pass: `15 working_days`, `3 days`, `2 hours`.
    #[serde(default)]
    pub wait: Option<String>,
    /// Verb: let time pass until a local time (`2026-05-01 17:00`), or until the next clock of
    /// `on` (`deadline`, or the name of a clock) has run out.
    #[serde(default)]
    pub until: Option<String>,
    /// Verb: somebody declares an interest (`{organisation: …, what: …}`).
    #[serde(default)]
    pub interest: Option<Interest>,
    /// Verb: somebody says which account they are paid into.
    #[serde(default)]
    pub account: Option<PaidInto>,
    /// Verb: somebody makes an opening card for a round and types its words back (`make`), or shows it (`show`).
    #[serde(default)]
    pub card: Option<Card>,
    /// Verb: claims are put into a run of payments (`{of: [first, second]}`), or a run is recorded as paid
    /// (`{paid: february, on: 2026-02-12}`).
    #[serde(default)]
    pub run: Option<Run>,
    /// Verb: somebody gets a role.
    #[serde(default)]
    pub appoint: Option<String>,
    /// Verb: one person may act for another.
    #[serde(default)]
    pub delegate: Option<String>,
    /// Verb: something of the house stands still until a local time
    /// (`{of: post, until: 2026-03-04 10:00}`).
    #[serde(default)]
    pub outage: Option<Outage>,
    /// Verb: what is now the case.
    #[serde(default)]
    pub expect: Option<Expect>,

    /// Of which process: a name given by `as`, or a path to a child: `round/bids/burngreave`.
    #[serde(default)]
    pub on: Option<String>,
    /// A name for what this step starts or makes.
    #[serde(rename = "as", default)]
    pub name: Option<String>,
    /// The title of what is started.
    #[serde(default)]
    pub title: Option<String>,
    /// Who does it: one person, or several, each in turn. `host@contract` is whoever holds a role
    /// at a record.
    #[serde(default)]
    pub by: Option<People>,
    /// The person acted for, by delegation; or who gets a role or a delegation; or the person whom
    /// something that is started concerns, or the organisation that it belongs to.
    #[serde(rename = "for", default)]
    pub principal: Option<String>,
    /// They have shown nothing but a code from an email.
    #[serde(default)]
    pub code_alone: bool,
    /// The state, where two offer the same action.
    #[serde(default)]
    pub state: Option<String>,
    /// What is filled in. A value `@name` stands for the id of a person, organisation or thing,
    /// `text:name` for a sentence of `texts`. A table may be `{ columns: [a, b], rows: [[1, 2]] }`,
    /// or with two columns `rows: { 1: 2 }`.
    #[serde(default)]
    pub with: Map<String, Json>,
    /// The step is done once for each of these, which `with` is filled up with; a list, or a table
    /// that is written short.
    #[serde(default)]
    pub each: Json,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
    /// Settings that differ from the defaults.
    #[serde(default)]
    pub settings: IndexMap<String, Json>,
    /// What links mean: link to a name given by `as`.
    #[serde(default)]
    pub links: IndexMap<String, String>,
    /// `by` said it on paper, by phone or in a meeting: two others record it for them.
    #[serde(default)]
    pub recorded: Option<Recorded>,
    /// The second person says no.
    #[serde(default)]
    pub decline: bool,
    /// It must be refused, and the answer must say each of these.
    #[serde(default)]
    pub refused: Option<Vec<String>>,
    /// The person saw an older version: the process has moved since this name was given by `seen_as`.
    #[serde(default)]
    pub seen: Option<String>,
    /// Remember the version that the person sees now, under a name.
    #[serde(default)]
    pub seen_as: Option<String>,
}

/// One person, or several.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the names say it")]
pub enum People {
    One(String),
    Several(Vec<String>),
}

// Written by hand: text or a list, which the reader of files leaves to serde.
impl JsonSchema for People {
    fn schema_name() -> Cow<'static, str> {
        "People".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "One person, or a list of people." })
    }
}

/// An interest that somebody declares.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    /// In this organisation.
    #[serde(default)]
    pub organisation: Option<String>,
    /// In this record.
    #[serde(default)]
    pub record: Option<String>,
    /// In their words.
    pub what: String,
}

/// The account that somebody is paid into.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaidInto {
    /// In whose name.
    pub name: String,
    /// `20-00-00`.
    pub sort_code: String,
    /// Eight digits.
    pub number: String,
}

/// What is done with an opening card. The words that a card is made with are remembered for when it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Card {
    /// It is made, and its words are typed back.
    Make,
    /// Its words are typed back once more.
    Check,
    /// It is shown.
    Show,
    /// It is lost, with too many others: whoever bid sends their own copy (`with`), to the bid `on`.
    Copy,
}

/// A run of payments: what it is made of, or when it was paid.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The claims that go into it, by the names that they have here.
    #[serde(default)]
    pub of: Vec<String>,
    /// The run that was paid, by the name that `as` gave it.
    #[serde(default)]
    pub paid: Option<String>,
    /// The day on which the money went; today, if nothing is named.
    #[serde(default)]
    pub on: Option<String>,
}

/// Two people who record what somebody else said.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Who writes it down.
    pub by: String,
    /// Who confirms it, or does not (`decline`).
    pub confirmed_by: String,
    /// How it came: `paper`, `letter`, `phone`, `meeting`.
    pub way: String,
    /// Why it is recorded.
    pub reason: String,
    /// The day on which it was said; the day before it is written down, if nothing is named.
    #[serde(default)]
    pub said_on: Option<String>,
    /// How long the second person takes: `2 working_days`.
    #[serde(default)]
    pub after: Option<String>,
}

/// Something of the house stands still; people can still act.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outage {
    /// What stands still.
    pub of: Machine,
    /// Until when, local time.
    pub until: String,
}

/// What can stand still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Machine {
    /// Nothing leaves the house: no letter, no document, no notice.
    Post,
    /// No clock runs out.
    Clocks,
    /// Nobody reaches it; a worker elsewhere goes on. It notices when it comes back.
    Pages,
    /// All of it: nobody reaches it, nothing leaves, no clock runs out. It notices when it comes back.
    Service,
}

/// What must be the case.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// This state is active.
    #[serde(default)]
    pub state: Option<String>,
    /// It has ended so.
    #[serde(default)]
    pub outcome: Option<String>,
    /// So many children of a brood: `bids: 3`.
    #[serde(default)]
    pub children: IndexMap<String, usize>,
    /// These people are waited for (all of them; others may be too).
    #[serde(default)]
    pub waiting_for: Vec<String>,
    /// Nobody is.
    #[serde(default)]
    pub waiting_for_nobody: bool,
    /// Since the last `expect`, these letters were put in the post: template to the people who got
    /// it (all of them; others may have got it too).
    #[serde(default)]
    pub letters: IndexMap<String, Vec<String>>,
    /// So many letters of a template since the last `expect`, whoever got them.
    #[serde(default)]
    pub count: IndexMap<String, usize>,
    /// Since the last `expect`, these documents were ordered.
    #[serde(default)]
    pub documents: Vec<String>,
    /// Since the last `expect`, these notices were.
    #[serde(default)]
    pub notices: Vec<String>,
    /// The date on the wall, local: `2026-05-01`.
    #[serde(default)]
    pub today: Option<String>,
    /// The clock (`deadline`, or a name) runs out then, local time: `deadline: 2026-05-01 17:00`.
    #[serde(default)]
    pub clocks: IndexMap<String, String>,
    /// What conditions would read now: fact to value.
    #[serde(default)]
    pub facts: IndexMap<String, Json>,
    /// Actions that this person (`by`) may take now.
    #[serde(default)]
    pub may: Vec<String>,
    /// Actions that this person may not take now.
    #[serde(default)]
    pub may_not: Vec<String>,
}

impl People {
    /// Each, in order.
    pub fn each(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(all) => all,
        }
    }
}
