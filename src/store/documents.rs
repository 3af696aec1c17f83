//! Documents and notices that were made; the files themselves are in the object store.

use diesel::{dsl::max, prelude::*};

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::document,
    stamp::Stamp,
};

/// One version of one document. `readers` is JSON; `flagged` says why a person must look at it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = document, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct DocumentRow {
    pub id: String,
    pub alliance_id: String,
    pub subject_id: Option<String>,
    pub instance_id: Option<String>,
    /// The outbox row that it was made for: once, however often that is tried.
    pub outbox_key: Option<String>,
    pub kind: String,
    pub template: String,
    pub reference: String,
    pub version: i32,
    pub title: String,
    pub hash: String,
    pub html_key: String,
    pub pdf_key: Option<String>,
    pub data_key: Option<String>,
    pub readers: String,
    pub flagged: Option<String>,
    pub created_at: Stamp,
}

/// Adds one.
///
/// # Errors
/// [`StoreError::Duplicate`] if the reference has this version, or the outbox row a document.
pub fn put(db: &mut Db, row: &DocumentRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(document::table).values(row).execute(c))?;
    Ok(())
}

/// One by id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn load(db: &mut Db, alliance_id: &str, id: &str) -> Result<DocumentRow, StoreError> {
    document::table
        .find(id)
        .filter(document::alliance_id.eq(alliance_id))
        .get_result(db)
        .optional()?
        .ok_or_else(|| StoreError::not_found("document", id))
}

/// The version that the next document with this reference has, from 1.
///
/// # Errors
/// The database's.
pub fn next_version(db: &mut Db, alliance_id: &str, reference: &str) -> Result<i32, StoreError> {
    let newest: Option<i32> = document::table
        .filter(document::alliance_id.eq(alliance_id))
        .filter(document::reference.eq(reference))
        .select(max(document::version))
        .get_result(db)?;
    Ok(newest.unwrap_or(0) + 1)
}

/// The document that was made for an outbox row.
///
/// # Errors
/// The database's.
pub fn of_outbox(db: &mut Db, outbox_key: &str) -> Result<Option<DocumentRow>, StoreError> {
    Ok(on!(db, c => document::table
        .filter(document::outbox_key.eq(outbox_key))
        .get_result(c).optional())?)
}

/// The newest version of a record's document of a template, made up to an instant.
///
/// # Errors
/// The database's.
pub fn newest(
    db: &mut Db,
    alliance_id: &str,
    (subject_id, template): (&str, &str),
    until: Stamp,
) -> Result<Option<DocumentRow>, StoreError> {
    Ok(document::table
        .filter(document::alliance_id.eq(alliance_id))
        .filter(document::subject_id.eq(subject_id))
        .filter(document::template.eq(template))
        .filter(document::created_at.le(until))
        .order((document::created_at.desc(), document::version.desc()))
        .first(db)
        .optional()?)
}

/// Those of one subject, oldest first.
///
/// # Errors
/// The database's.
pub fn of_subject(db: &mut Db, alliance_id: &str, subject_id: &str) -> Result<Vec<DocumentRow>, StoreError> {
    Ok(on!(db, c => document::table
        .filter(document::subject_id.eq(subject_id))
        .filter(document::alliance_id.eq(alliance_id))
        .order((document::created_at, document::id))
        .load(c))?)
}

/// All of an alliance, oldest first.
///
/// # Errors
/// The database's.
pub fn of_alliance(db: &mut Db, alliance_id: &str) -> Result<Vec<DocumentRow>, StoreError> {
    Ok(on!(db, c => document::table
        .filter(document::alliance_id.eq(alliance_id))
        .order((document::created_at, document::id))
        .load(c))?)
}

/// Those that name a reader, the newest first.
///
/// # Errors
/// The database's.
pub fn named_to(db: &mut Db, alliance_id: &str, reader: &str) -> Result<Vec<DocumentRow>, StoreError> {
    Ok(on!(db, c => document::table
        .filter(document::alliance_id.eq(alliance_id))
        .filter(document::readers.like(format!("%\"{reader}\"%")))
        .order((document::created_at.desc(), document::id.desc()))
        .load(c))?)
}

/// Those whose fingerprint begins so, the newest version first.
///
/// # Errors
/// The database's.
pub fn by_hash(db: &mut Db, alliance_id: &str, begins: &str) -> Result<Vec<DocumentRow>, StoreError> {
    Ok(on!(db, c => document::table
        .filter(document::alliance_id.eq(alliance_id))
        .filter(document::hash.like(format!("{begins}%")))
        .order((document::created_at.desc(), document::id.desc()))
        .load(c))?)
}

/// The versions of one reference, the newest first.
///
/// # Errors
/// The database's.
pub fn versions(db: &mut Db, alliance_id: &str, reference: &str) -> Result<Vec<DocumentRow>, StoreError> {
    Ok(on!(db, c => document::table
        .filter(document::alliance_id.eq(alliance_id))
        .filter(document::reference.eq(reference))
        .order(document::version.desc())
        .load(c))?)
}

/// Some of an alliance, the newest first, older than `before`.
///
/// # Errors
/// The database's.
pub fn page(db: &mut Db, alliance_id: &str, before: Option<&str>, limit: u32) -> Result<Vec<DocumentRow>, StoreError> {
    let mut rows = document::table
        .filter(document::alliance_id.eq(alliance_id))
        .order(document::id.desc())
        .limit(i64::from(limit))
        .into_boxed();
    if let Some(before) = before {
        rows = rows.filter(document::id.lt(before.to_owned()));
    }
    Ok(rows.load(db)?)
}
