//! What an organisation says of itself: the questions are a file's, the answers its own people's. Each
//! saving is a version that stays.

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
    StoreError,
    organisations::{self, OrganisationRow},
    people,
    profiles::{self, ProfileRow},
};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::{Reader, Standing, areas, of_alliance};
use crate::{
    domain::identifiers::{self, Scheme},
    service::{
        answers::{plain_value, text, texts},
        app::{App, Desk},
        authority::Caller,
        fault::{Fault, FieldError},
        forms::Choices,
        history, people as office, typed,
    },
};

/// The collection of areas that questions may choose from.
const AREAS: &str = "networks";
/// Answers that are lists, typed with commas between.
const LISTS: [&str; 2] = ["communities", "languages"];
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

/// A profile as its own people fill it in.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Whose.
    pub organisation: OrganisationRow,
    /// What is asked.
    pub form: Form,
    /// What is known, as pages keep what people type.
    pub typed: Map<String, Json>,
    /// What questions choose from.
    pub choices: Choices,
    /// The version that was read.
    pub version: i64,
    /// Every version, the newest first: number, when, and by whom.
    pub versions: Vec<Version>,
}

/// One version of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// When it was saved.
    pub at: DateTime<Utc>,
    /// By whom; nobody for what was there at first.
    pub by: Option<String>,
    /// The labels of what changed since the one before; empty for the first.
    pub changed: Vec<String>,
    /// What it says.
    pub answers: Map<String, Json>,
}

/// Everything that an organisation says of itself today, question to answer.
///
/// # Errors
/// What is stored is damaged.
pub fn answers(row: &OrganisationRow) -> Result<Map<String, Json>, Fault> {
    let mut out: Map<String, Json> = serde_json::from_str(&row.profile)?;
    out.insert("name".to_owned(), row.name.clone().into());
    out.insert("community_led".to_owned(), row.community_led.into());
    if let Some(band) = &row.income_band {
        out.insert("income_band".to_owned(), band.clone().into());
    }
    Ok(out)
}

/// The same in the way in which pages keep what is typed.
pub fn as_typed(form: &Form, answers: &Map<String, Json>) -> Map<String, Json> {
    let asked = answers
        .iter()
        .filter(|(id, _)| form.fields.iter().any(|field| field.id == **id));
    let listed = asked.map(|(id, value)| {
        let value = match LISTS.contains(&id.as_str()) {
            true => Json::String(texts(answers, id).join(", ")),
            false => value.clone(),
        };
        (id.clone(), value)
    });
    typed::kept(Some(form), listed.collect())
}

/// Writes down what an organisation says, as its next version; gives the number.
///
/// # Errors
/// The database fails.
pub fn put_version(desk: &mut Desk<'_>, row: &OrganisationRow, by: Option<&str>) -> Result<i64, Fault> {
    let before = profiles::of(desk.db, &desk.alliance, &row.id)?;
    let version = before.first().map_or(0, |one| one.version) + 1;
    let next = ProfileRow {
        organisation_id: row.id.clone(),
        version,
        alliance_id: desk.alliance.clone(),
        answers: Json::Object(answers(row)?).to_string(),
        person_id: by.map(str::to_owned),
        at: desk.now.into(),
    };
    profiles::put(desk.db, &next)?;
    Ok(version)
}

/// A profile, for one of the organisation's own people.
///
/// # Errors
/// There is no such organisation, or whoever asks does not speak for it: the same answer.
pub fn open(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Sheet, Fault> {
    let organisation = of_alliance(desk, id)?;
    if Reader::of(desk, Some(caller))?.towards(id) != Standing::Own {
        return Err(Fault::NotFound("page"));
    }
    let form = desk.app.library.profile.form.clone();
    let versions = versions(desk, id)?;
    let collections: BTreeMap<String, IndexMap<String, String>> = [(AREAS.to_owned(), areas(desk)?)].into();
    Ok(Sheet {
        typed: as_typed(&form, &answers(&organisation)?),
        choices: Choices {
            collections,
            ..Choices::default()
        },
        version: versions.first().map_or(0, |one| one.number),
        versions,
        organisation,
        form,
    })
}

/// Every version of a profile, the newest first.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn versions(desk: &mut Desk<'_>, id: &str) -> Result<Vec<Version>, Fault> {
    let form = desk.app.library.profile.form.clone();
    let mut out: Vec<Version> = Vec::new();
    let mut before: Map<String, Json> = Map::new();
    for row in profiles::of(desk.db, &desk.alliance, id)?.into_iter().rev() {
        let answers: Map<String, Json> = serde_json::from_str(&row.answers)?;
        let by = match &row.person_id {
            Some(person) => people::load(desk.db, person)?.map(|one| one.name),
            None => None,
        };
        let changed = match out.is_empty() {
            true => Vec::new(),
            false => changed(&form, &before, &answers),
        };
        before.clone_from(&answers);
        out.push(Version {
            number: row.version,
            at: row.at.utc(),
            by,
            changed: changed.into_iter().map(|(_, label)| label).collect(),
            answers,
        });
    }
    out.reverse();
    Ok(out)
}

/// The questions whose answers differ: id and label.
fn changed(form: &Form, old: &Map<String, Json>, new: &Map<String, Json>) -> Vec<(String, String)> {
    let says = |all: &Map<String, Json>, id: &str| {
        let value = all.get(id).cloned().unwrap_or_default();
        let is_empty = value == json!("") || value == json!([]) || value == json!(false);
        if is_empty { Json::Null } else { value }
    };
    let fields = form.fields.iter();
    fields
        .filter(|field| says(old, &field.id) != says(new, &field.id))
        .map(|field| (field.id.clone(), field.label.clone()))
        .collect()
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

/// The number on which an organisation was to be called before an instant; nothing if it had said none.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn number_before(desk: &mut Desk<'_>, id: &str, instant: DateTime<Utc>) -> Result<Option<String>, Fault> {
    let Some(row) = profiles::before(desk.db, &desk.alliance, id, instant.into())? else {
        return Ok(None);
    };
    let answers: Map<String, Json> =
        serde_json::from_str(&row.answers).map_err(|e| StoreError::Damaged(format!("a profile: {e}")))?;
    Ok(Some(text(&answers, "telephone")).filter(|number| !number.is_empty()))
}
