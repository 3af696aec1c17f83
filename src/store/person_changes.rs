//! Who added whom, gave them a role or another address, and who confirmed it: by this it is known whether two
//! names are two people.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::person_change,
    stamp::Stamp,
    text_enum::text_enum,
};

text_enum! {
    /// What was done.
    What {
        /// They were added.
        Added = "added",
        /// They got a role.
        Appointed = "appointed",
        /// They are written to, and sign in, elsewhere.
        Address = "address",
    }
}

/// One thing that a person did about another.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = person_change)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct PersonChangeRow {
    pub id: String,
    pub alliance_id: String,
    /// About whom.
    pub person_id: String,
    pub what: What,
    /// The appointment, where it is one.
    pub appointment_id: Option<String>,
    /// In whose name.
    pub done_by: String,
    /// By whose hand; the same person unless somebody acted for another.
    pub hand: String,
    /// The second person, if there was one.
    pub confirmed_by: Option<String>,
    pub done_at: Stamp,
}

/// Adds one.
///
/// # Errors
/// The database's.
pub fn add(db: &mut Db, row: &PersonChangeRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(person_change::table).values(row).execute(c))?;
    Ok(())
}

/// Everything that was done about somebody in an alliance, the oldest first.
///
/// # Errors
/// The database's.
pub fn of_person(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Vec<PersonChangeRow>, StoreError> {
    Ok(on!(db, c => PersonChangeRow::query()
        .filter(person_change::alliance_id.eq(alliance_id))
        .filter(person_change::person_id.eq(person_id))
        .order((person_change::done_at, person_change::id))
        .load(c))?)
}
