//! Things that went wrong and that somebody must look at.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    schema::{incident, incident_reason},
    stamp::Stamp,
};

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = incident, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct IncidentRow {
    pub id: String,
    pub alliance_id: String,
    pub instance_id: Option<String>,
    pub what: String,
    pub detail: String,
    pub at: Stamp,
    pub closed_at: Option<Stamp>,
    pub closed_by: Option<String>,
    /// The outbox row that it is about: a dead letter.
    pub outbox_key: Option<String>,
    /// What a person can do about it, as a sentence.
    pub mend: Option<String>,
}

/// Adds one.
///
/// # Errors
/// The database's.
pub fn open(db: &mut Db, row: &IncidentRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(incident::table).values(row).execute(c))?;
    Ok(())
}

/// Adds one, unless an open one of the alliance says the same already; whether it was added.
///
/// # Errors
/// The database's.
pub fn open_once(db: &mut Db, row: &IncidentRow) -> Result<bool, StoreError> {
    let there: Option<String> = incident::table
        .filter(incident::alliance_id.eq(&row.alliance_id))
        .filter(incident::closed_at.is_null())
        .filter(incident::what.eq(&row.what))
        .select(incident::id)
        .first(db)
        .optional()?;
    if there.is_some() {
        return Ok(false);
    }
    open(db, row).map(|()| true)
}

/// Closes those about one outbox row; how many.
///
/// # Errors
/// The database's.
pub fn close_of_outbox(db: &mut Db, key: &str, by: &str, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let rows = incident::table
        .filter(incident::outbox_key.eq(key))
        .filter(incident::closed_at.is_null());
    Ok(diesel::update(rows)
        .set((incident::closed_at.eq(Stamp::from(now)), incident::closed_by.eq(by)))
        .execute(db)?)
}

/// Keeps what whoever saw to some said of them: to one incident, or to those about one outbox row.
///
/// # Errors
/// The database's.
pub fn explain(db: &mut Db, alliance_id: &str, id_or_key: &str, because: &str) -> Result<(), StoreError> {
    let ids: Vec<String> = incident::table
        .filter(incident::alliance_id.eq(alliance_id))
        .filter(incident::id.eq(id_or_key).or(incident::outbox_key.eq(id_or_key)))
        .select(incident::id)
        .load(db)?;
    for id in ids {
        on!(db, c => diesel::insert_into(incident_reason::table)
            .values((incident_reason::incident_id.eq(&id), incident_reason::because.eq(because)))
            .on_conflict(incident_reason::incident_id)
            .do_update()
            .set(incident_reason::because.eq(because))
            .execute(c))?;
    }
    Ok(())
}

/// What was said of some that were seen to: incident to words.
///
/// # Errors
/// The database's.
pub fn reasons(db: &mut Db, ids: &[String]) -> Result<Vec<(String, String)>, StoreError> {
    Ok(on!(db, c => incident_reason::table
        .filter(among(incident_reason::incident_id, ids))
        .load(c))?)
}

/// Closes those of an alliance that say one thing; how many.
///
/// # Errors
/// The database's.
pub fn close_saying(
    db: &mut Db,
    alliance_id: &str,
    what: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let rows = incident::table
        .filter(incident::alliance_id.eq(alliance_id))
        .filter(incident::what.eq(what))
        .filter(incident::closed_at.is_null());
    Ok(diesel::update(rows)
        .set((incident::closed_at.eq(Stamp::from(now)), incident::closed_by.eq(by)))
        .execute(db)?)
}

/// Closes one.
///
/// # Errors
/// [`StoreError::NotFound`] if there is no such open incident.
pub fn close(db: &mut Db, alliance_id: &str, id: &str, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = incident::table
        .find(id)
        .filter(incident::alliance_id.eq(alliance_id))
        .filter(incident::closed_at.is_null());
    let changed = diesel::update(row)
        .set((incident::closed_at.eq(Stamp::from(now)), incident::closed_by.eq(by)))
        .execute(db)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::not_found("open incident", id))
    }
}

/// Writes other words over what one says.
///
/// # Errors
/// The database's.
pub fn write_over(db: &mut Db, alliance_id: &str, id: &str, what: &str, detail: &str) -> Result<(), StoreError> {
    let row = incident::table.find(id).filter(incident::alliance_id.eq(alliance_id));
    diesel::update(row)
        .set((incident::what.eq(what), incident::detail.eq(detail)))
        .execute(db)?;
    Ok(())
}

/// Those that nobody has closed, oldest first.
///
/// # Errors
/// The database's.
pub fn unresolved(db: &mut Db, alliance_id: &str) -> Result<Vec<IncidentRow>, StoreError> {
    Ok(incident::table
        .filter(incident::alliance_id.eq(alliance_id))
        .filter(incident::closed_at.is_null())
        .order((incident::at, incident::id))
        .load(db)?)
}

/// What somebody has seen to, the newest first, at most so many.
///
/// # Errors
/// The database's.
pub fn closed(db: &mut Db, alliance_id: &str, limit: u32) -> Result<Vec<IncidentRow>, StoreError> {
    Ok(incident::table
        .filter(incident::alliance_id.eq(alliance_id))
        .filter(incident::closed_at.is_not_null())
        .order((incident::closed_at.desc(), incident::id.desc()))
        .limit(i64::from(limit))
        .load(db)?)
}
