//! Opening cards are checked again shortly before bids close, while a lost one can still be made good.
//!
//! The days stand in the catalogue (`days`); what follows, whom it is written to and what is asked of them, is the
//! workflow's to say.

use accord_store::{alliances, instances};
use chrono::TimeDelta;

use super::circle;
use crate::service::{
    app::{App, Desk},
    fault::Fault,
    noticed, signals,
    subjects::round::{book::Book, cards},
};

/// The kind of record that has cards.
const ROUND: &str = "round";
/// What a catalogue calls it (`noticed`): cards are to be checked.
const DUE: &str = "cards_due";
/// Somebody has made another while cards lock what is sent.
const REPLACED: &str = "card_replaced";
/// And some were not.
const LATE: &str = "cards_late";

/// Another card was made while cards lock what is sent: theirs is lost, most likely, and the round hears of it.
///
/// # Errors
/// The store fails.
pub(super) fn replaced(desk: &mut Desk<'_>, round: &str, card: &str) -> Result<Vec<noticed::Told>, Fault> {
    if circle::of(desk, round)?.is_none() {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    for instance in instances::of_subject(desk.db, &desk.alliance, round)? {
        let key = format!("{}/{REPLACED}/{card}", instance.id);
        out.extend(noticed::tell(desk, (ROUND, REPLACED), &instance.id, key)?);
    }
    Ok(out)
}

/// Tells rounds whose cards are to be checked now, or were not; gives how many heard something.
///
/// # Errors
/// The store fails.
pub fn tell_due(app: &App) -> Result<usize, Fault> {
    let mut heard = 0;
    for alliance in app.store.read(alliances::all)? {
        let told = app.writing(&alliance.id, due)?;
        heard += told.len();
        signals::deliver(app, told);
    }
    Ok(heard)
}

fn due(desk: &mut Desk<'_>) -> Result<Vec<noticed::Told>, Fault> {
    let days = desk.app.library.catalogue.days.clone();
    let mut out = Vec::new();
    for (record, instance) in instances::open_of_kind(desk.db, &desk.alliance, ROUND)? {
        let book = Book::open(desk, &record, None)?;
        let Some(closes) = cards::closes(desk, &book)? else {
            continue;
        };
        let Some(unchecked) = cards::to_check(desk, &book)?.filter(|some| !some.is_empty()) else {
            continue;
        };
        tracing::debug!(
            round = record.id,
            cards = unchecked.len(),
            "opening cards are to be checked"
        );
        // Once for each day: a closing day that moves is another.
        let key = |what: &str, days: u32| format!("{}/{what}/{days}/{}", instance.id, closes.timestamp());
        if let Some((days, _)) = cards::asked(&days.cards, closes, desk.now) {
            out.extend(noticed::tell(desk, (ROUND, DUE), &instance.id, key(DUE, days))?);
        }
        if closes - desk.now <= TimeDelta::days(i64::from(days.cards_late)) {
            out.extend(noticed::tell(
                desk,
                (ROUND, LATE),
                &instance.id,
                key(LATE, days.cards_late),
            )?);
        }
    }
    Ok(out)
}
