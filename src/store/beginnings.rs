//! What people type before there is anything that it could be kept with: a workflow that is to be
//! started.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::beginning,
    stamp::Stamp,
};

/// One beginning. Its id is the idempotency key of what is started; once that is, the answers are gone
/// from here.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = beginning, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct BeginningRow {
    pub id: String,
    pub alliance_id: String,
    pub person_id: String,
    pub acting_for: Option<String>,
    pub workflow: String,
    /// The record that it is to belong to.
    pub above_id: String,
    /// JSON: field to what was typed.
    pub answers: String,
    pub begun_at: Stamp,
    pub saved_at: Stamp,
    pub sent_at: Option<Stamp>,
    /// What it became.
    pub instance_id: Option<String>,
}

/// Adds one.
///
/// # Errors
/// [`StoreError::Duplicate`] if the person has one there that is not sent.
pub fn begin(db: &mut Db, row: &BeginningRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(beginning::table).values(row).execute(c))?;
    Ok(())
}

/// A person's own, by id; nothing for somebody else's.
///
/// # Errors
/// The database's.
pub fn load(db: &mut Db, person_id: &str, id: &str) -> Result<Option<BeginningRow>, StoreError> {
    Ok(beginning::table
        .find(id)
        .filter(beginning::person_id.eq(person_id))
        .get_result(db)
        .optional()?)
}

/// What a person has begun of a workflow below a record.
///
/// # Errors
/// The database's.
pub fn open_at(
    db: &mut Db,
    person_id: &str,
    workflow: &str,
    above_id: &str,
) -> Result<Option<BeginningRow>, StoreError> {
    Ok(beginning::table
        .filter(beginning::person_id.eq(person_id))
        .filter(beginning::workflow.eq(workflow))
        .filter(beginning::above_id.eq(above_id))
        .filter(beginning::sent_at.is_null())
        .get_result(db)
        .optional()?)
}

/// Keeps answers, if it is not sent.
///
/// # Errors
/// The database's.
pub fn save(db: &mut Db, id: &str, answers: &str, now: Stamp) -> Result<(), StoreError> {
    let open = beginning::table.find(id).filter(beginning::sent_at.is_null());
    diesel::update(open)
        .set((beginning::answers.eq(answers), beginning::saved_at.eq(now)))
        .execute(db)?;
    Ok(())
}

/// Notes what it became. What was typed is with that, not here.
///
/// # Errors
/// The database's.
pub fn sent(db: &mut Db, id: &str, instance_id: &str, now: Stamp) -> Result<(), StoreError> {
    let open = beginning::table.find(id).filter(beginning::sent_at.is_null());
    diesel::update(open)
        .set((
            beginning::sent_at.eq(now),
            beginning::instance_id.eq(instance_id),
            beginning::answers.eq("{}"),
        ))
        .execute(db)?;
    Ok(())
}
