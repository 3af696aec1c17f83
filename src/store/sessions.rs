//! Who is signed in, in which browser, and until when. Wall time throughout.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::session,
    stamp::Stamp,
};

/// One session. Ended ones stay, so that people can see where they were signed in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = session, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct SessionRow {
    pub id: String,
    /// SHA-256 of what the cookie holds, hex.
    pub token: String,
    pub person_id: String,
    pub alliance_id: String,
    /// The person acted for, by delegation.
    pub acting_for: Option<String>,
    pub browser: String,
    pub begun_at: Stamp,
    pub seen_at: Stamp,
    /// It ends then, whatever happens.
    pub ends_at: Stamp,
    /// When a second factor was last shown.
    pub factor_at: Option<Stamp>,
    pub ended_at: Option<Stamp>,
}

/// Adds one.
///
/// # Errors
/// The database's.
pub fn begin(db: &mut Db, row: &SessionRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(session::table).values(row).execute(c))?;
    Ok(())
}

/// The one whose cookie has this hash, ended or not.
///
/// # Errors
/// The database's.
pub fn by_token(db: &mut Db, token: &str) -> Result<Option<SessionRow>, StoreError> {
    Ok(session::table
        .filter(session::token.eq(token))
        .get_result(db)
        .optional()?)
}

/// Those of one person that have not ended, the newest first.
///
/// # Errors
/// The database's.
pub fn open_of_person(db: &mut Db, person_id: &str, now: Stamp) -> Result<Vec<SessionRow>, StoreError> {
    Ok(session::table
        .filter(session::person_id.eq(person_id))
        .filter(session::ended_at.is_null())
        .filter(session::ends_at.gt(now))
        .order((session::begun_at.desc(), session::id))
        .load(db)?)
}

/// Notes that it was used.
///
/// # Errors
/// The database's.
pub fn touch(db: &mut Db, id: &str, now: Stamp) -> Result<(), StoreError> {
    diesel::update(session::table.find(id))
        .set(session::seen_at.eq(now))
        .execute(db)?;
    Ok(())
}

/// Gives it a new cookie, and notes that a second factor was shown.
///
/// # Errors
/// The database's.
pub fn raise(db: &mut Db, id: &str, token: &str, now: Stamp) -> Result<(), StoreError> {
    diesel::update(session::table.find(id))
        .set((
            session::token.eq(token),
            session::factor_at.eq(now),
            session::seen_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Says for whom its person acts from now on.
///
/// # Errors
/// The database's.
pub fn act_for(db: &mut Db, id: &str, principal: Option<&str>) -> Result<(), StoreError> {
    diesel::update(session::table.find(id))
        .set(session::acting_for.eq(principal))
        .execute(db)?;
    Ok(())
}

/// Ends one of a person's; true if it had not ended.
///
/// # Errors
/// The database's.
pub fn end(db: &mut Db, person_id: &str, id: &str, now: Stamp) -> Result<bool, StoreError> {
    let own = session::table
        .find(id)
        .filter(session::person_id.eq(person_id))
        .filter(session::ended_at.is_null());
    Ok(diesel::update(own).set(session::ended_at.eq(now)).execute(db)? == 1)
}

/// Ends all of a person's but one; gives how many.
///
/// # Errors
/// The database's.
pub fn end_others(db: &mut Db, person_id: &str, keep: Option<&str>, now: Stamp) -> Result<usize, StoreError> {
    let others = session::table
        .filter(session::person_id.eq(person_id))
        .filter(session::id.ne(keep.unwrap_or_default()))
        .filter(session::ended_at.is_null());
    Ok(diesel::update(others).set(session::ended_at.eq(now)).execute(db)?)
}
