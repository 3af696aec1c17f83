//! The opening: each opener types the words of their card, and when so many have, what was sealed is unlocked.
//!
//! What a card holds of each bid is encrypted for the other cards at once, and thrown away after half an hour: so whoever
//! comes last can put it together, and the server never can. Unlocked bids are sealed again by the server's own key until
//! two openers open them by the round's own act; nobody reads one before.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::{
    opening_cards::{self as rows, CardRow, PresenceRow},
    submissions::{self, SubmissionRow},
};
use age::x25519::Identity;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{
    card,
    lock::{Held, Locked},
    making::{self, WORDS},
    phrase,
};
use crate::service::{
    app::App,
    authority::Caller,
    fault::Fault,
    history, sealing,
    sight::{self, Seen},
    subjects::round::cards,
    work,
};

/// Show a card; a word of the catalogue.
pub const SHOW: &str = "card.show";
/// How long a card counts as shown.
pub const SHOWN: TimeDelta = TimeDelta::minutes(30);

/// Somebody whose card counts as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Their name.
    pub name: String,
    /// When they showed it.
    pub at: DateTime<Utc>,
    /// Until when it counts.
    pub until: DateTime<Utc>,
    /// It is whoever looks.
    pub own: bool,
}

/// How far an opening is.
#[derive(Debug)]
pub struct Ceremony {
    /// The record.
    pub seen: Seen,
    /// Who is there.
    pub present: Vec<Present>,
    /// How many cards are needed; nothing where the round has none.
    pub needed: Option<u8>,
    /// Bids that cards still lock.
    pub locked: usize,
    /// Whoever looks may show a card now.
    pub may_show: bool,
}

/// What came of showing a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// More have to show theirs.
    Waiting,
    /// So many bids are unlocked.
    Unlocked(usize),
}

/// How far it is.
///
/// # Errors
/// The round is not there, or not for this person.
pub fn look(app: &App, alliance: &str, caller: &Caller, round: &str) -> Result<Ceremony, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, "round", round)?;
        let cards = rows::of_round(desk.db, round)?;
        let mut present = Vec::new();
        for one in rows::presences(desk.db, round)? {
            let person = cards.iter().find(|card| card.id == one.card_id);
            if one.held.is_empty() || one.until.utc() <= desk.now {
                continue;
            }
            let Some(person) = person.map(|card| card.person_id.clone()) else {
                continue;
            };
            let name = accord_store::people::load(desk.db, &person)?.map(|one| one.name);
            present.push(Present {
                name: name.unwrap_or_default(),
                at: one.at.utc(),
                until: one.until.utc(),
                own: person == caller.person,
            });
        }
        Ok(Ceremony {
            present,
            needed: super::circle::of(desk, round)?.map(|circle| circle.needed),
            locked: cards::locked(desk, &seen.record)?.len(),
            may_show: seen.may_do(SHOW),
            seen,
        })
    })
}

/// What is locked, and what was shown of it.
struct OnTheTable {
    locked: Vec<(SubmissionRow, Locked)>,
    cards: Vec<CardRow>,
    shown: Vec<PresenceRow>,
}

/// What a card holds, by submission.
type Hand = BTreeMap<String, Held>;

/// Somebody shows their card. With the last that is needed everything is unlocked.
///
/// # Errors
/// It is not theirs to do now, these are not the words of a card of theirs, or something was changed since it was sealed.
pub fn show(app: &App, alliance: &str, caller: &Caller, round: &str, typed: &str) -> Result<Shown, Fault> {
    making::own(caller)?;
    let words = phrase::read(typed).map_err(|says| Fault::field(WORDS, says))?;
    let table = app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, "round", round)?;
        let now = desk.now;
        let mut shown = rows::presences(desk.db, round)?;
        shown.retain(|one| !one.held.is_empty() && one.until.utc() > now);
        Ok::<_, Fault>(OnTheTable {
            locked: cards::locked(desk, &seen.record)?,
            cards: rows::of_round(desk.db, round)?,
            shown,
        })
    })?;
    let (own, identity) = known(&table, caller, round, &words)?;
    let hand: Hand = table
        .locked
        .iter()
        .filter_map(|(row, locked)| Some((row.id.clone(), locked.held(&own, &identity)?)))
        .collect();
    if hand.is_empty() {
        return Err(Fault::field(
            WORDS,
            "This is your card, and it locks none of the bids that are to be opened now. Another opener has to show theirs.",
        ));
    }
    let others: BTreeSet<&str> = table
        .locked
        .iter()
        .flat_map(|(_, locked)| locked.card_ids())
        .filter(|id| *id != own)
        .collect();
    let publics: Vec<&str> = table
        .cards
        .iter()
        .filter(|card| others.contains(card.id.as_str()))
        .map(|card| card.public_key.as_str())
        .collect();
    let held = match publics.as_slice() {
        [] => String::new(),
        some => card::encrypt_for(some, &serde_json::to_vec(&hand)?)?,
    };
    making::judge(app, alliance, caller, (round, SHOW))?;
    let (card_id, of) = (own.clone(), round.to_owned());
    app.writing(alliance, move |desk| {
        rows::forget(desk.db, desk.now.into())?;
        let row = PresenceRow {
            id: desk.id(),
            alliance_id: desk.alliance.clone(),
            round_id: of,
            card_id,
            at: desk.now.into(),
            until: (desk.now + SHOWN).into(),
            held,
        };
        Ok::<_, Fault>(rows::present(desk.db, &row)?)
    })?;

    let mut hands = vec![(own.clone(), hand)];
    for one in table.shown.iter().filter(|one| one.card_id != own) {
        let opened = card::decrypt(&identity, &one.held);
        let read = opened.and_then(|text| serde_json::from_slice::<Hand>(&text).ok());
        hands.extend(read.map(|hand| (one.card_id.clone(), hand)));
    }
    unlock(app, alliance, round, table.locked, &hands)
}

/// The card of these words.
fn known(table: &OnTheTable, caller: &Caller, round: &str, words: &str) -> Result<(String, Identity), Fault> {
    let place = card::place(round, &caller.person);
    // One that another has taken the place of still opens what it locked.
    let mut own = table.cards.iter().rev().filter(|card| card.person_id == caller.person);
    own.find_map(|card| Some((card.id.clone(), card::unlock(&card.wrapped, &place, words).ok()?)))
        .ok_or_else(|| {
            let says = "These are not the words of a card of yours for this round. Look at their order.";
            Fault::field(WORDS, says)
        })
}

/// Unlocks whatever enough cards were shown for.
fn unlock(
    app: &App,
    alliance: &str,
    round: &str,
    locked: Vec<(SubmissionRow, Locked)>,
    hands: &[(String, Hand)],
) -> Result<Shown, Fault> {
    let mut opened = Vec::new();
    for (row, locked) in locked {
        let held: Vec<Held> = hands
            .iter()
            .filter_map(|(_, hand)| hand.get(&row.id).cloned())
            .collect();
        if held.len() < usize::from(locked.head()?.needed) {
            continue;
        }
        let text = locked.open(&app.seals, &held)?;
        if !sealing::is_of(&row, &text)? {
            return Err(Fault::Internal(anyhow::anyhow!(
                "what was sealed as {} is not what its receipt says",
                row.id
            )));
        }
        opened.push((row, text));
    }
    if opened.is_empty() {
        return Ok(Shown::Waiting);
    }
    let number = opened.len();
    let used: Vec<String> = hands.iter().map(|(card, _)| card.clone()).collect();
    let of = round.to_owned();
    app.writing(alliance, move |desk| {
        let mut unlocked = Vec::new();
        for (row, text) in &opened {
            let now = submissions::load(desk.db, &desk.alliance, &row.id)?;
            // Somebody else may have been quicker.
            if now.envelope == row.envelope {
                let envelope = desk.app.seals.seal(&row.id, text)?;
                submissions::seal(desk.db, &row.id, &envelope)?;
                unlocked.push(json!({ "submission": row.id, "hash": row.hash }));
            }
        }
        rows::used(desk.db, &of)?;
        let body = json!({ "format": 1, "unlocked": { "round": of, "cards": used, "sealed": unlocked } });
        history::note(desk, None, &body)
    })?;
    work::facts_changed(app, alliance, round)?;
    Ok(Shown::Unlocked(number))
}
