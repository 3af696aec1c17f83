//! Content by its SHA-256: definitions, templates and calendars as they were when published.

use accord_log::Hash;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::blob,
    stamp::Stamp,
};

#[derive(Insertable)]
#[diesel(table_name = blob)]
struct NewBlob<'a> {
    hash: &'a str,
    kind: &'a str,
    body: &'a [u8],
    created_at: Stamp,
}

/// Keeps content under its own SHA-256 and gives that; the same content twice is one row.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, kind: &str, body: &[u8], now: DateTime<Utc>) -> Result<String, StoreError> {
    let hash = Hash::of(&[body]).to_string();
    put_named(db, &hash, kind, body, now)?;
    Ok(hash)
}

/// Keeps content under a hash that the caller has computed in its own way (a definition is named
/// by the hash of its canonical form, not of its bytes).
///
/// # Errors
/// The database's.
pub fn put_named(db: &mut Db, hash: &str, kind: &str, body: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = NewBlob {
        hash,
        kind,
        body,
        created_at: now.into(),
    };
    on!(db, c => diesel::insert_into(blob::table)
        .values(&row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// The content under a hash.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn get(db: &mut Db, hash: &str) -> Result<Vec<u8>, StoreError> {
    blob::table
        .find(hash)
        .select(blob::body)
        .get_result(db)
        .optional()?
        .ok_or_else(|| StoreError::not_found("blob", hash))
}
