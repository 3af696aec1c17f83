//! What one person has written down for somebody else, or to correct something, and what a second made of
//! it.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::recording,
    stamp::Stamp,
    text_enum::text_enum,
};

text_enum! {
    /// How a recording stands.
    Status {
        /// A second person has not looked at it.
        Waiting = "waiting",
        /// It was done.
        Confirmed = "confirmed",
        /// It was not.
        Refused = "refused",
    }
}

/// One recording. Its id is the idempotency key of what is done.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = recording, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct RecordingRow {
    pub id: String,
    pub alliance_id: String,
    pub instance_id: String,
    /// For whom.
    pub person_id: String,
    /// What is done: verb, state, event; or `correct/` and a submission.
    pub place: String,
    /// The same in words.
    pub title: String,
    /// JSON: field to what was said.
    pub answers: String,
    /// How it came.
    pub way: String,
    /// `2026-03-01`.
    pub said_on: String,
    pub read_back: bool,
    pub reason: String,
    pub recorded_by: String,
    pub recorded_at: Stamp,
    pub status: Status,
    pub settled_by: Option<String>,
    pub settled_at: Option<Stamp>,
    /// Why not.
    pub because: Option<String>,
    /// JSON: what came of it; of a correction, what stood there before.
    pub outcome: Option<String>,
}

/// Adds one.
///
/// # Errors
/// [`StoreError::Duplicate`] if the id is taken.
pub fn add(db: &mut Db, row: &RecordingRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(recording::table).values(row).execute(c))?;
    Ok(())
}

/// One by id; nothing for another alliance's.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, alliance_id: &str, id: &str) -> Result<Option<RecordingRow>, StoreError> {
    Ok(recording::table
        .find(id)
        .filter(recording::alliance_id.eq(alliance_id))
        .get_result(db)
        .optional()?)
}

/// Those of an alliance that wait, or that were settled, the newest first.
///
/// # Errors
/// The database's.
pub fn of_alliance(db: &mut Db, alliance_id: &str, waiting: bool, most: i64) -> Result<Vec<RecordingRow>, StoreError> {
    let all = recording::table
        .filter(recording::alliance_id.eq(alliance_id))
        .order((recording::recorded_at.desc(), recording::id))
        .limit(most)
        .into_boxed();
    let all = match waiting {
        true => all.filter(recording::status.eq(Status::Waiting)),
        false => all.filter(recording::status.ne(Status::Waiting)),
    };
    Ok(all.load(db)?)
}

/// Those of an instance, the oldest first.
///
/// # Errors
/// The database's.
pub fn of_instance(db: &mut Db, alliance_id: &str, instance_id: &str) -> Result<Vec<RecordingRow>, StoreError> {
    Ok(on!(db, c => recording::table
        .filter(recording::alliance_id.eq(alliance_id))
        .filter(recording::instance_id.eq(instance_id))
        .order((recording::recorded_at, recording::id))
        .load(c))?)
}

/// What a second person made of one that waits; false if somebody was quicker.
///
/// # Errors
/// The database's.
pub fn settle(db: &mut Db, row: &RecordingRow) -> Result<bool, StoreError> {
    let waiting = recording::table
        .find(&row.id)
        .filter(recording::status.eq(Status::Waiting));
    Ok(diesel::update(waiting)
        .set((
            recording::status.eq(row.status),
            recording::settled_by.eq(&row.settled_by),
            recording::settled_at.eq(row.settled_at),
            recording::because.eq(&row.because),
            recording::outcome.eq(&row.outcome),
        ))
        .execute(db)?
        == 1)
}
