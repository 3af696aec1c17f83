//! Opening cards: who has one for a round, which lock what is sent, and who has shown theirs.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{opening_card, opening_circle, opening_presence},
    stamp::Stamp,
};

/// One card. The words that unlock it are nowhere here.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = opening_card, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct CardRow {
    pub id: String,
    pub alliance_id: String,
    pub round_id: String,
    pub person_id: String,
    /// An age public key.
    pub public_key: String,
    /// The key that belongs to it, encrypted under the words.
    pub wrapped: String,
    pub made_at: Stamp,
    /// When its words were typed back for the first time.
    pub tested_at: Option<Stamp>,
    /// And for the last.
    pub checked_at: Option<Stamp>,
    /// Another took its place.
    pub ended_at: Option<Stamp>,
}

/// The cards that lock what is sent in a round from a moment on.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = opening_circle)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct CircleRow {
    pub id: String,
    pub alliance_id: String,
    pub round_id: String,
    /// JSON: how many are needed; id and public key of each.
    pub circle: String,
    pub at: Stamp,
}

/// Somebody has shown their card.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = opening_presence)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct PresenceRow {
    pub id: String,
    pub alliance_id: String,
    pub round_id: String,
    pub card_id: String,
    pub at: Stamp,
    pub until: Stamp,
    /// What it holds, encrypted for the other cards; empty once it was used or its time is over.
    pub held: String,
}

/// Puts a card down, in place of one of this person that is not in use.
///
/// # Errors
/// The database's.
pub fn put(db: &mut Db, row: &CardRow) -> Result<(), StoreError> {
    let before = opening_card::table
        .filter(opening_card::round_id.eq(&row.round_id))
        .filter(opening_card::person_id.eq(&row.person_id))
        .filter(opening_card::ended_at.is_null());
    diesel::update(before)
        .set(opening_card::ended_at.eq(Some(row.made_at)))
        .execute(db)?;
    on!(db, c => diesel::insert_into(opening_card::table).values(row).execute(c))?;
    Ok(())
}

/// Every card of a round, oldest first, those that ended as well.
///
/// # Errors
/// The database's.
pub fn of_round(db: &mut Db, round: &str) -> Result<Vec<CardRow>, StoreError> {
    Ok(on!(db, c => CardRow::query()
        .filter(opening_card::round_id.eq(round))
        .order((opening_card::made_at, opening_card::id))
        .load(c))?)
}

/// Its words were typed back.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn checked(db: &mut Db, id: &str, at: Stamp) -> Result<(), StoreError> {
    let first = opening_card::table.find(id).filter(opening_card::tested_at.is_null());
    diesel::update(first)
        .set(opening_card::tested_at.eq(Some(at)))
        .execute(db)?;
    let changed = diesel::update(opening_card::table.find(id))
        .set(opening_card::checked_at.eq(Some(at)))
        .execute(db)?;
    match changed {
        1 => Ok(()),
        _ => Err(StoreError::not_found("card", id)),
    }
}

/// From now on these cards lock what is sent.
///
/// # Errors
/// The database's.
pub fn deal(db: &mut Db, row: &CircleRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(opening_circle::table).values(row).execute(c))?;
    Ok(())
}

/// The cards that lock what is sent in a round now; nothing where none do.
///
/// # Errors
/// The database's.
pub fn circle(db: &mut Db, round: &str) -> Result<Option<CircleRow>, StoreError> {
    Ok(on!(db, c => CircleRow::query()
        .filter(opening_circle::round_id.eq(round))
        .order((opening_circle::at.desc(), opening_circle::id.desc()))
        .first(c)
        .optional())?)
}

/// Somebody has shown their card; what they had shown before counts no more.
///
/// # Errors
/// The database's.
pub fn present(db: &mut Db, row: &PresenceRow) -> Result<(), StoreError> {
    let before = opening_presence::table.filter(opening_presence::card_id.eq(&row.card_id));
    diesel::update(before).set(opening_presence::held.eq("")).execute(db)?;
    on!(db, c => diesel::insert_into(opening_presence::table).values(row).execute(c))?;
    Ok(())
}

/// Who has ever shown a card in a round, in order.
///
/// # Errors
/// The database's.
pub fn presences(db: &mut Db, round: &str) -> Result<Vec<PresenceRow>, StoreError> {
    Ok(on!(db, c => PresenceRow::query()
        .filter(opening_presence::round_id.eq(round))
        .order((opening_presence::at, opening_presence::id))
        .load(c))?)
}

/// Throws away what cards hold, of a round that was opened.
///
/// # Errors
/// The database's.
pub fn used(db: &mut Db, round: &str) -> Result<(), StoreError> {
    let of = opening_presence::table.filter(opening_presence::round_id.eq(round));
    diesel::update(of).set(opening_presence::held.eq("")).execute(db)?;
    Ok(())
}

/// Throws away what cards hold whose time is over, wherever; gives how many that were.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, now: Stamp) -> Result<usize, StoreError> {
    let over = opening_presence::table
        .filter(opening_presence::until.lt(now))
        .filter(opening_presence::held.ne(""));
    Ok(diesel::update(over).set(opening_presence::held.eq("")).execute(db)?)
}
