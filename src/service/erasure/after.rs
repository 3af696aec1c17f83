//! What follows an erasure: letters and notes that name them, SQLite's log, and what a copy of the database brings back.

use accord_store::{
    incidents::{self, IncidentRow},
    mentions::{self, Mention},
    outbox, people, person_keys,
};
use serde_json::json;

use super::{GONE, Why, doing, look};
use crate::{
    domain::words,
    service::{
        app::{App, Desk},
        fault::Fault,
        history,
        outgoing::{Erase, Letter, Outgoing, Recipient},
        people as manage,
    },
};

/// So many letters of one person at a time.
const LETTERS: i64 = 100_000;

/// Takes them out of everything that was sent; false while something that names them is still on its way.
///
/// # Errors
/// The store fails, or somebody reads what SQLite's log holds: to be done again.
pub fn finish(app: &App, alliance: &str, key: &str, erase: &Erase) -> Result<bool, Fault> {
    let (own, all) = (key.to_owned(), erase.clone());
    let finished = app.writing(alliance, move |desk| take_out(desk, &own, &all))?;
    if finished {
        app.store.settle_whole()?;
    }
    Ok(finished)
}

fn take_out(desk: &mut Desk<'_>, key: &str, erase: &Erase) -> Result<bool, Fault> {
    let letters = outbox::of_recipient(desk.db, &desk.alliance, &erase.person, LETTERS, 0)?;
    if letters.iter().any(|row| row.done_at.is_none()) {
        return Ok(false);
    }
    for text in &erase.texts {
        if mentions::on_their_way(desk.db, text, key)? > 0 {
            return Ok(false);
        }
    }
    for row in letters {
        if let Outgoing::Email(letter) = serde_json::from_str(&row.payload)? {
            outbox::forget(desk.db, &row.key, &serde_json::to_string(&bare(*letter))?)?;
        }
    }
    let done = Erase {
        texts: Vec::new(),
        ..erase.clone()
    };
    outbox::forget(desk.db, key, &serde_json::to_string(&Outgoing::Erase(Box::new(done)))?)?;
    let mut left: Vec<Mention> = Vec::new();
    for text in &erase.texts {
        mentions::take_out(desk.db, text, GONE)?;
        left.extend(mentions::of(desk.db, text)?);
    }
    if !erase.texts.is_empty() {
        told(desk, erase, &left)?;
    }
    Ok(true)
}

/// A letter that says nothing and goes to nobody.
fn bare(letter: Letter) -> Outgoing {
    Outgoing::Email(Box::new(Letter {
        to: Recipient {
            person: letter.to.person.clone(),
            name: String::new(),
            first_name: String::new(),
            organisation: String::new(),
            email: String::new(),
            why: String::new(),
            stop: None,
            reply: None,
        },
        attach: Vec::new(),
        calendar: None,
        context: serde_json::Value::Null,
        ..letter
    }))
}

/// Writes down that it is finished, and what of them others wrote and has to be looked at.
fn told(desk: &mut Desk<'_>, erase: &Erase, left: &[Mention]) -> Result<(), Fault> {
    let mut places: Vec<String> = left.iter().map(|one| format!("{}.{}", one.table, one.column)).collect();
    places.sort();
    places.dedup();
    let what = json!({ "person": erase.person, "left": places });
    history::note(
        desk,
        None,
        &json!({ "format": 1, "people": { "done": "erasure finished", "what": what } }),
    )?;
    if left.is_empty() {
        return Ok(());
    }
    let rows: i64 = left.iter().map(|one| one.rows).sum();
    let incident = IncidentRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        instance_id: None,
        what: "Somebody was erased, and others wrote their name or address where it is not written over.".to_owned(),
        detail: format!(
            "{} in {}: what others filled in, said or published.",
            words::count_of(usize::try_from(rows).unwrap_or(usize::MAX), "row", "rows"),
            places.join(", ")
        ),
        at: desk.now.into(),
        closed_at: None,
        closed_by: None,
        outbox_key: None,
        mend: Some(
            "Look whether each has to stay as it is, because it is the record of a decision. What need not, put right \
             where it stands; then close this."
                .to_owned(),
        ),
    };
    Ok(incidents::open(desk.db, &incident)?)
}

/// Erases again whom a copy of the database brought back: each is an alliance and a person, as files remember them.
/// How many.
///
/// # Errors
/// The store fails.
pub fn again(app: &App, remembered: &[(String, String)]) -> Result<usize, Fault> {
    let mut many = 0;
    for (alliance, id) in remembered {
        let person = id.clone();
        let done = app.writing(alliance, move |desk| {
            let known = person_keys::load(desk.db, &person)?.is_some_and(|row| row.erased_at.is_some());
            let row = match people::load(desk.db, &person)? {
                Some(row) if !known => row,
                Some(_) | None => return Ok::<_, Fault>(false),
            };
            manage::end_all(desk, &person)?;
            let look = look::of(desk, row)?;
            doing::carry_out(desk, &look, (Why::Asked, &json!({ "operator": "a copy was put back" })))?;
            Ok(true)
        })?;
        many += usize::from(done);
    }
    Ok(many)
}
