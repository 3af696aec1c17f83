//! Answers to forms. They stay out of the journal, so that they can be erased and it cannot.

use diesel::prelude::*;

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    schema::submission,
    stamp::Stamp,
};

/// One filled-in form. `answers` is JSON and `None` once erased; `envelope` is what a sealed form
/// holds instead.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = submission, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct SubmissionRow {
    pub id: String,
    pub alliance_id: String,
    pub instance_id: String,
    pub form: String,
    pub person_id: String,
    pub organisation_id: Option<String>,
    pub answers: Option<String>,
    pub reason: Option<String>,
    pub salt: String,
    pub hash: String,
    pub sealed: bool,
    pub envelope: Option<String>,
    pub at: Stamp,
    /// The instance's version when it was filled in; orders what was sent at one instant.
    pub seq: i64,
    /// Whoever sent it had shown nothing but a code from an email.
    pub code_alone: bool,
}

impl SubmissionRow {
    /// Nobody reads a sealed form through this store, not even by mistake.
    fn closed(mut self) -> Self {
        if self.sealed {
            self.answers = None;
            self.reason = None;
        }
        self
    }
}

/// Adds one.
///
/// # Errors
/// [`StoreError::Duplicate`] if the id is taken.
pub fn put(db: &mut Db, row: &SubmissionRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(submission::table).values(row).execute(c))?;
    Ok(())
}

/// One by id; without its answers while it is sealed.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn load(db: &mut Db, alliance_id: &str, id: &str) -> Result<SubmissionRow, StoreError> {
    let found: Option<SubmissionRow> = submission::table
        .find(id)
        .filter(submission::alliance_id.eq(alliance_id))
        .get_result(db)
        .optional()?;
    found
        .map(SubmissionRow::closed)
        .ok_or_else(|| StoreError::not_found("submission", id))
}

/// Those of one form of an instance, oldest first; without answers while they are sealed.
///
/// # Errors
/// The database's.
pub fn of_form(
    db: &mut Db,
    alliance_id: &str,
    instance_id: &str,
    form: &str,
) -> Result<Vec<SubmissionRow>, StoreError> {
    let rows: Vec<SubmissionRow> = on!(db, c => submission::table
        .filter(submission::instance_id.eq(instance_id))
        .filter(submission::form.eq(form))
        .filter(submission::alliance_id.eq(alliance_id))
        .order((submission::at, submission::seq, submission::id))
        .load(c))?;
    Ok(rows.into_iter().map(SubmissionRow::closed).collect())
}

/// Those of an instance, oldest first; without answers while they are sealed.
///
/// # Errors
/// The database's.
pub fn of_instance(db: &mut Db, alliance_id: &str, instance_id: &str) -> Result<Vec<SubmissionRow>, StoreError> {
    let rows: Vec<SubmissionRow> = on!(db, c => submission::table
        .filter(submission::instance_id.eq(instance_id))
        .filter(submission::alliance_id.eq(alliance_id))
        .order((submission::at, submission::seq, submission::id))
        .load(c))?;
    Ok(rows.into_iter().map(SubmissionRow::closed).collect())
}

/// Those of one form of several instances, oldest first; without answers while they are sealed.
///
/// # Errors
/// The database's.
pub fn of_instances(db: &mut Db, instances: &[String], form: &str) -> Result<Vec<SubmissionRow>, StoreError> {
    let rows: Vec<SubmissionRow> = on!(db, c => submission::table
        .filter(among(submission::instance_id, instances))
        .filter(submission::form.eq(form))
        .order((submission::at, submission::seq, submission::id))
        .load(c))?;
    Ok(rows.into_iter().map(SubmissionRow::closed).collect())
}

/// Those that somebody filled in of one form, wherever, the newest first; without answers while they are
/// sealed.
///
/// # Errors
/// The database's.
pub fn last_of_person(
    db: &mut Db,
    alliance_id: &str,
    person_id: &str,
    form: &str,
    most: i64,
) -> Result<Vec<SubmissionRow>, StoreError> {
    let rows: Vec<SubmissionRow> = on!(db, c => submission::table
        .filter(submission::person_id.eq(person_id))
        .filter(submission::form.eq(form))
        .filter(submission::alliance_id.eq(alliance_id))
        .order((submission::at.desc(), submission::seq.desc(), submission::id))
        .limit(most)
        .load(c))?;
    Ok(rows.into_iter().map(SubmissionRow::closed).collect())
}

/// Puts an envelope in the place of what was given.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn seal(db: &mut Db, id: &str, envelope: &str) -> Result<(), StoreError> {
    let changed = diesel::update(submission::table.find(id))
        .set((
            submission::sealed.eq(true),
            submission::answers.eq(None::<String>),
            submission::reason.eq(None::<String>),
            submission::envelope.eq(Some(envelope)),
        ))
        .execute(db)?;
    one(changed, id)
}

/// Puts what was given back in the place of its envelope.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn unseal(db: &mut Db, id: &str, answers: &str, reason: Option<&str>) -> Result<(), StoreError> {
    let changed = diesel::update(submission::table.find(id))
        .set((
            submission::sealed.eq(false),
            submission::answers.eq(Some(answers)),
            submission::reason.eq(reason),
            submission::envelope.eq(None::<String>),
        ))
        .execute(db)?;
    one(changed, id)
}

/// Puts corrected answers in the place of what was given; what was given before is the caller's to keep.
///
/// # Errors
/// [`StoreError::NotFound`]; also for one that is sealed.
pub fn correct(db: &mut Db, id: &str, answers: &str, salt: &str, hash: &str) -> Result<(), StoreError> {
    let open = submission::table.find(id).filter(submission::sealed.eq(false));
    let changed = diesel::update(open)
        .set((
            submission::answers.eq(Some(answers)),
            submission::salt.eq(salt),
            submission::hash.eq(hash),
        ))
        .execute(db)?;
    one(changed, id)
}

fn one(changed: usize, id: &str) -> Result<(), StoreError> {
    match changed {
        1 => Ok(()),
        _ => Err(StoreError::not_found("submission", id)),
    }
}

/// Erases the answers; id and hash stay, so that the journal stays whole.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn erase(db: &mut Db, alliance_id: &str, id: &str) -> Result<(), StoreError> {
    let row = submission::table
        .find(id)
        .filter(submission::alliance_id.eq(alliance_id));
    let changed = diesel::update(row)
        .set((
            submission::answers.eq(None::<String>),
            submission::reason.eq(None::<String>),
            submission::envelope.eq(None::<String>),
            submission::salt.eq(""),
        ))
        .execute(db)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::not_found("submission", id))
    }
}
