//! The text of a specification: sections, each of their revisions, and comments on paragraphs.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{comment, section, section_revision},
    stamp::Stamp,
};

/// A section as it now is.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = section, treat_none_as_null = true)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SectionRow {
    pub id: String,
    pub alliance_id: String,
    pub subject_id: String,
    pub position: i32,
    pub heading: String,
    /// Markdown.
    pub text: String,
    pub revision: i32,
    pub removed: bool,
    pub edited_by: String,
    pub edited_at: Stamp,
    /// Which of the texts that are signed together it belongs to: `text`, `clauses`, `measures`.
    pub part: String,
    /// The clause, or the figure, that it says in these words.
    pub code: Option<String>,
}

/// A section as it once was.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = section_revision)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RevisionRow {
    pub section_id: String,
    pub revision: i32,
    pub heading: String,
    pub text: String,
    pub removed: bool,
    pub why: String,
    pub edited_by: String,
    pub edited_at: Stamp,
}

/// What somebody said about a paragraph, and what was answered.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = comment, treat_none_as_null = true)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CommentRow {
    pub id: String,
    pub alliance_id: String,
    pub subject_id: String,
    pub section_id: String,
    pub revision: i32,
    /// Counts from 1; 0 is the section as a whole.
    pub paragraph: i32,
    /// The paragraph as it was.
    pub quote: String,
    pub text: String,
    pub person_id: String,
    pub house: Option<String>,
    pub made_at: Stamp,
    pub disposition: Option<String>,
    pub answer: Option<String>,
    pub answered_by: Option<String>,
    pub answered_at: Option<Stamp>,
    /// Whether the person who commented is happy with the answer.
    pub content_with_answer: Option<bool>,
    /// The section that changed because of it, as whoever answered says.
    pub changed_section: Option<String>,
    /// What is missing, in the words of whoever is not happy with the answer.
    pub unhappy_because: Option<String>,
    /// How it came, if its author did not type it: `phone`, `meeting`, `letter`.
    pub way: Option<String>,
    /// The comment that said it first, where the answer is that it was said before.
    pub same_as: Option<String>,
    /// 1, 2, 3, in the order in which the comments of a text were kept; [`comment`] gives it.
    pub number: i32,
}

/// Adds a section, or puts its new form in place of the old, and keeps the revision.
///
/// # Errors
/// This revision is there already, or the database fails.
pub fn put(db: &mut Db, row: &SectionRow, why: &str) -> Result<(), StoreError> {
    if row.revision == 1 {
        diesel::insert_into(section::table).values(row).execute(db)?;
    } else {
        diesel::update(section::table.find(&row.id)).set(row).execute(db)?;
    }
    let revision = RevisionRow {
        section_id: row.id.clone(),
        revision: row.revision,
        heading: row.heading.clone(),
        text: row.text.clone(),
        removed: row.removed,
        why: why.to_owned(),
        edited_by: row.edited_by.clone(),
        edited_at: row.edited_at,
    };
    diesel::insert_into(section_revision::table)
        .values(&revision)
        .execute(db)?;
    Ok(())
}

/// One section.
///
/// # Errors
/// The database fails.
pub fn load(db: &mut Db, id: &str) -> Result<Option<SectionRow>, StoreError> {
    Ok(on!(db, c => SectionRow::query().find(id).get_result(c).optional())?)
}

/// The sections of a text, in order, without those that were removed.
///
/// # Errors
/// The database fails.
pub fn of_subject(db: &mut Db, subject: &str) -> Result<Vec<SectionRow>, StoreError> {
    Ok(on!(db, c => SectionRow::query()
        .filter(section::subject_id.eq(subject))
        .filter(section::removed.eq(false))
        .order((section::position, section::id))
        .load(c))?)
}

/// Puts a section in another place.
///
/// # Errors
/// The database fails.
pub fn place(db: &mut Db, id: &str, position: i32) -> Result<(), StoreError> {
    diesel::update(section::table.find(id))
        .set(section::position.eq(position))
        .execute(db)?;
    Ok(())
}

/// Sections of a text that were taken out, the newest first.
///
/// # Errors
/// The database fails.
pub fn taken_out(db: &mut Db, subject: &str) -> Result<Vec<SectionRow>, StoreError> {
    Ok(on!(db, c => SectionRow::query()
        .filter(section::subject_id.eq(subject))
        .filter(section::removed.eq(true))
        .order((section::edited_at.desc(), section::id))
        .load(c))?)
}

/// Part and code of every section of a text that came from a file, those that were taken out as well.
///
/// # Errors
/// The database fails.
pub fn codes(db: &mut Db, subject: &str) -> Result<Vec<(String, String)>, StoreError> {
    Ok(on!(db, c => section::table
        .filter(section::subject_id.eq(subject))
        .filter(section::code.is_not_null())
        .select((section::part, section::code.assume_not_null()))
        .load(c))?)
}

/// Every revision of every section of a text, oldest first.
///
/// # Errors
/// The database fails.
pub fn revisions(db: &mut Db, subject: &str) -> Result<Vec<RevisionRow>, StoreError> {
    Ok(on!(db, c => RevisionRow::query()
        .inner_join(section::table.on(section::id.eq(section_revision::section_id)))
        .filter(section::subject_id.eq(subject))
        .order((section_revision::edited_at, section_revision::section_id))
        .load(c))?)
}

/// Adds a comment, with the next number.
///
/// # Errors
/// The database fails.
pub fn comment(db: &mut Db, mut row: CommentRow) -> Result<(), StoreError> {
    let last: Option<i32> = on!(db, c => comment::table
        .filter(comment::subject_id.eq(&row.subject_id))
        .select(diesel::dsl::max(comment::number))
        .get_result(c))?;
    row.number = last.unwrap_or(0).saturating_add(1);
    diesel::insert_into(comment::table).values(&row).execute(db)?;
    Ok(())
}

/// One comment.
///
/// # Errors
/// The database fails.
pub fn load_comment(db: &mut Db, id: &str) -> Result<Option<CommentRow>, StoreError> {
    Ok(on!(db, c => CommentRow::query().find(id).get_result(c).optional())?)
}

/// Puts the new form of a comment in place of the old: its answer, or what its author thinks of it.
///
/// # Errors
/// The database fails.
pub fn change_comment(db: &mut Db, row: &CommentRow) -> Result<(), StoreError> {
    diesel::update(comment::table.find(&row.id)).set(row).execute(db)?;
    Ok(())
}

/// The comments on a text, oldest first.
///
/// # Errors
/// The database fails.
pub fn comments(db: &mut Db, subject: &str) -> Result<Vec<CommentRow>, StoreError> {
    Ok(on!(db, c => CommentRow::query()
        .filter(comment::subject_id.eq(subject))
        .order(comment::number)
        .load(c))?)
}
