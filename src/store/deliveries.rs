//! The ledger of deliveries: every attempt, and what came of it.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::delivery,
    stamp::Stamp,
};

/// One attempt. `result` is the sender's word: accepted, refused, unknown.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = delivery, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct DeliveryRow {
    pub outbox_key: String,
    pub attempt: i32,
    pub alliance_id: String,
    pub recipient: String,
    pub message_id: Option<String>,
    pub result: String,
    pub detail: Option<String>,
    pub at: Stamp,
}

/// Writes an attempt down; the same attempt again changes nothing.
///
/// # Errors
/// The database's.
pub fn record(db: &mut Db, row: &DeliveryRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(delivery::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// The attempts at one outbox row, in order.
///
/// # Errors
/// The database's.
pub fn of_outbox(db: &mut Db, alliance_id: &str, outbox_key: &str) -> Result<Vec<DeliveryRow>, StoreError> {
    Ok(delivery::table
        .filter(delivery::outbox_key.eq(outbox_key))
        .filter(delivery::alliance_id.eq(alliance_id))
        .order(delivery::attempt)
        .load(db)?)
}
