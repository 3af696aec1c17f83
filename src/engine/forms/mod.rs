//! Answers to forms: one validation for HTML pages, the API and scenario files.
//!
//! An answer may come as typed text or as JSON of its own type; what comes out is typed. Every
//! problem is reported, each naming its question and how to mend it. Questions that are not asked
//! (`show_when`) leave no answer behind.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use crate::{
    calendar::Calendar,
    definition::model::{Field, FieldType, Form},
    guard::{self, Env},
    refusal::Reason,
    value::Value,
};

mod answer;
mod bounds;
mod moment;
mod text;

#[cfg(test)]
mod tests;

pub use answer::pence;
pub use moment::{joined, read_date, read_datetime};
pub use text::{Lines, clean, words};

/// The most rows of a table answer.
pub const MOST_ROWS: usize = 500;

/// What validation needs to know besides the form.
pub struct Around<'a> {
    /// The form's name in the definition; reasons and kept values are named `form.field` after it.
    pub name: &'a str,
    /// Business time, calendar, and any names besides `form.*` that `show_when` may read.
    pub env: &'a dyn Env,
    /// Collections for `options_from`: name to key and title.
    pub collections: &'a BTreeMap<String, IndexMap<String, String>>,
}

/// Answers that passed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// Field to answer, in the form's order. Unanswered questions are [`Value::Nothing`]; questions
    /// that were not asked are absent.
    pub typed: IndexMap<String, Value>,
    /// Answers marked `keep`, as `form.field`.
    pub kept: BTreeMap<String, Value>,
}

/// Reads and validates what was filled in.
///
/// # Errors
/// One reason for each problem, in the form's order; the id is `form.field`.
pub fn validate(
    form: &Form,
    given: &IndexMap<String, serde_json::Value>,
    around: &Around<'_>,
) -> Result<Answers, Vec<Reason>> {
    let mut reasons: Vec<Reason> = Vec::new();
    let mut typed: IndexMap<String, Value> = IndexMap::new();
    let mut faults: IndexMap<&str, Vec<String>> = IndexMap::new();
    // Everything is read first, so that `show_when` may speak of a later question too.
    for field in &form.fields {
        match answer::read(field, given.get(&field.id), around) {
            Ok(value) => {
                typed.insert(field.id.clone(), value);
            }
            Err(sentences) => {
                typed.insert(field.id.clone(), Value::Nothing);
                faults.insert(&field.id, sentences);
            }
        }
    }
    for field in &form.fields {
        if !asked(field, &typed, around) {
            typed.shift_remove(&field.id);
            continue;
        }
        let mut sentences = faults.swap_remove(field.id.as_str()).unwrap_or_default();
        if sentences.is_empty() {
            let value = typed.get(&field.id).unwrap_or(&Value::Nothing);
            sentences = bounds::check(field, value, around);
        }
        for because in sentences {
            reasons.push(reason(around.name, &field.id, because));
        }
    }
    for name in given.keys() {
        if !form.fields.iter().any(|field| field.id == *name) {
            let hint = guard::nearest(name, form.fields.iter().map(|field| field.id.as_str()))
                .map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
            let because = format!("This form has no question `{name}`.{hint}");
            reasons.push(reason(around.name, name, because));
        }
    }
    if !reasons.is_empty() {
        return Err(reasons);
    }
    let kept = kept(form, around.name, &typed);
    Ok(Answers { typed, kept })
}

/// What can be read of answers that need not be whole: for pages that are filled in one by one. What
/// cannot be read is [`Value::Nothing`].
pub fn readable(
    form: &Form,
    given: &IndexMap<String, serde_json::Value>,
    around: &Around<'_>,
) -> IndexMap<String, Value> {
    let read = |field: &Field| answer::read(field, given.get(&field.id), around).unwrap_or(Value::Nothing);
    form.fields
        .iter()
        .map(|field| (field.id.clone(), read(field)))
        .collect()
}

/// The answers marked `keep`, as `form.field`.
pub fn kept(form: &Form, name: &str, typed: &IndexMap<String, Value>) -> BTreeMap<String, Value> {
    form.fields
        .iter()
        .filter(|field| field.keep)
        .filter_map(|field| {
            let value = typed.get(&field.id).filter(|value| **value != Value::Nothing)?;
            Some((format!("{name}.{}", field.id), value.clone()))
        })
        .collect()
}

/// Whether a question is asked, given the other answers. A `show_when` that cannot be judged, because
/// what it reads is not answered, is not true.
pub fn asked(field: &Field, typed: &IndexMap<String, Value>, around: &Around<'_>) -> bool {
    let Some(text) = &field.show_when else {
        return true;
    };
    let inner = Inner { typed, env: around.env };
    guard::parse(text).is_ok_and(|expr| guard::evaluate(&expr, &field.id, &inner).held)
}

/// `form.*` from the answers, the rest from outside.
struct Inner<'a> {
    typed: &'a IndexMap<String, Value>,
    env: &'a dyn Env,
}

impl Env for Inner<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        match name.strip_prefix("form.") {
            Some(field) => self.typed.get(field).map(Cow::Borrowed),
            None => self.env.value(name),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.env.now()
    }

    fn calendar(&self) -> &Calendar {
        self.env.calendar()
    }
}

fn reason(form: &str, field: &str, because: String) -> Reason {
    Reason {
        id: format!("{form}.{field}"),
        because,
        mend: None,
        found: None,
    }
}

/// Whether an empty answer is a problem; a declaration must always be agreed to.
fn must_answer(field: &Field) -> bool {
    field.required || field.kind == FieldType::Declaration
}
