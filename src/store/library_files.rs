//! What an alliance has of its own beside the files of the installation: packs that it has taken in, and the newest file
//! of each path. The text of a file is a blob.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{library_file, library_pack},
    stamp::Stamp,
};

/// A pack that was taken in, or waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = library_pack, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct LibraryPackRow {
    pub id: String,
    pub alliance_id: String,
    pub name: String,
    pub version: String,
    /// Whose it is, as the pack says.
    pub origin: String,
    pub licence: String,
    /// SHA-256 of its manifest.
    pub hash: String,
    /// The pack itself: a blob.
    pub body: String,
    pub asked_by: String,
    pub because: String,
    /// Business time, as the other.
    pub asked_at: Stamp,
    /// Nobody yet, as long as it waits for a second person.
    pub taken_by: Option<String>,
    pub taken_at: Option<Stamp>,
}

/// One file of an alliance's own.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = library_file)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct LibraryFileRow {
    pub alliance_id: String,
    pub path: String,
    pub hash: String,
    pub pack_id: String,
}

/// Writes down that a pack is to be taken in, or was.
///
/// # Errors
/// The database's.
pub fn add(db: &mut Db, row: &LibraryPackRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(library_pack::table).values(row).execute(c))?;
    Ok(())
}

/// One by its id.
///
/// # Errors
/// [`StoreError::NotFound`], also for another alliance's.
pub fn load(db: &mut Db, alliance_id: &str, id: &str) -> Result<LibraryPackRow, StoreError> {
    let found = on!(db, c => LibraryPackRow::query()
        .filter(library_pack::id.eq(id))
        .filter(library_pack::alliance_id.eq(alliance_id))
        .first(c)
        .optional())?;
    found.ok_or_else(|| StoreError::not_found("pack", id))
}

/// Writes down that one that waited was taken in; true if nobody had done that.
///
/// # Errors
/// The database's.
pub fn taken(db: &mut Db, alliance_id: &str, id: &str, by: &str, at: Stamp) -> Result<bool, StoreError> {
    let waits = library_pack::table
        .find(id)
        .filter(library_pack::alliance_id.eq(alliance_id))
        .filter(library_pack::taken_at.is_null());
    let set = (library_pack::taken_by.eq(by), library_pack::taken_at.eq(at));
    Ok(diesel::update(waits).set(set).execute(db)? == 1)
}

/// Throws one away that waits; true if it did.
///
/// # Errors
/// The database's.
pub fn put_away(db: &mut Db, alliance_id: &str, id: &str) -> Result<bool, StoreError> {
    let waits = library_pack::table
        .find(id)
        .filter(library_pack::alliance_id.eq(alliance_id))
        .filter(library_pack::taken_at.is_null());
    Ok(diesel::delete(waits).execute(db)? == 1)
}

/// Puts a file in its place, whatever was there.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &LibraryFileRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(library_file::table)
        .values(row)
        .on_conflict((library_file::alliance_id, library_file::path))
        .do_update()
        .set((library_file::hash.eq(&row.hash), library_file::pack_id.eq(&row.pack_id)))
        .execute(c))?;
    Ok(())
}

/// The files of an alliance's own, by path.
///
/// # Errors
/// The database's.
pub fn of_alliance(db: &mut Db, alliance_id: &str) -> Result<Vec<LibraryFileRow>, StoreError> {
    Ok(on!(db, c => LibraryFileRow::query()
        .filter(library_file::alliance_id.eq(alliance_id))
        .order(library_file::path)
        .load(c))?)
}

/// The packs that an alliance has taken in, or that wait, the newest first.
///
/// # Errors
/// The database's.
pub fn packs(db: &mut Db, alliance_id: &str) -> Result<Vec<LibraryPackRow>, StoreError> {
    Ok(on!(db, c => LibraryPackRow::query()
        .filter(library_pack::alliance_id.eq(alliance_id))
        .order((library_pack::asked_at.desc(), library_pack::id.desc()))
        .load(c))?)
}
