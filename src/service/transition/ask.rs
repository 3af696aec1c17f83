//! From what a person asks to the engine's event.

use accord_engine::{
    definition::model::{Definition, Transition},
    event::{Act, Actor, Event, Second},
    shared::Word,
    snapshot::{Snapshot, SubmissionRef},
    value::Value,
};
use accord_store::{
    Db, factors, journal,
    submissions::{self, SubmissionRow},
};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::{Ask, Command, Loaded, Turned, load, turn};
use crate::service::{
    app::{App, Desk},
    authority::{self, Caller},
    fault::{Conflict, Fault},
    forms::{self, Collections},
    history,
    library::{find_state, transitions},
    record, sealing,
    sight::{self, Sight},
    uploads::secret::{self, Slips},
};

pub(super) fn ask(db: &mut Db, app: &App, now: DateTime<Utc>, command: &Command) -> Result<Turned, Fault> {
    let mut desk = app.desk_at(db, &command.alliance, now);
    at_desk(&mut desk, command, None)
}

/// The same inside a transaction that is open. `recorded` is written into the journal beside the act, where
/// others have recorded it for the person.
pub(super) fn at_desk(desk: &mut Desk<'_>, command: &Command, recorded: Option<Json>) -> Result<Turned, Fault> {
    let loaded = load(desk, &command.instance)?;
    let hash = hex(&Sha256::digest(serde_json::to_vec(command)?));
    if let Some(first) = answered(desk, &loaded, command, &hash)? {
        return Ok(first);
    }
    seen(desk, &loaded, command)?;
    let actor = authority::actor(desk, loaded.about(), &command.caller)?;
    let (event, brought) = event(desk, &loaded, command, actor)?;
    let request = turn::Request {
        key: command.key.clone().map(|key| (key, hash)),
        submission: brought.submission,
        choices: brought.choices,
        recorded,
    };
    turn::turn(desk, loaded, &event, request)
}

/// The first answer to the same key (S16).
fn answered(desk: &mut Desk<'_>, loaded: &Loaded, command: &Command, hash: &str) -> Result<Option<Turned>, Fault> {
    let Some(key) = &command.key else {
        return Ok(None);
    };
    let Some(first) = journal::answered(desk.db, &loaded.row.id, key, hash)? else {
        return Ok(None);
    };
    Ok(Some(Turned {
        answer: serde_json::from_str(&first)?,
        signals: Vec::new(),
    }))
}

/// Whether the process has moved since the person looked (S18). Votes and notes of others are no
/// reason to ask again; a state that was left or entered is.
fn seen(desk: &mut Desk<'_>, loaded: &Loaded, command: &Command) -> Result<(), Fault> {
    let now = loaded.snapshot.seq;
    let Some(seen) = command.seen.filter(|seen| *seen < now) else {
        return Ok(());
    };
    let mut changes = history::since(desk, loaded, seen)?;
    if changes.is_empty() {
        return Ok(());
    }
    // Who did what is for those who see the whole record; others hear where it is now, as its page says.
    let (kind, id) = (&loaded.record.kind, &loaded.record.id);
    let sight = sight::record(desk, &command.caller, kind, id)?.sight;
    if sight == Sight::Part {
        changes = vec![record::says_now(loaded, sight)];
    }
    Err(Fault::Conflict(Conflict { changes, now }))
}

/// What came with a form: its row, and what it chose from.
#[derive(Default)]
struct Brought {
    submission: Option<String>,
    choices: Collections,
}

fn event(desk: &mut Desk<'_>, loaded: &Loaded, command: &Command, actor: Actor) -> Result<(Event, Brought), Fault> {
    let definition = &loaded.workflow.definition;
    let received_at = desk.now;
    Ok(match &command.ask {
        Ask::Act {
            event,
            state,
            answers,
            reason,
        } => {
            let found = transitions_of_act(definition, &loaded.snapshot, state.as_deref(), event);
            let form = found.iter().find_map(|one| one.collect.clone());
            let filled = fill(
                desk,
                loaded,
                (&actor, &command.caller),
                form.as_deref(),
                answers,
                reason.as_deref(),
            );
            // Nobody is asked to fill in a form that is not theirs to send. Where only an exclusion
            // stands in the way and the form is right, the engine says so itself.
            if let [only] = found.as_slice()
                && !only.by.is_empty()
                && let Err(no) = authority::may(&loaded.workflow.roles, &actor, &only.by, &only.except)
                && (filled.is_err() || !only.by.iter().any(|role| actor.roles.contains(role)))
            {
                return Err(no.into());
            }
            let mut filled = filled?;
            let brought = filled.brought();
            let act = filled.act(event, state.clone(), actor, received_at, command.seen);
            (Event::Act(act), brought)
        }
        Ask::Vote {
            state,
            option,
            answers,
            reason,
        } => {
            let form = find_state(definition, state)
                .and_then(|s| s.decision.as_ref())
                .and_then(|d| d.options.get(option))
                .and_then(|o| o.collect.clone());
            let mut filled = fill(
                desk,
                loaded,
                (&actor, &command.caller),
                form.as_deref(),
                answers,
                reason.as_deref(),
            )?;
            let brought = filled.brought();
            let act = filled.act(option, Some(state.clone()), actor, received_at, command.seen);
            (Event::Vote(act), brought)
        }
        Ask::Second { state, event, confirm } => {
            let second = Second {
                state: state.clone(),
                event: event.clone(),
                actor,
                confirm: *confirm,
                received_at,
            };
            (Event::Second(second), Brought::default())
        }
        Ask::Undo { seq, reason } => {
            let event = Event::Undo {
                seq: *seq,
                actor,
                reason: reason.clone(),
            };
            (event, Brought::default())
        }
        Ask::Extend { timer, by, reason } => {
            let event = Event::Extend {
                timer: timer.clone(),
                by: by.clone(),
                actor,
                reason: reason.clone(),
            };
            (event, Brought::default())
        }
        Ask::Claim { task, claim } => {
            let event = Event::Claim {
                task: task.clone(),
                actor,
                claim: *claim,
            };
            (event, Brought::default())
        }
    })
}

/// Whether whoever acts has shown nothing but a code from an email, as far as that counts here: a factor
/// that was set up after the record was begun proves no more than the mailbox by which it was set up.
fn code_alone(desk: &mut Desk<'_>, loaded: &Loaded, caller: &Caller) -> Result<bool, Fault> {
    if caller.code_alone {
        return Ok(true);
    }
    let begun = loaded.record.created_at;
    let ways = factors::of_person(desk.db, &caller.person)?;
    let mut confirmed = ways.iter().filter_map(|one| one.confirmed_at).peekable();
    Ok(confirmed.peek().is_some() && confirmed.all(|at| at > begun))
}

/// The transitions that might take the event where the instance is now.
fn transitions_of_act<'a>(
    definition: &'a Definition,
    snapshot: &Snapshot,
    state: Option<&str>,
    event: &str,
) -> Vec<&'a Transition> {
    let places: Vec<&str> = match state {
        Some(one) => vec![one],
        // Innermost first, as the engine selects; the workflow's own transitions come last.
        None => snapshot.states.iter().rev().map(Word::as_str).chain([""]).collect(),
    };
    places
        .into_iter()
        .map(|place| transitions(definition, place, event))
        .find(|all| !all.is_empty())
        .unwrap_or_default()
}

/// What a person filled in, read, judged and stored.
#[derive(Default)]
struct Filled {
    answers: IndexMap<String, Value>,
    submission: Option<SubmissionRef>,
    has_reason: bool,
    choices: Collections,
}

impl Filled {
    /// What the step needs beside the event; the choices are taken along.
    fn brought(&mut self) -> Brought {
        Brought {
            submission: self.submission.as_ref().map(|one| one.id.clone()),
            choices: std::mem::take(&mut self.choices),
        }
    }

    fn act(
        self,
        event: &str,
        state: Option<String>,
        actor: Actor,
        received_at: DateTime<Utc>,
        seen: Option<u64>,
    ) -> Act {
        Act {
            event: event.to_owned(),
            state,
            actor,
            received_at,
            seen,
            answers: self.answers,
            submission: self.submission,
            kept: std::collections::BTreeMap::new(),
            has_reason: self.has_reason,
        }
    }
}

fn fill(
    desk: &mut Desk<'_>,
    loaded: &Loaded,
    (actor, caller): (&Actor, &Caller),
    form: Option<&str>,
    answers: &Map<String, Json>,
    reason: Option<&str>,
) -> Result<Filled, Fault> {
    let reason = reason.map(str::trim).filter(|text| !text.is_empty());
    let found = form.and_then(|name| loaded.workflow.definition.forms.get(name));
    let mut choices = Collections::new();
    let typed = match form.zip(found) {
        Some((name, form)) => {
            choices = forms::to_choose_from(desk, loaded, form)?;
            forms::read_choosing(desk, loaded, (name, form), &choices, answers)?
        }
        None => IndexMap::new(),
    };
    if found.is_none() && reason.is_none() {
        return Ok(Filled::default());
    }
    let salt = hex(&desk.app.rng.bytes::<16>());
    let stored = serde_json::to_string(&typed)?;
    // Sealed before it is stored for the first time: pages of a database keep what was in them.
    let seal = found.is_some_and(|form| form.sealed_until.is_some())
        || form.is_some_and(|name| loaded.snapshot.sealed.contains(name));
    let files = match seal && !stored.is_empty() {
        true => secret::of_answers(desk, &loaded.row.id, &stored)?,
        false => Slips::new(),
    };
    let hash = sealing::fingerprint(&salt, &stored, reason.unwrap_or_default(), &files);
    let mut row = SubmissionRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        instance_id: loaded.row.id.clone(),
        form: form.unwrap_or_default().to_owned(),
        person_id: actor.person.clone(),
        organisation_id: actor.organisation.clone(),
        answers: Some(stored),
        reason: reason.map(str::to_owned),
        salt,
        hash: hash.clone(),
        sealed: false,
        envelope: None,
        at: desk.now.into(),
        seq: turn::signed(loaded.snapshot.seq)?,
        code_alone: code_alone(desk, loaded, caller)?,
    };
    let locked = match seal {
        true => sealing::close(desk, loaded.about(), &mut row)?,
        false => Slips::new(),
    };
    submissions::put(desk.db, &row)?;
    secret::locked_in(desk, &row, &locked)?;
    Ok(Filled {
        answers: typed,
        submission: Some(SubmissionRef {
            id: row.id,
            form: row.form,
            hash,
        }),
        has_reason: reason.is_some(),
        choices,
    })
}

fn hex(bytes: &[u8]) -> String {
    crate::domain::hex(bytes)
}
