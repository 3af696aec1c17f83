//! Calls that somebody makes to a person whom a letter did not reach: to whoever they have chosen, or anybody who
//! supports people.

use accord_store::{alliances, instances, people};
use serde_json::Value as Json;

use super::beside;
use crate::service::{
    app::App,
    fault::Fault,
    subjects::{
        data,
        hosting::follow_up::{KIND, WHOM, of_the_alliance},
    },
    transition::Start,
};

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
    let wanted = app.reading(alliance, |desk| {
        let known = alliances::load(desk.db, &desk.alliance).is_ok();
        if !known || people::load(desk.db, person)?.is_none() {
            return Ok::<_, Fault>(None);
        }
        for (row, _) in instances::open_of_kind(desk.db, &desk.alliance, KIND)? {
            if data(&row)?.get(WHOM).and_then(Json::as_str) == Some(person) {
                return Ok(None);
            }
        }
        let supporter = beside::of(desk, person)?.map(|one| one.id);
        let details = [(WHOM, person.to_owned()), ("because", BECAUSE.to_owned())];
        of_the_alliance(desk, TITLE.to_owned(), supporter, details).map(Some)
    })?;
    let Some(subject) = wanted else { return Ok(false) };
    app.start(Start {
        subject,
        ..Start::of(alliance, &workflow, TITLE)
    })?;
    Ok(true)
}
