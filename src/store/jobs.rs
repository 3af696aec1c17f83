//! Regular work that outlives the process: when each piece was done last, and who is at it now.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::job,
    stamp::Stamp,
};

/// One piece of regular work. Times are wall time.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = job)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct JobRow {
    pub name: String,
    /// When the last run that succeeded began; none before the first.
    pub last_at: Option<Stamp>,
    pub lease_owner: Option<String>,
    pub lease_until: Option<Stamp>,
}

impl JobRow {
    /// Whether somebody is at it.
    pub fn is_taken(&self, now: DateTime<Utc>) -> bool {
        self.lease_owner.is_some() && self.lease_until.is_some_and(|until| until.utc() > now)
    }
}

/// One by name; none before its first run.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, name: &str) -> Result<Option<JobRow>, StoreError> {
    Ok(on!(db, c => job::table.find(name).get_result(c).optional())?)
}

/// All, by name.
///
/// # Errors
/// The database's.
pub fn all(db: &mut Db) -> Result<Vec<JobRow>, StoreError> {
    Ok(job::table.order(job::name).load(db)?)
}

/// Takes a piece of work until `until`, if it is due and nobody else is at it. Whoever takes it
/// first has it; the others find it taken, or done.
///
/// # Errors
/// The database's.
pub fn take(
    db: &mut Db,
    name: &str,
    owner: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    is_due: impl FnOnce(Option<DateTime<Utc>>) -> bool,
) -> Result<bool, StoreError> {
    on!(db, c => diesel::insert_into(job::table)
        .values(job::name.eq(name))
        .on_conflict_do_nothing()
        .execute(c))?;
    let row: JobRow = match db {
        Db::Pg(c) => job::table.find(name).for_update().get_result(c)?,
        Db::Sqlite(c) => job::table.find(name).get_result(c)?,
    };
    if row.is_taken(now) || !is_due(row.last_at.map(Stamp::utc)) {
        return Ok(false);
    }
    diesel::update(job::table.find(name))
        .set((job::lease_owner.eq(owner), job::lease_until.eq(Stamp::from(until))))
        .execute(db)?;
    Ok(true)
}

/// The run that began at `began` has succeeded. `false` if the lease had gone to somebody else.
///
/// # Errors
/// The database's.
pub fn done(db: &mut Db, name: &str, owner: &str, began: DateTime<Utc>) -> Result<bool, StoreError> {
    let mine = job::table.find(name).filter(job::lease_owner.eq(owner));
    let changed = diesel::update(mine)
        .set((
            job::last_at.eq(Stamp::from(began)),
            job::lease_owner.eq(None::<String>),
            job::lease_until.eq(None::<Stamp>),
        ))
        .execute(db)?;
    Ok(changed == 1)
}
