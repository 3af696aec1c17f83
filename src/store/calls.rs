//! Calls that confirm who sent a bid.

use diesel::prelude::*;

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    schema::call_back,
    stamp::Stamp,
    text_enum::text_enum,
};

text_enum! {
    /// What a call came to.
    Answered {
        /// The organisation says that it sent the bid.
        Yes = "yes",
        /// It says that it did not.
        No = "no",
        /// Nobody was reached.
        NotReached = "not_reached",
    }
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = call_back)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CallRow {
    pub id: String,
    pub alliance_id: String,
    pub bid_id: String,
    /// Who called.
    pub person_id: String,
    /// The number that was called.
    pub number: String,
    /// Who was spoken to; empty where nobody was reached.
    pub spoken_to: String,
    pub answer: Answered,
    pub note: String,
    pub at: Stamp,
}

/// Writes a call down.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &CallRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(call_back::table).values(row).execute(c))?;
    Ok(())
}

/// The calls about several bids, oldest first.
///
/// # Errors
/// The database's.
pub fn of_bids(db: &mut Db, alliance_id: &str, bids: &[String]) -> Result<Vec<CallRow>, StoreError> {
    Ok(on!(db, c => CallRow::query()
        .filter(call_back::alliance_id.eq(alliance_id))
        .filter(among(call_back::bid_id, bids))
        .order((call_back::at, call_back::id))
        .load(c))?)
}
