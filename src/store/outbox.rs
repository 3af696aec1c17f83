//! What is to leave the house: written by an action, in its transaction, and sent by the worker.
//!
//! Queued → sending → sent | retry | dead. A worker leases rows, commits, does the work with no
//! transaction open, and marks them; a mark counts only while the lease is its own. A worker that
//! dies loses its lease and nothing else, so an effect may happen twice and never not at all.

mod held;
mod insert;
mod looking;

pub use held::{count_of_recipient, hold, of_recipient, queued};
pub use looking::{LedgerRow, dead_letters, load, newest, next, of_instance, page, since, waiting};

use chrono::{DateTime, Utc};
use diesel::{dsl::sql, prelude::*, sql_types::Bool};

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::outbox,
    stamp::Stamp,
    text_enum::text_enum,
};

text_enum! {
    /// Where a row stands.
    OutboxStatus {
        /// Not tried yet.
        Queued = "queued",
        /// A worker has it.
        Sending = "sending",
        /// Done.
        Sent = "sent",
        /// Failed, to be tried again at `next_at`.
        Retry = "retry",
        /// Given up; somebody must look.
        Dead = "dead",
    }
}

/// Rows that a worker may still take: neither sent nor dead. Spelled as in the partial index, so
/// that it is used.
const LIVE: &str = "done_at IS NULL";

/// One row. All times but the payload's are wall time.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = outbox)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct OutboxRow {
    /// `instance/seq/index/recipient`: what makes doing it twice harmless.
    pub key: String,
    pub alliance_id: String,
    pub instance_id: Option<String>,
    pub kind: String,
    pub recipient: String,
    /// Frozen JSON: rendering is a pure function of it and the template.
    pub payload: String,
    /// Hash of the template as it was published.
    pub template: Option<String>,
    /// The event to give to the instance when it is done.
    pub then_event: Option<String>,
    pub status: OutboxStatus,
    pub attempts: i32,
    /// Order within the action.
    pub place: i32,
    pub created_at: Stamp,
    pub next_at: Stamp,
    pub lease_owner: Option<String>,
    pub lease_until: Option<Stamp>,
    pub rendered: Option<Vec<u8>>,
    pub last_error: Option<String>,
    pub done_at: Option<Stamp>,
    pub fed_at: Option<Stamp>,
}

/// What an action gives.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns of `OutboxRow`")]
pub struct NewOutbox {
    pub key: String,
    pub alliance_id: String,
    pub instance_id: Option<String>,
    pub kind: String,
    pub recipient: String,
    pub payload: String,
    pub template: Option<String>,
    pub then_event: Option<String>,
    pub place: i32,
}

/// Whether a mark counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It did.
    Made,
    /// The lease had gone to another worker: this one's word does not count.
    LeaseLost,
}

/// Puts rows in, to be sent from `now` (wall time) on.
///
/// # Errors
/// [`StoreError::Duplicate`] if a key is there already.
pub fn put(db: &mut Db, rows: &[NewOutbox], now: DateTime<Utc>) -> Result<(), StoreError> {
    insert::rows(db, rows, now.into())
}

/// Takes up to `limit` rows that are to be sent now, in order, until `until`.
///
/// # Errors
/// The database's.
pub fn lease(
    db: &mut Db,
    owner: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<OutboxRow>, StoreError> {
    let now = Stamp::from(now);
    let ready = || {
        outbox::table
            .filter(sql::<Bool>(LIVE))
            .filter(outbox::next_at.le(now))
            .filter(outbox::status.ne(OutboxStatus::Sending).or(outbox::lease_until.le(now)))
            .order((outbox::next_at, outbox::created_at, outbox::place, outbox::key))
            .limit(i64::from(limit))
            .select(outbox::key)
    };
    let keys: Vec<String> = match db {
        Db::Pg(c) => ready().for_update().skip_locked().load(c)?,
        Db::Sqlite(c) => ready().load(c)?,
    };
    let mut rows: Vec<OutboxRow> = on!(db, c => diesel::update(outbox::table.filter(outbox::key.eq_any(&keys)))
        .set((
            outbox::status.eq(OutboxStatus::Sending),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::lease_owner.eq(owner),
            outbox::lease_until.eq(Stamp::from(until)),
        ))
        .get_results(c))?;
    rows.sort_by(|a, b| (a.next_at, a.created_at, a.place, &a.key).cmp(&(b.next_at, b.created_at, b.place, &b.key)));
    Ok(rows)
}

/// Changes a row, if the lease on it is still `owner`'s.
macro_rules! mark {
    ($db:ident, $key:ident, $owner:ident, $changes:expr) => {{
        let leased = outbox::table
            .find($key)
            .filter(outbox::lease_owner.eq($owner))
            .filter(outbox::status.eq(OutboxStatus::Sending));
        match diesel::update(leased).set($changes).execute($db)? {
            1 => Ok(Mark::Made),
            _ => Ok(Mark::LeaseLost),
        }
    }};
}

/// Keeps the bytes as rendered, so that every later try sends the same.
///
/// # Errors
/// The database's.
pub fn keep_rendered(db: &mut Db, key: &str, owner: &str, bytes: &[u8]) -> Result<Mark, StoreError> {
    mark!(db, key, owner, outbox::rendered.eq(bytes))
}

/// Takes back a row that was put in the same transaction.
///
/// # Errors
/// The database's.
pub fn take_back(db: &mut Db, key: &str) -> Result<(), StoreError> {
    diesel::delete(outbox::table.find(key).filter(outbox::status.eq(OutboxStatus::Queued))).execute(db)?;
    Ok(())
}

/// Puts another payload in place of one that is not to be kept, and takes the bytes away.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, key: &str, payload: &str) -> Result<(), StoreError> {
    diesel::update(outbox::table.find(key))
        .set((outbox::payload.eq(payload), outbox::rendered.eq(None::<Vec<u8>>)))
        .execute(db)?;
    Ok(())
}

/// It is done.
///
/// # Errors
/// The database's.
pub fn done(db: &mut Db, key: &str, owner: &str, now: DateTime<Utc>) -> Result<Mark, StoreError> {
    let changes = (
        outbox::status.eq(OutboxStatus::Sent),
        outbox::done_at.eq(Stamp::from(now)),
        outbox::last_error.eq(None::<String>),
    );
    mark!(db, key, owner, changes)
}

/// Marks a row done that needs no worker: a signal that is given in this transaction. `false` if it
/// was done before.
///
/// # Errors
/// The database's.
pub fn settle(db: &mut Db, key: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let open = outbox::table.find(key).filter(outbox::status.ne(OutboxStatus::Sent));
    let changed = diesel::update(open)
        .set((
            outbox::status.eq(OutboxStatus::Sent),
            outbox::done_at.eq(Stamp::from(now)),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// It was marked as done before it was tried, and nothing of it reached anybody: it is `owner`'s to go on with.
///
/// # Errors
/// The database's.
pub fn not_begun(db: &mut Db, key: &str, owner: &str) -> Result<Mark, StoreError> {
    let marked = outbox::table
        .find(key)
        .filter(outbox::lease_owner.eq(owner))
        .filter(outbox::status.eq(OutboxStatus::Sent));
    let changes = (
        outbox::status.eq(OutboxStatus::Sending),
        outbox::done_at.eq(None::<Stamp>),
    );
    match diesel::update(marked).set(changes).execute(db)? {
        1 => Ok(Mark::Made),
        _ => Ok(Mark::LeaseLost),
    }
}

/// It failed and is to be tried again.
///
/// # Errors
/// The database's.
pub fn retry(db: &mut Db, key: &str, owner: &str, next_at: DateTime<Utc>, error: &str) -> Result<Mark, StoreError> {
    let changes = (
        outbox::status.eq(OutboxStatus::Retry),
        outbox::next_at.eq(Stamp::from(next_at)),
        outbox::last_error.eq(error),
    );
    mark!(db, key, owner, changes)
}

/// It failed for good.
///
/// # Errors
/// The database's.
pub fn dead(db: &mut Db, key: &str, owner: &str, now: DateTime<Utc>, error: &str) -> Result<Mark, StoreError> {
    let changes = (
        outbox::status.eq(OutboxStatus::Dead),
        outbox::done_at.eq(Stamp::from(now)),
        outbox::last_error.eq(error),
    );
    mark!(db, key, owner, changes)
}

/// Tries in a round: after so many a row is given up, and a person decides.
pub const ROUND: i32 = 20;

/// Replaces what is to be sent and the words for it: what was rendered before does not count.
///
/// # Errors
/// The database's.
pub fn rewrite(db: &mut Db, key: &str, payload: &str, template: Option<&str>) -> Result<(), StoreError> {
    diesel::update(outbox::table.find(key))
        .set((
            outbox::payload.eq(payload),
            outbox::template.eq(template),
            outbox::rendered.eq(None::<Vec<u8>>),
        ))
        .execute(db)?;
    Ok(())
}

/// Puts a dead letter back in the queue, because a person said so. Tries are counted on from the
/// next round, so that each line of the ledger keeps a number of its own.
///
/// # Errors
/// [`StoreError::NotFound`] if there is no such dead letter.
pub fn revive(db: &mut Db, alliance_id: &str, key: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let tried = load(db, alliance_id, key)?.attempts;
    let row = outbox::table
        .find(key)
        .filter(outbox::alliance_id.eq(alliance_id))
        .filter(outbox::status.eq(OutboxStatus::Dead));
    let changed = diesel::update(row)
        .set((
            outbox::status.eq(OutboxStatus::Queued),
            outbox::attempts.eq((tried + ROUND - 1) / ROUND * ROUND),
            outbox::next_at.eq(Stamp::from(now)),
            outbox::done_at.eq(None::<Stamp>),
        ))
        .execute(db)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::not_found("dead letter", key))
    }
}

/// Rows that are done and whose `then_event` the instance has not been given yet, oldest first.
///
/// # Errors
/// The database's.
pub fn feed(db: &mut Db, limit: u32) -> Result<Vec<OutboxRow>, StoreError> {
    Ok(outbox::table
        .filter(outbox::then_event.is_not_null())
        .filter(outbox::fed_at.is_null())
        .filter(outbox::status.eq(OutboxStatus::Sent))
        .order((outbox::done_at, outbox::place, outbox::key))
        .limit(i64::from(limit))
        .load(db)?)
}

/// Notes, in the transaction of the transition that it caused, that an event was given. `false` if
/// somebody else has done so.
///
/// # Errors
/// The database's.
pub fn fed(db: &mut Db, key: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let changed = diesel::update(outbox::table.find(key).filter(outbox::fed_at.is_null()))
        .set(outbox::fed_at.eq(Stamp::from(now)))
        .execute(db)?;
    Ok(changed == 1)
}
