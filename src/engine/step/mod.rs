//! One external event, run to completion (S1, S2).

mod broods;
mod changeover;
mod clocks;
mod deeds;
mod events;
mod finish;
mod firing;
mod held;
mod judge;
mod offers;
mod periods;
mod replay;
mod run;
mod seconds;
mod settings;
mod tasks;
mod view;
mod votes;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use self::{run::Mode, view::Source};
use crate::{
    effect::{TaskOp, TimerOp},
    event::{Actor, Event, Facts, LookedUp, Wanted},
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
    /// The journal's entry. It holds the effects (outbox rows to be), the ops (to be done inside the
    /// transaction, in order) and the trace; of the event, what may be journalled.
    pub entry: JournalEntry,
    /// Changes of tasks.
    pub task_ops: Vec<TaskOp>,
    /// Changes of timers.
    pub timer_ops: Vec<TimerOp>,
}

/// Starts an instance.
///
/// # Errors
/// A refusal if a setting is out of its bounds or unknown, or an eventless loop shows.
pub fn start(
    workflow: &Workflow,
    instance: &str,
    settings: &IndexMap<String, Value>,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Result<Step, Refusal> {
    events::start(workflow, instance, settings, &Source::whole(facts), now)
}

/// Runs one event to completion. Pure, total, deterministic.
///
/// The business time of a clock's event is the time at which it ran out; `now` is when that was
/// noticed (S13).
///
/// # Errors
/// A refusal with every reason; the snapshot is then unchanged.
pub fn step(
    workflow: &Workflow,
    snapshot: &Snapshot,
    event: &Event,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Result<Step, Refusal> {
    events::step(workflow, snapshot, event, &Source::whole(facts), now, Mode::Live)
}

/// Every structurally possible action and vote as one person sees it now; the same code as
/// [`step`] (S6).
///
/// Conditions on the form that is yet to be filled in are left open; they are judged when it is sent.
pub fn offers(
    workflow: &Workflow,
    snapshot: &Snapshot,
    actor: &Actor,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Vec<Offer> {
    offers::offers(workflow, snapshot, actor, None, &Source::whole(facts), now)
}

/// [`start`] on facts that are looked up as they are asked for.
///
/// # Errors
/// What has to be looked up before this can be judged: do so, and ask again. It is never asked for
/// twice, so this comes to an end.
pub fn start_as_known(
    workflow: &Workflow,
    instance: &str,
    settings: &IndexMap<String, Value>,
    known: &LookedUp,
    now: DateTime<Utc>,
) -> Result<Result<Step, Refusal>, Wanted> {
    let source = Source::so_far(known);
    let judged = events::start(workflow, instance, settings, &source, now);
    source.unless_missing(judged)
}

/// [`step`] on facts that are looked up as they are asked for. Both give the same.
///
/// # Errors
/// As [`start_as_known`].
pub fn step_as_known(
    workflow: &Workflow,
    snapshot: &Snapshot,
    event: &Event,
    known: &LookedUp,
    now: DateTime<Utc>,
) -> Result<Result<Step, Refusal>, Wanted> {
    let source = Source::so_far(known);
    let judged = events::step(workflow, snapshot, event, &source, now, Mode::Live);
    source.unless_missing(judged)
}

/// [`offers`] on facts that are looked up as they are asked for.
///
/// # Errors
/// As [`start_as_known`].
pub fn offers_as_known(
    workflow: &Workflow,
    snapshot: &Snapshot,
    actor: &Actor,
    known: &LookedUp,
    now: DateTime<Utc>,
) -> Result<Vec<Offer>, Wanted> {
    let source = Source::so_far(known);
    let offers = offers::offers(workflow, snapshot, actor, None, &source, now);
    source.unless_missing(offers)
}

/// The same of the actions of one event alone: for whoever asks of one line, not of a page.
///
/// # Errors
/// As [`start_as_known`].
pub fn offers_of_event(
    workflow: &Workflow,
    snapshot: &Snapshot,
    actor: &Actor,
    event: &str,
    known: &LookedUp,
    now: DateTime<Utc>,
) -> Result<Vec<Offer>, Wanted> {
    let source = Source::so_far(known);
    let offers = offers::offers(workflow, snapshot, actor, Some(event), &source, now);
    source.unless_missing(offers)
}

/// Timers that are due, in (due, armed) order, as events to give to [`step`] one by one (S13).
/// After each, ask again: what it moved may have armed or disarmed others.
pub fn due(snapshot: &Snapshot, now: DateTime<Utc>) -> Vec<Event> {
    let mut due: Vec<_> = snapshot
        .timers
        .iter()
        .filter_map(|(id, timer)| Some((timer.due_at.filter(|at| *at <= now)?, timer.armed, id)))
        .collect();
    due.sort_unstable();
    due.into_iter()
        .map(|(due_at, _, id)| Event::Timer {
            timer: id.to_string(),
            due_at,
        })
        .collect()
}

/// Rebuilds the snapshot from the journal of one instance. Must equal the stored one.
///
/// # Errors
/// A sentence that names the entry that does not follow from the one before.
pub fn replay(workflow: &Workflow, entries: &[JournalEntry]) -> Result<Snapshot, String> {
    replay::replay(|_| Some(workflow), entries)
}

/// The same of an instance that has gone over to other versions: each by its hash.
///
/// # Errors
/// As [`replay`], and where a version is not known.
pub fn replay_among<'w>(
    version: impl Fn(&str) -> Option<&'w Workflow>,
    entries: &[JournalEntry],
) -> Result<Snapshot, String> {
    replay::replay(version, entries)
}
