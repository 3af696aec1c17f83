//! Lines of what a contract shows: its start, its posts, its public copy, its risks, its end.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    hosting::Schedule,
    parts::{Pair, Section},
};

/// A row of a plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PlanRow {
    /// What.
    pub title: String,
    /// Who.
    pub owner: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// `Done`, `Green: on its way`, `Amber: needs somebody's eye`, `Red: late, or stuck`.
    pub status: String,
    /// What was noted last, and when; may be empty.
    pub note: String,
    /// It is looked at before the service starts.
    pub before_start: bool,
    /// It is late, or stuck.
    pub is_red: bool,
    /// It is done.
    pub is_done: bool,
}

/// A post of a peer worker.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostRow {
    /// `Peer support worker 1`.
    pub post: String,
    /// A short name that the host chose, never more; may be empty.
    pub worker: String,
    /// Names of the networks that it serves; none where that was not said.
    pub networks: Vec<String>,
    /// How far it is, in words.
    pub now: String,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// Somebody is in post.
    pub in_post: bool,
}

/// What is agreed with a network.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NetworkRow {
    /// `Burngreave network`.
    pub network: String,
    /// Who leads there, at work; empty before it is named.
    pub lead: String,
    /// Where a worker sits; may be empty.
    pub space: String,
    /// How people are referred, and how they come by themselves; empty before it is written down.
    pub pathway: String,
}

/// A contract as everybody may read it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PublicText {
    /// The price is in it.
    pub price: bool,
    /// The host's address; empty where it is left out.
    pub address: String,
    /// Clauses; one that is left out says so, and why.
    pub clauses: Vec<Section>,
    /// Schedules, likewise.
    pub schedules: Vec<Schedule>,
    /// Everything that is left out: what, and why.
    pub left_out: Vec<Pair>,
}

/// Who supports people in a network from the end of a contract on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HandoverRow {
    /// `Burngreave network`.
    pub network: String,
    /// Who; empty before somebody has said.
    pub to_whom: String,
    /// Everybody there knows it.
    pub everybody_knows: bool,
    /// What was done, and what is left.
    pub note: String,
}

/// Something that could happen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RiskRow {
    /// What.
    pub risk: String,
    /// How likely, from 1 to 5, times how much harm, from 1 to 5.
    pub score: u32,
    /// What is done about it.
    pub doing: String,
    /// `The host`, `The alliance`, `Both`.
    pub who: String,
    /// It is still one.
    pub is_open: bool,
}

/// Something that happened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct IncidentRow {
    /// From 1.
    pub number: String,
    /// What kind of thing, in words.
    pub kind: String,
    /// When.
    pub happened_on: Option<NaiveDate>,
    /// When the host knew.
    pub known_on: Option<NaiveDate>,
    /// It is serious.
    pub is_serious: bool,
    /// What happened, without anything that identifies anybody.
    pub what: String,
    /// What followed; empty before.
    pub followed: String,
    /// Something is still to be done.
    pub is_open: bool,
}
