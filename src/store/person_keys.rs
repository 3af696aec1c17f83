//! A key for each person, and what is left of somebody who was erased.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::person_key,
    stamp::Stamp,
};

/// The key of one person. `sealed` is empty once it is destroyed.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = person_key, primary_key(person_id), treat_none_as_null = true, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct PersonKeyRow {
    pub person_id: String,
    pub alliance_id: String,
    pub sealed: String,
    pub made_at: Stamp,
    pub erased_at: Option<Stamp>,
    /// Who they were, sealed with their key.
    pub identity: Option<String>,
    pub kept_until: Option<Stamp>,
    /// Why that is kept; empty for nothing.
    pub because: String,
    pub destroyed_at: Option<Stamp>,
}

/// Puts one down, in place of what was there.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &PersonKeyRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(person_key::table)
        .values(row)
        .on_conflict(person_key::person_id)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// Somebody's, if they have one.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, person_id: &str) -> Result<Option<PersonKeyRow>, StoreError> {
    Ok(on!(db, c => PersonKeyRow::query().find(person_id).get_result(c).optional())?)
}

/// Everybody who was erased in an alliance.
///
/// # Errors
/// The database's.
pub fn erased(db: &mut Db, alliance_id: &str) -> Result<Vec<PersonKeyRow>, StoreError> {
    Ok(on!(db, c => PersonKeyRow::query()
        .filter(person_key::alliance_id.eq(alliance_id))
        .filter(person_key::erased_at.is_not_null())
        .order((person_key::erased_at, person_key::person_id))
        .load(c))?)
}

/// Those whose identity has been kept long enough.
///
/// # Errors
/// The database's.
pub fn due(db: &mut Db, now: Stamp) -> Result<Vec<PersonKeyRow>, StoreError> {
    Ok(on!(db, c => PersonKeyRow::query()
        .filter(person_key::kept_until.le(now))
        .filter(person_key::destroyed_at.is_null())
        .order(person_key::person_id)
        .load(c))?)
}
