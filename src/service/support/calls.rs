//! Calls that somebody makes to a person whom a letter did not reach: to whoever they have chosen, or anybody who
//! supports people.

use accord_store::{alliances, instances, people};
use serde_json::Value as Json;

use super::beside;
use crate::service::{
    app::App,
    fault::Fault,
    replies::waiting::PLACE,
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

/// The same for an answer by email that could not be taken.
const ANSWERED: &str = "Telephone somebody whose answer by email could not be taken";

/// Puts a call on somebody's list, unless one to this person is open already; whether it did.
///
/// # Errors
/// The store fails, or the workflow cannot be started.
pub fn unreached(app: &App, alliance: &str, person: &str) -> Result<bool, Fault> {
    put(app, alliance, person, (TITLE, BECAUSE.to_owned()))
}

/// Puts a call on somebody's list to whoever wrote an email that could not be taken, unless one is open already.
///
/// # Errors
/// As [`unreached`].
pub fn could_not_be_taken(app: &App, alliance: &str, person: &str, why: &str) -> Result<bool, Fault> {
    let because = format!(
        "They answered a letter of ours. {why}. What they wrote is at {PLACE}: read it, ring them, and write it down for \
         them if they want that. If it was not they who wrote, nothing is written down."
    );
    put(app, alliance, person, (ANSWERED, because))
}

fn put(app: &App, alliance: &str, person: &str, (title, because): (&str, String)) -> Result<bool, Fault> {
    let workflow = app.of(alliance).library.support.call.clone();
    let wanted = app.reading(alliance, |desk| {
        let known = alliances::load(desk.db, &desk.alliance).is_ok();
        if !known || people::load(desk.db, person)?.is_none() {
            return Ok::<_, Fault>(None);
        }
        for (row, _) in instances::open_of_kind(desk.db, &desk.alliance, KIND)? {
            if row.title == title && data(&row)?.get(WHOM).and_then(Json::as_str) == Some(person) {
                return Ok(None);
            }
        }
        let supporter = beside::of(desk, person)?.map(|one| one.id);
        let details = [(WHOM, person.to_owned()), ("because", because.clone())];
        of_the_alliance(desk, title.to_owned(), supporter, details).map(Some)
    })?;
    let Some(subject) = wanted else { return Ok(false) };
    app.start(Start {
        subject,
        ..Start::of(alliance, &workflow, title)
    })?;
    Ok(true)
}
