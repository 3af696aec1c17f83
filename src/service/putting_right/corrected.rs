//! The second of two people has confirmed a correction: the answers as they will stand, and who is told.

use accord_engine::{definition::model::Field, value::Value};
use accord_store::{
    people,
    recordings::RecordingRow,
    submissions::{self, SubmissionRow},
};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::{
    because,
    bound::{binds, open_form},
    name, refused, tell,
};
use crate::{
    domain::hex,
    service::{
        answers,
        app::Desk,
        fault::{Fault, FieldError},
        forms, history,
        transition::Loaded,
        typed,
    },
};

/// What stood there, and what stands there since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Both {
    /// The form.
    pub form: String,
    /// JSON: the answers before.
    pub before: String,
    /// Their hash, which the journal names.
    pub hash: String,
    /// JSON: the answers since.
    pub after: String,
    /// Their hash.
    pub hash_after: String,
}

/// Puts the corrected answers in the place of the others, and tells whoever relied on them. Gives both.
pub(super) fn apply(desk: &mut Desk<'_>, recording: &RecordingRow, submission: &str) -> Result<String, Fault> {
    let one = crate::service::transition::load(desk, &recording.instance_id)?;
    let row = submissions::load(desk.db, &desk.alliance, submission)?;
    let bound = binds(desk, &one, &row)?;
    refused(bound.iter().map(|why| because("bound", why)).collect())?;
    let typed: Map<String, Json> = serde_json::from_str(&recording.answers)?;
    let stored = serde_json::to_string(&corrected(desk, &one, &row, &typed)?)?;
    let salt = hex(&desk.app.rng.bytes::<16>());
    let reason = row.reason.clone().unwrap_or_default();
    let hash = hex(&Sha256::digest(format!("{salt}\n{stored}\n{reason}")));
    submissions::correct(desk.db, submission, &stored, &salt, &hash)?;
    let settled = recording.settled_by.clone().unwrap_or_default();
    let body = serde_json::json!({
        "format": 1,
        "instance": one.row.id,
        "corrected": {
            "submission": submission, "form": row.form, "of": row.person_id, "hash": row.hash, "hash_after": hash,
            "by": recording.recorded_by, "confirmed_by": settled,
        },
    });
    history::note(desk, Some(&one.row.id), &body)?;
    let relied = history::people_since(desk, &one.row.id, Some(row.at.utc()))?;
    let (by, author) = (name(desk, &recording.recorded_by)?, name(desk, &row.person_id)?);
    for person in relied {
        if [&row.person_id, &recording.recorded_by, &settled].contains(&&person) {
            continue;
        }
        if let Some(to) = people::load(desk.db, &person)? {
            let says = format!(
                "What {author} filled in about “{}” has been corrected since you last did something there: {}",
                one.record.title, recording.reason
            );
            let path = format!("/{}/{}/put-right", one.record.kind, one.record.id);
            tell(desk, &to, ("recorded", &path, says), &by)?;
        }
    }
    Ok(serde_json::to_string(&Both {
        form: row.form,
        before: row.answers.unwrap_or_default(),
        hash: row.hash,
        after: stored,
        hash_after: hash,
    })?)
}

/// All answers as they will stand: those that the process keeps as they are, the others as typed; judged by the
/// form and by the kind of record like any others.
pub(super) fn corrected(
    desk: &mut Desk<'_>,
    one: &Loaded,
    row: &SubmissionRow,
    typed: &Map<String, Json>,
) -> Result<IndexMap<String, Value>, Fault> {
    let form = open_form(one, row).ok_or(Fault::NotFound("page"))?;
    let kept = |field: &Field| field.keep;
    let old = typed::stored(Some(form), answers::plain(row.answers.as_deref())?);
    let mut all = typed.clone();
    for field in form.fields.iter().filter(|field| kept(field)) {
        all.remove(&field.id);
        all.extend(
            old.get(&field.id)
                .filter(|value| !value.is_null())
                .map(|value| (field.id.clone(), value.clone())),
        );
    }
    let mut out = forms::read(desk, one, &row.form, form, &all)?;
    let before = answers::typed(row.answers.as_deref())?;
    for field in form.fields.iter().filter(|field| kept(field)) {
        if out.get(&field.id) != before.get(&field.id) {
            let says = format!("‘{}’ is kept by the process and cannot be corrected.", field.label);
            return Err(Fault::Invalid(vec![FieldError {
                field: field.id.clone(),
                says,
            }]));
        }
    }
    out.sort_by(|a, _, b, _| {
        let at = |id: &String| form.fields.iter().position(|field| field.id == *id);
        at(a).cmp(&at(b))
    });
    Ok(out)
}
