//! Signed checkpoints of the journal.

use accord_log::{SigningKey, verify};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    journal,
    schema::checkpoint,
    stamp::Stamp,
};

/// One checkpoint; `note` is the signed text that goes out with mail and documents.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = checkpoint)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct CheckpointRow {
    pub alliance_id: String,
    pub size: i64,
    pub root: String,
    pub note: String,
    pub at: Stamp,
}

/// Signs the log as it is now and keeps the note. A log that has not grown keeps the one it has.
///
/// # Errors
/// [`StoreError::NotFound`] if there is no such alliance.
pub fn make(
    db: &mut Db,
    alliance_id: &str,
    origin: &str,
    key: &SigningKey,
    now: DateTime<Utc>,
) -> Result<CheckpointRow, StoreError> {
    let frontier = journal::head(db, alliance_id)?.frontier;
    let row = CheckpointRow {
        alliance_id: alliance_id.to_owned(),
        size: i64::try_from(frontier.size())
            .map_err(|_error| StoreError::Damaged("the size of the journal".to_owned()))?,
        root: frontier.root().to_string(),
        note: verify::sign(origin, &frontier, key),
        at: now.into(),
    };
    on!(db, c => diesel::insert_into(checkpoint::table)
        .values(&row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(checkpoint::table.find((alliance_id, row.size)).get_result(db)?)
}

/// The first that covers the entry at a place (from 0); nothing before one does.
///
/// # Errors
/// The database's.
pub fn covering(db: &mut Db, alliance_id: &str, position: i64) -> Result<Option<CheckpointRow>, StoreError> {
    Ok(checkpoint::table
        .filter(checkpoint::alliance_id.eq(alliance_id))
        .filter(checkpoint::size.gt(position))
        .order(checkpoint::size)
        .first(db)
        .optional()?)
}

/// The newest.
///
/// # Errors
/// The database's.
pub fn latest(db: &mut Db, alliance_id: &str) -> Result<Option<CheckpointRow>, StoreError> {
    Ok(checkpoint::table
        .filter(checkpoint::alliance_id.eq(alliance_id))
        .order(checkpoint::size.desc())
        .first(db)
        .optional()?)
}

/// All, smallest first.
///
/// # Errors
/// The database's.
pub fn all(db: &mut Db, alliance_id: &str) -> Result<Vec<CheckpointRow>, StoreError> {
    Ok(checkpoint::table
        .filter(checkpoint::alliance_id.eq(alliance_id))
        .order(checkpoint::size)
        .load(db)?)
}
