//! Alliances: who everything else belongs to.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    journal,
    schema::alliance,
    stamp::Stamp,
};

/// One alliance. `data` is JSON: city, email, settings; whatever the service keeps there.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = alliance)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct AllianceRow {
    pub id: String,
    pub short_name: String,
    pub name: String,
    pub data: String,
    pub created_at: Stamp,
}

/// Adds one, with its empty journal.
///
/// # Errors
/// [`StoreError::Duplicate`] if the id or the short name is taken.
pub fn insert(db: &mut Db, row: &AllianceRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(alliance::table).values(row).execute(c))?;
    journal::begin(db, &row.id)
}

/// Replaces name and data.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn update(db: &mut Db, row: &AllianceRow) -> Result<(), StoreError> {
    let changed = diesel::update(alliance::table.find(&row.id))
        .set((alliance::name.eq(&row.name), alliance::data.eq(&row.data)))
        .execute(db)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::not_found("alliance", &row.id))
    }
}

/// One by id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn load(db: &mut Db, id: &str) -> Result<AllianceRow, StoreError> {
    alliance::table
        .find(id)
        .get_result(db)
        .optional()?
        .ok_or_else(|| StoreError::not_found("alliance", id))
}

/// One by its short name.
///
/// # Errors
/// The database's.
pub fn by_short_name(db: &mut Db, short_name: &str) -> Result<Option<AllianceRow>, StoreError> {
    Ok(alliance::table
        .filter(alliance::short_name.eq(short_name))
        .get_result(db)
        .optional()?)
}

/// All, by name.
///
/// # Errors
/// The database's.
pub fn all(db: &mut Db) -> Result<Vec<AllianceRow>, StoreError> {
    Ok(alliance::table.order(alliance::short_name).load(db)?)
}
