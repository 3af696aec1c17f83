//! What a definition may refer to, supplied by the host: roles, calendars and the catalogue.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::model::{FactType, FieldType};

/// `workflows/vocabulary/roles.yaml`: the roles of every workflow, defined once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// House to its title (`lived_experience`: "Lived experience").
    #[serde(default)]
    pub houses: IndexMap<String, String>,
    /// Role to what it is.
    pub roles: IndexMap<String, Role>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// What people call it.
    pub title: String,
    /// The house that its holders sit in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub house: Option<String>,
    /// What it may do outside the workflows (`bids.read`); routes name powers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub powers: Vec<String>,
    /// Whether its holders sign in with a second factor.
    #[serde(default)]
    pub second_factor: bool,
    /// Whether it is held also at what concerns another person: they look at people's declarations and
    /// payments. Without it, what concerns a person is that person's alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub over_colleagues: bool,
    /// Whether one person alone can give it to somebody: without this they can. Who holds it decides, reads or
    /// opens what whoever gives it should not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub takes_two: bool,
    /// Exclusions under which it brings no letter and opens no paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_out_by: Vec<String>,
    /// Kinds of record at which whoever the record concerns alone holds it, without being appointed: somebody who is
    /// offered a payment answers it, also after they have left the panel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<String>,
    /// The fewest holders that an alliance has.
    #[serde(default)]
    pub at_least: u32,
    /// The most of those that may be recused at once, for `check`.
    #[serde(default)]
    pub worst_recusal: u32,
}

/// Until when work that a permit allows waits for somebody: by a collection of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// While it has members: for whoever may do it, until somebody has.
    While(String),
    /// While a person is among its members: for each of these people.
    EachOf(String),
    /// While a person is not among its members: for everybody who may do it, until they have.
    ButNot(String),
}

impl Waits {
    /// The collection that it goes by.
    pub fn collection(&self) -> &str {
        match self {
            Self::While(name) | Self::EachOf(name) | Self::ButNot(name) => name,
        }
    }
}

/// What has a day that no clock of a workflow keeps: answers to what was proposed, and promises.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// So many days before, whoever does it is reminded.
    pub near: u32,
    /// Roles that hear, beside those whom it concerns, when the day has passed.
    #[serde(default)]
    pub tell: Vec<String>,
    /// The setting of a workflow that says how long an answer may take; where there is none, it has no day.
    pub answer: String,
    /// The setting of a workflow that says when, after a promise was kept, whoever asked for it is asked whether it is
    /// still so; where there is none, nobody is.
    #[serde(default)]
    pub again: String,
    /// So many days before bids close, whoever opens them is asked for their opening card again.
    #[serde(default)]
    pub cards: Vec<u32>,
    /// And so many days before, whoever looks after the round hears which were not checked.
    #[serde(default)]
    pub cards_late: u32,
}

/// What the host can supply. One list, passed to `check`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Subject kind to what is known about it.
    pub subjects: IndexMap<String, SubjectKind>,
    /// Exclusions that `except` may name, with a sentence for the person who is barred.
    pub exclusions: IndexMap<String, String>,
    /// What `permits` may name, with a sentence.
    pub permits: IndexMap<String, String>,
    /// Those of the permits whose work others read under the person's house, not their name.
    #[serde(default)]
    pub by_house: BTreeSet<String>,
    /// What `means` may name, with a sentence.
    pub meanings: IndexMap<String, String>,
    /// Who, besides roles, `to` and `readers` may name, with a sentence.
    pub audiences: IndexMap<String, String>,
    /// Why somebody of an audience gets a letter, in words that follow "Why you get this:".
    #[serde(default)]
    pub told_because: IndexMap<String, String>,
    /// Work that somebody waits for, by permit.
    #[serde(default)]
    pub waits: IndexMap<String, Waits>,
    /// What has a day that no clock keeps.
    #[serde(default)]
    pub days: Days,
    /// Rules that `run` may name, with a sentence.
    pub rules: IndexMap<String, String>,
    /// Rules that read a setting of the workflow: what it is called there.
    #[serde(default)]
    pub rule_settings: IndexMap<String, String>,
    /// What the host notices by itself, by kind of record, and the event by which processes about such a record hear it.
    #[serde(default)]
    pub noticed: IndexMap<String, IndexMap<String, String>>,
    /// Rules that read a form: the questions that it must have.
    #[serde(default)]
    pub inputs: IndexMap<String, Vec<String>>,
    /// What `prefill` may name: where a question may be filled in from.
    #[serde(default)]
    pub prefill: IndexMap<String, Source>,
    /// Questions that an organisation's profile must ask.
    #[serde(default)]
    pub profile: Vec<String>,
    /// Gates that an obligation may come back at, with a sentence.
    pub gates: IndexMap<String, String>,
    /// Other words in which a text can be said beside its full ones: name to title.
    #[serde(default)]
    pub wordings: IndexMap<String, String>,
    /// Documents by which everybody reads what became of what people said: template to what it is called there.
    #[serde(default)]
    pub told_back: IndexMap<String, String>,
    /// Documents in which everybody reads of an opportunity in other words, before they decide whether to bid: template
    /// to what it is called there.
    #[serde(default)]
    pub told_before: IndexMap<String, String>,
    /// Kinds of organisation, with a sentence.
    #[serde(default)]
    pub organisations: IndexMap<String, String>,
    /// Rows of the rate card that `claim` may name.
    pub activities: BTreeSet<String>,
    /// Audiences that are told only of what they chose: a mail template that goes there has a topic.
    #[serde(default)]
    pub by_topic: BTreeSet<String>,
    /// Mail templates that have a topic, which the host supplies: name to topic.
    #[serde(default)]
    pub mail_topics: IndexMap<String, String>,
    /// Mail templates: name to the subject kind that their context needs (`any` for all).
    pub mail: IndexMap<String, String>,
    /// Document templates, likewise.
    pub documents: IndexMap<String, String>,
    /// Notice templates, likewise.
    pub notices: IndexMap<String, String>,
}

/// Where a question may be filled in from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What stands beside an answer that came from there.
    pub says: String,
    /// The kind of answer that it gives; without one, that of the question itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<FieldType>,
}

/// What the host knows about a kind of record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SubjectKind {
    /// What people call it.
    pub title: String,
    /// Facts with their types.
    pub facts: IndexMap<String, FactType>,
    /// Collections that `for_each` and `options_from` may name, with a sentence.
    pub collections: IndexMap<String, String>,
    /// Content whose hash a decision may bind to.
    pub contents: BTreeSet<String>,
}
