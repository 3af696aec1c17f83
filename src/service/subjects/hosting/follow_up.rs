//! Something that somebody does by a day: what was agreed at a meeting, a call to somebody whom a letter did not reach,
//! a talk after something hard, a review that is due.

use accord_engine::value::Value;
use accord_store::{
    people,
    subjects::{self as subject_rows, SubjectRow},
    wishes,
};
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::answers::{newest, parent, part, table, text, word};
use crate::{
    domain::words,
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, NewSubject, Subject, Values, data, naming, values},
    },
    views::contexts::people::FollowUp as Shown,
};

/// The kind of record.
pub(in crate::service) const KIND: &str = "follow_up";
/// The collection whose members are what was agreed, and the question that it comes from.
pub(super) const ACTIONS: &str = "actions";
/// Whom it is about, in the record.
pub(in crate::service) const WHOM: &str = "whom";
/// The day, in the record.
pub(in crate::service) const DUE_ON: &str = "due_on";

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct FollowUp;

impl Subject for FollowUp {
    fn kind(&self) -> &'static str {
        KIND
    }

    /// What was agreed stands in the minutes of the record above; anything else brings its details.
    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        let mut own = new.details.clone();
        row.organisation_id = None;
        if own.is_empty()
            && let Some(above) = &new.parent
            && let Some((wrote, agreed)) = agreed(desk, above, &new.key)?
        {
            own.insert(DUE_ON.to_owned(), agreed.due_on.map(|on| on.to_string()).into());
            own.insert("who".to_owned(), agreed.who.clone().into());
            let named = people::of_alliance(desk.db, &desk.alliance)?
                .into_iter()
                .find(|one| one.name.to_lowercase() == agreed.who.trim().to_lowercase());
            // What nobody known by this name does stays with whoever wrote it down.
            row.person_id = Some(named.map_or(wrote, |one| one.id));
        }
        let mut kept = data(row)?;
        kept.extend(own);
        row.data = Json::Object(kept).to_string();
        Ok(())
    }

    fn facts(&self, _desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let at = due_on(about.row)?.and_then(words::close_of);
        Ok(values([(
            "follow_up.due_at",
            at.map_or(Value::Nothing, Value::Instant),
        )]))
    }

    fn audience(&self, _desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Option<Vec<String>>, Fault> {
        Ok((name == "doer").then(|| about.row.person_id.clone().into_iter().collect()))
    }

    fn whose(&self, desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
        naming::person(desk, row)
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        let mut own = data(about.row)?;
        let mut said = |name: &str| match own.remove(name) {
            Some(Json::String(text)) => text,
            _ => String::new(),
        };
        let (who, because) = (said("who"), said("because"));
        let owner = match &about.row.person_id {
            Some(id) => people::load(desk.db, id)?.map(|one| one.name),
            None => None,
        };
        let above = parent(desk, about.row)?.map(|above| above.title);
        let came = newest(desk, about.row, "came_of_it")?.map(|(_, filled)| text(&filled, "came_of_it"));
        let (whom, reach) = reached(desk, about.row)?;
        let shown = Shown {
            reference: about.row.reference.clone().unwrap_or_default(),
            title: about.row.title.clone(),
            agreed_for: if owner.as_ref().is_some_and(|name| *name == who) {
                String::new()
            } else {
                who
            },
            owner: owner.unwrap_or_default(),
            due_on: due_on(about.row)?,
            of: above.unwrap_or_default(),
            whom,
            reach,
            because,
            came_of_it: came.unwrap_or_default(),
        };
        Ok(serde_json::to_value(shown)?)
    }
}

/// One that belongs to the alliance itself, and to somebody if it is known whose it is.
///
/// # Errors
/// The database fails.
pub(in crate::service) fn of_the_alliance(
    desk: &mut Desk<'_>,
    title: String,
    whose: Option<String>,
    details: impl IntoIterator<Item = (&'static str, String)>,
) -> Result<NewSubject, Fault> {
    let own = subject_rows::of_kind(desk.db, &desk.alliance, "alliance")?;
    let details = details.into_iter();
    Ok(NewSubject {
        title,
        parent: own.into_iter().next(),
        person: whose,
        details: details.map(|(name, says)| (name.to_owned(), says.into())).collect(),
        ..NewSubject::default()
    })
}

/// What was agreed at a meeting: a row of its minutes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Agreed {
    pub(super) what: String,
    pub(super) who: String,
    pub(super) due_on: Option<NaiveDate>,
}

/// Everything that was agreed, in the order of the minutes.
pub(super) fn all_agreed(desk: &mut Desk<'_>, meeting: &SubjectRow) -> Result<Vec<Agreed>, Fault> {
    Ok(minuted(desk, meeting)?.1)
}

/// Who wrote the minutes that count, and what was agreed.
fn minuted(desk: &mut Desk<'_>, meeting: &SubjectRow) -> Result<(String, Vec<Agreed>), Fault> {
    let (wrote, minutes) = newest(desk, meeting, ACTIONS)?.unwrap_or_default();
    let one = |row: &indexmap::IndexMap<String, Value>| {
        let word = |name| row.get(name).map(crate::service::spoken::value).unwrap_or_default();
        let due_on = match row.get("by") {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        Agreed {
            what: word("what"),
            who: word("who"),
            due_on,
        }
    };
    Ok((wrote, table(&minutes, ACTIONS).iter().map(one).collect()))
}

fn agreed(desk: &mut Desk<'_>, above: &SubjectRow, key: &str) -> Result<Option<(String, Agreed)>, Fault> {
    let Some(place) = key.parse::<usize>().ok().and_then(|number| number.checked_sub(1)) else {
        return Ok(None);
    };
    let (wrote, all) = minuted(desk, above)?;
    Ok(all.into_iter().nth(place).map(|one| (wrote, one)))
}

fn due_on(row: &SubjectRow) -> Result<Option<NaiveDate>, Fault> {
    Ok(part::<String>(row, DUE_ON)?.and_then(|on| on.parse().ok()))
}

/// Whom it is about, and how they are reached; empty for nobody.
fn reached(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<(String, String), Fault> {
    let own: Map<String, Json> = data(row)?;
    let Some(person) = people::load(desk.db, word(&own, WHOM))? else {
        return Ok((String::new(), String::new()));
    };
    let telephone = wishes::load(desk.db, &person.id)?.and_then(|wish| wish.telephone);
    let reach = match telephone {
        Some(number) => format!("by telephone on {number}"),
        None => "no telephone is known: ask whoever knows them, or write by post".to_owned(),
    };
    Ok((person.name, reach))
}
