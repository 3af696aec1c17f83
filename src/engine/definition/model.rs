//! The words of a workflow file, as plain data.
//!
//! These structs are what serde reads and what the JSON Schema is generated from.
//! They hold no spans: a diagnostic names a *path* (`states.drafting.on.publish.to`) and
//! [`super::source::SourceMap`] turns the path into a line and a column.

mod clocks;
mod decision;
mod effects;
mod forms;
mod guarantees;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    meant::Meant,
    scalar::{Alternatives, Amount, Scalar},
};

pub use self::{
    clocks::{Counts, Deadline, Extend, Starts},
    decision::{Answer, Count, Decision, EachHouse, Electorate, OutcomeRule},
    effects::{
        Children, Claim, Do, Document, DoneWhen, Email, MoreTime, Notice, Obligation, OncePer, Recurrence, RunWith,
        Schedule, Start, Tell,
    },
    forms::{Field, FieldType, Form, MOST_FILES},
    guarantees::{Decided, Guarantee, Linked, Need, Never},
};

/// One workflow file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The workflow's name; the same as its file's name without the ending.
    pub workflow: String,
    /// What people call it.
    pub title: String,
    /// One or two sentences on what it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// The kind of record that an instance belongs to; a word of the catalogue.
    pub about: String,
    /// The working-day calendar that its deadlines count by.
    pub calendar: String,
    /// The numbers people argue about: named, bounded, frozen when an instance starts.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub settings: IndexMap<String, Setting>,
    /// The roles used here, out of the vocabulary.
    pub roles: Vec<String>,
    /// Other instances that conditions and guarantees here speak of: link name to workflow name, or to the names
    /// of several workflows, of which an instance means one.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub links: IndexMap<String, Meant>,
    /// What conditions may read, with its type.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub facts: IndexMap<String, FactType>,
    /// What people are asked to fill in.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub forms: IndexMap<String, Form>,
    /// The state that an instance starts in.
    pub initial: String,
    /// Work that is allowed in every state.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub permits: IndexMap<String, Vec<String>>,
    /// Transitions that every state has, unless it has its own on the same event.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub on: IndexMap<String, Alternatives>,
    /// The states, in document order.
    pub states: IndexMap<String, State>,
    /// What must hold on every path; `check` proves it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guarantees: Vec<Guarantee>,
}

impl Definition {
    /// Whether a name is a fact that is declared here, or one of a linked instance.
    pub fn has_fact(&self, name: &str) -> bool {
        let of_link = |head: (&str, &str)| self.links.contains_key(head.0);
        self.facts.contains_key(name) || name.split_once('.').is_some_and(of_link)
    }
}

/// A number (or date, or text) that people argue about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Used unless the procurement overrides it.
    pub default: Scalar,
    /// The least that an override may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Scalar>,
    /// The most that an override may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Scalar>,
    /// What it means, for the person who may change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
}

/// The type of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum FactType {
    Boolean,
    Integer,
    /// Pence.
    Money,
    Text,
    Date,
    /// An instant, UTC.
    Instant,
    /// A list of texts.
    Texts,
}

/// A state: simple, compound (`states`), parallel, final or a history mark.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// What staff and members see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What a bidder or the public sees; the title if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_title: Option<String>,
    /// What happens next, in plain English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// What people decide by choosing one of several ways on: `What follows from this interest?`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// What the state stands for; a word of the catalogue that domain code asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
    /// What else may be done here and by whom: permit to roles.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub permits: IndexMap<String, Vec<String>>,
    /// Why this wait for people has no deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_deadline: Option<String>,
    /// The clock that runs while the state is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// Further clocks, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub clocks: IndexMap<String, Deadline>,
    /// What happens on an event. Several alternatives are tried in order.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub on: IndexMap<String, Alternatives>,
    /// Taken as soon as its conditions hold, without an event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub always: Vec<Transition>,
    /// Done on entering.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_entry: Vec<Do>,
    /// Done on leaving.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_exit: Vec<Do>,
    /// Many people decide together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Starts another workflow for each member of a collection, on entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_each: Option<Children>,
    /// Starts another workflow again and again, by the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Schedule>,
    /// The first child of a compound state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<String>,
    /// Children; with `parallel: true` all are active at once.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub states: IndexMap<String, State>,
    /// All children are active at once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub parallel: bool,
    /// A final state; the word is its outcome.
    #[serde(rename = "final", default, skip_serializing_if = "Option::is_none")]
    pub final_outcome: Option<String>,
    /// A mark that leads back to where its parent was left: `shallow`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<History>,
}

/// How far back a history mark remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum History {
    /// The parent's active child only.
    Shallow,
}

/// A way from one state to another, or an act that stays where it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// The words on the button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What lists of tasks call it, with its object, where the button says it only beside the record:
    /// `Approve a payment`, for `Approve it`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Why it is as it is, in a sentence for whoever reads how things are decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// The roles that may do it. Without it, only the engine fires this transition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// People whom an exclusion of the catalogue bars.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// All must hold; a refusal lists every one that does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
    /// Taken when none of the alternatives before it could be.
    #[serde(rename = "else", default, skip_serializing_if = "is_false")]
    pub otherwise: bool,
    /// The form to fill in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collect: Option<String>,
    /// The person must say why.
    #[serde(default, skip_serializing_if = "is_false")]
    pub requires_reason: bool,
    /// A second person, with this role, must confirm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs_second: Option<String>,
    /// Effects are held this long and can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_within: Option<Amount>,
    /// False where nobody is waited for (withdraw, pause, abandon). Default: true in a state's
    /// own `on`, false in the `on` of the whole workflow or of a state with children.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<bool>,
    /// Where it leads; absent for an act that leaves the state as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What is done on the way, in order.
    #[serde(rename = "do", default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Do>,
}

/// A condition, with the sentence that a refusal shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Unique in the file.
    pub id: String,
    /// The expression; see `guard`.
    #[serde(rename = "if")]
    pub test: String,
    /// What to tell the person when it does not hold.
    pub because: String,
    /// Who can put it right, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mend: Option<Mend>,
}

/// Who can put a failed condition right, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mend {
    /// A role.
    pub who: String,
    /// One sentence.
    pub how: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(value: &bool) -> bool {
    !*value
}
