//! Opening what is sealed by cards: so many openers, each with words on paper, and the server, and nobody alone.
//!
//! `card` is a key that words unlock (`phrase`), `lock` is what cards lock. `circle` says who has a card and which lock
//! what is sent; `making` is for whoever makes one, `ceremony` for the day on which they are shown, `supply` for when too many are lost. A round whose
//! workflow deals no cards is opened by two people without.
//!
//! What this promises: from the moment a bid is sent, whoever reads the database, its copies and the server's own key
//! reads no bid, until so many openers have shown their cards. What it does not: nothing here helps against somebody who
//! changes the program, or reads its memory while a bid is sent, a card is made or shown.

pub mod card;
pub mod ceremony;
pub mod circle;
pub mod lock;
pub mod making;
pub mod phrase;
pub mod rechecking;
pub mod supply;

use accord_store::submissions::SubmissionRow;
use chrono::{DateTime, Utc};

use self::lock::{Circle, Head, Locked};
use crate::service::{app::Desk, fault::Fault};

/// What locks what is sent now.
#[derive(Debug, Clone)]
pub struct Lock {
    /// The round.
    pub round: String,
    /// The cards.
    pub circle: Circle,
    /// When bids close.
    pub closes: Option<DateTime<Utc>>,
}

/// An envelope that the cards lock.
///
/// # Errors
/// A card's key is none.
pub fn close(desk: &Desk<'_>, lock: &Lock, row: &SubmissionRow, text: &str) -> Result<String, Fault> {
    let head = Head {
        round: lock.round.clone(),
        bid: row.instance_id.clone(),
        submission: row.id.clone(),
        version: row.seq,
        closes: lock.closes,
        needed: lock.circle.needed,
    };
    let locked = Locked::close(&desk.app.seals, &lock.circle, &head, text)?;
    Ok(serde_json::to_string(&locked)?)
}

/// What cards still lock of a submission; nothing where it is open, or sealed by the server's key alone.
///
/// # Errors
/// It is damaged.
pub fn locked(row: &SubmissionRow) -> Result<Option<Locked>, Fault> {
    match &row.envelope {
        Some(envelope) => Ok(Locked::read(envelope)?),
        None => Ok(None),
    }
}
