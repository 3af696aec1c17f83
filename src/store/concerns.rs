//! Worries and concerns that somebody raised, for the few people whom they reach. Texts come sealed.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::concern,
    stamp::Stamp,
};

/// One of them. `text` and `answer` are sealed; `taken_at` is set with `taken_by`, `answered_at` with
/// `answer`.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = concern, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct ConcernRow {
    pub id: String,
    pub alliance_id: String,
    /// A way of the vocabulary.
    pub way: String,
    /// The role that it reaches.
    pub role: String,
    pub person_id: String,
    /// Whoever reads it sees who raised it.
    pub named: bool,
    pub text: String,
    pub raised_at: Stamp,
    /// Who sees to it.
    pub taken_by: Option<String>,
    pub taken_at: Option<Stamp>,
    pub answer: Option<String>,
    pub answered_at: Option<Stamp>,
}

/// Adds one.
///
/// # Errors
/// [`StoreError::Duplicate`] if the id is taken.
pub fn add(db: &mut Db, row: &ConcernRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(concern::table).values(row).execute(c))?;
    Ok(())
}

/// One by id; nothing for another alliance's.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, alliance_id: &str, id: &str) -> Result<Option<ConcernRow>, StoreError> {
    Ok(on!(db, c => ConcernRow::query()
        .filter(concern::id.eq(id))
        .filter(concern::alliance_id.eq(alliance_id))
        .first(c)
        .optional())?)
}

/// All of an alliance: what waits for an answer first, then the newest. There are few.
///
/// # Errors
/// The database's.
pub fn all(db: &mut Db, alliance_id: &str) -> Result<Vec<ConcernRow>, StoreError> {
    Ok(on!(db, c => ConcernRow::query()
        .filter(concern::alliance_id.eq(alliance_id))
        .order((concern::answered_at.is_not_null(), concern::raised_at.desc(), concern::id))
        .load(c))?)
}

/// Those that have no answer, the oldest first.
///
/// # Errors
/// The database's.
pub fn waiting(db: &mut Db, alliance_id: &str) -> Result<Vec<ConcernRow>, StoreError> {
    Ok(on!(db, c => ConcernRow::query()
        .filter(concern::alliance_id.eq(alliance_id))
        .filter(concern::answered_at.is_null())
        .order((concern::raised_at, concern::id))
        .load(c))?)
}

/// What somebody raised, the newest first.
///
/// # Errors
/// The database's.
pub fn of_person(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Vec<ConcernRow>, StoreError> {
    Ok(on!(db, c => ConcernRow::query()
        .filter(concern::person_id.eq(person_id))
        .filter(concern::alliance_id.eq(alliance_id))
        .order((concern::raised_at.desc(), concern::id))
        .load(c))?)
}

/// Somebody sees to it, where nobody did or `before` does, who cannot any more; false if somebody was quicker.
///
/// # Errors
/// The database's.
pub fn take(
    db: &mut Db,
    (alliance_id, id): (&str, &str),
    before: Option<&str>,
    by: &str,
    at: Stamp,
) -> Result<bool, StoreError> {
    let open = concern::table
        .filter(concern::id.eq(id))
        .filter(concern::alliance_id.eq(alliance_id))
        .filter(concern::answered_at.is_null());
    let taken = (concern::taken_by.eq(by), concern::taken_at.eq(at));
    let changed = match before {
        Some(before) => diesel::update(open.filter(concern::taken_by.eq(before)))
            .set(taken)
            .execute(db)?,
        None => diesel::update(open.filter(concern::taken_by.is_null()))
            .set(taken)
            .execute(db)?,
    };
    Ok(changed == 1)
}

/// What it came to, sealed; false if that was written before.
///
/// # Errors
/// The database's.
pub fn answer(db: &mut Db, alliance_id: &str, id: &str, answer: &str, at: Stamp) -> Result<bool, StoreError> {
    let open = concern::table
        .filter(concern::id.eq(id))
        .filter(concern::alliance_id.eq(alliance_id))
        .filter(concern::answered_at.is_null());
    Ok(diesel::update(open)
        .set((concern::answer.eq(answer), concern::answered_at.eq(at)))
        .execute(db)?
        == 1)
}
