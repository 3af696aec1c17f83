//! What people have filled in, and what stands in a record, read the same way by every kind here.

use accord_engine::{snapshot::Snapshot, value::Value};
use accord_store::{
    instances,
    organisations::{self, OrganisationRow},
    subjects::{self as rows, SubjectRow},
    submissions,
};
use anyhow::anyhow;
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::service::{
    app::Desk,
    fault::Fault,
    subjects::{self, About, NewSubject, data, plain},
};

/// Answers to one form.
pub(super) type Filled = IndexMap<String, Value>;

/// Everything filled in about a record that answers this question, oldest first, sealed ones left
/// out.
pub(super) fn all(desk: &mut Desk<'_>, row: &SubjectRow, question: &str) -> Result<Vec<(String, Filled)>, Fault> {
    let mut out = Vec::new();
    for instance in instances::of_subject(desk.db, &desk.alliance, &row.id)? {
        for one in submissions::of_instance(desk.db, &desk.alliance, &instance.id)? {
            let Some(text) = one.answers else { continue };
            let filled: Filled = serde_json::from_str(&text)?;
            if filled.contains_key(question) {
                out.push((one.person_id, filled));
            }
        }
    }
    Ok(out)
}

/// The newest of [`all`].
pub(super) fn newest(desk: &mut Desk<'_>, row: &SubjectRow, question: &str) -> Result<Option<(String, Filled)>, Fault> {
    Ok(all(desk, row, question)?.pop())
}

/// The text of an answer; empty where there is none.
pub(super) fn text(filled: &Filled, question: &str) -> String {
    match filled.get(question) {
        Some(Value::Text(text)) => text.clone(),
        Some(other) => crate::service::spoken::value(other),
        None => String::new(),
    }
}

/// The words that an answer was chosen from, as the workflow has them; the answer itself where it was
/// not chosen.
pub(super) fn chosen(desk: &mut Desk<'_>, row: &SubjectRow, question: &str, answer: &str) -> Result<String, Fault> {
    for instance in instances::of_subject(desk.db, &desk.alliance, &row.id)? {
        let workflow = desk.app.library.pinned(desk.db, &instance.definition)?;
        let fields = workflow.definition.forms.values().flat_map(|form| &form.fields);
        let mut words = fields
            .filter(|field| field.id == question)
            .filter_map(|field| field.options.get(answer));
        if let Some(words) = words.next() {
            return Ok(words.clone());
        }
    }
    Ok(answer.to_owned())
}

/// The rows of a table answer.
pub(super) fn table<'a>(filled: &'a Filled, question: &str) -> &'a [IndexMap<String, Value>] {
    match filled.get(question) {
        Some(Value::Rows(rows)) => rows,
        _ => &[],
    }
}

/// A part of a record's own JSON, typed; `None` where it is not there.
pub(super) fn part<T: DeserializeOwned>(row: &SubjectRow, name: &str) -> Result<Option<T>, Fault> {
    match data(row)?.remove(name) {
        None | Some(Json::Null) => Ok(None),
        Some(json) => Ok(Some(serde_json::from_value(json)?)),
    }
}

/// Entries of the record's log under a permit's name.
pub(super) fn log(row: &SubjectRow, permit: &str) -> Result<Vec<Map<String, Json>>, Fault> {
    let log = data(row)?.remove("log").unwrap_or_default();
    let entries = log.get(permit).and_then(Json::as_array).cloned().unwrap_or_default();
    Ok(entries
        .into_iter()
        .filter_map(|one| match one {
            Json::Object(map) => Some(map),
            _ => None,
        })
        .collect())
}

/// A word of a body or of a log entry.
pub(super) fn word<'a>(map: &'a Map<String, Json>, name: &str) -> &'a str {
    map.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// A new record below a contract: it keeps its period and belongs to the contract's host.
pub(super) fn below_contract(new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
    plain::keep_period(new, row)?;
    if let Some(above) = &new.parent {
        row.organisation_id.clone_from(&above.organisation_id);
    }
    Ok(())
}

/// The record above; every kind here but a meeting has one.
pub(super) fn parent(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<SubjectRow>, Fault> {
    match &row.parent_id {
        Some(id) => Ok(Some(rows::load(desk.db, &desk.alliance, id)?)),
        None => Ok(None),
    }
}

/// The nearest record above of one kind.
pub(super) fn above(desk: &mut Desk<'_>, row: &SubjectRow, kind: &str) -> Result<Option<SubjectRow>, Fault> {
    let mut next = parent(desk, row)?;
    while let Some(found) = next {
        if found.kind == kind {
            return Ok(Some(found));
        }
        next = parent(desk, &found)?;
    }
    Ok(None)
}

/// The organisation that a record belongs to.
pub(super) fn organisation(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<OrganisationRow>, Fault> {
    match &row.organisation_id {
        Some(id) => Ok(organisations::load(desk.db, id)?),
        None => Ok(None),
    }
}

/// What another record shows to templates.
pub(super) fn shown<T: DeserializeOwned>(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<T, Fault> {
    let json = subjects::of(&row.kind)?.context(desk, About { row, snapshot: None })?;
    serde_json::from_value(json).map_err(|e| Fault::Internal(anyhow!("what `{}` shows: {e}", row.kind)))
}

/// The newest snapshot of an instance about a record, for facts that are asked from elsewhere.
pub(super) fn snapshot(desk: &mut Desk<'_>, about: About<'_>) -> Result<Option<Snapshot>, Fault> {
    if let Some(snapshot) = about.snapshot {
        return Ok(Some(snapshot.clone()));
    }
    match desk.instances_about(&about.row.id)?.pop() {
        Some(row) => Ok(Some(serde_json::from_str(&row.snapshot)?)),
        None => Ok(None),
    }
}

/// The value kept last under a form's field, whatever the form is called.
pub(super) fn kept<'a>(snapshot: Option<&'a Snapshot>, field: &str) -> Option<&'a Value> {
    let ending = format!(".{field}");
    snapshot?
        .kept
        .iter()
        .find(|(name, _)| name.ends_with(&ending))
        .map(|(_, value)| value)
}
