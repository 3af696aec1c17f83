//! What a form is filled in with before anybody has typed: from the profile of whoever's organisation it
//! is, or from the person's last answer to the same question. Where from is said beside it, it can be
//! changed, and it never takes the place of something typed, not even of nothing typed.

use accord_engine::definition::model::{Field, Form};
use accord_store::{instances, submissions};
use serde_json::{Map, Value as Json};

use crate::service::{
    answers, app::Desk, fault::Fault, organisations::profile, sight::Seen, transition::Loaded, typed,
};

/// The source that is one's own last answer.
const LAST: &str = "last_answer";
/// Before the name of a question of the profile.
const PROFILE: &str = "profile.";
/// How many of somebody's answers to one form are looked through for one that is of this workflow and open.
const LOOKED: i64 = 20;

/// An answer that nobody has typed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// As pages keep what people type.
    pub value: Json,
    /// Where it comes from.
    pub says: String,
}

/// What questions of a form can be filled in with, by question.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn of(
    desk: &mut Desk<'_>,
    seen: &Seen,
    loaded: &Loaded,
    (name, form): (&str, &Form),
) -> Result<indexmap::IndexMap<String, Filled>, Fault> {
    let mut out = indexmap::IndexMap::new();
    let asks = |source: &dyn Fn(&str) -> bool| {
        form.fields
            .iter()
            .any(|field| field.prefill.as_deref().is_some_and(source))
    };
    if !asks(&|_| true) {
        return Ok(out);
    }
    let said = match asks(&|source| source.starts_with(PROFILE)) {
        true => of_profile(desk, seen)?,
        false => Map::new(),
    };
    let last = match asks(&|source| source == LAST) {
        true => last_answers(desk, seen, loaded, name, form)?,
        false => Map::new(),
    };
    for field in &form.fields {
        let Some(source) = &field.prefill else { continue };
        let value = match source.strip_prefix(PROFILE) {
            Some(question) => said.get(question),
            None => last.get(&field.id),
        };
        let says = desk
            .app
            .library
            .catalogue
            .prefill
            .get(source)
            .map(|one| one.says.clone());
        if let (Some(value), Some(says)) = (value.filter(|value| stands(field, value)), says) {
            let value = value.clone();
            out.insert(field.id.clone(), Filled { value, says });
        }
    }
    Ok(out)
}

/// Whether there is an answer.
fn stands(_field: &Field, value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::String(text) => !text.trim().is_empty(),
        Json::Array(all) => !all.is_empty(),
        Json::Object(parts) => !parts.is_empty(),
        Json::Bool(_) | Json::Number(_) => true,
    }
}

/// The profile of the organisation that the record belongs to, if it is the person's own; without one, of
/// the organisation that they act for.
fn of_profile(desk: &mut Desk<'_>, seen: &Seen) -> Result<Map<String, Json>, Fault> {
    let Some(own) = &seen.actor.organisation else {
        return Ok(Map::new());
    };
    if seen.record.organisation_id.as_ref().is_some_and(|of| of != own) {
        return Ok(Map::new());
    }
    let Some(row) = accord_store::organisations::load(desk.db, own)? else {
        return Ok(Map::new());
    };
    let form = desk.app.library.profile.form.clone();
    Ok(profile::as_typed(&form, &profile::answers(&row)?))
}

/// What this person last sent in the form of this name of the same workflow, as far as it can be read:
/// a sealed form cannot.
fn last_answers(
    desk: &mut Desk<'_>,
    seen: &Seen,
    loaded: &Loaded,
    name: &str,
    form: &Form,
) -> Result<Map<String, Json>, Fault> {
    let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person);
    for row in submissions::last_of_person(desk.db, &desk.alliance, person, name, LOOKED)? {
        let of = instances::load(desk.db, &desk.alliance, &row.instance_id)?;
        // One who speaks for two organisations tells neither what the other said.
        let same = row.organisation_id.is_none() || row.organisation_id == seen.actor.organisation;
        if row.answers.is_some() && same && of.workflow == loaded.row.workflow {
            return Ok(typed::stored(Some(form), answers::of(&row)?));
        }
    }
    Ok(Map::new())
}
