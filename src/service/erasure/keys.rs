//! A key for each person: what stands about them where nothing is rewritten is sealed under it.

use accord_store::person_keys::{self as rows, PersonKeyRow};
use serde_json::{Value as Json, json};

use crate::service::{app::Desk, fault::Fault, sealing::Seals};

fn place(person: &str) -> String {
    format!("person_key/{person}")
}

/// The key of somebody, made if there is none; nothing once it was destroyed.
///
/// # Errors
/// It was sealed under another key, or the database fails.
pub fn of(desk: &mut Desk<'_>, person: &str) -> Result<Option<Seals>, Fault> {
    if let Some(row) = rows::load(desk.db, person)? {
        return open(desk, &row);
    }
    let new = Seals::for_this_process();
    let row = PersonKeyRow {
        person_id: person.to_owned(),
        alliance_id: desk.alliance.clone(),
        sealed: desk.app.seals.seal(&place(person), &new.text())?,
        made_at: desk.now.into(),
        erased_at: None,
        identity: None,
        kept_until: None,
        because: String::new(),
        destroyed_at: None,
    };
    rows::put(desk.db, &row)?;
    Ok(Some(new))
}

/// Whether what was held on somebody was erased.
///
/// # Errors
/// The database's.
pub fn was_erased(desk: &mut Desk<'_>, person: &str) -> Result<bool, Fault> {
    Ok(rows::load(desk.db, person)?.is_some_and(|row| row.erased_at.is_some()))
}

/// The key in a row; nothing once it was destroyed.
///
/// # Errors
/// It was sealed under another key.
pub fn open(desk: &Desk<'_>, row: &PersonKeyRow) -> Result<Option<Seals>, Fault> {
    if row.sealed.is_empty() {
        return Ok(None);
    }
    let text = desk.app.seals.open(&place(&row.person_id), &row.sealed)?;
    Ok(Some(Seals::of_text(&text)?))
}

/// A text about somebody as the journal keeps it: sealed under their key.
///
/// # Errors
/// The key was sealed under another key, or the database fails.
pub fn seal(desk: &mut Desk<'_>, person: &str, text: &str) -> Result<Json, Fault> {
    Ok(match of(desk, person)? {
        Some(key) => json!({ "sealed": key.seal(person, text)? }),
        None => Json::Null,
    })
}

/// What was sealed so; nothing once the key was destroyed.
///
/// # Errors
/// It was sealed under another key.
pub fn read(desk: &mut Desk<'_>, person: &str, sealed: &Json) -> Result<Option<String>, Fault> {
    let (Some(row), Some(text)) = (
        rows::load(desk.db, person)?,
        sealed.get("sealed").and_then(Json::as_str),
    ) else {
        return Ok(None);
    };
    match open(desk, &row)? {
        Some(key) => Ok(Some(key.open(person, text)?)),
        None => Ok(None),
    }
}
