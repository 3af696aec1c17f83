//! What is kept outside the database and belongs to it: keys, and the place of files, each by a mark.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{belonging, checkpoint, document, submission, upload},
    stamp::Stamp,
};

/// One thing that belongs to the database. `mark` tells it apart from others and is no secret.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = belonging, primary_key(name))]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct BelongingRow {
    pub name: String,
    pub mark: String,
    pub since: Stamp,
}

/// What the database knows under a name (`seals`, `signing_key`, `files`).
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, name: &str) -> Result<Option<BelongingRow>, StoreError> {
    Ok(on!(db, c => BelongingRow::query()
        .filter(belonging::name.eq(name))
        .first(c)
        .optional())?)
}

/// Puts down a mark where there is none yet, and gives what stands there then: another process may have been quicker.
///
/// # Errors
/// The database's.
pub fn first(db: &mut Db, row: &BelongingRow) -> Result<BelongingRow, StoreError> {
    on!(db, c => diesel::insert_into(belonging::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    load(db, &row.name)?.ok_or_else(|| StoreError::not_found("belonging", &row.name))
}

/// Puts down a mark in place of what stood there: because a person has said so.
///
/// # Errors
/// The database's.
pub fn replace(db: &mut Db, row: &BelongingRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(belonging::table)
        .values(row)
        .on_conflict(belonging::name)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// Something that was sealed, by which a key can be tried: the id that it was sealed for, and what stands there.
///
/// # Errors
/// The database's.
pub fn sealed(db: &mut Db) -> Result<Option<(String, String)>, StoreError> {
    let found: Option<(String, Option<String>)> = submission::table
        .filter(submission::envelope.is_not_null())
        .select((submission::id, submission::envelope))
        .first(db)
        .optional()?;
    Ok(found.and_then(|(id, envelope)| Some((id, envelope?))))
}

/// The newest checkpoint of any alliance, as it was signed.
///
/// # Errors
/// The database's.
pub fn signed(db: &mut Db) -> Result<Option<String>, StoreError> {
    Ok(checkpoint::table
        .order(checkpoint::at.desc())
        .select(checkpoint::note)
        .first(db)
        .optional()?)
}

/// The keys of files that must be where files are kept: of the newest document, and of the newest file that somebody
/// sent.
///
/// # Errors
/// The database's.
pub fn filed(db: &mut Db) -> Result<Vec<String>, StoreError> {
    let document: Option<String> = document::table
        .order(document::created_at.desc())
        .select(document::html_key)
        .first(db)
        .optional()?;
    let sent: Option<String> = upload::table
        .order(upload::sent_at.desc())
        .select(upload::stored)
        .first(db)
        .optional()?;
    Ok(document.into_iter().chain(sent).collect())
}
