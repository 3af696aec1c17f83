//! How people wish to be named beside what they say, and where they wrote.

use diesel::prelude::*;

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    schema::public_name,
    stamp::Stamp,
};

/// What one person wishes.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = public_name, primary_key(alliance_id, person_id), treat_none_as_null = true)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct PublicNameRow {
    pub alliance_id: String,
    pub person_id: String,
    /// Beside their comments.
    pub screen: Option<String>,
    /// Among those who wrote a text.
    pub author: Option<String>,
    pub changed_at: Stamp,
}

/// Puts down what somebody wishes, in place of what it was.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &PublicNameRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(public_name::table)
        .values(row)
        .on_conflict((public_name::alliance_id, public_name::person_id))
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// What everybody of an alliance wishes who has said so.
///
/// # Errors
/// The database's.
pub fn all(db: &mut Db, alliance_id: &str) -> Result<Vec<PublicNameRow>, StoreError> {
    Ok(on!(db, c => PublicNameRow::query()
        .filter(public_name::alliance_id.eq(alliance_id))
        .order(public_name::person_id)
        .load(c))?)
}

/// What these people wish.
///
/// # Errors
/// The database's.
pub fn several(db: &mut Db, alliance_id: &str, people: &[String]) -> Result<Vec<PublicNameRow>, StoreError> {
    Ok(on!(db, c => PublicNameRow::query()
        .filter(public_name::alliance_id.eq(alliance_id))
        .filter(among(public_name::person_id, people))
        .order(public_name::person_id)
        .load(c))?)
}

/// Forgets what somebody wishes.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<(), StoreError> {
    let own = public_name::table
        .filter(public_name::person_id.eq(person_id))
        .filter(public_name::alliance_id.eq(alliance_id));
    diesel::delete(own).execute(db)?;
    Ok(())
}
