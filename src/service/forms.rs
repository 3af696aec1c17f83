//! Forms as people fill them in: the engine's one validation, with this instance's surroundings.

use std::{borrow::Cow, collections::BTreeMap};

use accord_engine::{
    calendar::Calendar,
    definition::model::Form,
    forms::{self, Around},
    guard::Env,
    value::Value,
};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::service::{
    app::Desk,
    fault::{Fault, FieldError},
    subjects,
    transition::Loaded,
};

/// Settings and kept values are all that a question may depend on, beside other answers.
struct Surroundings<'a> {
    loaded: &'a Loaded,
    now: DateTime<Utc>,
}

impl Env for Surroundings<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        let snapshot = &self.loaded.snapshot;
        let found = match name.split_once('.') {
            Some(("settings", rest)) => snapshot.settings.get(rest),
            Some(("kept", rest)) => snapshot.kept.get(rest),
            Some(_) | None => None,
        };
        found.map(Cow::Borrowed)
    }

    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn calendar(&self) -> &Calendar {
        &self.loaded.workflow.calendar
    }
}

/// Reads and judges what was filled in.
///
/// # Errors
/// Every answer that does not fit, each with a sentence.
pub fn read(
    desk: &mut Desk<'_>,
    loaded: &Loaded,
    name: &str,
    form: &Form,
    given: &Map<String, Json>,
) -> Result<IndexMap<String, Value>, Fault> {
    let collections = match form.chooses_from().next() {
        Some(_) => subjects::of(&loaded.record.kind)?.collections(desk, loaded.about())?,
        None => BTreeMap::new(),
    };
    let env = Surroundings { loaded, now: desk.now };
    let around = Around {
        name,
        env: &env,
        collections: &collections,
    };
    let given = given.iter().map(|(id, value)| (id.clone(), value.clone())).collect();
    match forms::validate(form, &given, &around) {
        Ok(answers) => Ok(answers.typed),
        Err(reasons) => Err(Fault::Invalid(
            reasons
                .into_iter()
                .map(|reason| FieldError {
                    field: reason.id,
                    says: reason.because,
                })
                .collect(),
        )),
    }
}
