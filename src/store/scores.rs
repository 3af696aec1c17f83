//! Marks that evaluators gave and that the panel agreed, and who is offered which lot.
//!
//! Marks are only ever added: the last of an evaluator, or of the panel, for a bid and a question
//! counts, and the earlier ones stay for the record. A question that is answered for each lot has a mark for each.

use std::collections::BTreeSet;

use diesel::{dsl::max, prelude::*};

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{offer, score},
    stamp::Stamp,
};

/// One mark with its reason.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = score)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ScoreRow {
    /// The form that it was given in.
    pub submission_id: String,
    pub bid_id: String,
    pub question_id: String,
    /// The code of the lot that it is for; empty where one answer counts for all.
    pub lot: String,
    pub alliance_id: String,
    pub round_id: String,
    /// Of one evaluator; `None` for what the panel agreed.
    pub evaluation_id: Option<String>,
    /// Who gave it, or wrote down what was agreed.
    pub person_id: String,
    /// Order within the round.
    pub place: i64,
    pub marks: i32,
    pub reason: String,
    pub dissent: String,
    pub at: Stamp,
}

/// Who is offered a lot.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = offer, primary_key(round_id, lot_id), treat_none_as_null = true)]
#[expect(missing_docs, reason = "the names say it")]
pub struct OfferRow {
    pub round_id: String,
    pub lot_id: String,
    pub alliance_id: String,
    /// `None` while the lot has no offer.
    pub bid_id: Option<String>,
    /// JSON: order of the bids, why, and what would be without the cap.
    pub data: String,
}

/// Adds marks in order; their places are given here.
///
/// # Errors
/// One of them is there already, or the database fails.
pub fn add(db: &mut Db, mut rows: Vec<ScoreRow>) -> Result<(), StoreError> {
    for row in &mut rows {
        let last: Option<i64> = score::table
            .filter(score::round_id.eq(&row.round_id))
            .select(max(score::place))
            .first(db)?;
        row.place = last.unwrap_or(0).saturating_add(1);
        diesel::insert_into(score::table).values(&*row).execute(db)?;
    }
    Ok(())
}

/// All marks of a round, in the order in which they were given.
///
/// # Errors
/// The database fails.
pub fn of_round(db: &mut Db, round: &str) -> Result<Vec<ScoreRow>, StoreError> {
    Ok(on!(db, c => ScoreRow::query()
        .filter(score::round_id.eq(round))
        .order(score::place)
        .load(c))?)
}

/// Forms of a round whose marks have been taken over.
///
/// # Errors
/// The database fails.
pub fn taken_over(db: &mut Db, round: &str) -> Result<BTreeSet<String>, StoreError> {
    let forms: Vec<String> = score::table
        .filter(score::round_id.eq(round))
        .select(score::submission_id)
        .distinct()
        .load(db)?;
    Ok(forms.into_iter().collect())
}

/// Puts one lot's offer in place of the one before.
///
/// # Errors
/// The database fails.
pub fn put_offer(db: &mut Db, row: &OfferRow) -> Result<(), StoreError> {
    let place = offer::table.find((&row.round_id, &row.lot_id));
    let changed = diesel::update(place).set(row).execute(db)?;
    if changed == 0 {
        diesel::insert_into(offer::table).values(row).execute(db)?;
    }
    Ok(())
}

/// The offers of a round.
///
/// # Errors
/// The database fails.
pub fn offers(db: &mut Db, round: &str) -> Result<Vec<OfferRow>, StoreError> {
    Ok(on!(db, c => OfferRow::query()
        .filter(offer::round_id.eq(round))
        .order(offer::lot_id)
        .load(c))?)
}
