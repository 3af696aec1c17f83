//! A life as it was played, and whether an altered workflow lets it be lived again.

use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use crate::{
    effect::{EffectKind, Move, Op},
    event::{Event, Facts},
    refusal::Refusal,
    snapshot::Snapshot,
    step::{self, Step},
    value::Value,
    workflow::Workflow,
};

/// One event of a life, and what came of it.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// What happened; `None` for the start.
    pub event: Option<Event>,
    /// Settings given at the start.
    pub settings: IndexMap<String, Value>,
    /// What was true.
    pub facts: Facts,
    /// When.
    pub now: DateTime<Utc>,
    /// What came of it, or the ids of the reasons why it was refused.
    pub came: Result<Came, Vec<String>>,
}

/// What an accepted event did, as far as the world could see.
#[derive(Debug, Clone, PartialEq)]
pub struct Came {
    moves: Vec<Move>,
    effects: Vec<EffectKind>,
    ops: Vec<Op>,
}

impl Came {
    /// Of a step.
    pub fn of(step: &Step) -> Self {
        Self {
            moves: step.entry.trace.moves.clone(),
            effects: step.entry.effects.iter().map(|effect| effect.kind.clone()).collect(),
            ops: step.entry.ops.clone(),
        }
    }
}

/// What a refusal says, by the ids of its reasons.
pub fn reasons(refusal: &Refusal) -> Vec<String> {
    refusal.reasons.iter().map(|reason| reason.id.clone()).collect()
}

/// Whether a life, lived again event by event at the same times by an altered workflow, goes otherwise.
pub fn noticed<A: AsRef<Attempt>>(altered: &Workflow, instance: &str, life: &[A]) -> bool {
    let mut at: Option<Snapshot> = None;
    for attempt in life {
        let attempt: &Attempt = attempt.as_ref();
        let outcome = match (&at, &attempt.event) {
            (_, None) => step::start(altered, instance, &attempt.settings, &attempt.facts, attempt.now),
            (Some(snapshot), Some(event)) => {
                if too_early(snapshot, event) {
                    return true;
                }
                step::step(altered, snapshot, event, &attempt.facts, attempt.now)
            }
            (None, Some(_)) => return false,
        };
        match outcome {
            Ok(step) if attempt.came.as_ref() == Ok(&Came::of(&step)) => at = Some(step.snapshot),
            Err(refusal) if attempt.came.as_ref() == Err(&reasons(&refusal)) => {}
            Ok(_) | Err(_) => return true,
        }
    }
    false
}

/// A clock that ran out then, and has not run out now.
fn too_early(snapshot: &Snapshot, event: &Event) -> bool {
    let Event::Timer { timer, due_at } = event else {
        return false;
    };
    let due = snapshot.timers.get(timer.as_str()).and_then(|one| one.due_at);
    due.is_none_or(|due| due != *due_at)
}
