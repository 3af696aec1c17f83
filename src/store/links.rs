//! Which instance another one means by a link, and the promises that come back as gates.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{instance_link, obligation},
    stamp::Stamp,
};

/// What an instance means by one of its links.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = instance_link)]
#[expect(missing_docs, reason = "the names say it")]
pub struct LinkRow {
    pub instance_id: String,
    pub link: String,
    pub target_id: String,
}

/// A promise that comes back as a gate.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = obligation)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ObligationRow {
    pub id: String,
    pub alliance_id: String,
    pub subject_id: String,
    pub instance_id: String,
    /// Where it comes back; a word of the catalogue.
    pub gate: String,
    pub what: String,
    pub person_id: Option<String>,
    pub submission_id: Option<String>,
    pub made_at: Stamp,
    pub met_at: Option<Stamp>,
    pub met_by: Option<String>,
    pub evidence: Option<String>,
    /// The number of the proposal that it came from; nothing for a condition of a signature.
    pub proposal: Option<i32>,
    /// Who keeps it.
    pub owner_id: Option<String>,
    /// By which day: `2027-03-31`.
    pub due_on: Option<String>,
    /// What whoever asked for it says: `kept` or `not_kept`.
    pub word: Option<String>,
    pub word_says: Option<String>,
    pub word_at: Option<Stamp>,
    /// What they say a year after it was kept: `still_so` or `no_longer`.
    pub later_word: Option<String>,
    pub later_says: Option<String>,
    pub later_at: Option<Stamp>,
}

/// Fixes what an instance means by a link.
///
/// # Errors
/// It is fixed already, or the database fails.
pub fn fix(db: &mut Db, row: &LinkRow) -> Result<(), StoreError> {
    diesel::insert_into(instance_link::table).values(row).execute(db)?;
    Ok(())
}

/// The links of an instance.
///
/// # Errors
/// The database fails.
pub fn of_instance(db: &mut Db, instance: &str) -> Result<Vec<LinkRow>, StoreError> {
    Ok(on!(db, c => LinkRow::query()
        .filter(instance_link::instance_id.eq(instance))
        .order(instance_link::link)
        .load(c))?)
}

/// The instances that link to one.
///
/// # Errors
/// The database fails.
pub fn towards(db: &mut Db, target: &str) -> Result<Vec<LinkRow>, StoreError> {
    Ok(on!(db, c => LinkRow::query()
        .filter(instance_link::target_id.eq(target))
        .order(instance_link::instance_id)
        .load(c))?)
}

/// Writes down a promise.
///
/// # Errors
/// The database fails.
pub fn promise(db: &mut Db, row: &ObligationRow) -> Result<(), StoreError> {
    diesel::insert_into(obligation::table).values(row).execute(db)?;
    Ok(())
}

/// The promises made about a record, oldest first.
///
/// # Errors
/// The database fails.
pub fn promises(db: &mut Db, subject: &str) -> Result<Vec<ObligationRow>, StoreError> {
    Ok(on!(db, c => ObligationRow::query()
        .filter(obligation::subject_id.eq(subject))
        .order((obligation::made_at, obligation::id))
        .load(c))?)
}

/// A promise has been kept; true if it was open.
///
/// # Errors
/// The database fails.
pub fn keep(db: &mut Db, id: &str, by: &str, evidence: &str, now: Stamp) -> Result<bool, StoreError> {
    let open = obligation::table.find(id).filter(obligation::met_at.is_null());
    let changed = diesel::update(open)
        .set((
            obligation::met_at.eq(Some(now)),
            obligation::met_by.eq(Some(by)),
            obligation::evidence.eq(Some(evidence)),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// Says who keeps an open promise, and by which day; true if it was open.
///
/// # Errors
/// The database fails.
pub fn plan(db: &mut Db, id: &str, owner: &str, due_on: &str) -> Result<bool, StoreError> {
    let open = obligation::table.find(id).filter(obligation::met_at.is_null());
    let changed = diesel::update(open)
        .set((
            obligation::owner_id.eq(Some(owner)),
            obligation::due_on.eq(Some(due_on)),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// Keeps what whoever asked for a promise says of it.
///
/// # Errors
/// The database fails.
pub fn judge(db: &mut Db, id: &str, (word, says): (&str, &str), now: Stamp) -> Result<(), StoreError> {
    diesel::update(obligation::table.find(id))
        .set((
            obligation::word.eq(Some(word)),
            obligation::word_says.eq(Some(says)),
            obligation::word_at.eq(Some(now)),
        ))
        .execute(db)?;
    Ok(())
}

/// Keeps what whoever asked for a promise says of it a year after it was kept.
///
/// # Errors
/// The database fails.
pub fn judge_later(db: &mut Db, id: &str, (word, says): (&str, &str), now: Stamp) -> Result<(), StoreError> {
    diesel::update(obligation::table.find(id))
        .set((
            obligation::later_word.eq(Some(word)),
            obligation::later_says.eq(Some(says)),
            obligation::later_at.eq(Some(now)),
        ))
        .execute(db)?;
    Ok(())
}

/// The promises of an alliance that count as kept since before a moment, the first kept first.
///
/// # Errors
/// The database fails.
pub fn kept_before(db: &mut Db, alliance: &str, before: Stamp) -> Result<Vec<ObligationRow>, StoreError> {
    Ok(on!(db, c => ObligationRow::query()
        .filter(obligation::alliance_id.eq(alliance))
        .filter(obligation::met_at.lt(before))
        .order((obligation::met_at, obligation::id))
        .load(c))?)
}

/// A promise that counted as kept is open again.
///
/// # Errors
/// The database fails.
pub fn reopen(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::update(obligation::table.find(id))
        .set((
            obligation::met_at.eq(None::<Stamp>),
            obligation::met_by.eq(None::<&str>),
        ))
        .execute(db)?;
    Ok(())
}

/// The open promises of an alliance that have a day, the first due first.
///
/// # Errors
/// The database fails.
pub fn due(db: &mut Db, alliance: &str) -> Result<Vec<ObligationRow>, StoreError> {
    Ok(on!(db, c => ObligationRow::query()
        .filter(obligation::alliance_id.eq(alliance))
        .filter(obligation::met_at.is_null())
        .filter(obligation::due_on.is_not_null())
        .order((obligation::due_on, obligation::id))
        .load(c))?)
}
