//! Changes of people, roles and addresses that wait for a second person.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::waiting_change,
    stamp::Stamp,
    text_enum::text_enum,
};

text_enum! {
    /// What the second person said.
    Outcome {
        /// It was done.
        Done = "done",
        /// It was not.
        Declined = "declined",
    }
}

/// A change that waits, or did.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = waiting_change)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ChangeRow {
    pub id: String,
    pub alliance_id: String,
    /// JSON: what is to be done.
    pub body: String,
    pub asked_by: String,
    pub asked_at: Stamp,
    pub settled_by: Option<String>,
    pub settled_at: Option<Stamp>,
    pub outcome: Option<Outcome>,
    /// By whose hand it was asked; nothing for what was asked before this was kept.
    pub hand: Option<String>,
}

/// Lets one wait.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &ChangeRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(waiting_change::table).values(row).execute(c))?;
    Ok(())
}

/// Those that wait, oldest first.
///
/// # Errors
/// The database's.
pub fn waiting(db: &mut Db, alliance_id: &str) -> Result<Vec<ChangeRow>, StoreError> {
    Ok(on!(db, c => ChangeRow::query()
        .filter(waiting_change::alliance_id.eq(alliance_id))
        .filter(waiting_change::settled_at.is_null())
        .order((waiting_change::asked_at, waiting_change::id))
        .load(c))?)
}

/// Settles one; false if somebody was quicker.
///
/// # Errors
/// The database's.
pub fn settle(
    db: &mut Db,
    alliance_id: &str,
    id: &str,
    by: &str,
    outcome: Outcome,
    at: Stamp,
) -> Result<bool, StoreError> {
    let open = waiting_change::table
        .find(id)
        .filter(waiting_change::alliance_id.eq(alliance_id))
        .filter(waiting_change::settled_at.is_null());
    let settled = (
        waiting_change::settled_by.eq(Some(by)),
        waiting_change::settled_at.eq(Some(at)),
        waiting_change::outcome.eq(Some(outcome)),
    );
    Ok(on!(db, c => diesel::update(open).set(settled).execute(c))? == 1)
}
