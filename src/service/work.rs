//! Work that is no transition: editing, commenting, scoring. A permit of the state allows it; it
//! is journalled, and ends with a look at whether anything follows from what changed.

use accord_engine::{
    definition::vocabulary::Roles,
    event::Actor,
    refusal::{Reason, Refusal},
    snapshot::Snapshot,
};
use accord_store::{
    Db,
    instances::{self, InstanceStatus},
    journal::{self, NewEntry},
    links, subjects as subject_rows,
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::{
    domain::{hex, monitoring::nhs_number},
    service::{
        app::{App, Desk},
        authority::{self, Caller},
        fault::{Fault, FieldError},
        outgoing::{Signal, Word},
        signals,
        subjects::{self, Work},
        transition::{self, Loaded},
    },
};

/// A piece of work on a record.
#[derive(Debug, Clone, Serialize)]
pub struct Task {
    /// The alliance.
    pub alliance: String,
    /// The record.
    pub subject: String,
    /// What is done; a permit of the catalogue.
    pub permit: String,
    /// Who does it.
    pub caller: Caller,
    /// The same key gets the same answer (S16).
    #[serde(skip)]
    pub key: Option<String>,
    /// What they send.
    pub body: Map<String, Json>,
}

impl App {
    /// Does a piece of work that a permit allows now.
    ///
    /// # Errors
    /// It is not allowed now, or not to this person; or what was sent does not fit.
    pub fn work(&self, task: Task) -> Result<Json, Fault> {
        let app = self.clone();
        let now = self.clock.now();
        let (answer, nudges) = self.store.write(move |db| work(db, &app, now, &task))?;
        signals::deliver(self, nudges);
        Ok(answer)
    }

    /// Does several pieces of work in one transaction, and says how many were done. A fault that may be
    /// passed over leaves out its own; any other leaves out all.
    ///
    /// # Errors
    /// As [`App::work`], of the first that may not be passed over.
    pub fn work_each(
        &self,
        tasks: Vec<Task>,
        may_pass: impl Fn(&Fault) -> bool + Send + 'static,
    ) -> Result<usize, Fault> {
        let app = self.clone();
        let now = self.clock.now();
        let (done, nudges) = self.store.write(move |db| {
            let (mut done, mut nudges) = (0, Vec::new());
            for task in &tasks {
                match work(db, &app, now, task) {
                    Ok((_, more)) => {
                        done += 1;
                        nudges.extend(more);
                    }
                    // It was judged before anything was written.
                    Err(fault) if may_pass(&fault) => {}
                    Err(fault) => return Err(fault),
                }
            }
            Ok::<_, Fault>((done, nudges))
        })?;
        signals::deliver(self, nudges);
        Ok(done)
    }
}

type Nudges = Vec<(String, Signal)>;

/// Does a piece of work inside a transaction: for use cases in which one press does several things. Gives the words
/// that are to be given right after commit.
///
/// # Errors
/// As [`App::work`].
pub fn worked(desk: &mut Desk<'_>, task: &Task) -> Result<Vec<(String, Signal)>, Fault> {
    let (app, now) = (desk.app, desk.now);
    Ok(work(desk.db, app, now, task)?.1)
}

fn work(db: &mut Db, app: &App, now: DateTime<Utc>, task: &Task) -> Result<(Json, Nudges), Fault> {
    let mut desk = app.desk_at(db, &task.alliance, now);
    let live = live(&mut desk, &task.subject)?;
    let Some(first) = live.first() else {
        return Err(Fault::NotFound("record"));
    };
    let hash = hex(&Sha256::digest(serde_json::to_vec(task)?));
    if let Some(key) = &task.key
        && let Some(answer) = journal::answered(desk.db, &first.row.id, key, &hash)?
    {
        return Ok((serde_json::from_str(&answer)?, Vec::new()));
    }
    no_person_numbers(&task.body)?;
    let beside = subjects::of(&first.record.kind)?.beside(&mut desk, first.about(), &task.permit)?;
    let actor = authority::actor_beside(&mut desk, first.about(), &task.caller, beside)?;
    let allowing = allowed(&desk.app.library.roles, &live, task, &actor)?;
    let piece = Work {
        permit: &task.permit,
        actor: &actor,
        body: &task.body,
    };
    let answer = subjects::of(&allowing.record.kind)?.work(&mut desk, allowing.about(), piece)?;
    write_down(&mut desk, first, task, &hash, &answer)?;
    let nudges = look_again(&mut desk, live)?;
    Ok((answer, nudges))
}

/// Nothing that identifies a person who is supported is written down, whatever the work is.
fn no_person_numbers(body: &Map<String, Json>) -> Result<(), Fault> {
    fn text(json: &Json) -> Option<String> {
        match json {
            Json::String(text) => nhs_number::found_in(text),
            Json::Array(all) => all.iter().find_map(text),
            Json::Object(map) => map.values().find_map(text),
            Json::Null | Json::Bool(_) | Json::Number(_) => None,
        }
    }
    let wrong: Vec<FieldError> = body
        .iter()
        .filter_map(|(field, json)| {
            let says = text(json)?;
            Some(FieldError {
                field: field.clone(),
                says,
            })
        })
        .collect();
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Fault::Invalid(wrong)),
    }
}

/// The instances about a record that are not over, locked, the newest first; at least one that is
/// over if there is no other.
fn live(desk: &mut Desk<'_>, subject: &str) -> Result<Vec<Loaded>, Fault> {
    let rows = instances::of_subject(desk.db, &desk.alliance, subject)?;
    let open = rows.iter().rev().filter(|row| row.status == InstanceStatus::Open);
    let mut ids: Vec<String> = open.map(|row| row.id.clone()).collect();
    if ids.is_empty() {
        ids.extend(rows.last().map(|row| row.id.clone()));
    }
    ids.iter().map(|id| transition::load(desk, id)).collect()
}

/// The instance that allows the work now to this person.
fn allowed<'a>(known: &Roles, live: &'a [Loaded], task: &Task, actor: &Actor) -> Result<&'a Loaded, Fault> {
    let mut refusal = None;
    for loaded in live {
        let roles: Vec<String> = loaded.permitted(&task.permit).into_iter().map(str::to_owned).collect();
        if roles.is_empty() {
            continue;
        }
        match authority::may(known, actor, &roles, &[]) {
            Ok(()) => return Ok(loaded),
            Err(no) => refusal = Some(no),
        }
    }
    Err(Fault::Refused(refusal.unwrap_or_else(|| Refusal {
        code: "not_offered".to_owned(),
        reasons: vec![Reason {
            id: task.permit.clone(),
            because: "This cannot be done at this stage.".to_owned(),
            mend: None,
            found: live.first().map(|one| format!("now: {}", one.snapshot.states.join(", "))),
        }],
    })))
}

/// One journal entry: who did what, and the hash of what they sent, which itself may be personal.
fn write_down(desk: &mut Desk<'_>, on: &Loaded, task: &Task, hash: &str, answer: &Json) -> Result<(), Fault> {
    let body = json!({
        "format": 1,
        "instance": on.row.id,
        "work": {
            "permit": task.permit,
            "subject": task.subject,
            "by": task.caller.acting_for.as_ref().unwrap_or(&task.caller.person),
            "hand": task.caller.person,
            "body": hash,
        },
    });
    let answer = answer.to_string();
    let entry = NewEntry {
        alliance_id: &desk.alliance,
        instance_id: Some(&on.row.id),
        seq: None,
        at: desk.now,
        body: &body,
        request: task.key.as_ref().map(|key| journal::Request {
            key,
            hash,
            answer: &answer,
        }),
    };
    journal::append(desk.db, &entry)?;
    Ok(())
}

/// Whether anything follows from the change, in the record's own instances (in this transaction)
/// and in those above and those that link here (right after commit).
fn look_again(desk: &mut Desk<'_>, live: Vec<Loaded>) -> Result<Nudges, Fault> {
    let mut nudges = Vec::new();
    let mut others = Vec::new();
    for loaded in live {
        others.extend(loaded.row.parent_id.clone());
        let towards = links::towards(desk.db, &loaded.row.id)?;
        others.extend(towards.into_iter().map(|one| one.instance_id));
        if !loaded.is_over() {
            let signal = Signal {
                alliance: desk.alliance.clone(),
                to: loaded.row.id.clone(),
                word: Word::FactsChanged,
            };
            nudges.extend(transition::told(desk, &signal)?);
        }
    }
    for to in others {
        nudges.push(signals::nudge(desk, &to)?);
    }
    Ok(nudges)
}

/// Changes a record by rule rather than by a person's hand, and looks at what follows.
///
/// # Errors
/// The store fails.
pub fn facts_changed(app: &App, alliance: &str, subject: &str) -> Result<(), Fault> {
    let (worker, alliance, subject) = (app.clone(), alliance.to_owned(), subject.to_owned());
    let nudges = app.store.write(move |db| {
        let mut desk = worker.desk(db, &alliance);
        let live = live(&mut desk, &subject)?;
        look_again(&mut desk, live)
    })?;
    signals::deliver(app, nudges);
    Ok(())
}

/// What may be done to a record now, besides its actions: permits and who has them.
///
/// # Errors
/// The store fails.
pub fn permits(app: &App, alliance: &str, subject: &str) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let app = app.of(alliance);
    app.store.read(|db| {
        let record = subject_rows::load(db, alliance, subject)?;
        let mut out = Vec::new();
        for row in instances::of_subject(db, alliance, &record.id)? {
            let workflow = app.library.pinned(db, &row.definition)?;
            let snapshot: Snapshot = serde_json::from_str(&row.snapshot)?;
            for permit in app.library.catalogue.permits.keys() {
                let roles = workflow.permitted(&snapshot, permit);
                if !roles.is_empty() {
                    out.push((permit.clone(), roles.into_iter().map(str::to_owned).collect()));
                }
            }
        }
        Ok(out)
    })
}
