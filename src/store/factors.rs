//! What people have besides their mailbox to show who they are.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{factor, spare_code},
    stamp::Stamp,
    text_enum::text_enum,
};

text_enum! {
    /// What it is.
    FactorKind {
        /// A program that shows a new number every half minute.
        App = "app",
        /// A password.
        Password = "password",
        /// A printed card with numbered codes.
        Card = "card",
        /// Codes for the day on which the other is lost.
        Recovery = "recovery",
    }
}

/// One of somebody's factors.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = factor, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct FactorRow {
    pub id: String,
    pub person_id: String,
    pub kind: FactorKind,
    /// Of an app, sealed; of a password, its hash; else empty.
    pub secret: String,
    pub made_at: Stamp,
    pub confirmed_at: Option<Stamp>,
    pub last_step: i64,
    pub failures: i32,
    pub locked_until: Option<Stamp>,
    pub ended_at: Option<Stamp>,
}

/// One code of a card.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = spare_code, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct SpareRow {
    pub factor_id: String,
    pub number: i32,
    /// SHA-256 of the factor's id and the code, hex.
    pub code: String,
    pub used_at: Option<Stamp>,
}

/// Adds one, with the codes of a card.
///
/// # Errors
/// The database's.
pub fn add(db: &mut Db, row: &FactorRow, codes: &[SpareRow]) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(factor::table).values(row).execute(c))?;
    if !codes.is_empty() {
        on!(db, c => diesel::insert_into(spare_code::table).values(codes).execute(c))?;
    }
    Ok(())
}

/// Those of a person that have not ended, also unconfirmed ones, oldest first.
///
/// # Errors
/// The database's.
pub fn of_person(db: &mut Db, person_id: &str) -> Result<Vec<FactorRow>, StoreError> {
    Ok(factor::table
        .filter(factor::person_id.eq(person_id))
        .filter(factor::ended_at.is_null())
        .order((factor::made_at, factor::id))
        .load(db)?)
}

/// Writes how the tries stand: step, failures, lock, confirmation.
///
/// # Errors
/// The database's.
pub fn note(db: &mut Db, row: &FactorRow) -> Result<(), StoreError> {
    diesel::update(factor::table.find(&row.id))
        .set((
            factor::last_step.eq(row.last_step),
            factor::failures.eq(row.failures),
            factor::locked_until.eq(row.locked_until),
            factor::confirmed_at.eq(row.confirmed_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Ends one.
///
/// # Errors
/// The database's.
pub fn end(db: &mut Db, id: &str, now: Stamp) -> Result<(), StoreError> {
    diesel::update(factor::table.find(id))
        .set(factor::ended_at.eq(now))
        .execute(db)?;
    Ok(())
}

/// The codes of a card, in order.
///
/// # Errors
/// The database's.
pub fn codes(db: &mut Db, factor_id: &str) -> Result<Vec<SpareRow>, StoreError> {
    Ok(spare_code::table
        .filter(spare_code::factor_id.eq(factor_id))
        .order(spare_code::number)
        .load(db)?)
}

/// Crosses a code out; false if it was before.
///
/// # Errors
/// The database's.
pub fn cross_out(db: &mut Db, factor_id: &str, number: i32, now: Stamp) -> Result<bool, StoreError> {
    let open = spare_code::table
        .find((factor_id, number))
        .filter(spare_code::used_at.is_null());
    Ok(diesel::update(open).set(spare_code::used_at.eq(now)).execute(db)? == 1)
}
