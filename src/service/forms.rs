//! Forms as people fill them in: the engine's one validation, with this instance's surroundings.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

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
    let kind = subjects::of(&loaded.record.kind)?;
    let chosen: BTreeSet<String> = form.chooses_from().map(str::to_owned).collect();
    let collections = if chosen.is_empty() {
        BTreeMap::new()
    } else {
        kind.some_collections(desk, loaded.about(), &chosen)?
    };
    let env = Surroundings { loaded, now: desk.now };
    let around = Around {
        name,
        env: &env,
        collections: &collections,
    };
    let given = given.iter().map(|(id, value)| (id.clone(), value.clone())).collect();
    let wrong: Vec<FieldError> = match forms::validate(form, &given, &around) {
        Ok(answers) => {
            let wrong = kind.judge(desk, loaded.about(), &answers.typed)?;
            if wrong.is_empty() {
                return Ok(answers.typed);
            }
            let at = |(place, says)| FieldError {
                field: format!("{name}.{place}"),
                says,
            };
            wrong.into_iter().map(at).collect()
        }
        Err(reasons) => reasons
            .into_iter()
            .map(|reason| FieldError {
                field: reason.id,
                says: reason.because,
            })
            .collect(),
    };
    Err(Fault::Invalid(wrong))
}
