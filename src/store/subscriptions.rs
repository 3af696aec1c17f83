//! Addresses outside the alliance that asked to be told of something.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::subscription,
    stamp::Stamp,
};

/// One address of one alliance.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = subscription, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct SubscriptionRow {
    /// Its id.
    pub id: String,
    /// Of which alliance.
    pub alliance_id: String,
    /// In small letters.
    pub address: String,
    /// What to call the reader; may be empty.
    pub name: String,
    /// What they are told of: JSON list of topics; empty until the address is confirmed.
    pub topics: String,
    /// What they asked for last: JSON list of topics.
    pub wanted: String,
    /// Stands in every letter; whoever has it may stop the letters.
    pub stop_key: String,
    /// SHA-256 of the code that is awaited.
    pub code_hash: Option<String>,
    /// Until when it counts.
    pub code_until: Option<Stamp>,
    /// Wrong codes since it was sent.
    pub tries: i32,
    /// Codes sent since `asked_at`.
    pub codes: i32,
    /// When they first asked, of late.
    pub asked_at: Stamp,
    /// When the address was confirmed; empty before.
    pub confirmed_at: Option<Stamp>,
}

/// Adds or changes one, by its id.
///
/// # Errors
/// The address is there already under another id, or the database fails.
pub fn put(db: &mut Db, row: &SubscriptionRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(subscription::table)
        .values(row)
        .on_conflict(subscription::id)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// One by id.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, alliance_id: &str, id: &str) -> Result<Option<SubscriptionRow>, StoreError> {
    let wanted = subscription::table
        .find(id)
        .filter(subscription::alliance_id.eq(alliance_id));
    Ok(on!(db, c => wanted.select(SubscriptionRow::as_select()).get_result(c).optional())?)
}

/// One by address, in small letters.
///
/// # Errors
/// The database's.
pub fn by_address(db: &mut Db, alliance_id: &str, address: &str) -> Result<Option<SubscriptionRow>, StoreError> {
    let wanted = subscription::table
        .filter(subscription::alliance_id.eq(alliance_id))
        .filter(subscription::address.eq(address));
    Ok(on!(db, c => wanted.select(SubscriptionRow::as_select()).get_result(c).optional())?)
}

/// One by what stands in its letters.
///
/// # Errors
/// The database's.
pub fn by_stop_key(db: &mut Db, stop_key: &str) -> Result<Option<SubscriptionRow>, StoreError> {
    let wanted = subscription::table.filter(subscription::stop_key.eq(stop_key));
    Ok(on!(db, c => wanted.select(SubscriptionRow::as_select()).get_result(c).optional())?)
}

/// Every confirmed address of an alliance, in order.
///
/// # Errors
/// The database's.
pub fn confirmed(db: &mut Db, alliance_id: &str) -> Result<Vec<SubscriptionRow>, StoreError> {
    let wanted = subscription::table
        .filter(subscription::alliance_id.eq(alliance_id))
        .filter(subscription::confirmed_at.is_not_null())
        .order(subscription::address);
    Ok(on!(db, c => wanted.select(SubscriptionRow::as_select()).load(c))?)
}

/// Forgets one; true if it was there.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, id: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(subscription::table.find(id)).execute(db)? == 1)
}

/// Forgets requests of before an instant that nobody confirmed; gives how many.
///
/// # Errors
/// The database's.
pub fn forget_unconfirmed(db: &mut Db, before: DateTime<Utc>) -> Result<usize, StoreError> {
    let old = subscription::table
        .filter(subscription::confirmed_at.is_null())
        .filter(subscription::asked_at.lt(Stamp::from(before)));
    Ok(diesel::delete(old).execute(db)?)
}
