//! What people need to take part.

use diesel::prelude::*;

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    schema::access_need,
    stamp::Stamp,
};

/// What one person needs, in one alliance.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = access_need, primary_key(alliance_id, person_id))]
#[expect(missing_docs, reason = "the names say it")]
pub struct NeedRow {
    pub alliance_id: String,
    pub person_id: String,
    /// JSON list of common needs.
    pub chosen: String,
    /// In their own words.
    pub says: String,
    pub changed_at: Stamp,
}

/// Puts down what somebody needs, in place of what it was.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &NeedRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(access_need::table)
        .values(row)
        .on_conflict((access_need::alliance_id, access_need::person_id))
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// What several people need, in no order; nothing for who has said nothing.
///
/// # Errors
/// The database's.
pub fn several(db: &mut Db, alliance_id: &str, people: &[String]) -> Result<Vec<NeedRow>, StoreError> {
    Ok(on!(db, c => NeedRow::query()
        .filter(access_need::alliance_id.eq(alliance_id))
        .filter(among(access_need::person_id, people))
        .load(c))?)
}

/// Forgets what somebody needs.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<(), StoreError> {
    diesel::delete(access_need::table.find((alliance_id, person_id))).execute(db)?;
    Ok(())
}
