//! What was said below a comment, and words that others do not read.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{comment_reply, hidden_words, hiding_asked},
    stamp::Stamp,
};

/// Something that was said below a comment.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = comment_reply)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ReplyRow {
    pub id: String,
    pub alliance_id: String,
    pub subject_id: String,
    pub comment_id: String,
    pub person_id: String,
    /// The house that others read; nothing for those who answer.
    pub house: Option<String>,
    pub text: String,
    pub made_at: Stamp,
}

/// Words that others do not read.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = hidden_words)]
#[expect(missing_docs, reason = "the names say it")]
pub struct HiddenRow {
    /// The comment, or what was said below it.
    pub what_id: String,
    pub alliance_id: String,
    pub subject_id: String,
    pub because: String,
    pub hidden_by: String,
    pub hidden_at: Stamp,
}

/// Words that somebody asks to be hidden; they stand until a second person agrees.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = hiding_asked)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AskedRow {
    /// The comment, or what was said below it.
    pub what_id: String,
    pub alliance_id: String,
    pub subject_id: String,
    pub because: String,
    pub asked_by: String,
    pub asked_at: Stamp,
}

/// Adds something below a comment.
///
/// # Errors
/// The database fails.
pub fn reply(db: &mut Db, row: &ReplyRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(comment_reply::table).values(row).execute(c))?;
    Ok(())
}

/// Everything below the comments on a record, the oldest first.
///
/// # Errors
/// The database fails.
pub fn of_subject(db: &mut Db, subject: &str) -> Result<Vec<ReplyRow>, StoreError> {
    Ok(on!(db, c => ReplyRow::query()
        .filter(comment_reply::subject_id.eq(subject))
        .order((comment_reply::made_at, comment_reply::id))
        .load(c))?)
}

/// Everything that one person said below comments, the oldest first.
///
/// # Errors
/// The database fails.
pub fn of_person(db: &mut Db, alliance: &str, person: &str) -> Result<Vec<ReplyRow>, StoreError> {
    Ok(on!(db, c => ReplyRow::query()
        .filter(comment_reply::alliance_id.eq(alliance))
        .filter(comment_reply::person_id.eq(person))
        .order((comment_reply::made_at, comment_reply::id))
        .load(c))?)
}

/// One of them.
///
/// # Errors
/// The database fails.
pub fn load(db: &mut Db, id: &str) -> Result<Option<ReplyRow>, StoreError> {
    Ok(on!(db, c => ReplyRow::query().find(id).get_result(c).optional())?)
}

/// Hides words from others.
///
/// # Errors
/// They are hidden already, or the database fails.
pub fn hide(db: &mut Db, row: &HiddenRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(hidden_words::table).values(row).execute(c))?;
    Ok(())
}

/// Shows them again; `false` if they were not hidden.
///
/// # Errors
/// The database fails.
pub fn show(db: &mut Db, what: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(hidden_words::table.find(what)).execute(db)? > 0)
}

/// The hidden words of a record.
///
/// # Errors
/// The database fails.
pub fn hidden(db: &mut Db, subject: &str) -> Result<Vec<HiddenRow>, StoreError> {
    Ok(on!(db, c => HiddenRow::query()
        .filter(hidden_words::subject_id.eq(subject))
        .load(c))?)
}

/// Asks that words be hidden.
///
/// # Errors
/// It is asked already, or the database fails.
pub fn ask(db: &mut Db, row: &AskedRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(hiding_asked::table).values(row).execute(c))?;
    Ok(())
}

/// It is asked no more: somebody agreed, or did not; `false` if it was not asked.
///
/// # Errors
/// The database fails.
pub fn settle(db: &mut Db, what: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(hiding_asked::table.find(what)).execute(db)? > 0)
}

/// What is asked to be hidden of a record.
///
/// # Errors
/// The database fails.
pub fn asked(db: &mut Db, subject: &str) -> Result<Vec<AskedRow>, StoreError> {
    Ok(on!(db, c => AskedRow::query()
        .filter(hiding_asked::subject_id.eq(subject))
        .load(c))?)
}
