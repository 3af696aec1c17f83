//! Addresses by which a letter is answered, and messages that somebody has to look at.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{message_in, reply_address},
    stamp::Stamp,
};

/// An address in one letter.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = reply_address, primary_key(token))]
#[expect(missing_docs, reason = "the names say it")]
pub struct AddressRow {
    /// A hash of what stands in the address.
    pub token: String,
    pub alliance_id: String,
    pub person_id: String,
    pub subject_id: String,
    pub permit: String,
    /// JSON: what it is about.
    pub about: String,
    pub made_at: Stamp,
}

/// A message that could not be taken as it was.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = message_in, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names say it")]
pub struct MessageRow {
    pub id: String,
    pub alliance_id: String,
    pub person_id: Option<String>,
    pub subject_id: Option<String>,
    /// Sender, subject and words, sealed.
    pub sealed: String,
    pub because: String,
    pub came_at: Stamp,
    /// A hash by which it is known when it comes again.
    pub mark: String,
    pub closed_at: Option<Stamp>,
}

/// Writes an address down.
///
/// # Errors
/// The database fails.
pub fn add(db: &mut Db, row: &AddressRow) -> Result<(), StoreError> {
    diesel::insert_into(reply_address::table).values(row).execute(db)?;
    Ok(())
}

/// The address with this hash.
///
/// # Errors
/// The database fails.
pub fn find(db: &mut Db, token: &str) -> Result<Option<AddressRow>, StoreError> {
    Ok(on!(db, c => AddressRow::query().find(token).get_result(c).optional())?)
}

/// Whether a message with this mark was kept before.
///
/// # Errors
/// The database fails.
pub fn is_known(db: &mut Db, mark: &str) -> Result<bool, StoreError> {
    let number: i64 = on!(db, c => message_in::table
        .filter(message_in::mark.eq(mark))
        .count()
        .get_result(c))?;
    Ok(number > 0)
}

/// Keeps a message, once.
///
/// # Errors
/// The database fails.
pub fn keep(db: &mut Db, row: &MessageRow) -> Result<(), StoreError> {
    if !is_known(db, &row.mark)? {
        on!(db, c => diesel::insert_into(message_in::table).values(row).execute(c))?;
    }
    Ok(())
}

/// Messages that nobody has seen to, the oldest first.
///
/// # Errors
/// The database fails.
pub fn waiting(db: &mut Db, alliance: &str) -> Result<Vec<MessageRow>, StoreError> {
    Ok(on!(db, c => MessageRow::query()
        .filter(message_in::alliance_id.eq(alliance))
        .filter(message_in::closed_at.is_null())
        .order((message_in::came_at, message_in::id))
        .load(c))?)
}

/// One of them.
///
/// # Errors
/// The database fails.
pub fn load(db: &mut Db, alliance: &str, id: &str) -> Result<Option<MessageRow>, StoreError> {
    Ok(on!(db, c => MessageRow::query()
        .find(id)
        .filter(message_in::alliance_id.eq(alliance))
        .get_result(c)
        .optional())?)
}

/// Somebody has seen to it: what it said is forgotten.
///
/// # Errors
/// The database fails.
pub fn close(db: &mut Db, id: &str, at: Stamp) -> Result<(), StoreError> {
    on!(db, c => diesel::update(message_in::table.find(id))
        .set((message_in::closed_at.eq(at), message_in::sealed.eq("")))
        .execute(c))?;
    Ok(())
}

/// Forgets the addresses of somebody, and what they wrote that waits.
///
/// # Errors
/// The database fails.
pub fn forget(db: &mut Db, person: &str) -> Result<(), StoreError> {
    diesel::delete(reply_address::table.filter(reply_address::person_id.eq(person))).execute(db)?;
    diesel::delete(message_in::table.filter(message_in::person_id.eq(person))).execute(db)?;
    Ok(())
}
