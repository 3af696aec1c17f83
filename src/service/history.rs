//! The journal of an instance, for people and for rules that ask who took part.

use std::collections::BTreeSet;

use accord_engine::{
    effect::{Move, Op},
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

use crate::service::{app::Desk, fault::Fault, library::act_title, transition::Loaded};

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
    let title = act_title(&workflow.definition, state, event).unwrap_or_else(|| event.replace('_', " "));
    // Who began a record that others may not see is not theirs to know: whoever reads this is not asked for.
    let began = entry
        .ops
        .iter()
        .any(|op| matches!(op, Op::StartChild(child) if child.person.is_some()));
    let who = match entry.event.as_ref().and_then(actor) {
        Some(_) if began => Some("Somebody".to_owned()),
        Some(actor) => people::load(desk.db, &actor.person)?.map(|person| person.name),
        None => None,
    };
    Ok(Some(match who {
        Some(name) => format!("{name} was quicker: {title}."),
        None => format!("A clock ran out, or an effect came back: {title}."),
    }))
}

/// Sentences about everything that moved an instance since a version.
///
/// # Errors
/// The database fails.
pub fn since(desk: &mut Desk<'_>, loaded: &Loaded, seen: u64) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    for row in journal::of_instance(desk.db, &desk.alliance, &loaded.row.id)? {
        let later = row
            .seq
            .is_some_and(|seq| u64::try_from(seq).is_ok_and(|seq| seq > seen));
        if later && let Ok(entry) = serde_json::from_str(&row.body) {
            out.extend(sentence(desk, &loaded.workflow, &entry)?);
        }
    }
    Ok(out)
}

/// What a person did in one entry of the journal, in a few words; `None` if it was not them.
///
/// # Errors
/// What is stored is damaged.
pub fn did(desk: &mut Desk<'_>, row: &journal::JournalRow, person: &str) -> Result<Option<String>, Fault> {
    // Most entries are of others: a look for the id is much quicker than reading them.
    if !row.body.contains(person) {
        return Ok(None);
    }
    let body: Json = serde_json::from_str(&row.body)?;
    if let Some(permit) = body.pointer("/work/permit").and_then(Json::as_str) {
        let hand = body.pointer("/work/hand").and_then(Json::as_str);
        let says = desk.app.library.catalogue.permits.get(permit);
        return Ok(says
            .filter(|_| hand == Some(person))
            .map(|text| text.trim_end_matches('.').to_owned()));
    }
    if let Some(hand) = body.pointer("/began/hand").and_then(Json::as_str) {
        return Ok((hand == person).then(|| "Started it".to_owned()));
    }
    let Ok(entry) = serde_json::from_value::<JournalEntry>(body) else {
        return Ok(None);
    };
    let Some(event) = entry
        .event
        .as_ref()
        .filter(|one| actor(one).is_some_and(|by| by.person == person))
    else {
        return Ok(None);
    };
    let workflow = desk.app.library.pinned(desk.db, &entry.definition)?;
    let title = |state: &str, event: &str| act_title(&workflow.definition, state, event);
    let took = |event: &str| {
        entry.trace.moves.iter().find_map(|one| match one {
            Move::Took { state, event: took, .. } if took == event => title(state, event),
            Move::Took { .. } | Move::Left(_) | Move::Entered(_) => None,
        })
    };
    Ok(Some(match event {
        Event::Act(act) => took(&act.event)
            .or_else(|| title(act.state.as_deref().unwrap_or_default(), &act.event))
            .unwrap_or_else(|| act.event.replace('_', " ")),
        Event::Vote(act) => {
            let state = act.state.as_deref().unwrap_or_default();
            let decision = crate::service::library::find_state(&workflow.definition, state);
            let ask = decision.and_then(|one| one.decision.as_ref()?.ask.clone());
            ask.map_or_else(|| "Answered".to_owned(), |ask| format!("Answered: {ask}"))
        }
        Event::Second(second) => format!(
            "Confirmed: {}",
            title(&second.state, &second.event).unwrap_or_else(|| second.event.replace('_', " "))
        ),
        Event::Extend { .. } => "Asked for more time".to_owned(),
        Event::Undo { .. } => "Took an act back".to_owned(),
        Event::ChangedOver { .. } => "Put it under new rules".to_owned(),
        Event::ChangedBack { .. } => "Put it back under the rules before".to_owned(),
        Event::Claim { .. }
        | Event::Setting { .. }
        | Event::Timer { .. }
        | Event::Fed { .. }
        | Event::Told { .. }
        | Event::ChildEnded { .. }
        | Event::FactsChanged
        | Event::CalendarChanged { .. } => return Ok(None),
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
        | Event::Setting { actor, .. }
        | Event::ChangedOver { actor, .. }
        | Event::ChangedBack { actor, .. } => Some(actor),
        Event::Timer { .. }
        | Event::Fed { .. }
        | Event::Told { .. }
        | Event::ChildEnded { .. }
        | Event::FactsChanged
        | Event::CalendarChanged { .. } => None,
    }
}
