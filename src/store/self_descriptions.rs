//! How people describe themselves who chose to. No row says whose it is: a mark stands for the person, and whoever has
//! the key makes it again.

use diesel::prelude::*;

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    schema::self_description,
};

/// What one person says of themselves, sealed.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = self_description, primary_key(mark))]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct SelfDescriptionRow {
    /// A keyed hash of the alliance and the person.
    pub mark: String,
    pub alliance_id: String,
    /// The answers, sealed for the mark.
    pub sealed: String,
}

/// Puts down what somebody says, in place of what it was.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &SelfDescriptionRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(self_description::table)
        .values(row)
        .on_conflict(self_description::mark)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// What these say; whoever chose not to is not there.
///
/// # Errors
/// The database's.
pub fn several(db: &mut Db, alliance_id: &str, marks: &[String]) -> Result<Vec<SelfDescriptionRow>, StoreError> {
    Ok(on!(db, c => SelfDescriptionRow::query()
        .filter(self_description::alliance_id.eq(alliance_id))
        .filter(among(self_description::mark, marks))
        .order(self_description::mark)
        .load(c))?)
}

/// Forgets what somebody says.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, mark: &str) -> Result<(), StoreError> {
    diesel::delete(self_description::table.filter(self_description::mark.eq(mark))).execute(db)?;
    Ok(())
}
