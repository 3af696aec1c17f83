//! What an organisation says of itself: the questions are a file's, the answers its own people's. Each
//! saving is a version that stays.

use std::collections::BTreeMap;

use accord_engine::definition::model::Form;
use accord_store::{
    StoreError,
    organisations::OrganisationRow,
    people,
    profiles::{self, ProfileRow},
};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::{Reader, Standing, areas, of_alliance};
use crate::service::{
    answers::{text, texts},
    app::Desk,
    authority::Caller,
    fault::Fault,
    forms::Choices,
    typed,
};

/// The collection of areas that questions may choose from.
pub(super) const AREAS: &str = "networks";
/// Answers that are lists, typed with commas between.
pub(super) const LISTS: [&str; 2] = ["communities", "languages"];
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
    /// How whoever asked stands to it: one of its own people, or the office.
    pub standing: Standing,
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
    typed::stored(Some(form), listed.collect())
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
    let sheet = correct(desk, caller, id)?;
    match sheet.standing {
        Standing::Own => Ok(sheet),
        Standing::Public | Standing::Member | Standing::Office => Err(Fault::NotFound("page")),
    }
}

/// A profile, for one of the organisation's own people, or for whoever manages the alliance: they correct what
/// stands there, but for what is the organisation's alone to say.
///
/// # Errors
/// There is no such organisation, or it is not theirs to change: the same answer.
pub fn correct(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Sheet, Fault> {
    let organisation = of_alliance(desk, id)?;
    let standing = Reader::of(desk, Some(caller))?.towards(id);
    let profile = &desk.app.library.profile;
    let mut form = profile.form.clone();
    match standing {
        Standing::Own => {}
        Standing::Office => form.fields.retain(|field| !profile.own.contains(&field.id)),
        Standing::Public | Standing::Member => return Err(Fault::NotFound("page")),
    }
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
        standing,
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
pub(super) fn changed(form: &Form, old: &Map<String, Json>, new: &Map<String, Json>) -> Vec<(String, String)> {
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
