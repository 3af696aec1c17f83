//! What `check` proved of a definition; without one no instance may start.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::certificate,
    stamp::Stamp,
};

/// One certificate, by the definition's hash. `body` is JSON.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = certificate)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct CertificateRow {
    pub definition: String,
    pub workflow: String,
    pub body: String,
    pub created_at: Stamp,
}

/// Keeps one; the first for a definition stays.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &CertificateRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(certificate::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// The certificate of a definition.
///
/// # Errors
/// The database's.
pub fn of_definition(db: &mut Db, definition: &str) -> Result<Option<CertificateRow>, StoreError> {
    Ok(certificate::table.find(definition).get_result(db).optional()?)
}

/// Every certificate of a workflow, the newest first.
///
/// # Errors
/// The database's.
pub fn of_workflow(db: &mut Db, workflow: &str) -> Result<Vec<CertificateRow>, StoreError> {
    Ok(certificate::table
        .filter(certificate::workflow.eq(workflow))
        .order((certificate::created_at.desc(), certificate::definition))
        .load(db)?)
}

/// The newest certificate of a workflow: the definition that new instances are pinned to.
///
/// # Errors
/// The database's.
pub fn newest(db: &mut Db, workflow: &str) -> Result<Option<CertificateRow>, StoreError> {
    Ok(certificate::table
        .filter(certificate::workflow.eq(workflow))
        .order((certificate::created_at.desc(), certificate::definition))
        .first(db)
        .optional()?)
}
