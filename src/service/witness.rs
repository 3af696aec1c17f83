//! Whoever wants to see each event as it is judged: rehearsals, to count what a play has shown.

use std::fmt;

use accord_engine::{
    event::{Event, Facts},
    refusal::Refusal,
    snapshot::Snapshot,
    step::Step,
    value::Value,
    workflow::Workflow,
};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;

/// One event, what it was judged by, and the judgement.
#[derive(Debug, Clone, Copy)]
pub struct Judgement<'a> {
    /// By which workflow.
    pub workflow: &'a Workflow,
    /// Where the instance stood; `None` for its start.
    pub before: Option<&'a Snapshot>,
    /// What happened; `None` for the start.
    pub event: Option<&'a Event>,
    /// Settings given at the start.
    pub settings: &'a IndexMap<String, Value>,
    /// What was true.
    pub facts: &'a Facts,
    /// When.
    pub now: DateTime<Utc>,
    /// What the engine said.
    pub outcome: Result<&'a Step, &'a Refusal>,
}

/// Sees judgements, and changes nothing. The transaction that one belongs to may still be undone.
pub trait Witness: Send + Sync + fmt::Debug {
    /// An event has been judged.
    fn saw(&self, one: &Judgement<'_>);
}
