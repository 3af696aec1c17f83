//! Runs of payments for involvement, and the claims that are paid in each.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{payment_line, payment_run, payment_run_step},
    stamp::Stamp,
};

/// One run. `paid_by` and `recorded_at` are set with `paid_on`.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = payment_run, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct PaymentRunRow {
    pub id: String,
    pub alliance_id: String,
    /// `PAY-2026-003`.
    pub reference: String,
    pub made_by: String,
    pub made_at: Stamp,
    /// `2026-03-01`.
    pub paid_on: Option<String>,
    pub paid_by: Option<String>,
    pub recorded_at: Option<Stamp>,
}

/// What is paid of one claim.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = payment_line, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct PaymentLineRow {
    /// The record of the claim.
    pub claim_id: String,
    pub run_id: String,
    pub instance_id: String,
    pub person_id: String,
    /// For the activity.
    pub pence: i64,
    /// For what was spent, pence.
    pub expenses: i64,
}

/// What was done with a run: its file was fetched, or a payment was taken out of it.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = payment_run_step, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct RunStepRow {
    pub id: String,
    pub run_id: String,
    /// [`FETCHED`] or [`TAKEN_OUT`].
    pub done: String,
    /// Which payment was taken out.
    pub claim_id: Option<String>,
    /// The file held accounts; or it had been fetched before the payment was taken out.
    pub marked: bool,
    pub by_person: String,
    pub at: Stamp,
}

/// The file of a run was fetched.
pub const FETCHED: &str = "fetched";
/// A payment was taken out of a run.
pub const TAKEN_OUT: &str = "taken_out";

/// Notes what was done with a run.
///
/// # Errors
/// [`StoreError::Duplicate`] if the id is taken.
pub fn note_step(db: &mut Db, row: &RunStepRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(payment_run_step::table).values(row).execute(c))?;
    Ok(())
}

/// What was done with a run, the newest first.
///
/// # Errors
/// The database's.
pub fn steps(db: &mut Db, run_id: &str) -> Result<Vec<RunStepRow>, StoreError> {
    Ok(on!(db, c => RunStepRow::query()
        .filter(payment_run_step::run_id.eq(run_id))
        .order((payment_run_step::at.desc(), payment_run_step::id.desc()))
        .load(c))?)
}

/// Adds a run.
///
/// # Errors
/// [`StoreError::Duplicate`] if id or reference is taken.
pub fn add(db: &mut Db, row: &PaymentRunRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(payment_run::table).values(row).execute(c))?;
    Ok(())
}

/// Puts a claim into a run; false if it is in one, that of somebody who is as quick included.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &PaymentLineRow) -> Result<bool, StoreError> {
    let put = on!(db, c => diesel::insert_into(payment_line::table)
        .values(row)
        .on_conflict(payment_line::claim_id)
        .do_nothing()
        .execute(c))?;
    Ok(put == 1)
}

/// Takes a claim out of a run; false if it is not in it.
///
/// # Errors
/// The database's.
pub fn take_out(db: &mut Db, run_id: &str, claim_id: &str) -> Result<bool, StoreError> {
    let row = payment_line::table
        .filter(payment_line::claim_id.eq(claim_id))
        .filter(payment_line::run_id.eq(run_id));
    Ok(diesel::delete(row).execute(db)? == 1)
}

/// One run by id; nothing for another alliance's.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, alliance_id: &str, id: &str) -> Result<Option<PaymentRunRow>, StoreError> {
    Ok(on!(db, c => PaymentRunRow::query()
        .filter(payment_run::id.eq(id))
        .filter(payment_run::alliance_id.eq(alliance_id))
        .first(c)
        .optional())?)
}

/// The same, kept from others until the transaction ends, so that it is paid as it was looked at.
///
/// # Errors
/// The database's.
pub fn load_for_update(db: &mut Db, alliance_id: &str, id: &str) -> Result<Option<PaymentRunRow>, StoreError> {
    let Db::Pg(c) = db else {
        // The one writer has the whole file.
        return load(db, alliance_id, id);
    };
    Ok(payment_run::table
        .filter(payment_run::id.eq(id))
        .filter(payment_run::alliance_id.eq(alliance_id))
        .select(PaymentRunRow::as_select())
        .for_update()
        .first(c)
        .optional()?)
}

/// All runs, the newest first.
///
/// # Errors
/// The database's.
pub fn all(db: &mut Db, alliance_id: &str) -> Result<Vec<PaymentRunRow>, StoreError> {
    Ok(on!(db, c => PaymentRunRow::query()
        .filter(payment_run::alliance_id.eq(alliance_id))
        .order((payment_run::made_at.desc(), payment_run::id.desc()))
        .load(c))?)
}

/// What is paid in a run, in one order.
///
/// # Errors
/// The database's.
pub fn lines(db: &mut Db, run_id: &str) -> Result<Vec<PaymentLineRow>, StoreError> {
    Ok(on!(db, c => PaymentLineRow::query()
        .filter(payment_line::run_id.eq(run_id))
        .order(payment_line::claim_id)
        .load(c))?)
}

/// The claims of an alliance that are in a run, each with its run.
///
/// # Errors
/// The database's.
pub fn placed(db: &mut Db, alliance_id: &str) -> Result<Vec<(PaymentLineRow, PaymentRunRow)>, StoreError> {
    Ok(on!(db, c => payment_line::table
        .inner_join(payment_run::table.on(payment_run::id.eq(payment_line::run_id)))
        .filter(payment_run::alliance_id.eq(alliance_id))
        .select((PaymentLineRow::as_select(), PaymentRunRow::as_select()))
        .load(c))?)
}

/// The same of one person.
///
/// # Errors
/// The database's.
pub fn placed_of(
    db: &mut Db,
    alliance_id: &str,
    person_id: &str,
) -> Result<Vec<(PaymentLineRow, PaymentRunRow)>, StoreError> {
    Ok(on!(db, c => payment_line::table
        .inner_join(payment_run::table.on(payment_run::id.eq(payment_line::run_id)))
        .filter(payment_run::alliance_id.eq(alliance_id))
        .filter(payment_line::person_id.eq(person_id))
        .select((PaymentLineRow::as_select(), PaymentRunRow::as_select()))
        .load(c))?)
}

/// The run that a claim is in.
///
/// # Errors
/// The database's.
pub fn run_of(db: &mut Db, claim_id: &str) -> Result<Option<PaymentRunRow>, StoreError> {
    Ok(on!(db, c => payment_line::table
        .inner_join(payment_run::table.on(payment_run::id.eq(payment_line::run_id)))
        .filter(payment_line::claim_id.eq(claim_id))
        .select(PaymentRunRow::as_select())
        .first(c)
        .optional())?)
}

/// Records that a run was paid; false if that was recorded before.
///
/// # Errors
/// The database's.
pub fn pay(db: &mut Db, id: &str, paid_on: &str, paid_by: &str, at: Stamp) -> Result<bool, StoreError> {
    let open = payment_run::table
        .filter(payment_run::id.eq(id))
        .filter(payment_run::paid_on.is_null());
    Ok(diesel::update(open)
        .set((
            payment_run::paid_on.eq(paid_on),
            payment_run::paid_by.eq(paid_by),
            payment_run::recorded_at.eq(at),
        ))
        .execute(db)?
        == 1)
}
