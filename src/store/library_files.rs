//! What an alliance has of its own beside the files of the installation: packs that it has taken in, and the newest file
//! of each path. The text of a file is a blob.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{library_file, library_pack},
    stamp::Stamp,
};

/// A pack that was taken in.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = library_pack)]
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
    pub taken_by: String,
    pub because: String,
    /// Business time.
    pub taken_at: Stamp,
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

/// Writes down that a pack was taken in.
///
/// # Errors
/// The database's.
pub fn take(db: &mut Db, row: &LibraryPackRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(library_pack::table).values(row).execute(c))?;
    Ok(())
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

/// The packs that an alliance has taken in, the newest first.
///
/// # Errors
/// The database's.
pub fn packs(db: &mut Db, alliance_id: &str) -> Result<Vec<LibraryPackRow>, StoreError> {
    Ok(on!(db, c => LibraryPackRow::query()
        .filter(library_pack::alliance_id.eq(alliance_id))
        .order((library_pack::taken_at.desc(), library_pack::id.desc()))
        .load(c))?)
}
