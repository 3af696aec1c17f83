//! New rows of the outbox.

use diesel::{
    prelude::*,
    sql_types::{Integer, Nullable, Text, Timestamp},
};

use super::{NewOutbox, OutboxStatus};
use crate::{
    db::{Db, on},
    error::StoreError,
    prepared::prepared,
    schema::outbox,
    stamp::Stamp,
};

/// Rows in one statement: PostgreSQL has 65,535 binds.
const BATCH: usize = 500;

prepared! {
    /// One row.
    Put<'a> {
        ["INSERT INTO outbox (key, alliance_id, instance_id, kind, recipient, payload, template, then_event, place, \
          status, attempts, created_at, next_at) VALUES ("] key: &'a str as Text,
        [", "] alliance_id: &'a str as Text,
        [", "] instance_id: Option<&'a str> as Nullable<Text>,
        [", "] kind: &'a str as Text,
        [", "] recipient: &'a str as Text,
        [", "] payload: &'a str as Text,
        [", "] template: Option<&'a str> as Nullable<Text>,
        [", "] then_event: Option<&'a str> as Nullable<Text>,
        [", "] place: i32 as Integer,
        [", "] status: OutboxStatus as Text,
        [", 0, "] created_at: Stamp as Timestamp,
        [", "] next_at: Stamp as Timestamp,
    } [")"]
}

/// Puts rows in, not tried yet. A server far away gets many of them in one statement; SQLite is
/// quicker with one that is prepared.
pub(super) fn rows(db: &mut Db, rows: &[NewOutbox], now: Stamp) -> Result<(), StoreError> {
    match db {
        Db::Pg(c) if rows.len() > 1 => {
            for batch in rows.chunks(BATCH) {
                let started = |new| {
                    (
                        new,
                        outbox::status.eq(OutboxStatus::Queued),
                        outbox::attempts.eq(0),
                        outbox::created_at.eq(now),
                        outbox::next_at.eq(now),
                    )
                };
                let batch: Vec<_> = batch.iter().map(started).collect();
                diesel::insert_into(outbox::table).values(batch).execute(c)?;
            }
        }
        db => {
            for new in rows {
                let put = one(new, now);
                on!(db, c => put.execute(c))?;
            }
        }
    }
    Ok(())
}

fn one(new: &NewOutbox, now: Stamp) -> Put<'_> {
    Put {
        key: &new.key,
        alliance_id: &new.alliance_id,
        instance_id: new.instance_id.as_deref(),
        kind: &new.kind,
        recipient: &new.recipient,
        payload: &new.payload,
        template: new.template.as_deref(),
        then_event: new.then_event.as_deref(),
        place: new.place,
        status: OutboxStatus::Queued,
        created_at: now,
        next_at: now,
    }
}
