//! The account that somebody wants to be paid into, and who has opened it. What it is comes sealed.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{pay_detail, pay_detail_opening},
    stamp::Stamp,
};

/// Where somebody is paid.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = pay_detail, primary_key(person_id))]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct PayDetailRow {
    pub person_id: String,
    pub alliance_id: String,
    /// Empty once its person has taken it away: that there was one is not forgotten, so that the next one rests.
    pub sealed: String,
    pub changed_at: Stamp,
    /// There was another account before.
    pub replaces: bool,
}

/// That somebody opened it.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = pay_detail_opening)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct OpeningRow {
    pub id: String,
    pub person_id: String,
    pub run_id: String,
    pub opened_by: String,
    pub opened_at: Stamp,
}

/// Puts somebody's account down, in place of another.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &PayDetailRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(pay_detail::table)
        .values(row)
        .on_conflict(pay_detail::person_id)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// Somebody's account, if they have given one here.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Option<PayDetailRow>, StoreError> {
    Ok(on!(db, c => PayDetailRow::query()
        .filter(pay_detail::person_id.eq(person_id))
        .filter(pay_detail::alliance_id.eq(alliance_id))
        .filter(pay_detail::sealed.ne(""))
        .first(c)
        .optional())?)
}

/// Whether somebody has ever given one here.
///
/// # Errors
/// The database's.
pub fn ever(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<bool, StoreError> {
    let found: Option<PayDetailRow> = on!(db, c => PayDetailRow::query()
        .filter(pay_detail::person_id.eq(person_id))
        .filter(pay_detail::alliance_id.eq(alliance_id))
        .first(c)
        .optional())?;
    Ok(found.is_some())
}

/// Forgets somebody's account; false if there was none.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<bool, StoreError> {
    let own = pay_detail::table
        .filter(pay_detail::person_id.eq(person_id))
        .filter(pay_detail::alliance_id.eq(alliance_id))
        .filter(pay_detail::sealed.ne(""));
    Ok(diesel::update(own).set(pay_detail::sealed.eq("")).execute(db)? == 1)
}

/// Notes that somebody opened it.
///
/// # Errors
/// [`StoreError::Duplicate`] if the id is taken.
pub fn opened(db: &mut Db, row: &OpeningRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(pay_detail_opening::table).values(row).execute(c))?;
    Ok(())
}

/// Who has opened somebody's account, the newest first.
///
/// # Errors
/// The database's.
pub fn openings_of(db: &mut Db, person_id: &str) -> Result<Vec<OpeningRow>, StoreError> {
    Ok(on!(db, c => OpeningRow::query()
        .filter(pay_detail_opening::person_id.eq(person_id))
        .order((pay_detail_opening::opened_at.desc(), pay_detail_opening::id))
        .load(c))?)
}

/// Who has opened the accounts of a run, the newest first.
///
/// # Errors
/// The database's.
pub fn openings_for(db: &mut Db, run_id: &str) -> Result<Vec<OpeningRow>, StoreError> {
    Ok(on!(db, c => OpeningRow::query()
        .filter(pay_detail_opening::run_id.eq(run_id))
        .order((pay_detail_opening::opened_at.desc(), pay_detail_opening::id))
        .load(c))?)
}
