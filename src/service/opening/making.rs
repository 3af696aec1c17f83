//! Making an opening card, and typing its words back: once to make sure that they were written down, and again now and
//! then, so that a lost card is known while another can still be made.
//!
//! What words unlock is worked out before the transaction: it is slow on purpose. Words are in nothing that is stored.

use accord_store::opening_cards::{self as rows, CardRow};
use serde_json::Map;

use super::{
    card::{self, Made},
    circle::{self, Opener},
    phrase, rechecking,
};
use crate::service::{
    app::App,
    authority::Caller,
    fault::Fault,
    sight::{self, Seen},
    signals,
    subjects::round::cards,
    work::Task,
};

/// Make a card; a word of the catalogue.
pub const NEW: &str = "card.make";
/// Type its words back; a word of the catalogue.
pub const CHECK: &str = "card.check";
/// The question of the form.
pub const WORDS: &str = "words";

/// A round as somebody who opens it sees it.
#[derive(Debug)]
pub struct Table {
    /// The record.
    pub seen: Seen,
    /// Everybody who may open it.
    pub openers: Vec<Opener>,
    /// They may make a card now.
    pub may_make: bool,
    /// They may check theirs now.
    pub may_check: bool,
    /// Cards were dealt: one that is made now locks nothing until they are dealt anew.
    pub dealt: bool,
    /// Whose page it is.
    pub person: String,
}

impl Table {
    /// Whoever looks, among the openers.
    pub fn own(&self) -> Option<&Opener> {
        self.openers.iter().find(|one| one.person == self.person)
    }
}

/// The round, its openers and their cards.
///
/// # Errors
/// It is not there, or not for this person.
pub fn look(app: &App, alliance: &str, caller: &Caller, round: &str) -> Result<Table, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, "round", round)?;
        Ok(Table {
            openers: cards::openers(desk, &seen.record)?,
            may_make: seen.may_do(NEW),
            may_check: seen.may_do(CHECK),
            dealt: circle::of(desk, round)?.is_some(),
            person: caller.person.clone(),
            seen,
        })
    })
}

/// Makes a card for whoever asks, in place of one that they have made before, and gives its words. They are shown once:
/// nobody can read them again.
///
/// # Errors
/// It is not theirs to do now.
pub fn make(app: &App, alliance: &str, caller: &Caller, round: &str) -> Result<Made, Fault> {
    own(caller)?;
    judge(app, alliance, caller, (round, NEW))?;
    let made = card::make(app.seals.chance(), &card::place(round, &caller.person))?;
    let (person, of) = (caller.person.clone(), round.to_owned());
    let (public_key, wrapped) = (made.public.clone(), made.wrapped.clone());
    let told = app.writing(alliance, move |desk| {
        let row = CardRow {
            id: desk.id(),
            alliance_id: desk.alliance.clone(),
            round_id: of.clone(),
            person_id: person,
            public_key,
            wrapped,
            made_at: desk.now.into(),
            tested_at: None,
            checked_at: None,
            ended_at: None,
        };
        rows::put(desk.db, &row)?;
        rechecking::replaced(desk, &of, &row.id)
    })?;
    signals::deliver(app, told);
    Ok(made)
}

/// Tests the card of whoever types its words.
///
/// # Errors
/// They have none, or these are not its words: beside the question.
pub fn check(app: &App, alliance: &str, caller: &Caller, round: &str, typed: &str) -> Result<(), Fault> {
    own(caller)?;
    let words = phrase::read(typed).map_err(|says| Fault::field(WORDS, says))?;
    let cards = app.reading(alliance, |desk| Ok::<_, Fault>(rows::of_round(desk.db, round)?))?;
    let own = |card: &&CardRow| card.person_id == caller.person && card.ended_at.is_none();
    let found = cards.iter().rfind(own).ok_or_else(|| {
        let says = "You have no card for this round yet. Make one first.";
        Fault::field(WORDS, says)
    })?;
    let place = card::place(round, &caller.person);
    if card::unlock(&found.wrapped, &place, &words).is_err() {
        let says = "These are not the words of your card. Look at their order; if they are lost, make another card.";
        return Err(Fault::field(WORDS, says));
    }
    judge(app, alliance, caller, (round, CHECK))?;
    let id = found.id.clone();
    app.writing(alliance, move |desk| {
        Ok::<_, Fault>(rows::checked(desk.db, &id, desk.now.into())?)
    })
}

/// A card is somebody's own: nobody makes or shows one for another.
pub(super) fn own(caller: &Caller) -> Result<(), Fault> {
    match caller.acting_for {
        None => Ok(()),
        Some(_) => Err(Fault::field(
            WORDS,
            "An opening card is for one person. You cannot do this while you act for somebody else.",
        )),
    }
}

/// Judges that they may do this now, and journals that they do. What is made of words is in neither.
pub(super) fn judge(app: &App, alliance: &str, caller: &Caller, (round, permit): (&str, &str)) -> Result<(), Fault> {
    app.work(Task {
        alliance: alliance.to_owned(),
        subject: round.to_owned(),
        permit: permit.to_owned(),
        caller: caller.clone(),
        key: None,
        body: Map::new(),
    })?;
    Ok(())
}
