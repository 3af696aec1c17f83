//! What a step asks of the host.

use serde::{Deserialize, Serialize};

use crate::{
    deadline::Timer,
    definition::model::{Claim, Document, Email, Notice, Obligation, Tell},
    shared::{Shared, Word},
    snapshot::Task,
};

/// Something that leaves the transaction as an outbox row (S17).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// `instance/seq/index`; the host adds `/recipient`.
    pub id: String,
    /// What it is.
    pub kind: EffectKind,
    /// The state, event and words that it comes from, for the template's context.
    pub cause: Cause,
}

/// The kinds of effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectKind {
    /// An email to roles or audiences.
    Email(Shared<Email>),
    /// An email to the people named (reminders, news of a voided vote).
    #[expect(missing_docs, reason = "said above")]
    EmailPeople { template: String, people: Vec<String> },
    /// A document.
    Document(Shared<Document>),
    /// A notice.
    Notice(Shared<Notice>),
    /// A signal.
    Tell(Shared<Tell>),
    /// A word to the host that somebody must look: a guard error (S4c), an impossible quorum.
    #[expect(missing_docs, reason = "said above")]
    Incident { what: String },
}

/// Where an effect comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// The state that was left or entered, or in which the act was done.
    pub state: Word,
    /// The event.
    pub event: Word,
    /// Who acted, if somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The form as filled in, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<String>,
}

/// Something that the host does inside the transaction, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Start a child instance: for a member of a collection, a period, or an act (`start`).
    StartChild(StartChild),
    /// End children that have not ended: their state was left.
    #[expect(missing_docs, reason = "said above")]
    EndChildren { brood: String, keys: Vec<String> },
    /// Make a form's content unreadable.
    #[expect(missing_docs, reason = "said above")]
    Seal { form: String },
    /// Make it readable.
    #[expect(missing_docs, reason = "said above")]
    Unseal { form: String },
    /// A payment may be claimed.
    #[expect(missing_docs, reason = "said above")]
    Claim { claim: Claim, person: Option<String> },
    /// A promise is made.
    #[expect(missing_docs, reason = "said above")]
    Obligation {
        obligation: Obligation,
        submission: Option<String>,
        person: Option<String>,
    },
    /// Run a rule of the catalogue, over a form if one is named.
    #[expect(missing_docs, reason = "said above")]
    Run {
        rule: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        form: Option<String>,
    },
}

impl Op {
    /// Whether facts that were read before it may be old after it.
    pub const fn moves_facts(&self) -> bool {
        match self {
            Self::StartChild(_) | Self::EndChildren { .. } | Self::Obligation { .. } | Self::Run { .. } => true,
            Self::Seal { .. } | Self::Unseal { .. } | Self::Claim { .. } => false,
        }
    }
}

/// A child to start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StartChild {
    /// The name that the state gives its children.
    pub brood: String,
    /// The member of the collection, the period (`2026-Q2`), or for an act the organisation, the
    /// person, or the step's number. Unique within the brood.
    pub key: String,
    /// Its title.
    pub title: String,
    /// The workflow.
    pub workflow: String,
    /// Who acted, for a child that an act starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// What they filled in, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<String>,
    /// For a schedule: first and last day of the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<(chrono::NaiveDate, chrono::NaiveDate)>,
}

/// A change of a task, for the host's task table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskOp {
    /// The id in [`crate::snapshot::Snapshot::tasks`].
    pub id: Word,
    /// The task as it now is. A task that is over has left the snapshot and comes a last time here.
    pub task: Shared<Task>,
}

/// A change of a timer, for the host's timer table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerOp {
    /// Armed, or re-derived.
    #[expect(missing_docs, reason = "said above")]
    Arm { id: Word, timer: Shared<Timer> },
    /// Taken away.
    #[expect(missing_docs, reason = "said above")]
    Disarm { id: Word },
}

/// What is said about one step, for the journal and for the person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// States left and entered, in order, over all microsteps.
    pub moves: Vec<Move>,
    /// Every condition that was evaluated, with its tree.
    pub conditions: Vec<crate::guard::Judged>,
    /// Sentences for the record (a vote voided, a recusal, a stale timer).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A state left or entered, or a transition taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Move {
    Left(Word),
    /// `index` counts the alternatives of one event in one state.
    Took {
        state: Word,
        event: Word,
        index: usize,
    },
    Entered(Word),
}
