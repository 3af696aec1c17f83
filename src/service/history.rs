//! The journal of an instance, for people and for rules that ask who took part.

use std::collections::BTreeSet;

use accord_engine::{
    effect::Move,
    event::{Actor, Event},
    journal::JournalEntry,
    workflow::Workflow,
};
use accord_store::{
    journal::{self, NewEntry},
    people,
};
use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use crate::service::{app::Desk, fault::Fault, library::transitions};

/// One sentence about a step that moved the instance; `None` for one that did not.
///
/// # Errors
/// The database fails.
pub fn sentence(desk: &mut Desk<'_>, workflow: &Workflow, entry: &JournalEntry) -> Result<Option<String>, Fault> {
    let took = entry.trace.moves.iter().find_map(|one| match one {
        Move::Took { state, event, .. } => Some((state, event)),
        Move::Left(_) | Move::Entered(_) => None,
    });
    let moved = entry.trace.moves.iter().any(|one| matches!(one, Move::Entered(_)));
    let Some((state, event)) = took.filter(|_| moved) else {
        return Ok(None);
    };
    let title = transitions(&workflow.definition, state, event)
        .first()
        .and_then(|transition| transition.title.clone())
        .unwrap_or_else(|| event.replace('_', " "));
    let who = match entry.event.as_ref().and_then(actor) {
        Some(actor) => people::load(desk.db, &actor.person)?.map(|person| person.name),
        None => None,
    };
    Ok(Some(match who {
        Some(name) => format!("{name} was quicker: {title}."),
        None => format!("A clock ran out, or an effect came back: {title}."),
    }))
}

/// Everyone who has done something in an instance since a moment.
///
/// # Errors
/// The database fails.
pub fn people_since(
    desk: &mut Desk<'_>,
    instance: &str,
    since: Option<DateTime<Utc>>,
) -> Result<BTreeSet<String>, Fault> {
    let mut out = BTreeSet::new();
    for row in journal::of_instance(desk.db, &desk.alliance, instance)? {
        if since.is_some_and(|from| row.at.utc() < from) {
            continue;
        }
        match serde_json::from_str::<JournalEntry>(&row.body) {
            Ok(entry) => {
                if let Some(actor) = entry.event.as_ref().and_then(actor) {
                    out.insert(actor.acting_for.clone().unwrap_or_else(|| actor.person.clone()));
                }
            }
            Err(_) => {
                // Work that a permit allowed is journalled in its own form.
                let body: Json = serde_json::from_str(&row.body)?;
                out.extend(body.pointer("/work/by").and_then(Json::as_str).map(str::to_owned));
            }
        }
    }
    Ok(out)
}

/// Writes down what was done beside the workflows: by the office, or by whoever runs the server.
///
/// # Errors
/// The database fails.
pub fn note(desk: &mut Desk<'_>, instance: Option<&str>, body: &Json) -> Result<(), Fault> {
    let entry = NewEntry {
        alliance_id: &desk.alliance,
        instance_id: instance,
        seq: None,
        at: desk.now,
        body,
        request: None,
    };
    journal::append(desk.db, &entry)?;
    Ok(())
}

const fn actor(event: &Event) -> Option<&Actor> {
    match event {
        Event::Act(act) | Event::Vote(act) => Some(&act.actor),
        Event::Second(second) => Some(&second.actor),
        Event::Undo { actor, .. }
        | Event::Extend { actor, .. }
        | Event::Claim { actor, .. }
        | Event::Setting { actor, .. } => Some(actor),
        Event::Timer { .. }
        | Event::Fed { .. }
        | Event::Told { .. }
        | Event::ChildEnded { .. }
        | Event::FactsChanged
        | Event::CalendarChanged { .. } => None,
    }
}
