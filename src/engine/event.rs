//! What can happen to an instance.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::{changeover::Resolved, snapshot::SubmissionRef, value::Value};

/// One external event. `received_at` of an act is what decides lateness (S11).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A person takes an action that the definition offers.
    Act(Act),
    /// A person votes in a decision.
    Vote(Act),
    /// A second person confirms or declines an act.
    Second(Second),
    /// A person takes back an act whose effects are still held; `seq` names the act.
    #[expect(missing_docs, reason = "said above")]
    Undo { seq: u64, actor: Actor, reason: String },
    /// A person gives a clock more time.
    #[expect(missing_docs, reason = "said above")]
    Extend {
        timer: String,
        by: String,
        actor: Actor,
        reason: String,
    },
    /// A person takes a task for themselves (or gives it back with `claim: false`).
    #[expect(missing_docs, reason = "said above")]
    Claim { task: String, actor: Actor, claim: bool },
    /// A clock has run out. `due_at` is its logical time (S13).
    #[expect(missing_docs, reason = "said above")]
    Timer { timer: String, due_at: DateTime<Utc> },
    /// An effect with `then` has succeeded.
    #[expect(missing_docs, reason = "said above")]
    Fed { event: String, effect: String },
    /// Another instance tells this one.
    #[expect(missing_docs, reason = "said above")]
    Told { event: String, from: String },
    /// A child has ended.
    #[expect(missing_docs, reason = "said above")]
    ChildEnded {
        child: String,
        brood: String,
        outcome: String,
    },
    /// Facts of the subject have changed; `always` and open decisions are looked at again.
    FactsChanged,
    /// A setting is changed on the record; open clocks are derived again.
    #[expect(missing_docs, reason = "said above")]
    Setting {
        name: String,
        value: Value,
        actor: Actor,
        reason: String,
    },
    /// The calendar file has changed; open clocks are derived again (S12).
    #[expect(missing_docs, reason = "said above")]
    CalendarChanged { hash: String, reason: String },
    /// The instance goes over to another version of its workflow: the one that the step is given (S20).
    #[expect(missing_docs, reason = "said above")]
    ChangedOver {
        plan: Box<Resolved>,
        actor: Actor,
        reason: String,
    },
    /// It goes back to the version that it left, which the step is given; nothing has happened since.
    #[expect(missing_docs, reason = "said above")]
    ChangedBack { actor: Actor, reason: String },
}

/// A person's act: an action or a vote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// The event's name; for a vote, the option.
    pub event: String,
    /// For a vote: the decision's state. For an action: empty unless two regions offer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Who.
    pub actor: Actor,
    /// When the host received it.
    pub received_at: DateTime<Utc>,
    /// The version that the person saw (S18); the host compares, the engine records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<u64>,
    /// The answers, already stored by the host. Not journalled; see [`Act::submission`].
    #[serde(skip)]
    pub answers: IndexMap<String, Value>,
    /// Where the host keeps the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<SubmissionRef>,
    /// Answers marked `keep`, filled in by the engine when it journals the event.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<String, Value>,
    /// Why, where the definition asks for it. The host keeps the text with the submission; the
    /// engine only needs to know that it is there, and journals its presence.
    #[serde(default)]
    pub has_reason: bool,
}

/// A second person's word on an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Second {
    /// The state of the act.
    pub state: String,
    /// The event of the act.
    pub event: String,
    /// Who.
    pub actor: Actor,
    /// Yes or no.
    pub confirm: bool,
    /// When the host received it.
    pub received_at: DateTime<Utc>,
}

/// A person at the moment of acting (S8): everything that authority depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person's id.
    pub person: String,
    /// The person they act for, by dated delegation. Exclusions bind both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<String>,
    /// The organisation they act for, where their membership says one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Roles held now in this subject's scope (the principal's, when acting for somebody).
    pub roles: Vec<String>,
    /// Exclusions that hold now, of either person: name to the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub exclusions: BTreeMap<String, String>,
}

/// A person whom a definition may wait for: given with the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The person's id.
    pub person: String,
    /// Roles held now in this subject's scope.
    pub roles: Vec<String>,
    /// The one house they sit in, by appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub house: Option<String>,
    /// Exclusions that hold now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<String>,
}

/// What the host read inside the write transaction. The journal keeps what was used.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Facts of the subject and of links (`spec.reached.signed_off`, `spec.signed_hash`).
    pub values: BTreeMap<String, Value>,
    /// Everyone who holds one of the definition's roles here.
    pub members: Vec<Member>,
    /// Collections by name: member key to title, in order.
    pub collections: BTreeMap<String, IndexMap<String, String>>,
    /// Content hashes by name, hex.
    pub hashes: BTreeMap<String, String>,
    /// Contents of which somebody confirmed that they mean the same, the oldest first; they come with the hashes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same: Vec<Same>,
}

/// Somebody confirmed that a content, after a change, means what it meant before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Same {
    /// Which content: a name of [`Facts::hashes`].
    pub content: String,
    /// Its hash before.
    pub from: String,
    /// Its hash after.
    pub to: String,
    /// The permit under which it was confirmed.
    pub permit: String,
    /// Who confirmed it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Names of facts that are to be looked up, or have been.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of [`Facts::values`].
    pub values: BTreeSet<String>,
    /// All of [`Facts::members`].
    pub members: bool,
    /// Of [`Facts::collections`].
    pub collections: BTreeSet<String>,
    /// Of [`Facts::hashes`].
    pub hashes: BTreeSet<String>,
}

impl Wanted {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Facts as far as a host has looked them up: most events ask for few, and some cost much.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LookedUp {
    /// What was found.
    pub facts: Facts,
    /// What was looked for, found or not.
    pub done: Wanted,
}
