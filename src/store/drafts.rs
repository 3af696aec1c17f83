//! What people have begun to fill in, and what came of it when they sent it.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::draft,
    stamp::Stamp,
};

/// One draft. Its id is the idempotency key of what is sent in the end; once it is sent, the answers
/// are gone from here.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = draft, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct DraftRow {
    pub id: String,
    pub alliance_id: String,
    pub person_id: String,
    pub acting_for: Option<String>,
    pub instance_id: String,
    /// What is filled in.
    pub place: String,
    /// JSON: field to what was typed.
    pub answers: String,
    /// The version of the instance that the person saw.
    pub seen: i64,
    pub begun_at: Stamp,
    pub saved_at: Stamp,
    pub sent_at: Option<Stamp>,
    /// JSON.
    pub answer: Option<String>,
    /// What was there already when the person began to write over it, in a few digits.
    pub base: Option<String>,
}

/// Begins one.
///
/// # Errors
/// [`StoreError::Duplicate`] if the person has one there that is not sent.
pub fn begin(db: &mut Db, row: &DraftRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(draft::table).values(row).execute(c))?;
    Ok(())
}

/// A person's own, by id.
///
/// # Errors
/// [`StoreError::NotFound`], also for somebody else's.
pub fn load(db: &mut Db, person_id: &str, id: &str) -> Result<DraftRow, StoreError> {
    draft::table
        .find(id)
        .filter(draft::person_id.eq(person_id))
        .get_result(db)
        .optional()?
        .ok_or_else(|| StoreError::not_found("draft", id))
}

/// Whether somebody's draft has this id.
///
/// # Errors
/// The database's.
pub fn is_taken(db: &mut Db, id: &str) -> Result<bool, StoreError> {
    let found = draft::table.find(id).select(draft::id).first::<String>(db);
    Ok(found.optional()?.is_some())
}

/// What a person has open at a place.
///
/// # Errors
/// The database's.
pub fn open_at(db: &mut Db, person_id: &str, instance_id: &str, place: &str) -> Result<Option<DraftRow>, StoreError> {
    Ok(draft::table
        .filter(draft::person_id.eq(person_id))
        .filter(draft::instance_id.eq(instance_id))
        .filter(draft::place.eq(place))
        .filter(draft::sent_at.is_null())
        .get_result(db)
        .optional()?)
}

/// Everything that a person has open in an alliance, the last saved first.
///
/// # Errors
/// The database's.
pub fn open_of_person(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Vec<DraftRow>, StoreError> {
    Ok(draft::table
        .filter(draft::person_id.eq(person_id))
        .filter(draft::alliance_id.eq(alliance_id))
        .filter(draft::sent_at.is_null())
        .order((draft::saved_at.desc(), draft::id))
        .load(db)?)
}

/// Keeps answers and the version seen, if it is not sent; false if it is.
///
/// # Errors
/// The database's.
pub fn save(db: &mut Db, id: &str, answers: &str, seen: i64, now: Stamp) -> Result<bool, StoreError> {
    let open = draft::table.find(id).filter(draft::sent_at.is_null());
    Ok(diesel::update(open)
        .set((
            draft::answers.eq(answers),
            draft::seen.eq(seen),
            draft::saved_at.eq(now),
        ))
        .execute(db)?
        == 1)
}

/// Notes what was there already when the person looked last.
///
/// # Errors
/// The database's.
pub fn rest_on(db: &mut Db, id: &str, base: &str) -> Result<(), StoreError> {
    let open = draft::table.find(id).filter(draft::sent_at.is_null());
    diesel::update(open).set(draft::base.eq(base)).execute(db)?;
    Ok(())
}

/// The last that a person sent from a place.
///
/// # Errors
/// The database's.
pub fn sent_from(db: &mut Db, person_id: &str, instance_id: &str, place: &str) -> Result<Option<DraftRow>, StoreError> {
    Ok(draft::table
        .filter(draft::person_id.eq(person_id))
        .filter(draft::instance_id.eq(instance_id))
        .filter(draft::place.eq(place))
        .filter(draft::sent_at.is_not_null())
        .order((draft::sent_at.desc(), draft::id))
        .first(db)
        .optional()?)
}

/// Notes that it was sent and what came of it. What was typed is with what was sent, not here.
///
/// # Errors
/// The database's.
pub fn sent(db: &mut Db, id: &str, answer: &str, now: Stamp) -> Result<(), StoreError> {
    let open = draft::table.find(id).filter(draft::sent_at.is_null());
    diesel::update(open)
        .set((
            draft::sent_at.eq(now),
            draft::answer.eq(answer),
            draft::answers.eq("{}"),
        ))
        .execute(db)?;
    Ok(())
}

/// Throws one away that is not sent.
///
/// # Errors
/// The database's.
pub fn discard(db: &mut Db, person_id: &str, id: &str) -> Result<bool, StoreError> {
    let own = draft::table
        .find(id)
        .filter(draft::person_id.eq(person_id))
        .filter(draft::sent_at.is_null());
    Ok(diesel::delete(own).execute(db)? == 1)
}
