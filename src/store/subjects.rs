//! What workflows are about: a round, a bid, a contract. The kind's own facts are JSON in `data`,
//! or rows of tables of its own.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::subject,
    stamp::Stamp,
};

/// One subject.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = subject, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct SubjectRow {
    pub id: String,
    pub alliance_id: String,
    pub kind: String,
    pub reference: Option<String>,
    pub title: String,
    pub parent_id: Option<String>,
    pub organisation_id: Option<String>,
    pub person_id: Option<String>,
    pub data: String,
    pub created_at: Stamp,
}

/// Adds one.
///
/// # Errors
/// [`StoreError::Duplicate`] if the id or the reference is taken.
pub fn insert(db: &mut Db, row: &SubjectRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(subject::table).values(row).execute(c))?;
    Ok(())
}

/// One by id.
///
/// # Errors
/// [`StoreError::NotFound`], also for another alliance's.
pub fn load(db: &mut Db, alliance_id: &str, id: &str) -> Result<SubjectRow, StoreError> {
    let found = on!(db, c => subject::table
        .find(id)
        .filter(subject::alliance_id.eq(alliance_id))
        .get_result(c)
        .optional())?;
    found.ok_or_else(|| StoreError::not_found("subject", id))
}

/// Replaces title and data.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn update(db: &mut Db, alliance_id: &str, id: &str, title: &str, data: &str) -> Result<(), StoreError> {
    let row = subject::table.find(id).filter(subject::alliance_id.eq(alliance_id));
    let changed = diesel::update(row)
        .set((subject::title.eq(title), subject::data.eq(data)))
        .execute(db)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::not_found("subject", id))
    }
}

/// One by the reference that people say aloud.
///
/// # Errors
/// The database's.
pub fn by_reference(db: &mut Db, alliance_id: &str, reference: &str) -> Result<Option<SubjectRow>, StoreError> {
    Ok(on!(db, c => subject::table
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::reference.eq(reference))
        .get_result(c).optional())?)
}

/// Those of one kind, oldest first.
///
/// # Errors
/// The database's.
pub fn of_kind(db: &mut Db, alliance_id: &str, kind: &str) -> Result<Vec<SubjectRow>, StoreError> {
    Ok(on!(db, c => subject::table
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::kind.eq(kind))
        .order((subject::created_at, subject::id))
        .load(c))?)
}

/// Those of one kind under a parent, oldest first.
///
/// # Errors
/// The database's.
pub fn children(db: &mut Db, alliance_id: &str, parent_id: &str, kind: &str) -> Result<Vec<SubjectRow>, StoreError> {
    Ok(on!(db, c => subject::table
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::parent_id.eq(parent_id))
        .filter(subject::kind.eq(kind))
        .order((subject::created_at, subject::id))
        .load(c))?)
}

/// Those directly below one, of every kind, the oldest first.
///
/// # Errors
/// The database's.
pub fn below(db: &mut Db, alliance_id: &str, parent_id: &str, most: usize) -> Result<Vec<SubjectRow>, StoreError> {
    Ok(subject::table
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::parent_id.eq(parent_id))
        .order((subject::kind, subject::created_at, subject::id))
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .load(db)?)
}

/// Those that belong to an organisation, the newest first.
///
/// # Errors
/// The database's.
pub fn of_organisation(
    db: &mut Db,
    alliance_id: &str,
    organisation_id: &str,
    most: usize,
) -> Result<Vec<SubjectRow>, StoreError> {
    Ok(on!(db, c => subject::table
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::organisation_id.eq(organisation_id))
        .order((subject::created_at.desc(), subject::id))
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .load(c))?)
}

/// Those that nothing stands above but the alliance, the newest first.
///
/// # Errors
/// The database's.
pub fn at_the_top(db: &mut Db, alliance_id: &str, most: usize) -> Result<Vec<SubjectRow>, StoreError> {
    Ok(subject::table
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::id.ne(alliance_id))
        .filter(subject::parent_id.is_null().or(subject::parent_id.eq(alliance_id)))
        .order((subject::created_at.desc(), subject::id))
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .load(db)?)
}

/// Whether there is anything in an alliance but its own record.
///
/// # Errors
/// The database's.
pub fn is_any(db: &mut Db, alliance_id: &str) -> Result<bool, StoreError> {
    let other = subject::table
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::id.ne(alliance_id))
        .select(subject::id)
        .first::<String>(db);
    Ok(other.optional()?.is_some())
}

/// Some of an alliance, the newest first, older than `before`; of one kind, if one is given.
///
/// # Errors
/// The database's.
pub fn page(
    db: &mut Db,
    alliance_id: &str,
    kind: Option<&str>,
    before: Option<&str>,
    limit: u32,
) -> Result<Vec<SubjectRow>, StoreError> {
    let mut rows = subject::table
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::id.ne(alliance_id))
        .order(subject::id.desc())
        .limit(i64::from(limit))
        .into_boxed();
    if let Some(kind) = kind {
        rows = rows.filter(subject::kind.eq(kind.to_owned()));
    }
    if let Some(before) = before {
        rows = rows.filter(subject::id.lt(before.to_owned()));
    }
    Ok(rows.load(db)?)
}
