//! Whether the service was there for people, and the stretches in which it was not.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{heartbeat, outage},
    stamp::Stamp,
};

/// The only row.
const ROW: i32 = 1;

/// A stretch in which no process served pages.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = outage)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct OutageRow {
    pub id: String,
    pub since: Stamp,
    pub until: Stamp,
}

/// Notes that the service is there `now`, and gives when it was last. Of several processes each hears of what came before
/// it, so that one stretch is seen by one of them; nothing to whoever comes first of all, or too late.
///
/// # Errors
/// The database's.
pub fn beat(db: &mut Db, now: Stamp) -> Result<Option<Stamp>, StoreError> {
    let before: Option<Stamp> = on!(db, c => heartbeat::table
        .find(ROW)
        .select(heartbeat::at)
        .get_result(c)
        .optional())?;
    let Some(before) = before else {
        let first = (heartbeat::id.eq(ROW), heartbeat::at.eq(now));
        on!(db, c => diesel::insert_into(heartbeat::table).values(first).on_conflict_do_nothing().execute(c))?;
        return Ok(None);
    };
    if before >= now {
        return Ok(None);
    }
    let mine = heartbeat::table.find(ROW).filter(heartbeat::at.eq(before));
    let changed = diesel::update(mine).set(heartbeat::at.eq(now)).execute(db)?;
    Ok((changed == 1).then_some(before))
}

/// Writes a stretch down.
///
/// # Errors
/// The database's.
pub fn add(db: &mut Db, row: &OutageRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(outage::table).values(row).execute(c))?;
    Ok(())
}

/// The newest ones, at most so many.
///
/// # Errors
/// The database's.
pub fn newest(db: &mut Db, most: i64) -> Result<Vec<OutageRow>, StoreError> {
    Ok(on!(db, c => OutageRow::query()
        .order((outage::until.desc(), outage::id.desc()))
        .limit(most)
        .load(c))?)
}
