//! Programs that are told what happens. Wall time throughout.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::webhook,
    stamp::Stamp,
};

/// One address that is told. Ended ones stay.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = webhook, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct WebhookRow {
    pub id: String,
    pub alliance_id: String,
    /// Whose eyes it has.
    pub person_id: String,
    pub url: String,
    /// JSON: kinds of things that it is told.
    pub kinds: String,
    /// Sealed.
    pub secret: String,
    /// What it was before, sealed; counts until `old_until`.
    pub old_secret: Option<String>,
    pub old_until: Option<Stamp>,
    /// The next entry of the journal to be looked at.
    pub position: i64,
    pub made_at: Stamp,
    pub ended_at: Option<Stamp>,
}

/// Adds one.
///
/// # Errors
/// The database's.
pub fn make(db: &mut Db, row: &WebhookRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(webhook::table).values(row).execute(c))?;
    Ok(())
}

/// One that has not ended, in whichever alliance.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, id: &str) -> Result<Option<WebhookRow>, StoreError> {
    Ok(webhook::table
        .find(id)
        .filter(webhook::ended_at.is_null())
        .get_result(db)
        .optional()?)
}

/// Those of one alliance that have not ended, the oldest first.
///
/// # Errors
/// The database's.
pub fn of_alliance(db: &mut Db, alliance_id: &str) -> Result<Vec<WebhookRow>, StoreError> {
    Ok(webhook::table
        .filter(webhook::alliance_id.eq(alliance_id))
        .filter(webhook::ended_at.is_null())
        .order((webhook::made_at, webhook::id))
        .load(db)?)
}

/// All that have not ended.
///
/// # Errors
/// The database's.
pub fn open(db: &mut Db) -> Result<Vec<WebhookRow>, StoreError> {
    Ok(on!(db, c => webhook::table
        .filter(webhook::ended_at.is_null())
        .order((webhook::alliance_id, webhook::id))
        .load(c))?)
}

/// Moves one on in the journal, if nobody else has; true if it was moved.
///
/// # Errors
/// The database's.
pub fn move_on(db: &mut Db, id: &str, from: i64, to: i64) -> Result<bool, StoreError> {
    let here = webhook::table.find(id).filter(webhook::position.eq(from));
    Ok(diesel::update(here).set(webhook::position.eq(to)).execute(db)? == 1)
}

/// Gives one a new secret; the old one counts until then.
///
/// # Errors
/// The database's.
pub fn rotate(db: &mut Db, id: &str, secret: &str, old: &str, until: Stamp) -> Result<(), StoreError> {
    diesel::update(webhook::table.find(id))
        .set((
            webhook::secret.eq(secret),
            webhook::old_secret.eq(old),
            webhook::old_until.eq(until),
        ))
        .execute(db)?;
    Ok(())
}

/// Ends one of an alliance; true if it had not ended.
///
/// # Errors
/// The database's.
pub fn end(db: &mut Db, alliance_id: &str, id: &str, now: Stamp) -> Result<bool, StoreError> {
    let open = webhook::table
        .find(id)
        .filter(webhook::alliance_id.eq(alliance_id))
        .filter(webhook::ended_at.is_null());
    Ok(diesel::update(open).set(webhook::ended_at.eq(now)).execute(db)? == 1)
}
