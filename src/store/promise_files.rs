//! Files that show how a promise was kept.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::promise_file,
    stamp::Stamp,
};

/// A file of a promise.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = promise_file, primary_key(upload_id))]
#[expect(missing_docs, reason = "the names say it")]
pub struct PromiseFileRow {
    pub upload_id: String,
    pub promise_id: String,
    /// What it is, in the words of whoever added it.
    pub title: String,
    pub added_at: Stamp,
}

/// Adds one.
///
/// # Errors
/// It belongs to a promise already, or the database fails.
pub fn add(db: &mut Db, row: &PromiseFileRow) -> Result<(), StoreError> {
    diesel::insert_into(promise_file::table).values(row).execute(db)?;
    Ok(())
}

/// The files of a promise, the oldest first.
///
/// # Errors
/// The database fails.
pub fn of_promise(db: &mut Db, promise: &str) -> Result<Vec<PromiseFileRow>, StoreError> {
    Ok(on!(db, c => PromiseFileRow::query()
        .filter(promise_file::promise_id.eq(promise))
        .order((promise_file::added_at, promise_file::upload_id))
        .load(c))?)
}

/// A file is shown no more.
///
/// # Errors
/// The database fails.
pub fn take_out(db: &mut Db, upload: &str) -> Result<(), StoreError> {
    diesel::delete(promise_file::table.find(upload)).execute(db)?;
    Ok(())
}
