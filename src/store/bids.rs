//! Bids, as far as they may be read before the opening; what is sealed is in `submissions`.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{bid, partner},
    stamp::Stamp,
};

/// A bid; its id is that of its record.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = bid, treat_none_as_null = true)]
#[expect(missing_docs, reason = "the names say it")]
pub struct BidRow {
    pub id: String,
    pub alliance_id: String,
    pub round_id: String,
    pub organisation_id: String,
    /// Within the round, from 1.
    pub number: i32,
    /// A sealed envelope: what is written so far.
    pub draft: Option<String>,
    pub opened_at: Option<Stamp>,
    /// JSON: codes of lots, the favourite first; empty until the opening.
    pub lots: String,
    /// Unknown until somebody has checked.
    pub eligible: Option<bool>,
    pub eligibility_reason: String,
    pub checked_by: Option<String>,
    pub checked_at: Option<Stamp>,
}

/// An organisation with a part in somebody else's bid.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = partner, primary_key(bid_id, organisation_id), treat_none_as_null = true)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PartnerRow {
    pub bid_id: String,
    pub organisation_id: String,
    pub alliance_id: String,
    pub part: String,
    /// Percent of the money.
    pub share: i32,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<Stamp>,
}

/// Adds a bid.
///
/// # Errors
/// The organisation has one in this round, or the database fails.
pub fn insert(db: &mut Db, row: &BidRow) -> Result<(), StoreError> {
    diesel::insert_into(bid::table).values(row).execute(db)?;
    Ok(())
}

/// Puts the new form of a bid in place of the old.
///
/// # Errors
/// The database fails.
pub fn change(db: &mut Db, row: &BidRow) -> Result<(), StoreError> {
    diesel::update(bid::table.find(&row.id)).set(row).execute(db)?;
    Ok(())
}

/// One bid.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn load(db: &mut Db, id: &str) -> Result<BidRow, StoreError> {
    BidRow::query()
        .find(id)
        .get_result(db)
        .optional()?
        .ok_or_else(|| StoreError::not_found("bid", id))
}

/// The bids of a round, by number.
///
/// # Errors
/// The database fails.
pub fn of_round(db: &mut Db, round: &str) -> Result<Vec<BidRow>, StoreError> {
    Ok(on!(db, c => BidRow::query()
        .filter(bid::round_id.eq(round))
        .order(bid::number)
        .load(c))?)
}

/// Adds a partner, or puts its new form in place of the old.
///
/// # Errors
/// The database fails.
pub fn put_partner(db: &mut Db, row: &PartnerRow) -> Result<(), StoreError> {
    let place = partner::table.find((&row.bid_id, &row.organisation_id));
    let changed = diesel::update(place).set(row).execute(db)?;
    if changed == 0 {
        diesel::insert_into(partner::table).values(row).execute(db)?;
    }
    Ok(())
}

/// Takes a partner out of a bid.
///
/// # Errors
/// The database fails.
pub fn remove_partner(db: &mut Db, bid: &str, organisation: &str) -> Result<(), StoreError> {
    diesel::delete(partner::table.find((bid, organisation))).execute(db)?;
    Ok(())
}

/// The partners in one bid.
///
/// # Errors
/// The database fails.
pub fn partners(db: &mut Db, bid: &str) -> Result<Vec<PartnerRow>, StoreError> {
    Ok(on!(db, c => PartnerRow::query()
        .filter(partner::bid_id.eq(bid))
        .order(partner::organisation_id)
        .load(c))?)
}

/// The partners in all bids of a round.
///
/// # Errors
/// The database fails.
pub fn partners_of_round(db: &mut Db, round: &str) -> Result<Vec<PartnerRow>, StoreError> {
    let bids = bid::table.filter(bid::round_id.eq(round)).select(bid::id);
    Ok(on!(db, c => PartnerRow::query()
        .filter(partner::bid_id.eq_any(bids))
        .order((partner::bid_id, partner::organisation_id))
        .load(c))?)
}
