//! Who is at somebody's side, and who takes a break.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{named_supporter, person_break},
    stamp::Stamp,
};

/// Whom somebody has chosen.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = named_supporter, primary_key(person_id))]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct SupporterRow {
    pub person_id: String,
    pub alliance_id: String,
    pub supporter_id: String,
    pub chosen_at: Stamp,
}

/// A break that somebody takes.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = person_break, primary_key(person_id), treat_none_as_null = true)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct BreakRow {
    pub person_id: String,
    pub alliance_id: String,
    pub since: Stamp,
    /// Nothing while they have not said until when.
    pub until: Option<Stamp>,
}

/// Puts somebody's choice down, in place of another.
///
/// # Errors
/// The database's.
pub fn choose(db: &mut Db, row: &SupporterRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(named_supporter::table)
        .values(row)
        .on_conflict(named_supporter::person_id)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// Takes somebody's choice back.
///
/// # Errors
/// The database's.
pub fn choose_nobody(db: &mut Db, person_id: &str) -> Result<(), StoreError> {
    diesel::delete(named_supporter::table.find(person_id)).execute(db)?;
    Ok(())
}

/// Whom somebody has chosen.
///
/// # Errors
/// The database's.
pub fn supporter(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Option<SupporterRow>, StoreError> {
    Ok(on!(db, c => SupporterRow::query()
        .filter(named_supporter::person_id.eq(person_id))
        .filter(named_supporter::alliance_id.eq(alliance_id))
        .first(c)
        .optional())?)
}

/// Begins a break, in place of another.
///
/// # Errors
/// The database's.
pub fn pause(db: &mut Db, row: &BreakRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(person_break::table)
        .values(row)
        .on_conflict(person_break::person_id)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// Ends somebody's break; false if they take none.
///
/// # Errors
/// The database's.
pub fn go_on(db: &mut Db, person_id: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(person_break::table.find(person_id)).execute(db)? == 1)
}

/// The breaks of these people that are not over.
///
/// # Errors
/// The database's.
pub fn breaks_of(db: &mut Db, people: &[String], now: Stamp) -> Result<Vec<BreakRow>, StoreError> {
    Ok(on!(db, c => BreakRow::query()
        .filter(person_break::person_id.eq_any(people))
        .filter(person_break::until.is_null().or(person_break::until.gt(now)))
        .order(person_break::person_id)
        .load(c))?)
}

/// Every break in an alliance that is not over.
///
/// # Errors
/// The database's.
pub fn breaks(db: &mut Db, alliance_id: &str, now: Stamp) -> Result<Vec<BreakRow>, StoreError> {
    Ok(on!(db, c => BreakRow::query()
        .filter(person_break::alliance_id.eq(alliance_id))
        .filter(person_break::until.is_null().or(person_break::until.gt(now)))
        .order(person_break::person_id)
        .load(c))?)
}
