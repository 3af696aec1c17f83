//! What authority is made of: appointments, delegations, declared interests. All have dates.

use diesel::prelude::*;

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    schema::{appointment, delegation, interest},
    stamp::Stamp,
    text_enum::text_enum,
};

text_enum! {
    /// What an appointment covers.
    Scope {
        /// Everything in the alliance.
        Alliance = "alliance",
        /// One record, and what is below it.
        Subject = "subject",
        /// Whatever belongs to one organisation.
        Organisation = "organisation",
    }
}

text_enum! {
    /// What an interest is in.
    Interest {
        /// A record.
        Subject = "subject",
        /// An organisation.
        Organisation = "organisation",
    }
}

/// Somebody holds a role, somewhere, for a time.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = appointment)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AppointmentRow {
    pub id: String,
    pub alliance_id: String,
    pub person_id: String,
    pub role: String,
    pub scope_kind: Scope,
    pub scope_id: String,
    pub since: Stamp,
    pub until: Option<Stamp>,
    pub reason: String,
    pub appointed_by: Option<String>,
}

/// One person may act for another, for a time.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = delegation)]
#[expect(missing_docs, reason = "the names say it")]
pub struct DelegationRow {
    pub id: String,
    pub alliance_id: String,
    /// Who is acted for.
    pub principal_id: String,
    /// Who acts.
    pub delegate_id: String,
    pub since: Stamp,
    pub until: Stamp,
    pub reason: String,
}

/// An interest that somebody has declared and that keeps them from deciding.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = interest)]
#[expect(missing_docs, reason = "the names say it")]
pub struct InterestRow {
    pub id: String,
    pub alliance_id: String,
    pub person_id: String,
    pub about_kind: Interest,
    pub about_id: String,
    /// In their words.
    pub what: String,
    pub declared_at: Stamp,
    pub until: Option<Stamp>,
}

/// Appoints somebody.
///
/// # Errors
/// The database fails.
pub fn appoint(db: &mut Db, row: &AppointmentRow) -> Result<(), StoreError> {
    diesel::insert_into(appointment::table).values(row).execute(db)?;
    Ok(())
}

/// Ends an appointment; true if it was running.
///
/// # Errors
/// The database fails.
pub fn end(db: &mut Db, id: &str, now: Stamp) -> Result<bool, StoreError> {
    let running = appointment::table
        .find(id)
        .filter(appointment::until.is_null().or(appointment::until.gt(now)));
    Ok(diesel::update(running).set(appointment::until.eq(now)).execute(db)? == 1)
}

/// Every appointment in an alliance that runs now, to any of these roles; to none of them is nobody's.
///
/// # Errors
/// The database fails.
pub fn running(db: &mut Db, alliance: &str, roles: &[String], now: Stamp) -> Result<Vec<AppointmentRow>, StoreError> {
    Ok(on!(db, c => AppointmentRow::query()
        .filter(appointment::alliance_id.eq(alliance))
        .filter(among(appointment::role, roles))
        .filter(appointment::since.le(now))
        .filter(appointment::until.is_null().or(appointment::until.gt(now)))
        .order((appointment::person_id, appointment::id))
        .load(c))?)
}

/// Every appointment in an alliance that runs now.
///
/// # Errors
/// The database fails.
pub fn all_running(db: &mut Db, alliance: &str, now: Stamp) -> Result<Vec<AppointmentRow>, StoreError> {
    Ok(on!(db, c => AppointmentRow::query()
        .filter(appointment::alliance_id.eq(alliance))
        .filter(appointment::since.le(now))
        .filter(appointment::until.is_null().or(appointment::until.gt(now)))
        .order((appointment::person_id, appointment::id))
        .load(c))?)
}

/// The appointments of one person that run now.
///
/// # Errors
/// The database fails.
pub fn of_person(db: &mut Db, alliance: &str, person: &str, now: Stamp) -> Result<Vec<AppointmentRow>, StoreError> {
    Ok(on!(db, c => AppointmentRow::query()
        .filter(appointment::alliance_id.eq(alliance))
        .filter(appointment::person_id.eq(person))
        .filter(appointment::since.le(now))
        .filter(appointment::until.is_null().or(appointment::until.gt(now)))
        .order(appointment::id)
        .load(c))?)
}

/// Lets one person act for another.
///
/// # Errors
/// The database fails.
pub fn delegate(db: &mut Db, row: &DelegationRow) -> Result<(), StoreError> {
    diesel::insert_into(delegation::table).values(row).execute(db)?;
    Ok(())
}

/// The delegation by which one person may act for another now.
///
/// # Errors
/// The database fails.
pub fn delegation(
    db: &mut Db,
    alliance: &str,
    principal: &str,
    delegate: &str,
    now: Stamp,
) -> Result<Option<DelegationRow>, StoreError> {
    Ok(DelegationRow::query()
        .filter(delegation::alliance_id.eq(alliance))
        .filter(delegation::principal_id.eq(principal))
        .filter(delegation::delegate_id.eq(delegate))
        .filter(delegation::since.le(now))
        .filter(delegation::until.gt(now))
        .first(db)
        .optional()?)
}

/// The delegations by which somebody may act for others now.
///
/// # Errors
/// The database fails.
pub fn delegations_to(
    db: &mut Db,
    alliance: &str,
    delegate: &str,
    now: Stamp,
) -> Result<Vec<DelegationRow>, StoreError> {
    Ok(DelegationRow::query()
        .filter(delegation::alliance_id.eq(alliance))
        .filter(delegation::delegate_id.eq(delegate))
        .filter(delegation::since.le(now))
        .filter(delegation::until.gt(now))
        .order(delegation::id)
        .load(db)?)
}

/// Records an interest.
///
/// # Errors
/// The database fails.
pub fn declare(db: &mut Db, row: &InterestRow) -> Result<(), StoreError> {
    diesel::insert_into(interest::table).values(row).execute(db)?;
    Ok(())
}

/// Every interest in an alliance that holds now.
///
/// # Errors
/// The database fails.
pub fn interests(db: &mut Db, alliance: &str, now: Stamp) -> Result<Vec<InterestRow>, StoreError> {
    Ok(on!(db, c => InterestRow::query()
        .filter(interest::alliance_id.eq(alliance))
        .filter(interest::until.is_null().or(interest::until.gt(now)))
        .order(interest::id)
        .load(c))?)
}

/// Every interest in an alliance, those that are over too; the newest first.
///
/// # Errors
/// The database fails.
pub fn all_interests(db: &mut Db, alliance: &str) -> Result<Vec<InterestRow>, StoreError> {
    Ok(on!(db, c => InterestRow::query()
        .filter(interest::alliance_id.eq(alliance))
        .order((interest::declared_at.desc(), interest::id))
        .load(c))?)
}

/// One appointment of an alliance, whether it runs or not.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn load(db: &mut Db, alliance: &str, id: &str) -> Result<AppointmentRow, StoreError> {
    on!(db, c => AppointmentRow::query()
        .filter(appointment::id.eq(id))
        .filter(appointment::alliance_id.eq(alliance))
        .get_result(c).optional())?
    .ok_or_else(|| StoreError::not_found("appointment", id))
}

/// Every appointment that somebody has, had or will have, the newest first.
///
/// # Errors
/// The database fails.
pub fn ever_of_person(db: &mut Db, alliance: &str, person: &str) -> Result<Vec<AppointmentRow>, StoreError> {
    Ok(on!(db, c => AppointmentRow::query()
        .filter(appointment::alliance_id.eq(alliance))
        .filter(appointment::person_id.eq(person))
        .order((appointment::since.desc(), appointment::id.desc()))
        .load(c))?)
}

/// Every delegation from or to somebody, the newest first.
///
/// # Errors
/// The database fails.
pub fn delegations_of(db: &mut Db, alliance: &str, person: &str) -> Result<Vec<DelegationRow>, StoreError> {
    Ok(on!(db, c => DelegationRow::query()
        .filter(delegation::alliance_id.eq(alliance))
        .filter(delegation::principal_id.eq(person).or(delegation::delegate_id.eq(person)))
        .order((delegation::since.desc(), delegation::id.desc()))
        .load(c))?)
}

/// Ends a delegation; true if it was not over.
///
/// # Errors
/// The database fails.
pub fn end_delegation(db: &mut Db, alliance: &str, id: &str, now: Stamp) -> Result<bool, StoreError> {
    let open = delegation::table
        .find(id)
        .filter(delegation::alliance_id.eq(alliance))
        .filter(delegation::until.gt(now));
    Ok(diesel::update(open).set(delegation::until.eq(now)).execute(db)? == 1)
}
