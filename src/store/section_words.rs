//! Sections in other words: plainly, or as Easy Read. Every writing stays; the newest is read.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{section, section_words},
    stamp::Stamp,
};

/// A section in other words.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = section_words)]
#[expect(missing_docs, reason = "the names say it")]
pub struct WordsRow {
    pub section_id: String,
    pub format: String,
    /// Counts from 1.
    pub number: i32,
    /// Markdown.
    pub text: String,
    /// The revision of the section that it says in other words.
    pub of_revision: i32,
    pub edited_by: String,
    pub edited_at: Stamp,
}

/// Adds a writing.
///
/// # Errors
/// This number is there already, or the database fails.
pub fn put(db: &mut Db, row: &WordsRow) -> Result<(), StoreError> {
    diesel::insert_into(section_words::table).values(row).execute(db)?;
    Ok(())
}

/// The newest writing of each section of a text in each format.
///
/// # Errors
/// The database fails.
pub fn newest(db: &mut Db, subject: &str) -> Result<Vec<WordsRow>, StoreError> {
    let all: Vec<WordsRow> = on!(db, c => WordsRow::query()
        .inner_join(section::table.on(section::id.eq(section_words::section_id)))
        .filter(section::subject_id.eq(subject))
        .order((section_words::section_id, section_words::format, section_words::number))
        .load(c))?;
    let mut out: Vec<WordsRow> = Vec::new();
    for row in all {
        match out.last_mut() {
            Some(last) if last.section_id == row.section_id && last.format == row.format => *last = row,
            _ => out.push(row),
        }
    }
    Ok(out)
}
