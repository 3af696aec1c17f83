//! Stored answers to forms, as plain JSON.

use accord_engine::value::Value;
use accord_store::{
    StoreError,
    submissions::{self, SubmissionRow},
};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use crate::{
    domain::hex,
    service::{app::Desk, fault::Fault},
};

/// Stored answers with their types.
///
/// # Errors
/// What is stored is damaged.
pub fn typed(stored: Option<&str>) -> Result<IndexMap<String, Value>, Fault> {
    match stored {
        Some(text) => {
            serde_json::from_str(text).map_err(|e| StoreError::Damaged(format!("answers to a form: {e}")).into())
        }
        None => Ok(IndexMap::new()),
    }
}

/// Stored answers as plain JSON, as records keep them; nothing of a sealed form.
///
/// # Errors
/// What is stored is damaged.
pub fn plain(stored: Option<&str>) -> Result<Map<String, Json>, Fault> {
    Ok(typed(stored)?
        .into_iter()
        .map(|(id, value)| (id, plain_value(value)))
        .collect())
}

/// The answers of one submission.
///
/// # Errors
/// What is stored is damaged.
pub fn of(row: &SubmissionRow) -> Result<Map<String, Json>, Fault> {
    plain(row.answers.as_deref())
}

/// A submission with its answers.
pub type Filled = (SubmissionRow, Map<String, Json>);

/// Whatever was filled in for an instance that answers a question, oldest first, whatever the form
/// is called; nothing of a sealed form.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub fn to_question(desk: &mut Desk<'_>, instance: &str, question: &str) -> Result<Vec<Filled>, Fault> {
    let mut out = Vec::new();
    for row in submissions::of_instance(desk.db, &desk.alliance, instance)? {
        let given = of(&row)?;
        if given.contains_key(question) {
            out.push((row, given));
        }
    }
    Ok(out)
}

/// A text among answers; empty if it was not given.
pub fn text(answers: &Map<String, Json>, field: &str) -> String {
    answers.get(field).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// A list of texts among answers.
pub fn texts(answers: &Map<String, Json>, field: &str) -> Vec<String> {
    let all = answers.get(field).and_then(Json::as_array);
    all.into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .map(str::to_owned)
        .collect()
}

/// What stands in the journal of answers that may be personal: their hash, hex.
///
/// # Errors
/// None that JSON of our own can have.
pub fn fingerprint(answers: &Map<String, Json>) -> Result<String, Fault> {
    Ok(hex(&Sha256::digest(serde_json::to_vec(answers)?)))
}

/// An answer as plain JSON.
pub fn plain_value(value: Value) -> Json {
    match value {
        Value::Bool(yes) => yes.into(),
        Value::Integer(number) | Value::Money(number) => number.into(),
        Value::Text(text) => text.into(),
        Value::Date(date) => date.to_string().into(),
        Value::Instant(at) => at.to_rfc3339().into(),
        Value::Amount(count, unit) => format!("{count} {}", unit.0.word()).into(),
        Value::Share(top, bottom) => format!("{top}/{bottom}").into(),
        Value::Texts(all) => all.into(),
        Value::Rows(rows) => rows
            .into_iter()
            .map(|row| Json::Object(row.into_iter().map(|(id, one)| (id, plain_value(one))).collect()))
            .collect(),
        Value::Nothing => Json::Null,
    }
}
