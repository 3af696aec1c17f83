//! Decisions by many people: electorate, votes, outcome.
//!
//! The base of a share is the votes cast without abstentions and recusals; a quorum counts
//! abstentions. Standing aside is a recusal that the voter can take back until the count, like any
//! vote. No share of nothing is ever reached, and a rule in which nothing is written never holds:
//! silence can not read as approval.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{shared::Shared, snapshot::SubmissionRef};

mod ballot;
mod foresight;
mod rule;
mod tally;

#[cfg(test)]
mod brute_force;
#[cfg(test)]
mod tests;

pub use ballot::{Cast, Rebound, Recusal, cast, electorate, open, rebind, recuse, refresh};
pub(crate) use tally::Poll;
pub use tally::{HouseCount, Tally, Unresolved, Verdict, lost_with_one_more, tally};

/// The votes of one decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ballot {
    /// The state's occurrence.
    pub occurrence: u32,
    /// When it opened.
    pub opened_at: DateTime<Utc>,
    /// Everyone who may vote, recused people too.
    pub electors: Shared<Vec<Elector>>,
    /// The content hash that votes bind to now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound_to: Option<String>,
    /// Every version of every vote, in order; the last of a person that is not void counts.
    pub votes: Vec<Shared<Vote>>,
    /// The outcome, once counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// Somebody who may vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elector {
    /// The person's id.
    pub person: String,
    /// Their roles, as far as the decision names them.
    pub roles: Vec<String>,
    /// The house they sit in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub house: Option<String>,
    /// Why they are recused, if they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recused: Option<String>,
}

/// One version of one vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// The person whose vote it is.
    pub person: String,
    /// Who cast it for them, by delegation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cast_by: Option<String>,
    /// The option.
    pub option: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The content hash that it was cast on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// The form that went with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<SubmissionRef>,
    /// The text changed after it was cast.
    #[serde(default)]
    pub void: bool,
    /// Hashes that it counts for as well, because somebody confirmed that they mean the same; in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carried: Vec<Carried>,
}

/// A vote was carried over to another hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The hash that it counts for since.
    pub to: String,
    /// Who confirmed that it means the same.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}
