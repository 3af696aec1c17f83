//! Where an instance is: everything that the next step needs, and nothing personal.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::{
    deadline::Timer,
    decision::Ballot,
    event::Actor,
    shared::{Shared, Word},
    value::Value,
};

/// The version of the snapshot's own form (S21).
pub const SNAPSHOT_FORMAT: u32 = 1;

/// The stable configuration of one instance after one step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// [`SNAPSHOT_FORMAT`] when it was written.
    pub format: u32,
    /// The instance's id.
    pub instance: Word,
    /// SHA-256 of the definition it is pinned to, hex (S19).
    pub definition: Word,
    /// Grows by one with each step; the first snapshot has 1. The version that forms post (S18).
    pub seq: u64,
    /// Active states, ancestors before descendants, in document order.
    pub states: Vec<Word>,
    /// What history marks remember: parent to the children that were active.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub history: Shared<BTreeMap<Word, Vec<Word>>>,
    /// For each state ever entered: how often, and when last.
    pub entered: BTreeMap<Word, Entry>,
    /// Clocks and delayed events that have not fired, by id (`state#occurrence/name`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub timers: BTreeMap<Word, Shared<Timer>>,
    /// What people are asked to do, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tasks: BTreeMap<Word, Shared<Task>>,
    /// Votes of open and closed decisions, by state.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ballots: BTreeMap<Word, Shared<Ballot>>,
    /// Children by the name that their state gives them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub children: BTreeMap<Word, Shared<Brood>>,
    /// Settings as frozen at the start, with journalled changes since.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub settings: Shared<IndexMap<String, Value>>,
    /// Values that `set` put there and answers marked `keep`: `name` or `form.field`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: Shared<BTreeMap<String, Value>>,
    /// Forms that are sealed now.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sealed: Shared<BTreeSet<String>>,
    /// Acts that wait for a second person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaiting_second: Vec<HalfAct>,
    /// Effects that are held until the time to take them back has ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Held>,
    /// It went over to another version of its workflow, and may go back until the next event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_over: Option<Box<Changed>>,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// The outcome, once a top-level final state is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// A changeover that may still be taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// The step.
    pub seq: u64,
    /// Where the instance was before.
    pub before: Snapshot,
    /// Who is told of it, both ways.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tells: Option<crate::definition::model::Email>,
}

/// How often a state was entered, and when last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1 for the first time. Timers and tasks carry it, so that stale ones are known (S12).
    pub occurrence: u32,
    /// Business time.
    pub at: DateTime<Utc>,
}

/// Something that people are asked to do (S7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The state that asks.
    pub state: Word,
    /// The event, or the decision's state for a vote.
    pub event: Word,
    /// What kind.
    pub kind: TaskKind,
    /// Roles that may take it; empty for a vote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Shared<Vec<String>>,
    /// The one person it is for (a voter), or who has claimed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Where it stands.
    pub status: TaskStatus,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// Until when, if the state has a clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
}

/// What kind of ask a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Somebody with a role is to act.
    Act,
    /// One person is to vote.
    Vote,
    /// A second person is to confirm an act.
    Second,
}

/// Where a task stands. `Expired` can never be read as approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of engine.md S7")]
pub enum TaskStatus {
    Created,
    Open,
    Claimed,
    Suspended,
    Completed(Word),
    Expired,
    Withdrawn,
    Superseded,
}

/// Children of one state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brood {
    /// The state that owns them.
    pub state: Word,
    /// The workflow they run.
    pub workflow: String,
    /// Child key (a member of the collection, or a period) to its outcome, once it has ended.
    pub members: BTreeMap<String, Option<String>>,
    /// Whether `children_done` has been given.
    pub done: bool,
    /// They go on after their state is left.
    #[serde(default)]
    pub outlive: bool,
}

/// An act that one person has done and a second must confirm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HalfAct {
    /// The state.
    pub state: String,
    /// The event.
    pub event: String,
    /// The first person, as they acted; without the reasons of exclusions.
    pub first: Actor,
    /// The role that the second must have.
    pub role: String,
    /// When the first person acted.
    pub at: DateTime<Utc>,
    /// Answers marked `keep`, and those that conditions read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<String, Value>,
    /// The id and salted hash of what the first person filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<SubmissionRef>,
}

/// Effects that wait for the time to take them back to end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The step that made them.
    pub seq: u64,
    /// Released then.
    pub until: DateTime<Utc>,
    /// What they are.
    pub effects: Vec<crate::effect::Effect>,
    /// Who acted.
    pub person: String,
    /// Where the instance was before: what taking it back restores.
    pub before: Shared<Snapshot>,
}

/// A form as filled in: the host keeps the answers, the engine keeps this (section 2, "Form values").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionRef {
    /// The host's id.
    pub id: String,
    /// The form.
    pub form: String,
    /// Salted SHA-256 of the canonical answers, hex; the salt is the host's.
    pub hash: String,
}
