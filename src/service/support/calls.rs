//! Calls that somebody makes to a person whom a letter did not reach: to whoever they have chosen, or anybody who
//! supports people.

use accord_store::{alliances, instances, people, subjects as subject_rows};
use serde_json::{Value as Json, json};

use super::beside;
use crate::service::{
    app::App,
    fault::Fault,
    subjects::{NewSubject, data},
    transition::Start,
};

/// The kind of record.
const KIND: &str = "follow_up";
/// What it is called: not whom it is about, who is read beside it.
const TITLE: &str = "Telephone somebody whom a letter did not reach";
const BECAUSE: &str = "Their email address does not take our letters. Ask for the right one, tell them what the letters \
    said (they stand on their own page), and whether they would rather be telephoned.";

/// Puts a call on somebody's list, unless one to this person is open already; whether it did.
///
/// # Errors
/// The store fails, or the workflow cannot be started.
pub fn unreached(app: &App, alliance: &str, person: &str) -> Result<bool, Fault> {
    let workflow = app.library.support.call.clone();
    let found = app.reading(alliance, |desk| {
        let known = alliances::load(desk.db, &desk.alliance).is_ok();
        if !known || people::load(desk.db, person)?.is_none() {
            return Ok::<_, Fault>(None);
        }
        for (row, _) in instances::open_of_kind(desk.db, &desk.alliance, KIND)? {
            if data(&row)?.get("whom").and_then(Json::as_str) == Some(person) {
                return Ok(None);
            }
        }
        let own = subject_rows::of_kind(desk.db, &desk.alliance, "alliance")?
            .into_iter()
            .next();
        Ok(Some((beside::of(desk, person)?, own)))
    })?;
    let Some((supporter, own)) = found else {
        return Ok(false);
    };
    let details = json!({ "whom": person, "because": BECAUSE });
    let start = Start {
        subject: NewSubject {
            title: TITLE.to_owned(),
            parent: own,
            person: supporter.map(|one| one.id),
            details: match details {
                Json::Object(map) => map,
                _ => serde_json::Map::new(),
            },
            ..NewSubject::default()
        },
        ..Start::of(alliance, &workflow, TITLE)
    };
    app.start(start)?;
    Ok(true)
}
