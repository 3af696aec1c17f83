//! One external event, run to completion (S1, S2).

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::{
    effect::{Effect, Op, TaskOp, TimerOp, Trace},
    event::{Actor, Event, Facts},
    journal::JournalEntry,
    refusal::{Offer, Refusal},
    snapshot::Snapshot,
    value::Value,
    workflow::Workflow,
};

/// What one event does: the next snapshot, and what it asks of the host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The instance after the event.
    pub snapshot: Snapshot,
    /// Outbox rows to be.
    pub effects: Vec<Effect>,
    /// To be done inside the transaction, in order.
    pub ops: Vec<Op>,
    /// Changes of tasks.
    pub task_ops: Vec<TaskOp>,
    /// Changes of timers.
    pub timer_ops: Vec<TimerOp>,
    /// What was said about it.
    pub trace: Trace,
    /// The event as journalled: kept answers filled in, the rest left out.
    pub entry: JournalEntry,
}

/// Starts an instance.
///
/// # Errors
/// A refusal if a setting is out of its bounds or unknown, or an eventless loop shows.
pub fn start(
    _workflow: &Workflow,
    _instance: &str,
    _settings: &IndexMap<String, Value>,
    _facts: &Facts,
    _now: DateTime<Utc>,
) -> Result<Step, Refusal> {
    Err(Refusal {
        code: "not_built".to_owned(),
        reasons: Vec::new(),
    })
}

/// Runs one event to completion. Pure, total, deterministic.
///
/// # Errors
/// A refusal with every reason; the snapshot is then unchanged.
pub fn step(
    _workflow: &Workflow,
    _snapshot: &Snapshot,
    _event: &Event,
    _facts: &Facts,
    _now: DateTime<Utc>,
) -> Result<Step, Refusal> {
    Err(Refusal {
        code: "not_built".to_owned(),
        reasons: Vec::new(),
    })
}

/// Every structurally possible action and vote as one person sees it now; the same code as
/// [`step`] (S6).
pub fn offers(
    _workflow: &Workflow,
    _snapshot: &Snapshot,
    _actor: &Actor,
    _facts: &Facts,
    _now: DateTime<Utc>,
) -> Vec<Offer> {
    Vec::new()
}

/// Timers that are due, in (due, armed) order, as events to give to [`step`] one by one (S13).
pub fn due(_snapshot: &Snapshot, _now: DateTime<Utc>) -> Vec<Event> {
    Vec::new()
}

/// Rebuilds the snapshot from the journal of one instance. Must equal the stored one.
///
/// # Errors
/// A sentence that names the entry that does not follow from the one before.
pub fn replay(_workflow: &Workflow, _entries: &[JournalEntry]) -> Result<Snapshot, String> {
    Err("not built".to_owned())
}
