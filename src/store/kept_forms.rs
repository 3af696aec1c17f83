//! Forms that arrived when their session had run out: kept, sealed, until the person has signed in
//! again. Wall time throughout.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::kept_form,
    stamp::Stamp,
};

/// They are thrown away after so long.
const KEPT: TimeDelta = TimeDelta::days(7);

/// One form.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = kept_form)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct KeptFormRow {
    pub id: String,
    pub person_id: String,
    /// Where it was sent to: path and query.
    pub path: String,
    /// Names and values, sealed.
    pub sealed: String,
    pub kept_at: Stamp,
}

/// Keeps one; throws away what this person never came back for.
///
/// # Errors
/// The database's.
pub fn keep(db: &mut Db, row: &KeptFormRow, now: DateTime<Utc>) -> Result<(), StoreError> {
    let old = kept_form::table
        .filter(kept_form::person_id.eq(&row.person_id))
        .filter(kept_form::kept_at.lt(Stamp::from(now - KEPT)));
    diesel::delete(old).execute(db)?;
    on!(db, c => diesel::insert_into(kept_form::table).values(row).execute(c))?;
    Ok(())
}

/// A person's own, by id.
///
/// # Errors
/// [`StoreError::NotFound`], also for somebody else's.
pub fn load(db: &mut Db, person_id: &str, id: &str) -> Result<KeptFormRow, StoreError> {
    kept_form::table
        .find(id)
        .filter(kept_form::person_id.eq(person_id))
        .get_result(db)
        .optional()?
        .ok_or_else(|| StoreError::not_found("form", id))
}

/// Throws one away.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, person_id: &str, id: &str) -> Result<(), StoreError> {
    let own = kept_form::table.find(id).filter(kept_form::person_id.eq(person_id));
    diesel::delete(own).execute(db)?;
    Ok(())
}
