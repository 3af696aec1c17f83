//! Saving what an organisation says of itself: judged, kept as its next version, written down, told.

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
use accord_store::{
    organisations::{self, OrganisationRow},
    people,
};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::{
    Standing,
    profile::{LISTS, answers, changed, correct, open, put_version},
};
use crate::{
    domain::{
        identifiers::{self, Scheme},
        words,
    },
    service::{
        access::post,
        answers::{plain_value, text},
        app::{App, Desk},
        authority::{Caller, manage},
        fault::{Fault, FieldError},
        history, people as office,
    },
    views::contexts::access::Access,
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

/// What somebody sends to be saved.
#[derive(Debug, Clone, Default)]
pub struct Saying {
    /// Question to answer, as pages keep it.
    pub typed: Map<String, Json>,
    /// The version that they read.
    pub seen: Option<i64>,
    /// Why somebody else than the organisation corrects it; without it, only its own people may.
    pub because: Option<String>,
}

/// The longest reason for a correction.
const REASON: usize = 500;

/// Saves what an organisation says of itself. Its lead contacts are told when the number changes on
/// which it is called, and whenever somebody else corrected it; nothing is written if nothing changed. Gives
/// the version that holds now.
///
/// # Errors
/// Whoever asks may not change it, every answer that does not fit, or somebody was quicker.
pub fn save(app: &App, alliance: &str, caller: &Caller, id: &str, saying: Saying) -> Result<i64, Fault> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.writing(alliance, move |desk| {
        let Saying { typed, seen, because } = saying;
        let sheet = match &because {
            Some(_) => correct(desk, &caller, &id)?,
            None => open(desk, &caller, &id)?,
        };
        let because = because.filter(|_| sheet.standing == Standing::Office);
        let because = because.map(|text| reason(&text)).transpose()?;
        if seen.is_some_and(|seen| seen != sheet.version) {
            return Err(Fault::conflict(
                "Somebody has saved these details since you opened them.",
                0,
            ));
        }
        let old = answers(&sheet.organisation)?;
        let said = judge(desk, &sheet.form, &sheet.choices.collections, &typed).map_err(Fault::Invalid)?;
        let changed = changed(&sheet.form, &old, &said);
        if changed.is_empty() {
            return Ok(sheet.version);
        }
        let row = as_row(&sheet.organisation, &said)?;
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
                    "by": person, "hand": caller.person, "because": because,
                },
            }),
        )?;
        if let Some(because) = because {
            let labels: Vec<String> = changed.into_iter().map(|(_, label)| label).collect();
            let says = format!(
                "What stands about {} was corrected: {}. The reason: {because}",
                row.name,
                words::list(&labels)
            );
            return tell(desk, &caller, &row, &says).map(|()| version);
        }
        if text(&old, "telephone") != text(&said, "telephone") {
            let says = format!(
                "The number on which we call {} was changed in its profile. A call that confirms something begun \
                 before today still goes to the old number.",
                row.name
            );
            tell(desk, &caller, &row, &says)?;
        }
        Ok(version)
    })
}

/// A reason that can be read.
pub(super) fn reason(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Fault::field(
            "because",
            "Write why you correct it. The organisation reads this.",
        )),
        long if long > REASON => Err(Fault::field("because", format!("Write {REASON} characters or fewer."))),
        _ => Ok(text.to_owned()),
    }
}

/// Reads and judges what was typed for these questions.
///
/// # Errors
/// Everything that is wrong, each with its question.
pub(super) fn judge(
    desk: &Desk<'_>,
    form: &Form,
    collections: &BTreeMap<String, IndexMap<String, String>>,
    given: &Map<String, Json>,
) -> Result<Map<String, Json>, Vec<FieldError>> {
    let calendar = desk.app.library.calendars.values().next();
    let Some(calendar) = calendar else {
        let says = "The library has no calendar: whoever looks after the installation can add one.".to_owned();
        return Err(vec![FieldError {
            field: String::new(),
            says,
        }]);
    };
    let env = Alone {
        calendar,
        now: desk.now,
    };
    let around = Around {
        name: "profile",
        env: &env,
        collections,
    };
    let asked: IndexMap<String, Json> = given
        .iter()
        .filter(|(id, _)| form.fields.iter().any(|field| field.id == **id))
        .map(|(id, value)| (id.clone(), value.clone()))
        .collect();
    let mut wrong: Vec<FieldError> = Vec::new();
    let mut out = Map::new();
    match forms::validate(form, &asked, &around) {
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
    let is_asked = |id: &str| form.fields.iter().any(|field| field.id == id);
    for (id, scheme) in NUMBERS.into_iter().filter(|(id, _)| is_asked(id)) {
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
    if wrong.is_empty() { Ok(out) } else { Err(wrong) }
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
pub(super) fn as_row(old: &OrganisationRow, said: &Map<String, Json>) -> Result<OrganisationRow, Fault> {
    let mut row = old.clone();
    let mut profile: Map<String, Json> = serde_json::from_str(&old.profile)?;
    for (id, value) in said {
        match id.as_str() {
            "name" => row.name = manage::tidy(value.as_str().unwrap_or_default()),
            "income_band" => row.income_band = value.as_str().filter(|band| !band.is_empty()).map(str::to_owned),
            "community_led" => row.community_led = value.as_bool().unwrap_or_default(),
            _ if value.is_null() => drop(profile.remove(id)),
            _ => drop(profile.insert(id.clone(), value.clone())),
        }
    }
    row.profile = Json::Object(profile).to_string();
    Ok(row)
}

/// The lead contacts of an organisation hear that something about it was changed, whoever changed it.
pub(super) fn tell(desk: &mut Desk<'_>, caller: &Caller, row: &OrganisationRow, says: &str) -> Result<(), Fault> {
    let by = office::named(desk, caller)?;
    for one in organisations::members(desk.db, &row.id, desk.now.into())? {
        let to = people::load(desk.db, &one.person_id)?;
        // Whoever has no address is told some other way, by people.
        let Some(to) = to.filter(|to| one.lead_contact && to.email.is_some()) else {
            continue;
        };
        let access = Access {
            link: format!("{}/organisations/{}", desk.app.origin, row.id),
            by: by.clone(),
            says: says.to_owned(),
            ..Access::default()
        };
        let key = format!("told/{}", desk.id());
        post::put(
            desk,
            &key,
            ("organisation", "you are the contact of this organisation"),
            &to,
            access,
        )?;
    }
    Ok(())
}
