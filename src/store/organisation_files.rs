//! Files of organisations that somebody sent: kept, sealed, until they confirm what would change. `sent_at` is wall
//! time; `done_at` is business time, as the journal has it.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::organisation_file,
    stamp::Stamp,
};

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = organisation_file, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct OrganisationFileRow {
    pub id: String,
    pub alliance_id: String,
    pub person_id: String,
    /// As the person calls it.
    pub name: String,
    /// Its text, sealed; nothing once it is confirmed.
    pub sealed: Option<String>,
    pub sent_at: Stamp,
    pub done_at: Option<Stamp>,
    pub added: i64,
    pub changed: i64,
    pub left_out: i64,
}

/// Keeps one; throws away what nobody of this alliance came back for since `old`.
///
/// # Errors
/// The database's.
pub fn keep(db: &mut Db, row: &OrganisationFileRow, old: Stamp) -> Result<(), StoreError> {
    let old = organisation_file::table
        .filter(organisation_file::alliance_id.eq(&row.alliance_id))
        .filter(organisation_file::done_at.is_null())
        .filter(organisation_file::sent_at.lt(old));
    diesel::delete(old).execute(db)?;
    on!(db, c => diesel::insert_into(organisation_file::table).values(row).execute(c))?;
    Ok(())
}

/// All that a person has sent here, the newest first.
///
/// # Errors
/// The database's.
pub fn of_person(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Vec<OrganisationFileRow>, StoreError> {
    Ok(on!(db, c => OrganisationFileRow::query()
        .filter(organisation_file::alliance_id.eq(alliance_id))
        .filter(organisation_file::person_id.eq(person_id))
        .order((organisation_file::sent_at.desc(), organisation_file::id))
        .load(c))?)
}

/// A person's own, by id.
///
/// # Errors
/// [`StoreError::NotFound`], also for somebody else's.
pub fn load(db: &mut Db, alliance_id: &str, person_id: &str, id: &str) -> Result<OrganisationFileRow, StoreError> {
    let found = on!(db, c => OrganisationFileRow::query()
        .filter(organisation_file::id.eq(id))
        .filter(organisation_file::alliance_id.eq(alliance_id))
        .filter(organisation_file::person_id.eq(person_id))
        .first(c)
        .optional())?;
    found.ok_or_else(|| StoreError::not_found("file", id))
}

/// Writes down that one was confirmed, and what it did; its text goes. True if nobody had confirmed it.
///
/// # Errors
/// The database's.
pub fn done(
    db: &mut Db,
    id: &str,
    (added, changed, left_out): (i64, i64, i64),
    now: Stamp,
) -> Result<bool, StoreError> {
    let open = organisation_file::table
        .find(id)
        .filter(organisation_file::done_at.is_null());
    let changed = diesel::update(open)
        .set((
            organisation_file::sealed.eq(None::<String>),
            organisation_file::done_at.eq(now),
            organisation_file::added.eq(added),
            organisation_file::changed.eq(changed),
            organisation_file::left_out.eq(left_out),
        ))
        .execute(db)?;
    Ok(changed == 1)
}
