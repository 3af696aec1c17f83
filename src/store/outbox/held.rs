//! Letters of one person, and letters that wait.

use diesel::{dsl::sql, prelude::*, sql_types::Bool};

use super::{OutboxRow, OutboxStatus};
use crate::{db::Db, error::StoreError, schema::outbox, stamp::Stamp};

/// Spelled as in the partial index, so that it is used.
const LETTERS: &str = "kind = 'email'";

/// Lets a row that nobody has tried wait until an instant (or no longer); false if it is on its way.
///
/// # Errors
/// The database's.
pub fn hold(db: &mut Db, key: &str, until: Stamp) -> Result<bool, StoreError> {
    let row = outbox::table.find(key).filter(outbox::status.eq(OutboxStatus::Queued));
    Ok(diesel::update(row).set(outbox::next_at.eq(until)).execute(db)? == 1)
}

/// Of these rows, those that nobody has tried yet, in the order in which they were put.
///
/// # Errors
/// The database's.
pub fn queued(db: &mut Db, keys: &[String]) -> Result<Vec<OutboxRow>, StoreError> {
    Ok(outbox::table
        .filter(outbox::key.eq_any(keys))
        .filter(outbox::status.eq(OutboxStatus::Queued))
        .order((outbox::created_at, outbox::place, outbox::key))
        .load(db)?)
}

/// Letters to somebody, the newest first.
///
/// # Errors
/// The database's.
pub fn of_recipient(
    db: &mut Db,
    alliance_id: &str,
    recipient: &str,
    most: i64,
    skip: i64,
) -> Result<Vec<OutboxRow>, StoreError> {
    Ok(outbox::table
        .filter(sql::<Bool>(LETTERS))
        .filter(outbox::recipient.eq(recipient))
        .filter(outbox::alliance_id.eq(alliance_id))
        .order((outbox::created_at.desc(), outbox::key))
        .limit(most)
        .offset(skip)
        .load(db)?)
}

/// How many letters to somebody there are.
///
/// # Errors
/// The database's.
pub fn count_of_recipient(db: &mut Db, alliance_id: &str, recipient: &str) -> Result<i64, StoreError> {
    Ok(outbox::table
        .filter(sql::<Bool>(LETTERS))
        .filter(outbox::recipient.eq(recipient))
        .filter(outbox::alliance_id.eq(alliance_id))
        .count()
        .get_result(db)?)
}
