//! The words of a workflow file, as plain data.
//!
//! These structs are what serde reads and what the JSON Schema is generated from.
//! They hold no spans: a diagnostic names a *path* (`states.drafting.on.publish.to`) and
//! [`super::source::SourceMap`] turns the path into a line and a column.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scalar::{Alternatives, Amount, Number, Scalar, Share};

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
    /// Other instances that conditions and guarantees here speak of: link name to workflow name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub links: IndexMap<String, String>,
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

/// A clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// A length of time, or `settings.name`. Either this or `at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Amount>,
    /// An expression that gives a date or an instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// A counting rule named in the calendar file; replaces `within`, `starts`, `counts`, `ends`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The day that counting begins. Default: `day_after`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Starts>,
    /// Whether the start day itself can count. Default: `from_start`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    /// `end_of_day`, or a local time such as `17:00`. Default: `end_of_day`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<String>,
    /// Reminders, by what is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind_with_left: Vec<Amount>,
    /// The email that a reminder sends to those who are waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind: Option<String>,
    /// The event at the end. A decision state has none: the end closes the count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// Whether the clock may be stopped (`hold: pausable` states stop it).
    #[serde(default, skip_serializing_if = "is_false")]
    pub pausable: bool,
    /// Who may give more time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extend: Option<Extend>,
}

/// The day that counting begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// The day of the event.
    SameDay,
    /// The day after the event.
    DayAfter,
}

/// Whether the start day itself can be the first day counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// The first day counted is the start, or the first working day after it.
    FromStart,
    /// The first day counted is the first one after the start.
    AfterStart,
}

/// Who may give more time, how much in all, and whom to tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    /// Roles.
    pub by: Vec<String>,
    /// In all, over every extension.
    pub at_most: Amount,
    /// The email that tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell: Option<String>,
}

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
    /// The email that tells voters that an edit has voided their votes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell_voided: Option<String>,
    /// The event if no outcome holds; never reads as approval.
    pub otherwise: String,
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
    /// Op: run a rule of the catalogue over the subject (`allocate`, `open_bids`).
    Run(String),
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

/// A form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Shown above the questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The questions, in order.
    pub fields: Vec<Field>,
    /// Unreadable until this state of this workflow, or `link.state` of a linked one, is entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_until: Option<String>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Unique in the form.
    pub id: String,
    /// The question as the person reads it.
    pub label: String,
    /// What kind of answer.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// One short sentence of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Must be answered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The most words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_words: Option<u32>,
    /// The least (number, money in pounds such as `£10.00`, date).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Scalar>,
    /// The most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Scalar>,
    /// A regular expression that the whole answer must match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// What to say when the pattern does not match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_says: Option<String>,
    /// What may be chosen: value to label.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub options: IndexMap<String, String>,
    /// The collection of the catalogue to choose from, instead of `options`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options_from: Option<String>,
    /// The columns of a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Field>,
    /// Asked only if this expression (over `form.*`) holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<String>,
    /// Kept in the snapshot and the journal as it is. Never for personal data.
    #[serde(default, skip_serializing_if = "is_false")]
    pub keep: bool,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum FieldType {
    Text,
    LongText,
    Number,
    /// Typed as pounds and pence, held in pence.
    Money,
    Date,
    /// Local date and time, UK.
    Datetime,
    Choice,
    Choices,
    YesNo,
    File,
    Person,
    Organisation,
    /// A statement to agree to; the only answer that passes is yes.
    Declaration,
    Table,
}

/// What must hold on every path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guarantee {
    /// Unique in the file.
    pub id: String,
    /// The promise, as a person would say it.
    pub says: String,
    /// The state whose entry is guarded; `before` or `before_action` or `never`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The event whose taking is guarded, in whatever state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_action: Option<String>,
    /// Counted from the last entry into this state; default: from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// One of these must have come before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs_any: Vec<Need>,
    /// Each of these must have come before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs_all: Vec<Need>,
    /// What may never happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub never: Option<Never>,
}

/// What must have come before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A decision ended so.
    Decided(Decided),
    /// A state was entered.
    Entered(String),
    /// An event was taken (by a person, if the transition has `by`).
    Taken(String),
    /// The clock of a state ran out, and that was how it was left.
    RanOut(String),
    /// A condition with this id held on a transition that was taken.
    Held(String),
    /// A linked instance reached a state; `same_hash` where the text must be the one signed.
    Linked(Linked),
}

/// A decision's outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The decision's state.
    #[serde(rename = "in")]
    pub state: String,
    /// The outcome.
    pub outcome: String,
}

/// A linked instance's state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Linked {
    /// The link.
    pub link: String,
    /// The state that it must have reached.
    pub reached: String,
    /// The signed hash must equal the current one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub same_hash: bool,
}

/// What may never happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Never {
    /// Whatever a clock fires or an `otherwise` outcome gives, directly or by eventless moves …
    pub lapse_of: String,
    /// … never leads into this state before a person has acted.
    pub leads_to: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(value: &bool) -> bool {
    !*value
}
