//! Saving what an organisation says of itself: judged, kept as its next version, written down, told.

use std::{borrow::Cow, collections::BTreeSet};

use accord_engine::{
    calendar::Calendar,
    forms::{self, Around},
    guard::Env,
    value::Value,
};
use accord_store::{
    organisations::{self, OrganisationRow},
    people,
};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::profile::{LISTS, Sheet, answers, changed, open, put_version};
use crate::{
    domain::identifiers::{self, Scheme},
    service::{
        answers::{plain_value, text},
        app::{App, Desk},
        authority::Caller,
        fault::{Fault, FieldError},
        history, people as office,
    },
};

/// Numbers whose format is looked at.
const NUMBERS: [(&str, Scheme); 2] = [("charity_number", Scheme::Charity), ("company_number", Scheme::Company)];

/// Questions of a profile depend on nothing but one another.
struct Alone<'a> {
    calendar: &'a Calendar,
    now: DateTime<Utc>,
}

impl Env for Alone<'_> {
    fn value(&self, _name: &str) -> Option<Cow<'_, Value>> {
        None
    }

    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn calendar(&self) -> &Calendar {
        self.calendar
    }
}

/// Saves what an organisation says of itself. Its lead contacts are told when the number changes on
/// which it is called; nothing is written if nothing changed. Gives the version that holds now.
///
/// # Errors
/// Whoever asks does not speak for it, every answer that does not fit, or somebody was quicker.
pub fn save(
    app: &App,
    alliance: &str,
    caller: &Caller,
    id: &str,
    typed: Map<String, Json>,
    seen: Option<i64>,
) -> Result<i64, Fault> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.writing(alliance, move |desk| {
        let sheet = open(desk, &caller, &id)?;
        if seen.is_some_and(|seen| seen != sheet.version) {
            return Err(Fault::conflict(
                "Somebody of your organisation has saved these details since you opened them.",
                0,
            ));
        }
        let old = answers(&sheet.organisation)?;
        let said = read(desk, &sheet, &typed)?;
        let changed = changed(&sheet.form, &old, &said);
        if changed.is_empty() {
            return Ok(sheet.version);
        }
        let row = as_row(&sheet, &said)?;
        organisations::change(desk.db, &row)?;
        let person = caller.acting_for.as_ref().unwrap_or(&caller.person);
        let version = put_version(desk, &row, Some(person))?;
        let questions: Vec<&str> = changed.iter().map(|(id, _)| id.as_str()).collect();
        history::note(
            desk,
            None,
            &json!({
                "format": 1,
                "organisation": {
                    "done": "profile", "organisation": id, "version": version, "changed": questions,
                    "by": person, "hand": caller.person,
                },
            }),
        )?;
        if text(&old, "telephone") != text(&said, "telephone") {
            tell(desk, &caller, &row)?;
        }
        Ok(version)
    })
}

/// Reads and judges what was typed.
fn read(desk: &Desk<'_>, sheet: &Sheet, given: &Map<String, Json>) -> Result<Map<String, Json>, Fault> {
    let calendar = desk.app.library.calendars.values().next();
    let calendar = calendar.ok_or_else(|| anyhow::anyhow!("the library has no calendar"))?;
    let env = Alone {
        calendar,
        now: desk.now,
    };
    let around = Around {
        name: "profile",
        env: &env,
        collections: &sheet.choices.collections,
    };
    let asked: IndexMap<String, Json> = given
        .iter()
        .filter(|(id, _)| sheet.form.fields.iter().any(|field| field.id == **id))
        .map(|(id, value)| (id.clone(), value.clone()))
        .collect();
    let mut wrong: Vec<FieldError> = Vec::new();
    let mut out = Map::new();
    match forms::validate(&sheet.form, &asked, &around) {
        Ok(answers) => {
            for (id, value) in answers.typed {
                let value = match LISTS.contains(&id.as_str()) {
                    true => listed(&plain_value(value)),
                    false => plain_value(value),
                };
                out.insert(id, value);
            }
        }
        Err(reasons) => wrong.extend(reasons.into_iter().map(|reason| FieldError {
            field: reason.id.rsplit('.').next().unwrap_or_default().to_owned(),
            says: reason.because,
        })),
    }
    for (id, scheme) in NUMBERS {
        let entered = given.get(id).and_then(Json::as_str).unwrap_or_default().trim();
        if entered.is_empty() {
            continue;
        }
        match identifiers::tidy(scheme, entered) {
            Ok(tidy) => drop(out.insert(id.to_owned(), tidy.into())),
            Err(says) => wrong.push(FieldError {
                field: id.to_owned(),
                says,
            }),
        }
    }
    if wrong.is_empty() {
        Ok(out)
    } else {
        Err(Fault::Invalid(wrong))
    }
}

/// What was typed with commas, one by one, each once.
fn listed(value: &Json) -> Json {
    let mut seen = BTreeSet::new();
    let parts = value.as_str().unwrap_or_default().split([',', ';', '\n']);
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty() && seen.insert(part.to_lowercase()))
        .collect()
}

/// The organisation as it is stored from now on. What stands in the profile beside the questions stays.
fn as_row(sheet: &Sheet, said: &Map<String, Json>) -> Result<OrganisationRow, Fault> {
    let mut profile: Map<String, Json> = serde_json::from_str(&sheet.organisation.profile)?;
    for (id, value) in said {
        if matches!(id.as_str(), "name" | "income_band" | "community_led") {
            continue;
        }
        if value.is_null() {
            profile.remove(id);
        } else {
            profile.insert(id.clone(), value.clone());
        }
    }
    Ok(OrganisationRow {
        name: crate::service::authority::manage::tidy(&text(said, "name")),
        income_band: Some(text(said, "income_band")).filter(|band| !band.is_empty()),
        community_led: said.get("community_led").and_then(Json::as_bool).unwrap_or_default(),
        profile: Json::Object(profile).to_string(),
        ..sheet.organisation.clone()
    })
}

/// The lead contacts hear that their organisation is called on another number, whoever changed it.
fn tell(desk: &mut Desk<'_>, caller: &Caller, row: &OrganisationRow) -> Result<(), Fault> {
    let by = office::named(desk, caller)?;
    let says = format!(
        "The number on which we call {} was changed in its profile. A call that confirms something begun before today \
         still goes to the old number.",
        row.name
    );
    for one in organisations::members(desk.db, &row.id, desk.now.into())? {
        if one.lead_contact
            && let Some(to) = people::load(desk.db, &one.person_id)?
        {
            office::tell(desk, &to, &by, &format!("/organisations/{}", row.id), says.clone())?;
        }
    }
    Ok(())
}
