//! Accounts that somebody wrote down for somebody else and a second person has to type again. What they are comes
//! sealed, and goes once they are settled.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::account_written,
    stamp::Stamp,
};

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = account_written)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct WrittenRow {
    pub id: String,
    pub alliance_id: String,
    /// Whose account it is.
    pub person_id: String,
    /// Empty once it is settled.
    pub sealed: String,
    /// How it came.
    pub way: String,
    pub asked_by: String,
    pub asked_at: Stamp,
    pub settled_by: Option<String>,
    pub settled_at: Option<Stamp>,
    /// `done` or `declined`.
    pub outcome: Option<String>,
}

/// Adds one.
///
/// # Errors
/// [`StoreError::Duplicate`] if the id is taken.
pub fn add(db: &mut Db, row: &WrittenRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(account_written::table).values(row).execute(c))?;
    Ok(())
}

/// Those that wait, the oldest first.
///
/// # Errors
/// The database's.
pub fn waiting(db: &mut Db, alliance_id: &str) -> Result<Vec<WrittenRow>, StoreError> {
    Ok(on!(db, c => WrittenRow::query()
        .filter(account_written::alliance_id.eq(alliance_id))
        .filter(account_written::settled_at.is_null())
        .order((account_written::asked_at, account_written::id))
        .load(c))?)
}

/// Settles one, and forgets what it was; false if somebody was quicker.
///
/// # Errors
/// The database's.
pub fn settle(
    db: &mut Db,
    (alliance_id, id): (&str, &str),
    (by, at): (&str, Stamp),
    outcome: &str,
) -> Result<bool, StoreError> {
    let waiting = account_written::table
        .filter(account_written::id.eq(id))
        .filter(account_written::alliance_id.eq(alliance_id))
        .filter(account_written::settled_at.is_null());
    Ok(diesel::update(waiting)
        .set((
            account_written::sealed.eq(""),
            account_written::settled_by.eq(by),
            account_written::settled_at.eq(at),
            account_written::outcome.eq(outcome),
        ))
        .execute(db)?
        == 1)
}
