//! Decisions by many people, in the words of a file.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_false;
use crate::definition::scalar::{Number, Share};

/// A decision by many people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// The roles that make up the electorate.
    pub who: Vec<String>,
    /// People whom an exclusion bars; each is a recusal and shrinks the electorate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// What each may answer.
    pub options: IndexMap<String, Answer>,
    /// Names for several options together.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub groups: IndexMap<String, Vec<String>>,
    /// Options that count for quorum and for nothing else. Default: an option named `abstain`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub abstains: Vec<String>,
    /// Options that are a recusal. Default: an option named `stand_aside`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recuses: Vec<String>,
    /// Rules, tried in order; the first that holds is the outcome, and an event of that name.
    pub outcomes: IndexMap<String, OutcomeRule>,
    /// When the count is taken.
    #[serde(default)]
    pub count: Count,
    /// The content whose hash each vote binds to; another hash voids the votes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binds: Option<String>,
    /// The permit of whoever confirms that a change of that content changes no meaning: votes are then carried over to
    /// its new hash, and say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_by: Option<String>,
    /// The email that tells voters that an edit has voided their votes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell_voided: Option<String>,
    /// The event if no outcome holds; never reads as approval.
    pub otherwise: String,
    /// The event if, after recusals, so few can vote that no outcome is within reach: somebody else has to decide.
    /// Default: `otherwise`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub too_few: Option<String>,
    /// Others' votes are hidden until the count.
    #[serde(default, skip_serializing_if = "is_false")]
    pub blind: bool,
    /// When the electorate is fixed.
    #[serde(default)]
    pub electorate: Electorate,
}

/// One answer that a voter may give.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The words beside the radio button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The form that goes with this answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collect: Option<String>,
    /// What follows from it, in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// It stands under "Other answers": it is there for whoever looks for it, and not in the way of
    /// whoever does not.
    #[serde(default, skip_serializing_if = "is_false")]
    pub other: bool,
}

/// When the count is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// When everyone has answered or time has ended.
    #[default]
    WhenClosed,
    /// As soon as the unanswered could not change the first outcome.
    AsSoonAsKnown,
}

/// When the electorate is fixed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Electorate {
    /// As it was when the decision opened, minus recusals since.
    #[default]
    FrozenAtOpen,
    /// Whoever holds the roles now.
    Live,
}

/// When an outcome holds. Every part that is written must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeRule {
    /// Only this house is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub house: Option<String>,
    /// At least one of these counts is reached: option or group to number.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub any: IndexMap<String, Number>,
    /// Each of these counts is reached.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub all: IndexMap<String, Number>,
    /// Each share is reached, of the votes cast without abstentions and recusals, rounded up.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub share: IndexMap<String, Share>,
    /// So many answered at all (abstentions count, recusals do not).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quorum: Option<Number>,
    /// In each house: the same share and a quorum by house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each_house: Option<EachHouse>,
    /// Among those who chose the counted options, at least so many with each role.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub including: IndexMap<String, Number>,
}

/// What must hold in every house that has a quorum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EachHouse {
    /// Shares, as in [`OutcomeRule::share`].
    pub share: IndexMap<String, Share>,
    /// House to the number that must have answered.
    pub quorum: IndexMap<String, Number>,
}
