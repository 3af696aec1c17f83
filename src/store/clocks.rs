//! Business time: wall time plus an offset that only grows, and the latest time ever seen.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::clock,
    stamp::Stamp,
};

/// The stored clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredClock {
    /// Added to wall time.
    pub offset: TimeDelta,
    /// The latest business time that an action was done at: a machine clock that is behind it by
    /// more than a few minutes must not judge deadlines.
    pub high_water: DateTime<Utc>,
}

/// The clock as stored.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db) -> Result<StoredClock, StoreError> {
    let (offset_us, high_water): (i64, Stamp) = on!(db, c => clock::table
        .find(1)
        .select((clock::offset_us, clock::high_water))
        .get_result(c))?;
    Ok(StoredClock {
        offset: TimeDelta::microseconds(offset_us),
        high_water: high_water.utc(),
    })
}

/// Moves business time forward by `by`; never back.
///
/// # Errors
/// The database's.
pub fn advance(db: &mut Db, by: TimeDelta) -> Result<(), StoreError> {
    let by = by.num_microseconds().unwrap_or(0).max(0);
    diesel::update(clock::table.find(1))
        .set(clock::offset_us.eq(clock::offset_us + by))
        .execute(db)?;
    Ok(())
}

/// Sets how far business time is ahead of wall time (behind, if negative): once, for a database that
/// was filled on a clock of its own.
///
/// # Errors
/// The database's.
pub fn set(db: &mut Db, offset: TimeDelta) -> Result<(), StoreError> {
    let offset = offset.num_microseconds().unwrap_or(0);
    diesel::update(clock::table.find(1))
        .set(clock::offset_us.eq(offset))
        .execute(db)?;
    Ok(())
}

/// How far the mark may lag behind the latest time: one write a minute, not one for each action.
const LAG: TimeDelta = TimeDelta::minutes(1);

/// The latest business time that was noted before; notes `now` if that is more than a minute later.
///
/// # Errors
/// The database's.
pub fn watch(db: &mut Db, now: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
    let mark = load(db)?.high_water;
    if now - mark > LAG && is_free(db)? {
        note(db, now)?;
    }
    Ok(mark)
}

/// Nobody waits for the one row: whoever has it notes about the same time.
fn is_free(db: &mut Db) -> Result<bool, StoreError> {
    let Db::Pg(c) = db else { return Ok(true) };
    let mine: Option<i32> = clock::table
        .find(1)
        .select(clock::id)
        .for_update()
        .skip_locked()
        .get_result(c)
        .optional()?;
    Ok(mine.is_some())
}

/// Notes that it has been `now`; an earlier time changes nothing.
///
/// # Errors
/// The database's.
pub fn note(db: &mut Db, now: DateTime<Utc>) -> Result<(), StoreError> {
    let now = Stamp::from(now);
    on!(db, c => diesel::update(clock::table.find(1).filter(clock::high_water.lt(now)))
        .set(clock::high_water.eq(now))
        .execute(c))?;
    Ok(())
}

/// Takes `now` for right, though it lies before the mark: because a person has said so.
///
/// # Errors
/// The database's.
pub fn accept(db: &mut Db, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(clock::table.find(1))
        .set(clock::high_water.eq(Stamp::from(now)))
        .execute(db)?;
    Ok(())
}
