//! How people wish to be written to, and letters that wait because of it.

use diesel::prelude::*;

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    schema::{held_letter, wish},
    stamp::Stamp,
    text_enum::text_enum,
};

text_enum! {
    /// How somebody gets news.
    News {
        /// Each when it happens.
        AtOnce = "at_once",
        /// Together, once a day.
        Digest = "digest",
    }
}

/// What one person wishes. Without a row: everything at once, whatever the hour.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = wish, primary_key(person_id), treat_none_as_null = true, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names say it")]
pub struct WishRow {
    pub person_id: String,
    pub news: News,
    /// JSON list: kinds of news that they do not want.
    pub unwanted: String,
    /// Nothing in the evening and at night, unless a deadline is near.
    pub quiet: bool,
    pub telephone: Option<String>,
    /// SHA-256 of what the address of their calendar holds, hex.
    pub calendar: Option<String>,
    pub changed_at: Stamp,
}

/// A letter that waits to go out together with others.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = held_letter)]
#[expect(missing_docs, reason = "the names say it")]
pub struct HeldRow {
    pub outbox_key: String,
    pub alliance_id: String,
    pub person_id: String,
    pub due_at: Stamp,
}

/// Puts somebody's wishes down, in place of what they were.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &WishRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(wish::table)
        .values(row)
        .on_conflict(wish::person_id)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// What somebody wishes.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, person_id: &str) -> Result<Option<WishRow>, StoreError> {
    Ok(on!(db, c => WishRow::query().find(person_id).get_result(c).optional())?)
}

/// What several people wish, in no order; nothing for who has said nothing.
///
/// # Errors
/// The database's.
pub fn several(db: &mut Db, people: &[String]) -> Result<Vec<WishRow>, StoreError> {
    Ok(on!(db, c => WishRow::query().filter(among(wish::person_id, people)).load(c))?)
}

/// Whose calendar it is.
///
/// # Errors
/// The database's.
pub fn by_calendar(db: &mut Db, hash: &str) -> Result<Option<WishRow>, StoreError> {
    Ok(on!(db, c => WishRow::query().filter(wish::calendar.eq(hash)).get_result(c).optional())?)
}

/// Forgets what somebody wishes.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, person_id: &str) -> Result<(), StoreError> {
    diesel::delete(wish::table.find(person_id)).execute(db)?;
    Ok(())
}

/// Notes that a letter waits.
///
/// # Errors
/// The database's.
pub fn hold(db: &mut Db, row: &HeldRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(held_letter::table).values(row).execute(c))?;
    Ok(())
}

/// Letters whose time has come, by person.
///
/// # Errors
/// The database's.
pub fn due(db: &mut Db, now: Stamp) -> Result<Vec<HeldRow>, StoreError> {
    Ok(HeldRow::query()
        .filter(held_letter::due_at.le(now))
        .order((
            held_letter::alliance_id,
            held_letter::person_id,
            held_letter::outbox_key,
        ))
        .load(db)?)
}

/// Letters of somebody that wait.
///
/// # Errors
/// The database's.
pub fn held_of(db: &mut Db, person_id: &str) -> Result<Vec<HeldRow>, StoreError> {
    Ok(HeldRow::query()
        .filter(held_letter::person_id.eq(person_id))
        .order(held_letter::outbox_key)
        .load(db)?)
}

/// Notes that letters wait no longer.
///
/// # Errors
/// The database's.
pub fn let_go(db: &mut Db, keys: &[String]) -> Result<(), StoreError> {
    diesel::delete(held_letter::table.filter(held_letter::outbox_key.eq_any(keys))).execute(db)?;
    Ok(())
}
