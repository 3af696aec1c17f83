//! A state as somebody meets it who has to decide there: its ways on, its question, until when it is open.
//!
//! Acts that each lead on from one state are answers to one question, as options of a vote are: people are
//! asked once, and choose on one page. An act that stays where it is (one bid of several is scored) is a
//! thing to do of its own.

use accord_engine::{
    deadline::TimerRole,
    definition::model::{Definition, State},
};
use chrono::{DateTime, Utc};

use crate::service::{
    library::{find_state, transitions},
    transition::Loaded,
};

/// Whether an act leads on from a state, whichever way it takes.
pub fn leads_on(definition: &Definition, state: &str, event: &str) -> bool {
    let own = find_state(definition, state).is_some_and(|found| found.on.contains_key(event));
    let ways = transitions(definition, state, event);
    let away = |to: &Option<String>| to.as_ref().is_some_and(|to| to != state);
    own && ways.iter().all(|way| away(&way.to))
}

/// What a state asks people to decide: in the words of its file, else by its title.
pub fn question(definition: &Definition, state: &str) -> String {
    let found = find_state(definition, state);
    let asked = found.and_then(|state| state.ask.clone());
    let titled = |state: &State| state.title.clone().map(|title| format!("Decide: {title}"));
    asked
        .or_else(|| found.and_then(titled))
        .unwrap_or_else(|| "Decide how it goes on".to_owned())
}

/// Until when people can act in a state, if a clock ends it.
pub fn until(loaded: &Loaded, state: &str) -> Option<DateTime<Utc>> {
    let timers = loaded.snapshot.timers.values();
    let ends = timers.filter(|timer| matches!(timer.role, TimerRole::End(_)) && timer.state.as_str() == state);
    let tasks = loaded.snapshot.tasks.values();
    let due = tasks.filter(|task| task.state.as_str() == state);
    ends.filter_map(|timer| timer.due_at)
        .min()
        .or_else(|| due.filter_map(|task| task.due_at).min())
}
