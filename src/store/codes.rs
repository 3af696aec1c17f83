//! Codes that are sent to sign in with: each is of one browser, for minutes, for a few tries.

use diesel::{dsl::max, prelude::*};

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{invitation, sign_in_code},
    stamp::Stamp,
};

/// One code that was asked for, also for an address that is nobody's.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = sign_in_code, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct CodeRow {
    /// SHA-256 of the cookie of the browser that asked, hex.
    pub id: String,
    /// SHA-256 of the address, folded, hex.
    pub address: String,
    pub person_id: Option<String>,
    /// SHA-256 of cookie and code, hex.
    pub code: String,
    pub asked_at: Stamp,
    pub expires_at: Stamp,
    pub tries: i32,
    pub used_at: Option<Stamp>,
}

/// What has been asked for one address since an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// How many codes.
    pub codes: i64,
    /// Wrong answers to them.
    pub wrong: i64,
    /// The last.
    pub last: Option<Stamp>,
}

/// An invitation to sign in for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitation, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct InvitationRow {
    pub id: String,
    /// SHA-256 of what the letter holds, hex.
    pub token: String,
    pub alliance_id: String,
    pub person_id: String,
    pub invited_by: String,
    pub made_at: Stamp,
    pub expires_at: Stamp,
    pub used_at: Option<Stamp>,
}

/// Adds a code.
///
/// # Errors
/// The database's.
pub fn ask(db: &mut Db, row: &CodeRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(sign_in_code::table).values(row).execute(c))?;
    Ok(())
}

/// The one that a browser asked for.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, id: &str) -> Result<Option<CodeRow>, StoreError> {
    Ok(sign_in_code::table.find(id).get_result(db).optional()?)
}

/// Codes and wrong answers for one address since an instant.
///
/// # Errors
/// The database's.
pub fn asked(db: &mut Db, address: &str, since: Stamp) -> Result<Asked, StoreError> {
    let of = sign_in_code::table
        .filter(sign_in_code::address.eq(address))
        .filter(sign_in_code::asked_at.gt(since));
    let rows: Vec<(i32, Option<Stamp>)> = of.select((sign_in_code::tries, sign_in_code::used_at)).load(db)?;
    let last: Option<Stamp> = of.select(max(sign_in_code::asked_at)).get_result(db)?;
    Ok(Asked {
        codes: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        wrong: rows
            .iter()
            .map(|(tries, used)| i64::from(*tries) - i64::from(used.is_some()))
            .sum(),
        last,
    })
}

/// Counts one more try; false if it has no more, was used, or is too old.
///
/// # Errors
/// The database's.
pub fn try_once(db: &mut Db, id: &str, most: i32, now: Stamp) -> Result<bool, StoreError> {
    let open = sign_in_code::table
        .find(id)
        .filter(sign_in_code::tries.lt(most))
        .filter(sign_in_code::used_at.is_null())
        .filter(sign_in_code::expires_at.gt(now));
    Ok(diesel::update(open)
        .set(sign_in_code::tries.eq(sign_in_code::tries + 1))
        .execute(db)?
        == 1)
}

/// Marks it used; false if it was before.
///
/// # Errors
/// The database's.
pub fn used(db: &mut Db, id: &str, now: Stamp) -> Result<bool, StoreError> {
    let open = sign_in_code::table.find(id).filter(sign_in_code::used_at.is_null());
    Ok(diesel::update(open).set(sign_in_code::used_at.eq(now)).execute(db)? == 1)
}

/// Forgets codes that were asked for before an instant.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, before: Stamp) -> Result<usize, StoreError> {
    Ok(diesel::delete(sign_in_code::table.filter(sign_in_code::asked_at.lt(before))).execute(db)?)
}

/// Adds an invitation.
///
/// # Errors
/// The database's.
pub fn invite(db: &mut Db, row: &InvitationRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(invitation::table).values(row).execute(c))?;
    Ok(())
}

/// Ends the invitations of somebody that were not taken up: a newer one, or another address, is in their place, and
/// whoever has the older letter may be a stranger.
///
/// # Errors
/// The database's.
pub fn end_invitations(db: &mut Db, person_id: &str, now: Stamp) -> Result<usize, StoreError> {
    let open = invitation::table
        .filter(invitation::person_id.eq(person_id))
        .filter(invitation::used_at.is_null())
        .filter(invitation::expires_at.gt(now));
    Ok(diesel::update(open).set(invitation::expires_at.eq(now)).execute(db)?)
}

/// The invitation whose letter holds this.
///
/// # Errors
/// The database's.
pub fn invitation(db: &mut Db, token: &str) -> Result<Option<InvitationRow>, StoreError> {
    Ok(invitation::table
        .filter(invitation::token.eq(token))
        .get_result(db)
        .optional()?)
}

/// Marks an invitation taken up; false if it was before.
///
/// # Errors
/// The database's.
pub fn take_up(db: &mut Db, id: &str, now: Stamp) -> Result<bool, StoreError> {
    let open = invitation::table.find(id).filter(invitation::used_at.is_null());
    Ok(diesel::update(open).set(invitation::used_at.eq(now)).execute(db)? == 1)
}

/// The invitations of somebody to an alliance, the newest first.
///
/// # Errors
/// The database's.
pub fn invitations_of(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Vec<InvitationRow>, StoreError> {
    Ok(invitation::table
        .filter(invitation::alliance_id.eq(alliance_id))
        .filter(invitation::person_id.eq(person_id))
        .order((invitation::made_at.desc(), invitation::id.desc()))
        .load(db)?)
}
