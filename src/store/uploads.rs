//! Files that people sent with their answers; the files themselves are in the object store, sealed.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::upload,
    stamp::Stamp,
    text_enum::text_enum,
};

text_enum! {
    /// What a scanner said of a file.
    Checked {
        /// There is no scanner.
        Unscanned = "unscanned",
        /// Nothing yet.
        Checking = "checking",
        /// It found nothing.
        Clean = "clean",
        /// It found something: nobody may open the file.
        Found = "found",
    }
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = upload, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct UploadRow {
    pub id: String,
    pub alliance_id: String,
    pub person_id: String,
    pub instance_id: String,
    /// As the person calls it.
    pub name: String,
    /// `application/pdf`.
    pub kind: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the file as it came, hex.
    pub hash: String,
    /// Where it is kept.
    pub stored: String,
    pub sent_at: Stamp,
    /// What a scanner said of it.
    pub checked: Checked,
    /// What the scanner found.
    pub found: Option<String>,
    /// Of a secret file: its name, its hash and its key, sealed. The two columns are empty then.
    pub slip: Option<String>,
    /// The submission that holds these instead.
    pub locked_in: Option<String>,
}

/// Adds one.
///
/// # Errors
/// The database's.
pub fn add(db: &mut Db, row: &UploadRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(upload::table).values(row).execute(c))?;
    Ok(())
}

/// One by id.
///
/// # Errors
/// [`StoreError::NotFound`], also for another alliance's.
pub fn load(db: &mut Db, alliance_id: &str, id: &str) -> Result<UploadRow, StoreError> {
    upload::table
        .find(id)
        .filter(upload::alliance_id.eq(alliance_id))
        .get_result(db)
        .optional()?
        .ok_or_else(|| StoreError::not_found("file", id))
}

/// One by id, of whichever alliance: for a worker, which serves all of them.
///
/// # Errors
/// The database's.
pub fn by_id(db: &mut Db, id: &str) -> Result<Option<UploadRow>, StoreError> {
    Ok(upload::table.find(id).get_result(db).optional()?)
}

/// Notes what a scanner said.
///
/// # Errors
/// The database's.
pub fn judge(db: &mut Db, id: &str, checked: Checked, found: Option<&str>) -> Result<(), StoreError> {
    diesel::update(upload::table.find(id))
        .set((upload::checked.eq(checked), upload::found.eq(found)))
        .execute(db)?;
    Ok(())
}

/// How many of an alliance's files stand so.
///
/// # Errors
/// The database's.
pub fn count(db: &mut Db, alliance_id: &str, checked: Checked) -> Result<i64, StoreError> {
    Ok(upload::table
        .filter(upload::alliance_id.eq(alliance_id))
        .filter(upload::checked.eq(checked))
        .count()
        .get_result(db)?)
}

/// What one person sent for one instance, the oldest first.
///
/// # Errors
/// The database's.
pub fn of_person(db: &mut Db, person_id: &str, instance_id: &str) -> Result<Vec<UploadRow>, StoreError> {
    Ok(upload::table
        .filter(upload::instance_id.eq(instance_id))
        .filter(upload::person_id.eq(person_id))
        .order((upload::sent_at, upload::id))
        .load(db)?)
}

/// What anybody sent for one instance, the oldest first.
///
/// # Errors
/// The database's.
pub fn of_instance(db: &mut Db, instance_id: &str) -> Result<Vec<UploadRow>, StoreError> {
    Ok(upload::table
        .filter(upload::instance_id.eq(instance_id))
        .order((upload::sent_at, upload::id))
        .load(db)?)
}

/// Keeps what opens a secret file, where it is: sealed in its row, in a submission, or nowhere any more.
///
/// # Errors
/// The database's.
pub fn hold(db: &mut Db, id: &str, slip: Option<&str>, locked_in: Option<&str>) -> Result<(), StoreError> {
    diesel::update(upload::table.find(id))
        .set((upload::slip.eq(slip), upload::locked_in.eq(locked_in)))
        .execute(db)?;
    Ok(())
}

/// Everything that one person sent, oldest first.
///
/// # Errors
/// The database's.
pub fn all_of_person(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Vec<UploadRow>, StoreError> {
    Ok(upload::table
        .filter(upload::alliance_id.eq(alliance_id))
        .filter(upload::person_id.eq(person_id))
        .order((upload::sent_at, upload::id))
        .load(db)?)
}
