//! What organisations have said of themselves, each time they did: kept, never changed.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::profile_version,
    stamp::Stamp,
};

/// What an organisation said of itself at one time.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = profile_version, primary_key(organisation_id, version))]
#[expect(missing_docs, reason = "the names say it")]
pub struct ProfileRow {
    pub organisation_id: String,
    /// From 1.
    pub version: i64,
    pub alliance_id: String,
    /// JSON: question to answer.
    pub answers: String,
    /// Who said so; nobody for what was there when the organisation was added.
    pub person_id: Option<String>,
    pub at: Stamp,
}

/// Adds a version.
///
/// # Errors
/// [`StoreError::Duplicate`] if somebody was quicker; the database's.
pub fn put(db: &mut Db, row: &ProfileRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(profile_version::table).values(row).execute(c))?;
    Ok(())
}

/// Every version of one organisation, the newest first.
///
/// # Errors
/// The database's.
pub fn of(db: &mut Db, alliance_id: &str, organisation_id: &str) -> Result<Vec<ProfileRow>, StoreError> {
    Ok(on!(db, c => ProfileRow::query()
        .filter(profile_version::alliance_id.eq(alliance_id))
        .filter(profile_version::organisation_id.eq(organisation_id))
        .order(profile_version::version.desc())
        .load(c))?)
}

/// The version that held at an instant: what was said before it, not at it.
///
/// # Errors
/// The database's.
pub fn before(
    db: &mut Db,
    alliance_id: &str,
    organisation_id: &str,
    instant: Stamp,
) -> Result<Option<ProfileRow>, StoreError> {
    Ok(on!(db, c => ProfileRow::query()
        .filter(profile_version::alliance_id.eq(alliance_id))
        .filter(profile_version::organisation_id.eq(organisation_id))
        .filter(profile_version::at.lt(instant))
        .order(profile_version::version.desc())
        .limit(1)
        .get_result(c).optional())?)
}
