//! People: one row for each, whatever alliances they take part in.

use diesel::prelude::*;

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    schema::{appointment, membership, person},
    stamp::Stamp,
};

diesel::define_sql_function! {
    /// Small letters, as the index has them.
    fn lower(text: diesel::sql_types::Nullable<diesel::sql_types::Text>) -> diesel::sql_types::Nullable<diesel::sql_types::Text>;
}

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

/// Changes what a person is called.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn rename(db: &mut Db, id: &str, name: &str, first_name: &str) -> Result<(), StoreError> {
    let changed = diesel::update(person::table.find(id))
        .set((person::name.eq(name), person::first_name.eq(first_name)))
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
    Ok(on!(db, c => PersonRow::query().filter(among(person::id, ids)).load(c))?)
}

/// The people with this address, whatever its letters, oldest first.
///
/// # Errors
/// The database fails.
pub fn by_email(db: &mut Db, email: &str) -> Result<Vec<PersonRow>, StoreError> {
    Ok(PersonRow::query()
        .filter(lower(person::email).eq(email.to_lowercase()))
        .order((person::created_at, person::id))
        .load(db)?)
}

/// The same of those who take part in an alliance, or did.
///
/// # Errors
/// The database fails.
pub fn by_email_in(db: &mut Db, alliance: &str, email: &str) -> Result<Vec<PersonRow>, StoreError> {
    let here: Vec<String> = of_alliance(db, alliance)?.into_iter().map(|one| one.id).collect();
    let all = by_email(db, email)?;
    Ok(all.into_iter().filter(|one| here.contains(&one.id)).collect())
}

/// The people who have an appointment in an alliance, or belong to an organisation of it, by name.
///
/// # Errors
/// The database fails.
pub fn of_alliance(db: &mut Db, alliance: &str) -> Result<Vec<PersonRow>, StoreError> {
    let appointed = appointment::table
        .filter(appointment::alliance_id.eq(alliance))
        .select(appointment::person_id);
    let belonging = membership::table
        .filter(membership::alliance_id.eq(alliance))
        .select(membership::person_id);
    Ok(PersonRow::query()
        .filter(person::id.eq_any(appointed).or(person::id.eq_any(belonging)))
        .order((person::name, person::id))
        .load(db)?)
}

/// Changes what a person is called and how they are reached; the handle stays.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn correct(db: &mut Db, row: &PersonRow) -> Result<(), StoreError> {
    let changed = diesel::update(person::table.find(&row.id))
        .set((
            person::name.eq(&row.name),
            person::first_name.eq(&row.first_name),
            person::email.eq(&row.email),
            person::channel.eq(&row.channel),
        ))
        .execute(db)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::not_found("person", &row.id))
    }
}
