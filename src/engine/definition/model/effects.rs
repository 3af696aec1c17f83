//! What is done on the way, and what else is started, in the words of a file.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_false;
use crate::definition::scalar::Amount;

/// Another workflow for each member of a collection, frozen on entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Children {
    /// The collection; a word of the catalogue.
    #[serde(rename = "in")]
    pub collection: String,
    /// The workflow to start.
    pub start: String,
    /// What this state calls them (`bids`); facts `bids.count`, `bids.ended`, `bids.<outcome>`.
    #[serde(rename = "as")]
    pub name: String,
    /// When the event `children_done` comes.
    #[serde(default)]
    pub done_when: DoneWhen,
    /// Children go on after the owning state is left.
    #[serde(default, skip_serializing_if = "is_false")]
    pub outlive: bool,
}

/// How many children must have ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoneWhen {
    /// Every one (none at all counts as every one).
    #[default]
    All,
    /// The first.
    Any,
    /// This many.
    AtLeast(u32),
}

/// Another workflow, again and again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The workflow to start.
    pub start: String,
    /// What this state calls them.
    #[serde(rename = "as")]
    pub name: String,
    /// The rule of recurrence.
    pub each: Recurrence,
    /// Expression: the first day of the first period.
    pub from: String,
    /// Expression: the last day of the last period.
    pub until: String,
    /// Children go on after the owning state is left.
    #[serde(default, skip_serializing_if = "is_false")]
    pub outlive: bool,
}

/// A business rule of recurrence. Each child starts at 00:00 local time on the day after its
/// period ends; the first and last period may be shorter (pro rata).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// Calendar months.
    Month,
    /// Quarters of the financial year: from 1 April, 1 July, 1 October, 1 January.
    Quarter,
    /// Financial years from 1 April.
    FinancialYear,
}

/// An op (inside the transaction) or an effect (an outbox row).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Do {
    /// Effect: an email.
    Email(Email),
    /// Effect: a document, HTML and PDF.
    Document(Document),
    /// Effect: a notice to commissioners and the public: HTML, PDF, OCDS.
    Notice(Notice),
    /// Effect: a signal to children, to the parent, or to a linked instance.
    Tell(Tell),
    /// Op: keep a value under a name, for conditions (`kept.name`).
    Set(IndexMap<String, String>),
    /// Op: start another workflow about the same subject, beside this one.
    Start(Start),
    /// Op: make the named form's content unreadable.
    Seal(String),
    /// Op: make it readable again.
    Unseal(String),
    /// Op: a payment that the actor (or everybody with a role) may claim for an activity.
    Claim(Claim),
    /// Op: a promise, taken from a form, that comes back as a gate.
    Obligation(Obligation),
    /// Op: an event, handled in this same step.
    Raise(String),
    /// Op: a state's deadline gets more time by itself.
    MoreTime(MoreTime),
    /// Op: run a rule of the catalogue over the subject (`allocate`, `open_bids`).
    Run(String),
    /// Op: the same, over what somebody filled in (`record_cover_plan`).
    RunWith(RunWith),
}

/// A rule of the catalogue, and the form that it reads. The rule knows questions, not the form's
/// name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunWith {
    /// A word of the catalogue.
    pub rule: String,
    /// The form, as this file calls it.
    pub form: String,
}

/// More time that a file gives by itself: never refused, and counted in what people may give afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoreTime {
    /// The state whose deadline it is; nothing happens while that is not open.
    pub of: String,
    /// How much.
    pub by: Amount,
}

/// An email.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Email {
    /// The folder in `templates/mail`.
    pub template: String,
    /// Roles, or audiences of the catalogue.
    pub to: Vec<String>,
    /// Documents, made before in the same list, that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attach: Vec<String>,
    /// A calendar file for this clock of the state (`deadline`, or the name of a clock).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The file in `templates/documents`.
    pub template: String,
    /// Who may read it: roles, or audiences; `public` for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readers: Vec<String>,
    /// The event when it has been made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The file in `templates/notices`.
    pub template: String,
    /// The event when it has been published, so that a clock can start from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
}

/// A signal to other instances.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tell {
    /// Children, by the name that their state gives them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub children: Option<String>,
    /// The parent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub parent: bool,
    /// A linked instance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The event.
    pub event: String,
}

/// Another workflow beside this one: one for each member of a collection, or one for this act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// Its name.
    pub workflow: String,
    /// What this workflow calls them; facts and `tell` as for children of `for_each`.
    #[serde(rename = "as")]
    pub name: String,
    /// The collection to start one for each of; without it, one for this act.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<String>,
    /// Whether a second act by the same organisation or person is refused.
    #[serde(default)]
    pub once_per: OncePer,
}

/// How often an act may start another workflow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OncePer {
    /// As often as the act is done.
    #[default]
    Act,
    /// Once for each organisation (a bid).
    Organisation,
    /// Once for each person (a declaration).
    Person,
}

/// A payment for an activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// A row of the rate card.
    pub activity: String,
    /// Roles; without it the person who acts.
    #[serde(rename = "for", default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// A collection of the record; the activity is paid once for each of it, instead of once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
}

/// A promise that comes back as a gate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// The form whose answers are the promise.
    pub from: String,
    /// Where it comes back; words of the catalogue.
    pub gates: Vec<String>,
}
