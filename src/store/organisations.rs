//! Organisations of an alliance, and who belongs to them.

use diesel::prelude::*;

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    schema::{bid, membership, organisation, partner},
    stamp::Stamp,
};

/// An organisation.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = organisation)]
#[expect(missing_docs, reason = "the names say it")]
pub struct OrganisationRow {
    pub id: String,
    pub alliance_id: String,
    /// A short word, unique in the alliance.
    pub handle: String,
    pub name: String,
    /// `member`, `commissioner`, `lead_body`, `partner`, `involvement`.
    pub kind: String,
    pub income_band: Option<String>,
    /// Most of its trustees are from the community that it serves.
    pub community_led: bool,
    pub email: Option<String>,
    /// JSON: networks, communities, languages and the like.
    pub profile: String,
    pub created_at: Stamp,
}

/// Somebody belongs to an organisation, for a time.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = membership)]
#[expect(missing_docs, reason = "the names say it")]
pub struct MembershipRow {
    pub id: String,
    pub alliance_id: String,
    pub person_id: String,
    pub organisation_id: String,
    pub position: String,
    /// Gets what is sent to the organisation.
    pub lead_contact: bool,
    pub since: Stamp,
    pub until: Option<Stamp>,
}

/// Adds an organisation.
///
/// # Errors
/// The handle is taken, or the database fails.
pub fn insert(db: &mut Db, row: &OrganisationRow) -> Result<(), StoreError> {
    diesel::insert_into(organisation::table).values(row).execute(db)?;
    Ok(())
}

/// One organisation.
///
/// # Errors
/// The database fails.
pub fn load(db: &mut Db, id: &str) -> Result<Option<OrganisationRow>, StoreError> {
    Ok(on!(db, c => OrganisationRow::query().find(id).get_result(c).optional())?)
}

/// One organisation by its handle.
///
/// # Errors
/// The database fails.
pub fn by_handle(db: &mut Db, alliance: &str, handle: &str) -> Result<Option<OrganisationRow>, StoreError> {
    Ok(on!(db, c => OrganisationRow::query()
        .filter(organisation::alliance_id.eq(alliance))
        .filter(organisation::handle.eq(handle))
        .get_result(c).optional())?)
}

/// All organisations of an alliance, by name.
///
/// # Errors
/// The database fails.
pub fn all(db: &mut Db, alliance: &str) -> Result<Vec<OrganisationRow>, StoreError> {
    Ok(on!(db, c => OrganisationRow::query()
        .filter(organisation::alliance_id.eq(alliance))
        .order((organisation::name, organisation::id))
        .load(c))?)
}

/// Those of an alliance with these ids, by name.
///
/// # Errors
/// The database fails.
pub fn some<'a>(
    db: &mut Db,
    alliance: &str,
    ids: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<OrganisationRow>, StoreError> {
    let ids: Vec<&str> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(on!(db, c => OrganisationRow::query()
        .filter(organisation::alliance_id.eq(alliance))
        .filter(among(organisation::id, ids))
        .order((organisation::name, organisation::id))
        .load(c))?)
}

/// Those that bid in a round, or do so together with one that bids.
///
/// # Errors
/// The database fails.
pub fn bidding(db: &mut Db, alliance: &str, round: &str) -> Result<Vec<OrganisationRow>, StoreError> {
    let leading = || bid::table.filter(bid::round_id.eq(round));
    let beside = partner::table.filter(partner::bid_id.eq_any(leading().select(bid::id)));
    Ok(on!(db, c => OrganisationRow::query()
        .filter(organisation::alliance_id.eq(alliance))
        .filter(organisation::id.eq_any(leading().select(bid::organisation_id))
            .or(organisation::id.eq_any(beside.select(partner::organisation_id))))
        .order((organisation::name, organisation::id))
        .load(c))?)
}

/// Changes what is known of an organisation; its handle, its kind and its alliance stay.
///
/// # Errors
/// The database fails.
pub fn change(db: &mut Db, row: &OrganisationRow) -> Result<(), StoreError> {
    let own = organisation::table
        .find(&row.id)
        .filter(organisation::alliance_id.eq(&row.alliance_id));
    diesel::update(own)
        .set((
            organisation::name.eq(&row.name),
            organisation::income_band.eq(&row.income_band),
            organisation::community_led.eq(row.community_led),
            organisation::email.eq(&row.email),
            organisation::profile.eq(&row.profile),
        ))
        .execute(db)?;
    Ok(())
}

/// Makes somebody a member of an organisation.
///
/// # Errors
/// The database fails.
pub fn join(db: &mut Db, row: &MembershipRow) -> Result<(), StoreError> {
    diesel::insert_into(membership::table).values(row).execute(db)?;
    Ok(())
}

/// The organisations that somebody belongs to now.
///
/// # Errors
/// The database fails.
pub fn of_person(db: &mut Db, alliance: &str, person: &str, now: Stamp) -> Result<Vec<MembershipRow>, StoreError> {
    Ok(on!(db, c => MembershipRow::query()
        .filter(membership::alliance_id.eq(alliance))
        .filter(membership::person_id.eq(person))
        .filter(membership::since.le(now))
        .filter(membership::until.is_null().or(membership::until.gt(now)))
        .order(membership::id)
        .load(c))?)
}

/// The people who belong to an organisation now; the lead contacts first.
///
/// # Errors
/// The database fails.
pub fn members(db: &mut Db, organisation: &str, now: Stamp) -> Result<Vec<MembershipRow>, StoreError> {
    Ok(on!(db, c => MembershipRow::query()
        .filter(membership::organisation_id.eq(organisation))
        .filter(membership::since.le(now))
        .filter(membership::until.is_null().or(membership::until.gt(now)))
        .order((membership::lead_contact.desc(), membership::id))
        .load(c))?)
}

/// Every membership in an alliance that runs now.
///
/// # Errors
/// The database fails.
pub fn memberships(db: &mut Db, alliance: &str, now: Stamp) -> Result<Vec<MembershipRow>, StoreError> {
    Ok(on!(db, c => MembershipRow::query()
        .filter(membership::alliance_id.eq(alliance))
        .filter(membership::since.le(now))
        .filter(membership::until.is_null().or(membership::until.gt(now)))
        .order(membership::id)
        .load(c))?)
}

/// Every membership of these people in an alliance that runs now.
///
/// # Errors
/// The database fails.
pub fn memberships_of(
    db: &mut Db,
    alliance: &str,
    people: &[String],
    now: Stamp,
) -> Result<Vec<MembershipRow>, StoreError> {
    Ok(on!(db, c => MembershipRow::query()
        .filter(membership::alliance_id.eq(alliance))
        .filter(among(membership::person_id, people))
        .filter(membership::since.le(now))
        .filter(membership::until.is_null().or(membership::until.gt(now)))
        .order(membership::id)
        .load(c))?)
}

/// Ends a membership; true if it was running.
///
/// # Errors
/// The database fails.
pub fn leave(db: &mut Db, alliance: &str, id: &str, now: Stamp) -> Result<bool, StoreError> {
    let running = membership::table
        .find(id)
        .filter(membership::alliance_id.eq(alliance))
        .filter(membership::until.is_null().or(membership::until.gt(now)));
    Ok(diesel::update(running).set(membership::until.eq(now)).execute(db)? == 1)
}
