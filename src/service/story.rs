//! The journal of an instance in plain English.

mod recorded;
mod unseen;

use accord_engine::{
    effect::Move,
    event::{Act, Actor, Event},
    journal::JournalEntry,
    workflow::Workflow,
};
use accord_store::{appointments, journal, people};
use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use self::unseen::Unseen;
use crate::service::{
    app::Desk,
    authority::{Caller, powers},
    fault::Fault,
    library::{act_title, find_state},
    payments,
    transition::Loaded,
};

/// The power of whoever may know how many records that they do not see were begun: how many bid is nobody else's to
/// count while bids are sealed.
const COUNTS: &str = "journal.read";

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: DateTime<Utc>,
    /// Who, if somebody did it and others may know.
    pub who: Option<String>,
    /// What, as a sentence without the person.
    pub what: String,
    /// Where it led, if anywhere.
    pub now: Option<String>,
}

/// What happened in an instance, the newest first, as far as a reader may know.
///
/// # Errors
/// The database fails.
pub fn of_instance(desk: &mut Desk<'_>, loaded: &Loaded, caller: &Caller) -> Result<Vec<Line>, Fault> {
    let mut out = Vec::new();
    let reader = caller.person.as_str();
    let mut unseen = Unseen::new(caller);
    let counts = powers::has(desk, caller, COUNTS)?;
    for row in journal::of_instance(desk.db, &desk.alliance, &loaded.row.id)? {
        let line = match serde_json::from_str::<JournalEntry>(&row.body) {
            Ok(entry) => {
                // In the words of the rules that it went by then.
                let workflow = match entry.definition == loaded.workflow.hash {
                    true => loaded.workflow.clone(),
                    false => desk.app.library.pinned(desk.db, &entry.definition)?,
                };
                let line = line(desk, &workflow, &entry, reader)?;
                if unseen.began(desk, &loaded.row.id, &entry)? {
                    match counts {
                        true => line.map(|line| Line { who: None, ..line }),
                        false => None,
                    }
                } else {
                    recorded::beside(desk, loaded, &entry, line, &row.body)?
                }
            }
            Err(_) => work(desk, row.at.utc(), &serde_json::from_str(&row.body)?, reader)?,
        };
        out.extend(line);
    }
    out.reverse();
    Ok(out)
}

fn line(desk: &mut Desk<'_>, workflow: &Workflow, entry: &JournalEntry, reader: &str) -> Result<Option<Line>, Fault> {
    let definition = &workflow.definition;
    let entered = entry.trace.moves.iter().rev().find_map(|one| match one {
        Move::Entered(state) => find_state(definition, state)?.title.clone(),
        Move::Left(_) | Move::Took { .. } => None,
    });
    let title =
        |state: &str, event: &str| act_title(definition, state, event).unwrap_or_else(|| event.replace('_', " "));
    let taken = |event: &str| {
        let state = entry.trace.moves.iter().find_map(|one| match one {
            Move::Took { state, event: took, .. } if took == event => Some(state.as_str()),
            Move::Took { .. } | Move::Left(_) | Move::Entered(_) => None,
        });
        match state {
            Some(state) => title(state, event),
            None => format!("{}, for a second person to confirm", title("", event)),
        }
    };
    let (who, what) = match &entry.event {
        None => (None, "It began".to_owned()),
        Some(Event::Act(act)) => (name(desk, &act.actor)?, taken(&act.event)),
        Some(Event::Vote(act)) => vote(desk, workflow, act, reader)?,
        Some(Event::Second(second)) => {
            let what = title(&second.state, &second.event);
            let verb = if second.confirm { "Confirmed" } else { "Did not confirm" };
            (name(desk, &second.actor)?, format!("{verb}: {what}"))
        }
        Some(Event::Undo { actor, .. }) => (name(desk, actor)?, "Took the last act back".to_owned()),
        Some(Event::Extend { actor, by, .. }) => {
            (name(desk, actor)?, format!("Gave more time: {}", by.replace('_', " ")))
        }
        Some(Event::Setting { actor, name: what, .. }) => (
            name(desk, actor)?,
            format!("Changed a setting: {}", what.replace('_', " ")),
        ),
        Some(Event::ChangedOver { plan, actor, .. }) => {
            (name(desk, actor)?, format!("Put it under new rules: {}", plan.because))
        }
        Some(Event::ChangedBack { actor, .. }) => (name(desk, actor)?, "Put it back under the rules before".to_owned()),
        Some(Event::Timer { .. }) if entered.is_some() => (None, "The time was up".to_owned()),
        Some(Event::Timer { .. }) if !entry.effects.is_empty() => (None, "A reminder went out".to_owned()),
        Some(_) if entered.is_some() => (None, "It went on by itself".to_owned()),
        Some(_) => return Ok(None),
    };
    Ok(Some(Line {
        at: entry.at,
        who,
        what,
        now: entered,
    }))
}

/// Who answered how is told with the outcome; before that, only that somebody did.
fn vote(desk: &mut Desk<'_>, workflow: &Workflow, act: &Act, reader: &str) -> Result<(Option<String>, String), Fault> {
    let decision = act
        .state
        .as_ref()
        .and_then(|state| find_state(&workflow.definition, state)?.decision.as_ref());
    let own = act.actor.person == reader || act.actor.acting_for.as_deref() == Some(reader);
    let answer = decision
        .and_then(|one| one.options.get(&act.event)?.title.clone())
        .filter(|_| own);
    match answer {
        Some(answer) => Ok((name(desk, &act.actor)?, format!("Answered: {answer}"))),
        None => Ok((None, "Somebody answered".to_owned())),
    }
}

/// Work that a permit allowed, in the words of the catalogue.
fn work(desk: &mut Desk<'_>, at: DateTime<Utc>, body: &Json, reader: &str) -> Result<Option<Line>, Fault> {
    let text = |path: &str| body.pointer(path).and_then(Json::as_str);
    if text("/began/workflow").is_some() {
        return began(desk, at, body).map(Some);
    }
    if text("/recording/id").is_some() || text("/corrected/submission").is_some() {
        return recorded::noted(desk, at, body, reader);
    }
    if let Some(file) = text("/brought_in/file") {
        let row = body
            .pointer("/brought_in/row")
            .and_then(Json::as_u64)
            .unwrap_or_default();
        let seen: String = text("/brought_in/sha256")
            .unwrap_or_default()
            .chars()
            .take(16)
            .collect();
        let by = text("/brought_in/by").unwrap_or_default();
        return Ok(Some(Line {
            at,
            who: people::load(desk.db, by)?.map(|one| one.name),
            what: format!("Brought in from {file}, row {row} (SHA-256 begins {seen})"),
            now: None,
        }));
    }
    if let Some(done) = text("/payments/done") {
        return paid(desk, at, body, done);
    }
    if let Some(by) = text("/taken/by") {
        return Ok(Some(Line {
            at,
            who: people::load(desk.db, by)?.map(|person| person.name),
            what: "Took everything about this with them, in one file".to_owned(),
            now: None,
        }));
    }
    let Some(permit) = text("/work/permit") else {
        return Ok(None);
    };
    let what = desk.app.library.catalogue.permits.get(permit).cloned();
    let own = [text("/work/by"), text("/work/hand")].contains(&Some(reader));
    let by_house = desk.app.library.catalogue.by_house.contains(permit) && !own;
    let who = match text("/work/by") {
        Some(id) if by_house => Some(house(desk, id)?),
        Some(id) => people::load(desk.db, id)?.map(|person| person.name),
        None => None,
    };
    Ok(Some(Line {
        at,
        who,
        what: what
            .unwrap_or_else(|| permit.replace(['.', '_'], " "))
            .trim_end_matches('.')
            .to_owned(),
        now: None,
    }))
}

/// That it was put into a run of payments, or taken out of it.
fn paid(desk: &mut Desk<'_>, at: DateTime<Utc>, body: &Json, done: &str) -> Result<Option<Line>, Fault> {
    let text = |path: &str| body.pointer(path).and_then(Json::as_str).unwrap_or_default();
    let run = text("/payments/what/reference");
    let what = match done {
        payments::PUT => format!("Put it into the run of payments {run}"),
        payments::TAKEN_OUT => format!("Took it out of the run of payments {run}"),
        _ => return Ok(None),
    };
    Ok(Some(Line {
        at,
        who: people::load(desk.db, text("/payments/hand"))?.map(|person| person.name),
        what,
        now: None,
    }))
}

/// Who started it.
fn began(desk: &mut Desk<'_>, at: DateTime<Utc>, body: &Json) -> Result<Line, Fault> {
    let named = |desk: &mut Desk<'_>, path: &str| match body.pointer(path).and_then(Json::as_str) {
        Some(id) => Ok::<_, Fault>(people::load(desk.db, id)?.map(|person| person.name)),
        None => Ok(None),
    };
    let (by, hand) = (named(desk, "/began/by")?, named(desk, "/began/hand")?);
    let who = match (by, hand) {
        (Some(by), Some(hand)) if by != hand => Some(format!("{hand}, for {by}")),
        (by, _) => by,
    };
    Ok(Line {
        at,
        who,
        what: "Started it".to_owned(),
        now: None,
    })
}

/// The house that somebody sits in, as it stands beside what they said.
fn house(desk: &mut Desk<'_>, person: &str) -> Result<String, Fault> {
    let held = appointments::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    let known = &desk.app.library.roles;
    let found = held.iter().find_map(|one| known.roles.get(&one.role)?.house.as_ref());
    let title = found.and_then(|name| known.houses.get(name)).cloned();
    Ok(title.unwrap_or_else(|| "Somebody who takes part".to_owned()))
}

/// `Tom Hadfield, for Rachel Okafor`.
fn name(desk: &mut Desk<'_>, actor: &Actor) -> Result<Option<String>, Fault> {
    let Some(hand) = people::load(desk.db, &actor.person)? else {
        return Ok(None);
    };
    let principal = match &actor.acting_for {
        Some(id) => people::load(desk.db, id)?,
        None => None,
    };
    Ok(Some(match principal {
        Some(other) => format!("{}, for {}", hand.name, other.name),
        None => hand.name,
    }))
}
