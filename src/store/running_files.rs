//! Files of contracts, posts and returns that were there before: kept, sealed, until whoever sent them confirms what
//! would be brought in. `sent_at` is wall time; `done_at` is business time, as the journal has it.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::running_file,
    stamp::Stamp,
};

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = running_file, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct RunningFileRow {
    pub id: String,
    pub alliance_id: String,
    pub person_id: String,
    /// As the person calls them, one after the other.
    pub name: String,
    /// What stands in them, sealed; nothing once it is confirmed.
    pub sealed: Option<String>,
    pub sent_at: Stamp,
    pub done_at: Option<Stamp>,
    pub contracts: i64,
    pub posts: i64,
    pub returns: i64,
}

/// Keeps one; throws away what nobody of this alliance came back for since `old`.
///
/// # Errors
/// The database's.
pub fn keep(db: &mut Db, row: &RunningFileRow, old: Stamp) -> Result<(), StoreError> {
    let old = running_file::table
        .filter(running_file::alliance_id.eq(&row.alliance_id))
        .filter(running_file::done_at.is_null())
        .filter(running_file::sent_at.lt(old));
    diesel::delete(old).execute(db)?;
    on!(db, c => diesel::insert_into(running_file::table).values(row).execute(c))?;
    Ok(())
}

/// All that a person has sent here, the newest first.
///
/// # Errors
/// The database's.
pub fn of_person(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Vec<RunningFileRow>, StoreError> {
    Ok(on!(db, c => RunningFileRow::query()
        .filter(running_file::alliance_id.eq(alliance_id))
        .filter(running_file::person_id.eq(person_id))
        .order((running_file::sent_at.desc(), running_file::id))
        .load(c))?)
}

/// A person's own, by id.
///
/// # Errors
/// [`StoreError::NotFound`], also for somebody else's.
pub fn load(db: &mut Db, alliance_id: &str, person_id: &str, id: &str) -> Result<RunningFileRow, StoreError> {
    let found = on!(db, c => RunningFileRow::query()
        .filter(running_file::id.eq(id))
        .filter(running_file::alliance_id.eq(alliance_id))
        .filter(running_file::person_id.eq(person_id))
        .first(c)
        .optional())?;
    found.ok_or_else(|| StoreError::not_found("file", id))
}

/// Writes down that one was confirmed, and what it did; what stood in them goes. True if nobody had confirmed it.
///
/// # Errors
/// The database's.
pub fn done(
    db: &mut Db,
    id: &str,
    (contracts, posts, returns): (i64, i64, i64),
    now: Stamp,
) -> Result<bool, StoreError> {
    let open = running_file::table.find(id).filter(running_file::done_at.is_null());
    let changed = diesel::update(open)
        .set((
            running_file::sealed.eq(None::<String>),
            running_file::done_at.eq(now),
            running_file::contracts.eq(contracts),
            running_file::posts.eq(posts),
            running_file::returns.eq(returns),
        ))
        .execute(db)?;
    Ok(changed == 1)
}
