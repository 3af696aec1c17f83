//! Everything about one record that somebody may see, to take away: what was filled in there, and a note in the
//! journal that they took it. Documents, lines of the journal and records below are those of the record's own page
//! (`service::record`), judged by the same path.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::definition::model::{FieldType, Form};
use accord_store::{instances, organisations, people, subjects::SubjectRow, submissions};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use crate::{
    domain::words,
    service::{
        answers,
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        history,
        sight::{self, Seen, Sight},
        subjects::{self, About, standing},
    },
};

/// Powers of those who read what others wrote in a form that was sealed.
const READ: [&str; 2] = ["bids.read", "everything.read"];
/// While what is sent under a record is sealed.
const SEALED: [&str; 2] = ["round.open", "round.closed"];
/// The kind of record at which this is.
const ROUND: &str = "round";

/// One form as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// What the form is called.
    pub title: String,
    /// When it reached us.
    pub at: DateTime<Utc>,
    /// The fingerprint of what was sent, hex.
    pub hash: String,
    /// Question and answer, in the form's order; nothing while it is sealed.
    pub answers: Option<Vec<(String, String)>>,
}

/// What was filled in on a record, the oldest first: for the organisation whose record it is, and for whoever reads what
/// was sent in sealed forms. Nothing for anybody else: they have the papers.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn sent(desk: &mut Desk<'_>, seen: &Seen) -> Result<Vec<Sent>, Fault> {
    let own = seen.record.organisation_id.is_some() && seen.record.organisation_id == seen.actor.organisation;
    if seen.sight != Sight::Whole || !(own || reads(desk, seen)?) {
        return Ok(Vec::new());
    }
    let about = About {
        row: &seen.record,
        snapshot: None,
    };
    let titles = subjects::of(&seen.record.kind)?.collections(desk, about)?;
    let mut out = Vec::new();
    for instance in instances::of_subject(desk.db, &desk.alliance, &seen.record.id)? {
        let workflow = desk.app.library.pinned(desk.db, &instance.definition)?;
        for row in submissions::of_instance(desk.db, &desk.alliance, &instance.id)? {
            let Some(form) = workflow.definition.forms.get(&row.form) else {
                continue;
            };
            // What the office filled in about it is in the letters; others read only what was sealed once.
            let theirs = row.organisation_id.is_some() && row.organisation_id == seen.record.organisation_id;
            if !theirs || (!own && form.sealed_until.is_none()) {
                continue;
            }
            let given = answers::of(&row)?;
            let answers = match row.answers.is_some() {
                true => Some(said(desk, form, &given, &titles)?),
                false => None,
            };
            out.push(Sent {
                title: form.title.clone().unwrap_or_else(|| row.form.replace('_', " ")),
                at: row.at.utc(),
                hash: row.hash,
                answers,
            });
        }
    }
    out.sort_by_key(|one| one.at);
    Ok(out)
}

/// Whether a role that reads what was sent is held here, and brings that to this person.
fn reads(desk: &mut Desk<'_>, seen: &Seen) -> Result<bool, Fault> {
    let about = About {
        row: &seen.record,
        snapshot: None,
    };
    let withheld: BTreeSet<String> = subjects::of(&seen.record.kind)?.withheld(desk, about, &seen.actor)?;
    let roles = &desk.app.library.roles.roles;
    Ok(seen
        .actor
        .roles
        .iter()
        .filter(|role| !withheld.contains(*role))
        .any(|role| {
            let powers = roles.get(role).map(|role| role.powers.as_slice()).unwrap_or_default();
            powers.iter().any(|power| READ.contains(&power.as_str()))
        }))
}

/// Questions with their answers, in words. `titles` are what the options of collections are called.
fn said(
    desk: &mut Desk<'_>,
    form: &Form,
    given: &Map<String, Json>,
    titles: &Titles,
) -> Result<Vec<(String, String)>, Fault> {
    let mut out = Vec::new();
    for field in &form.fields {
        let Some(value) = given.get(&field.id).filter(|value| !value.is_null()) else {
            continue;
        };
        let label = field.label.clone();
        match value {
            Json::Array(rows) if rows.iter().any(Json::is_object) => {
                for row in rows.iter().filter_map(Json::as_object) {
                    let cells = field.columns.iter().filter_map(|column| {
                        let text = in_words(row.get(&column.id)?);
                        Some(titled(titles, column.options_from.as_deref(), &text))
                    });
                    let mut cells = cells.collect::<Vec<_>>().into_iter();
                    let first = cells.next().unwrap_or_default();
                    out.push((format!("{label}: {first}"), cells.collect::<Vec<_>>().join("; ")));
                }
            }
            Json::String(text) if field.kind == FieldType::Date => {
                let day = text.parse().map_or_else(|_| text.clone(), words::day);
                out.push((label, day));
            }
            Json::String(id) => {
                let named = match people::load(desk.db, id)? {
                    Some(person) => Some(person.name),
                    None => organisations::load(desk.db, id)?.map(|one| one.name),
                };
                let named = named.unwrap_or_else(|| titled(titles, field.options_from.as_deref(), id));
                out.push((label, named));
            }
            Json::Number(number) if field.kind == FieldType::Money => {
                out.push((label, words::money(number.as_i64().unwrap_or(0))));
            }
            other => out.push((label, in_words(other))),
        }
    }
    Ok(out)
}

/// Options of collections: what they are called.
type Titles = BTreeMap<String, IndexMap<String, String>>;

fn titled(titles: &Titles, from: Option<&str>, option: &str) -> String {
    let known = from.and_then(|name| titles.get(name)?.get(option));
    known.cloned().unwrap_or_else(|| option.to_owned())
}

fn in_words(value: &Json) -> String {
    match value {
        Json::Bool(true) => "Yes".to_owned(),
        Json::Bool(false) => "No".to_owned(),
        Json::String(text) => text.clone(),
        Json::Array(all) => all.iter().map(in_words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Whether what was sent here, or below, is still sealed: who sent anything is then nobody's to know.
///
/// # Errors
/// The database fails.
pub fn is_sealed(desk: &mut Desk<'_>, record: &SubjectRow) -> Result<bool, Fault> {
    let Some(round) = standing::above(desk, record, ROUND)? else {
        return Ok(false);
    };
    let at = standing::of(desk, &round.id)?;
    Ok(at.is_some_and(|at| at.is(&SEALED)))
}

/// Writes down who took everything about a record with them, and the fingerprint of what they took.
///
/// # Errors
/// The record is not there, or not for them; the database fails.
pub fn taken(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (kind, id): (&str, &str),
    (files, hash): (usize, &str),
) -> Result<(), Fault> {
    let (caller, kind, id, hash) = (caller.clone(), kind.to_owned(), id.to_owned(), hash.to_owned());
    app.writing(alliance, move |desk| {
        let seen = sight::record(desk, &caller, &kind, &id)?;
        let instance = seen.running.first().map(|one| one.row.id.clone());
        let body = json!({ "taken": {
            "record": seen.record.id, "by": caller.person, "acting_for": caller.acting_for, "files": files, "sha256": hash,
        } });
        history::note(desk, instance.as_deref(), &body)
    })
}
