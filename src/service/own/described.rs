//! How somebody describes themselves, if they choose to: for counting who takes part beside who lives in the city, and
//! for nothing else. Kept apart from their name: the row's mark is a keyed hash of who they are, and its answers are
//! sealed. The journal says nothing of it, not even that it was done, because when would say who.

use std::collections::BTreeMap;

use accord_store::self_descriptions::{self as rows, SelfDescriptionRow};
use serde_json::{Map, Value as Json};

use crate::service::{
    app::{App, Desk},
    fault::{Fault, FieldError},
};

/// The word of a question, to the word of what somebody answered.
pub type Answers = BTreeMap<String, String>;

/// What somebody says of themselves.
///
/// # Errors
/// The database fails, or another key sealed it.
pub fn of(desk: &mut Desk<'_>, person: &str) -> Result<Answers, Fault> {
    Ok(several(desk, &[person.to_owned()])?.remove(person).unwrap_or_default())
}

/// What these people say of themselves; whoever says nothing is not there.
///
/// # Errors
/// The database fails, or another key sealed it.
pub fn several(desk: &mut Desk<'_>, people: &[String]) -> Result<BTreeMap<String, Answers>, Fault> {
    let mut marks = BTreeMap::new();
    for person in people {
        marks.insert(mark(desk, person)?, person.clone());
    }
    let all: Vec<String> = marks.keys().cloned().collect();
    let mut out = BTreeMap::new();
    for row in rows::several(desk.db, &desk.alliance, &all)? {
        let said = serde_json::from_str(&desk.app.seals.open(&row.mark, &row.sealed)?)?;
        if let Some(person) = marks.remove(&row.mark) {
            out.insert(person, said);
        }
    }
    Ok(out)
}

/// Puts down what somebody says of themselves, in place of what it was; nothing takes it back.
///
/// # Errors
/// An answer that is not among those that there are.
pub fn choose(app: &App, alliance: &str, person: &str, answers: Answers) -> Result<(), Fault> {
    let person = person.to_owned();
    app.writing(alliance, move |desk| put(desk, &person, answers))
}

/// The same, inside a write.
pub(in crate::service) fn put(desk: &mut Desk<'_>, person: &str, mut answers: Answers) -> Result<(), Fault> {
    answers.retain(|_, word| !word.is_empty());
    let questions = &desk.app.library.city.questions;
    let unknown = answers.iter().find(|(question, word)| {
        let groups = questions.get(*question).map(|one| &one.groups);
        groups.is_none_or(|groups| !groups.contains_key(*word))
    });
    if let Some((question, _)) = unknown {
        return Err(Fault::Invalid(vec![FieldError {
            field: question.clone(),
            says: "Choose one of these, or leave it.".to_owned(),
        }]));
    }
    if answers.is_empty() {
        return forget(desk, person);
    }
    let mark = mark(desk, person)?;
    let row = SelfDescriptionRow {
        sealed: desk.app.seals.seal(&mark, &serde_json::to_string(&answers)?)?,
        alliance_id: desk.alliance.clone(),
        mark,
    };
    Ok(rows::put(desk.db, &row)?)
}

/// Takes back what somebody says of themselves.
///
/// # Errors
/// The database fails.
pub(in crate::service) fn forget(desk: &mut Desk<'_>, person: &str) -> Result<(), Fault> {
    let mark = mark(desk, person)?;
    Ok(rows::forget(desk.db, &mark)?)
}

/// The same in words, for themselves to take away.
pub(super) fn held(desk: &mut Desk<'_>, person: &str) -> Result<Json, Fault> {
    let said = of(desk, person)?;
    let questions = &desk.app.library.city.questions;
    let words = said.iter().map(|(question, word)| {
        let known = questions.get(question);
        let title = known.map_or(question, |one| &one.title);
        let answer = known
            .and_then(|one| one.groups.get(word))
            .map_or(word, |group| &group.title);
        (title.clone(), answer.clone().into())
    });
    Ok(Json::Object(words.collect::<Map<String, Json>>()))
}

/// What stands for a person where nobody who has only the database may know who it is.
fn mark(desk: &Desk<'_>, person: &str) -> Result<String, Fault> {
    Ok(desk.app.seals.alias(&desk.alliance, person)?)
}
