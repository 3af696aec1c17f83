//! What is in the outbox: by key, by instance, what was given up, what is next.

use chrono::{DateTime, Utc};
use diesel::{dsl::sql, prelude::*, sql_types::Bool};

use super::{LIVE, OutboxRow, OutboxStatus};
use crate::{db::Db, error::StoreError, schema::outbox, stamp::Stamp};

/// One by key.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn load(db: &mut Db, alliance_id: &str, key: &str) -> Result<OutboxRow, StoreError> {
    outbox::table
        .find(key)
        .filter(outbox::alliance_id.eq(alliance_id))
        .get_result(db)
        .optional()?
        .ok_or_else(|| StoreError::not_found("outbox row", key))
}

/// Rows of an alliance in order of their keys, after `after`.
///
/// # Errors
/// The database's.
pub fn page(db: &mut Db, alliance_id: &str, after: Option<&str>, limit: u32) -> Result<Vec<OutboxRow>, StoreError> {
    Ok(outbox::table
        .filter(outbox::alliance_id.eq(alliance_id))
        .filter(outbox::key.gt(after.unwrap_or_default()))
        .order(outbox::key)
        .limit(i64::from(limit))
        .load(db)?)
}

/// Rows of an alliance that were put at or after an instant, in the order in which they were put.
///
/// # Errors
/// The database's.
pub fn since(db: &mut Db, alliance_id: &str, at: DateTime<Utc>) -> Result<Vec<OutboxRow>, StoreError> {
    Ok(outbox::table
        .filter(outbox::alliance_id.eq(alliance_id))
        .filter(outbox::created_at.ge(Stamp::from(at)))
        .order((outbox::created_at, outbox::place, outbox::key))
        .load(db)?)
}

/// Rows of one instance, in the order in which they were put.
///
/// # Errors
/// The database's.
pub fn of_instance(db: &mut Db, alliance_id: &str, instance_id: &str) -> Result<Vec<OutboxRow>, StoreError> {
    let rows = outbox::table
        .filter(outbox::instance_id.eq(instance_id))
        .filter(outbox::alliance_id.eq(alliance_id))
        .order((outbox::created_at, outbox::place, outbox::key));
    Ok(match db {
        Db::Pg(c) => rows.load(c)?,
        // Its keys begin with it, so that no index has to be kept for this with every row.
        Db::Sqlite(c) => rows
            .filter(outbox::key.gt(format!("{instance_id}/")))
            .filter(outbox::key.lt(format!("{instance_id}0")))
            .load(c)?,
    })
}

/// Dead letters, oldest first.
///
/// # Errors
/// The database's.
pub fn dead_letters(db: &mut Db, alliance_id: &str) -> Result<Vec<OutboxRow>, StoreError> {
    Ok(outbox::table
        .filter(sql::<Bool>("status = 'dead'"))
        .filter(outbox::alliance_id.eq(alliance_id))
        .order((outbox::created_at, outbox::place, outbox::key))
        .load(db)?)
}

/// When the next row is to be tried; the worker sleeps until then.
///
/// # Errors
/// The database's.
pub fn next(db: &mut Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let found: Option<Stamp> = outbox::table
        .filter(sql::<Bool>(LIVE))
        .order(outbox::next_at)
        .select(outbox::next_at)
        .first(db)
        .optional()?;
    Ok(found.map(Stamp::utc))
}

/// How many rows of an alliance are still to go out.
///
/// # Errors
/// The database's.
pub fn waiting(db: &mut Db, alliance_id: &str) -> Result<i64, StoreError> {
    Ok(outbox::table
        .filter(sql::<Bool>(LIVE))
        .filter(outbox::alliance_id.eq(alliance_id))
        .count()
        .get_result(db)?)
}

/// What the ledger says of a row. Not what was made of it: the message with its attachments is a hundred
/// times as long, and would be sorted with the rest.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = outbox)]
#[expect(missing_docs, reason = "the names of the columns of `OutboxRow`")]
pub struct LedgerRow {
    pub key: String,
    pub instance_id: Option<String>,
    pub payload: String,
    pub status: OutboxStatus,
    pub attempts: i32,
    pub created_at: Stamp,
    pub last_error: Option<String>,
}

/// The newest rows of one kind, at most so many, after so many newer ones.
///
/// # Errors
/// The database's.
pub fn newest(
    db: &mut Db,
    alliance_id: &str,
    kind: &str,
    (skip, limit): (u32, u32),
) -> Result<Vec<LedgerRow>, StoreError> {
    Ok(outbox::table
        .filter(outbox::alliance_id.eq(alliance_id))
        .filter(outbox::kind.eq(kind))
        .order((outbox::created_at.desc(), outbox::place.desc(), outbox::key.desc()))
        .offset(i64::from(skip))
        .limit(i64::from(limit))
        .select(LedgerRow::as_select())
        .load(db)?)
}
