//! People: one row for each, whatever alliances they take part in.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::person,
    stamp::Stamp,
};

/// A person.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = person)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PersonRow {
    pub id: String,
    /// A short word, unique.
    pub handle: String,
    pub name: String,
    pub first_name: String,
    pub email: Option<String>,
    /// How they wish to be reached: `email`, `phone`, `post`, `supporter`.
    pub channel: String,
    pub created_at: Stamp,
}

/// Adds a person.
///
/// # Errors
/// The handle is taken, or the database fails.
pub fn insert(db: &mut Db, row: &PersonRow) -> Result<(), StoreError> {
    diesel::insert_into(person::table).values(row).execute(db)?;
    Ok(())
}

/// Changes where a person is written to; `None` takes the address away.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn readdress(db: &mut Db, id: &str, email: Option<&str>) -> Result<(), StoreError> {
    let changed = diesel::update(person::table.find(id))
        .set(person::email.eq(email))
        .execute(db)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::not_found("person", id))
    }
}

/// One person.
///
/// # Errors
/// The database fails.
pub fn load(db: &mut Db, id: &str) -> Result<Option<PersonRow>, StoreError> {
    Ok(on!(db, c => PersonRow::query().find(id).get_result(c).optional())?)
}

/// One person by handle.
///
/// # Errors
/// The database fails.
pub fn by_handle(db: &mut Db, handle: &str) -> Result<Option<PersonRow>, StoreError> {
    Ok(on!(db, c => PersonRow::query()
        .filter(person::handle.eq(handle))
        .get_result(c).optional())?)
}

/// Several people, in no order.
///
/// # Errors
/// The database fails.
pub fn several(db: &mut Db, ids: &[String]) -> Result<Vec<PersonRow>, StoreError> {
    Ok(on!(db, c => PersonRow::query().filter(person::id.eq_any(ids)).load(c))?)
}
