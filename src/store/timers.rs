//! Clocks that will run out. The rows are a projection of the snapshots, for finding.
//!
//! A timer fires as a transition of its own: load the instance for update, look whether the row is
//! still there, step, and let the step disarm it. Two workers that see the same row race for the
//! instance and one wins.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Integer, Nullable, Text, Timestamp},
};

use crate::{
    db::{Db, on},
    error::StoreError,
    prepared::prepared,
    schema::timer,
    stamp::Stamp,
};

/// One timer. `due_at` is business time, `None` while it stands still; `retry_at` is wall time.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = timer)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct TimerRow {
    pub instance_id: String,
    pub id: String,
    pub alliance_id: String,
    pub due_at: Option<Stamp>,
    pub armed: i64,
    pub attempts: i32,
    pub retry_at: Option<Stamp>,
    pub last_error: Option<String>,
}

impl TimerRow {
    /// One that has just been armed.
    pub fn new(alliance_id: &str, instance_id: &str, id: &str, due_at: Option<DateTime<Utc>>, armed: i64) -> Self {
        Self {
            instance_id: instance_id.to_owned(),
            id: id.to_owned(),
            alliance_id: alliance_id.to_owned(),
            due_at: due_at.map(Stamp::from),
            armed,
            attempts: 0,
            retry_at: None,
            last_error: None,
        }
    }
}

prepared! {
    /// The timer as it now is.
    Arm<'a> {
        ["INSERT INTO timer (instance_id, id, alliance_id, due_at, armed, attempts, retry_at, last_error) \
          VALUES ("] instance_id: &'a str as Text,
        [", "] id: &'a str as Text,
        [", "] alliance_id: &'a str as Text,
        [", "] due_at: Option<Stamp> as Nullable<Timestamp>,
        [", "] armed: i64 as BigInt,
        [", "] attempts: i32 as Integer,
        [", "] retry_at: Option<Stamp> as Nullable<Timestamp>,
        [", "] last_error: Option<&'a str> as Nullable<Text>,
    } [") ON CONFLICT (instance_id, id) DO UPDATE SET alliance_id = excluded.alliance_id, \
        due_at = excluded.due_at, armed = excluded.armed, attempts = excluded.attempts, \
        retry_at = excluded.retry_at, last_error = excluded.last_error"]
}

/// A change of a timer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TimerChange {
    /// Armed, or derived anew.
    Arm(TimerRow),
    /// Fired, or not wanted any more.
    Disarm { instance_id: String, id: String },
}

/// Applies changes, in order.
///
/// # Errors
/// The database's.
pub fn apply(db: &mut Db, changes: &[TimerChange]) -> Result<(), StoreError> {
    for change in changes {
        match change {
            TimerChange::Arm(row) => {
                let arm = Arm {
                    instance_id: &row.instance_id,
                    id: &row.id,
                    alliance_id: &row.alliance_id,
                    due_at: row.due_at,
                    armed: row.armed,
                    attempts: row.attempts,
                    retry_at: row.retry_at,
                    last_error: row.last_error.as_deref(),
                };
                on!(db, c => arm.execute(c))?
            }
            TimerChange::Disarm { instance_id, id } => {
                on!(db, c => diesel::delete(timer::table.find((instance_id, id))).execute(c))?
            }
        };
    }
    Ok(())
}

/// Timers that are due at the business time `now`, in the order (due, armed). Those that failed
/// stay away until the wall time `wall` has passed their `retry_at`.
///
/// # Errors
/// The database's.
pub fn due(db: &mut Db, now: DateTime<Utc>, wall: DateTime<Utc>, limit: u32) -> Result<Vec<TimerRow>, StoreError> {
    let (now, wall) = (Stamp::from(now), Stamp::from(wall));
    let rows = on!(db, c => timer::table
        .filter(timer::due_at.is_not_null())
        .filter(timer::due_at.le(now))
        .filter(timer::retry_at.is_null().or(timer::retry_at.le(wall)))
        .order((timer::due_at, timer::armed, timer::instance_id, timer::id))
        .limit(i64::from(limit))
        .load(c))?;
    Ok(rows)
}

/// The next instant at which a timer is due, of all alliances.
///
/// # Errors
/// The database's.
pub fn next(db: &mut Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let found: Option<Option<Stamp>> = timer::table
        .filter(timer::due_at.is_not_null())
        .order(timer::due_at)
        .select(timer::due_at)
        .first(db)
        .optional()?;
    Ok(found.flatten().map(Stamp::utc))
}

/// Whether a timer is still armed.
///
/// # Errors
/// The database's.
pub fn is_armed(db: &mut Db, instance_id: &str, id: &str) -> Result<bool, StoreError> {
    let found: Option<String> = on!(db, c => timer::table
        .find((instance_id, id))
        .select(timer::id)
        .get_result(c)
        .optional())?;
    Ok(found.is_some())
}

/// Notes that a timer could not fire, so that it does not hold up the others.
///
/// # Errors
/// The database's.
pub fn postpone(db: &mut Db, instance_id: &str, id: &str, until: DateTime<Utc>, error: &str) -> Result<(), StoreError> {
    diesel::update(timer::table.find((instance_id, id)))
        .set((
            timer::attempts.eq(timer::attempts + 1),
            timer::retry_at.eq(Stamp::from(until)),
            timer::last_error.eq(error),
        ))
        .execute(db)?;
    Ok(())
}

/// The timers of one instance, in the order in which they will fire.
///
/// # Errors
/// The database's.
pub fn of_instance(db: &mut Db, alliance_id: &str, instance_id: &str) -> Result<Vec<TimerRow>, StoreError> {
    Ok(on!(db, c => timer::table
        .filter(timer::instance_id.eq(instance_id))
        .filter(timer::alliance_id.eq(alliance_id))
        .order((timer::due_at, timer::armed, timer::id))
        .load(c))?)
}

/// The timers of an alliance that will fire next, in order.
///
/// # Errors
/// The database's.
pub fn coming(db: &mut Db, alliance_id: &str, limit: u32) -> Result<Vec<TimerRow>, StoreError> {
    Ok(timer::table
        .filter(timer::alliance_id.eq(alliance_id))
        .filter(timer::due_at.is_not_null())
        .order((timer::due_at, timer::armed, timer::instance_id, timer::id))
        .limit(i64::from(limit))
        .load(db)?)
}
