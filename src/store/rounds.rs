//! What a round consists of: lots, questions, and who sits on its panel.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{lot, question, seat},
    stamp::Stamp,
};

/// A lot.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = lot, treat_none_as_null = true)]
#[expect(missing_docs, reason = "the names say it")]
pub struct LotRow {
    pub id: String,
    pub alliance_id: String,
    pub round_id: String,
    pub position: i32,
    /// A short word, unique in the round.
    pub code: String,
    pub name: String,
    /// Pence.
    pub yearly_value: Option<i64>,
    /// JSON: how it will be covered, if it has no offer.
    pub cover_plan: Option<String>,
    /// JSON: area, description and the like.
    pub data: String,
}

/// A question that bidders answer.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = question, treat_none_as_null = true)]
#[expect(missing_docs, reason = "the names say it")]
pub struct QuestionRow {
    pub id: String,
    pub alliance_id: String,
    pub round_id: String,
    pub position: i32,
    /// A short word, unique in the round.
    pub code: String,
    /// Percent.
    pub weight: i32,
    pub max_words: i32,
    /// The most marks.
    pub out_of: i32,
    /// The fewest marks that pass.
    pub minimum: Option<i32>,
    /// The house of whoever proposed it.
    pub house: Option<String>,
    pub proposed_by: Option<String>,
    /// JSON: title, question, guidance and the like.
    pub data: String,
}

/// Somebody named to score, to moderate or to open.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = seat)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SeatRow {
    pub id: String,
    pub alliance_id: String,
    pub round_id: String,
    pub person_id: String,
    pub role: String,
    /// What gives them the role here.
    pub appointment_id: String,
    pub named_by: String,
    /// JSON: the roles of whoever named them.
    pub named_as: String,
    /// JSON: training and experience.
    pub data: String,
    pub since: Stamp,
    pub until: Option<Stamp>,
}

/// Adds a lot, or puts its new form in place of the old.
///
/// # Errors
/// The code is taken, or the database fails.
pub fn put_lot(db: &mut Db, row: &LotRow) -> Result<(), StoreError> {
    let changed = diesel::update(lot::table.find(&row.id)).set(row).execute(db)?;
    if changed == 0 {
        diesel::insert_into(lot::table).values(row).execute(db)?;
    }
    Ok(())
}

/// Takes a lot out of a round that is being prepared.
///
/// # Errors
/// Something refers to it, or the database fails.
pub fn remove_lot(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(lot::table.find(id)).execute(db)?;
    Ok(())
}

/// The lots of a round, in order.
///
/// # Errors
/// The database fails.
pub fn lots(db: &mut Db, round: &str) -> Result<Vec<LotRow>, StoreError> {
    Ok(on!(db, c => LotRow::query()
        .filter(lot::round_id.eq(round))
        .order((lot::position, lot::code))
        .load(c))?)
}

/// Adds a question, or puts its new form in place of the old.
///
/// # Errors
/// The code is taken, or the database fails.
pub fn put_question(db: &mut Db, row: &QuestionRow) -> Result<(), StoreError> {
    let changed = diesel::update(question::table.find(&row.id)).set(row).execute(db)?;
    if changed == 0 {
        diesel::insert_into(question::table).values(row).execute(db)?;
    }
    Ok(())
}

/// Takes a question out of a round that is being prepared.
///
/// # Errors
/// Something refers to it, or the database fails.
pub fn remove_question(db: &mut Db, id: &str) -> Result<(), StoreError> {
    diesel::delete(question::table.find(id)).execute(db)?;
    Ok(())
}

/// The questions of a round, in order.
///
/// # Errors
/// The database fails.
pub fn questions(db: &mut Db, round: &str) -> Result<Vec<QuestionRow>, StoreError> {
    Ok(on!(db, c => QuestionRow::query()
        .filter(question::round_id.eq(round))
        .order((question::position, question::code))
        .load(c))?)
}

/// Names somebody.
///
/// # Errors
/// The database fails.
pub fn seat(db: &mut Db, row: &SeatRow) -> Result<(), StoreError> {
    diesel::insert_into(seat::table).values(row).execute(db)?;
    Ok(())
}

/// Writes down training and experience.
///
/// # Errors
/// The database fails.
pub fn describe_seat(db: &mut Db, id: &str, data: &str) -> Result<(), StoreError> {
    diesel::update(seat::table.find(id))
        .set(seat::data.eq(data))
        .execute(db)?;
    Ok(())
}

/// Releases somebody.
///
/// # Errors
/// The database fails.
pub fn leave_seat(db: &mut Db, id: &str, now: Stamp) -> Result<(), StoreError> {
    diesel::update(seat::table.find(id))
        .set(seat::until.eq(Some(now)))
        .execute(db)?;
    Ok(())
}

/// Everyone who was ever named for a round, in the order of naming; `until` says who has left.
///
/// # Errors
/// The database fails.
pub fn seats(db: &mut Db, round: &str) -> Result<Vec<SeatRow>, StoreError> {
    Ok(on!(db, c => SeatRow::query()
        .filter(seat::round_id.eq(round))
        .order((seat::since, seat::id))
        .load(c))?)
}
