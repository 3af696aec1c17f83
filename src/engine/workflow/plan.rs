//! What belongs to each node and edge of the chart, with its expressions parsed.

use indexmap::IndexMap;

use crate::{
    definition::{
        model::{Children, Deadline, Decision, Do, Mend, Recurrence},
        scalar::Amount,
    },
    effect::EffectKind,
    guard::Expr,
    shared::{Shared, Word},
};

/// What belongs to a state.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// Its name; empty for the whole workflow.
    pub name: Word,
    /// What people call it.
    pub title: String,
    /// What it stands for.
    pub means: Option<String>,
    /// What else may be done here: permit to roles.
    pub permits: IndexMap<String, Vec<String>>,
    /// Done on entering.
    pub on_entry: Vec<Deed>,
    /// Done on leaving.
    pub on_exit: Vec<Deed>,
    /// `deadline` first, then the further clocks.
    pub clocks: Vec<Clock>,
    /// Many people decide together.
    pub decision: Option<Decision>,
    /// Another workflow for each member of a collection.
    pub for_each: Option<Children>,
    /// Another workflow again and again.
    pub every: Option<Recurring>,
    /// Events that people are waited for to give: event to roles.
    pub asks: IndexMap<Word, Shared<Vec<String>>>,
    /// Forms that become readable when it is entered.
    pub unseals: Vec<String>,
    /// For a final state, its outcome.
    pub outcome: Option<String>,
    /// A clock of this state may be stopped: it, or a state around it, has a history mark.
    pub can_pause: bool,
}

/// A clock, with its expression parsed.
#[derive(Debug, Clone)]
pub struct Clock {
    /// `deadline`, or its name in `clocks`.
    pub name: Word,
    /// The words.
    pub words: Deadline,
    /// `at`, parsed.
    pub at: Option<Expr>,
    /// The event that it gives.
    pub then: Option<Word>,
}

/// A schedule, with its expressions parsed.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the words of `model::Schedule`")]
pub struct Recurring {
    pub start: String,
    pub name: Word,
    pub each: Recurrence,
    pub from: Expr,
    pub until: Expr,
    pub outlive: bool,
}

/// What belongs to a transition.
#[derive(Debug, Clone)]
pub struct Way {
    /// The state that it leaves from; empty for the whole workflow.
    pub state: Word,
    /// Its event as written; `always` for a transition without one.
    pub event: Word,
    /// Which of the alternatives.
    pub index: usize,
    /// The words on the button.
    pub title: String,
    /// Who may do it; nobody, if only the engine fires it.
    pub by: Vec<String>,
    /// Exclusions that bar.
    pub except: Vec<String>,
    /// All must hold.
    pub tests: Vec<Test>,
    /// The form to fill in.
    pub collect: Option<String>,
    /// The person must say why.
    pub requires_reason: bool,
    /// The role that must confirm.
    pub needs_second: Option<String>,
    /// How long its effects are held.
    pub undo_within: Option<Amount>,
    /// Where it leads.
    pub to: Option<String>,
    /// What is done on the way.
    pub deeds: Vec<Deed>,
}

/// A condition, parsed.
#[derive(Debug, Clone)]
pub struct Test {
    /// Unique in the file.
    pub id: Word,
    /// The expression.
    pub expr: Expr,
    /// It reads the form that is being sent, so it cannot be judged before.
    pub reads_form: bool,
    /// It reads facts: what a step does may have made those old that were read before it.
    pub reads_facts: bool,
    /// What to tell the person when it does not hold.
    pub because: String,
    /// Who can put it right, and how.
    pub mend: Option<Mend>,
}

/// An op or an effect, with its expressions parsed.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Values to keep under names.
    Set(Vec<(String, Expr)>),
    /// Something that leaves the transaction.
    Send(EffectKind),
    /// Anything else, as written.
    Other(Do),
}

impl Way {
    /// Whether people take it.
    pub fn is_action(&self) -> bool {
        !self.by.is_empty()
    }

    /// Whether it leads out of where it leaves from.
    pub fn moves(&self) -> bool {
        self.to.is_some()
    }
}
