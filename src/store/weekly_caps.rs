//! The most that somebody wishes to be paid in one week.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::weekly_cap,
    stamp::Stamp,
};

/// What one person wishes.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = weekly_cap, primary_key(person_id))]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct WeeklyCapRow {
    pub person_id: String,
    pub alliance_id: String,
    pub pence: i64,
    pub changed_at: Stamp,
}

/// Puts down what somebody wishes, in place of what it was.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &WeeklyCapRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(weekly_cap::table)
        .values(row)
        .on_conflict(weekly_cap::person_id)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// What somebody wishes; nothing if they have no limit.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Option<WeeklyCapRow>, StoreError> {
    Ok(on!(db, c => WeeklyCapRow::query()
        .filter(weekly_cap::person_id.eq(person_id))
        .filter(weekly_cap::alliance_id.eq(alliance_id))
        .first(c)
        .optional())?)
}

/// Forgets what somebody wishes; false if they had no limit.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<bool, StoreError> {
    let own = weekly_cap::table
        .filter(weekly_cap::person_id.eq(person_id))
        .filter(weekly_cap::alliance_id.eq(alliance_id));
    Ok(diesel::delete(own).execute(db)? == 1)
}
