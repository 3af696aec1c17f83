//! What went wrong and waits for a person: incidents, and letters, documents and notices that were
//! given up. Each says why, who can mend it and how; mending is journalled.

mod again;

use accord_store::{
    StoreError, alliances,
    incidents::{self, IncidentRow},
    instances,
    outbox::{self, OutboxRow},
    people,
    subjects::{self as subject_rows, SubjectRow},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use self::again::Again;
use crate::service::{
    app::{App, Desk},
    authority::{self, Caller},
    fault::Fault,
    history,
    outgoing::Outgoing,
    subjects::About,
};

/// Whoever has this power mends; a word between `roles.yaml` and the program.
pub const POWER: &str = "incidents.mend";

/// Something that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToMend {
    /// The incident.
    pub incident: String,
    /// The instance that it belongs to, if it belongs to one.
    pub instance: Option<String>,
    /// The record, as people call it: reference and title.
    pub about: String,
    /// What happened, one sentence.
    pub what: String,
    /// Why, as far as the program knows.
    pub reason: String,
    /// What can be done.
    pub how: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// What was given up, if something was: it can be sent again, or dropped.
    pub letter: Option<DeadLetter>,
    /// Titles of the roles that can mend it.
    pub roles: Vec<String>,
    /// Names of the people who hold them.
    pub people: Vec<String>,
    /// Their ids.
    pub ids: Vec<String>,
}

/// A row of the outbox that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// Its key.
    pub key: String,
    /// `email`, `document`, `notice`, `signal`.
    pub kind: String,
    /// The template, if it has one.
    pub template: String,
    /// Whom it is for: `Amina Yusuf <amina@…>`; empty for documents and notices.
    pub to: String,
    /// How often it was tried.
    pub tries: i32,
}

/// Who mends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// Somebody with the power, at the record.
    Person(Caller),
    /// Whoever runs the server, by the name they give.
    Operator(String),
}

/// Everything that waits for a person in an alliance, oldest first.
///
/// # Errors
/// The store fails, or something stored is damaged.
pub fn open(app: &App, alliance: &str) -> Result<Vec<ToMend>, Fault> {
    app.store.read(|db| {
        let mut desk = app.desk(db, alliance);
        let rows = incidents::unresolved(desk.db, alliance)?;
        rows.into_iter().map(|row| to_mend(&mut desk, row)).collect()
    })
}

/// What waits for one person.
///
/// # Errors
/// As [`open`].
pub fn of_person(app: &App, alliance: &str, person: &str) -> Result<Vec<ToMend>, Fault> {
    let mut all = open(app, alliance)?;
    all.retain(|one| one.ids.iter().any(|id| id == person));
    Ok(all)
}

/// What was given up for one instance.
///
/// # Errors
/// As [`open`].
pub fn of_instance(desk: &mut Desk<'_>, instance: &str) -> Result<Vec<ToMend>, Fault> {
    let rows = incidents::unresolved(desk.db, &desk.alliance)?;
    rows.into_iter()
        .filter(|row| row.outbox_key.is_some() && row.instance_id.as_deref() == Some(instance))
        .map(|row| to_mend(desk, row))
        .collect()
}

/// Sends a dead letter again.
///
/// # Errors
/// There is none with this key, it is not this person's to mend, or the new address is none.
pub fn send_again(app: &App, alliance: &str, key: &str, by: &By, how: Again) -> Result<(), Fault> {
    let (worker, alliance, key, by) = (app.clone(), alliance.to_owned(), key.to_owned(), by.clone());
    app.store.write(move |db| {
        let mut desk = worker.desk(db, &alliance);
        let row = dead(&mut desk, &key)?;
        may(&mut desk, row.instance_id.as_deref(), &by)?;
        let changed = again::prepare(&mut desk, &row, &how)?;
        outbox::revive(desk.db, &alliance, &key, desk.wall())?;
        incidents::close_of_outbox(desk.db, &key, by.name(), desk.now)?;
        write_down(&mut desk, &row, "sent again", &by, &json!({ "changed": changed }))
    })
}

/// Drops a dead letter: it will not be sent. The reason is journalled.
///
/// # Errors
/// There is none with this key, it is not this person's to mend, or there is no reason.
pub fn drop_letter(app: &App, alliance: &str, key: &str, by: &By, because: &str) -> Result<(), Fault> {
    let because = reason(because)?;
    let (worker, alliance, key, by) = (app.clone(), alliance.to_owned(), key.to_owned(), by.clone());
    app.store.write(move |db| {
        let mut desk = worker.desk(db, &alliance);
        let row = dead(&mut desk, &key)?;
        may(&mut desk, row.instance_id.as_deref(), &by)?;
        if incidents::close_of_outbox(desk.db, &key, by.name(), desk.now)? == 0 {
            return Err(Fault::NotFound("dead letter that waits"));
        }
        incidents::explain(desk.db, &alliance, &key, &because)?;
        write_down(&mut desk, &row, "dropped", &by, &json!({ "because": because }))
    })
}

/// Closes an incident that somebody has seen to.
///
/// # Errors
/// There is no such open incident, it is about a dead letter (send that again, or drop it), it is not
/// this person's to mend, or there is no reason.
pub fn close(app: &App, alliance: &str, incident: &str, by: &By, because: &str) -> Result<(), Fault> {
    let because = reason(because)?;
    let (worker, alliance, incident, by) = (app.clone(), alliance.to_owned(), incident.to_owned(), by.clone());
    app.store.write(move |db| {
        let mut desk = worker.desk(db, &alliance);
        let open = incidents::unresolved(desk.db, &alliance)?;
        let row = open.into_iter().find(|one| one.id == incident);
        let row = row.ok_or(Fault::NotFound("open incident"))?;
        if row.outbox_key.is_some() {
            return Err(Fault::field(
                "incident",
                "This is about something that was not sent. Send it again, or drop it.",
            ));
        }
        may(&mut desk, row.instance_id.as_deref(), &by)?;
        incidents::close(desk.db, &alliance, &incident, by.name(), desk.now)?;
        incidents::explain(desk.db, &alliance, &incident, &because)?;
        let body = json!({
            "format": 1,
            "mended": { "incident": incident, "done": "closed", "by": by.name(), "because": because },
        });
        history::note(&mut desk, row.instance_id.as_deref(), &body)
    })
}

fn dead(desk: &mut Desk<'_>, key: &str) -> Result<OutboxRow, Fault> {
    let row = outbox::load(desk.db, &desk.alliance, key)?;
    if row.status == outbox::OutboxStatus::Dead {
        Ok(row)
    } else {
        Err(Fault::NotFound("dead letter"))
    }
}

fn reason(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::field("because", "Say why. The reason stays in the journal."));
    }
    Ok(text.to_owned())
}

fn write_down(
    desk: &mut Desk<'_>,
    row: &OutboxRow,
    done: &str,
    by: &By,
    more: &serde_json::Value,
) -> Result<(), Fault> {
    let body = json!({
        "format": 1,
        "mended": { "letter": row.key, "done": done, "by": by.name(), "how": more },
    });
    history::note(desk, row.instance_id.as_deref(), &body)
}

/// The record that an incident is about: its instance's, or the alliance itself.
fn record(desk: &mut Desk<'_>, instance: Option<&str>) -> Result<SubjectRow, Fault> {
    let id = match instance {
        Some(id) => instances::load(desk.db, &desk.alliance, id)?.subject_id,
        None => desk.alliance.clone(),
    };
    match subject_rows::load(desk.db, &desk.alliance, &id) {
        Err(StoreError::NotFound { .. }) if instance.is_none() => {
            let alliance = alliances::load(desk.db, &id)?;
            Ok(SubjectRow {
                alliance_id: id.clone(),
                id,
                kind: "alliance".to_owned(),
                reference: None,
                title: alliance.name,
                parent_id: None,
                organisation_id: None,
                person_id: None,
                data: "{}".to_owned(),
                created_at: alliance.created_at,
            })
        }
        found => Ok(found?),
    }
}

fn with_power(desk: &Desk<'_>) -> Vec<String> {
    authority::powers::holders(&desk.app.library.roles, POWER)
}

fn may(desk: &mut Desk<'_>, instance: Option<&str>, by: &By) -> Result<(), Fault> {
    let By::Person(caller) = by else { return Ok(()) };
    let row = record(desk, instance)?;
    let about = About {
        row: &row,
        snapshot: None,
    };
    let actor = authority::actor(desk, about, caller)?;
    let roles = with_power(desk);
    Ok(authority::may(&desk.app.library.roles, &actor, &roles, &[])?)
}

fn to_mend(desk: &mut Desk<'_>, row: IncidentRow) -> Result<ToMend, Fault> {
    let about = record(desk, row.instance_id.as_deref())?;
    let roles = with_power(desk);
    let here = About {
        row: &about,
        snapshot: None,
    };
    let members = authority::members(desk, here, &roles)?;
    let ids: Vec<String> = members.into_iter().map(|one| one.person).collect();
    let letter = match &row.outbox_key {
        Some(key) => Some(letter(outbox::load(desk.db, &desk.alliance, key)?)),
        None => None,
    };
    let names = people::several(desk.db, &ids)?;
    let known = &desk.app.library.roles;
    Ok(ToMend {
        incident: row.id,
        instance: row.instance_id,
        about: match about.reference {
            Some(reference) => format!("{reference}: {}", about.title),
            None => about.title,
        },
        what: row.what,
        reason: row.detail,
        how: row
            .mend
            .unwrap_or_else(|| "Look at it, see to it, then close it with a word on what was done.".to_owned()),
        since: row.at.utc(),
        letter,
        roles: roles
            .iter()
            .filter_map(|role| known.roles.get(role))
            .map(|role| role.title.clone())
            .collect(),
        people: names.iter().map(|one| one.name.clone()).collect(),
        ids,
    })
}

fn letter(row: OutboxRow) -> DeadLetter {
    let (template, to) = match serde_json::from_str(&row.payload) {
        Ok(Outgoing::Email(letter)) => (letter.template, format!("{} <{}>", letter.to.name, letter.to.email)),
        Ok(Outgoing::Document(order)) => (order.template, String::new()),
        Ok(Outgoing::Notice(order)) => (order.template, String::new()),
        Ok(Outgoing::Signal(signal)) => (String::new(), signal.to),
        Ok(Outgoing::Hook(hook)) => (String::new(), hook.url),
        // What cannot be read was given up for that, and stands on the list all the same.
        Ok(Outgoing::Incident(_) | Outgoing::Scan(_) | Outgoing::Erase(_)) | Err(_) => (String::new(), String::new()),
    };
    DeadLetter {
        key: row.key,
        kind: row.kind,
        template,
        to,
        tries: row.attempts,
    }
}

impl By {
    fn name(&self) -> &str {
        match self {
            Self::Person(caller) => &caller.person,
            Self::Operator(name) => name,
        }
    }
}
