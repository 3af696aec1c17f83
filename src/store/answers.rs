//! What was answered to an idempotency key of a program, for a day. Wall time throughout.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::api_answer,
    stamp::Stamp,
};

/// Answers are forgotten after so long.
const KEPT: TimeDelta = TimeDelta::days(1);
/// Work that has not been answered for so long was given up: its program died.
const PATIENCE: TimeDelta = TimeDelta::minutes(2);

/// What a key is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// It is new: the work may begin.
    New,
    /// The same request was answered.
    Answered(String),
    /// The same request is being worked on.
    InHand,
    /// It came with another request.
    Other,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = api_answer, treat_none_as_default_value = false)]
struct AnswerRow {
    person_id: String,
    key: String,
    hash: String,
    begun_at: Stamp,
    answer: Option<String>,
}

/// Looks a key up, and notes that its work begins if it is new.
///
/// # Errors
/// The database's.
pub fn begin(db: &mut Db, person_id: &str, key: &str, hash: &str, now: DateTime<Utc>) -> Result<Key, StoreError> {
    let old = api_answer::table
        .filter(api_answer::person_id.eq(person_id))
        .filter(api_answer::begun_at.lt(Stamp::from(now - KEPT)));
    diesel::delete(old).execute(db)?;
    let found: Option<AnswerRow> = api_answer::table.find((person_id, key)).get_result(db).optional()?;
    match found {
        Some(row) if row.hash != hash => return Ok(Key::Other),
        Some(AnswerRow {
            answer: Some(answer), ..
        }) => return Ok(Key::Answered(answer)),
        Some(row) if now - row.begun_at.utc() < PATIENCE => return Ok(Key::InHand),
        Some(_) => forget(db, person_id, key)?,
        None => {}
    }
    let row = AnswerRow {
        person_id: person_id.to_owned(),
        key: key.to_owned(),
        hash: hash.to_owned(),
        begun_at: now.into(),
        answer: None,
    };
    // Of two that come at once, one is first.
    let put = on!(db, c => diesel::insert_into(api_answer::table)
        .values(&row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(if put == 1 { Key::New } else { Key::InHand })
}

/// Keeps what was answered.
///
/// # Errors
/// The database's.
pub fn keep(db: &mut Db, person_id: &str, key: &str, answer: &str) -> Result<(), StoreError> {
    diesel::update(api_answer::table.find((person_id, key)))
        .set(api_answer::answer.eq(answer))
        .execute(db)?;
    Ok(())
}

/// Frees a key: nothing was done with it.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, person_id: &str, key: &str) -> Result<(), StoreError> {
    diesel::delete(api_answer::table.find((person_id, key))).execute(db)?;
    Ok(())
}
