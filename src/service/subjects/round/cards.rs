//! The opening cards of a round: who has one, what they still lock, and from when they lock what is sent.

use std::collections::BTreeMap;

use accord_engine::value::Value;
use accord_store::{opening_cards as rows, people, subjects::SubjectRow, submissions::SubmissionRow};
use chrono::{DateTime, TimeDelta, Utc};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use super::{book::Book, facts, standing_aside, timetable};
use crate::{
    domain::words,
    service::{
        app::Desk,
        authority::{self, Caller, powers},
        fault::Fault,
        opening::{
            self,
            ceremony::SHOW,
            circle::{self, Opener},
            lock::Locked,
            making::{CHECK, NEW, WORDS},
            supply,
        },
        subjects::{About, Values, Work, keeping},
    },
};

/// What every fact about cards begins with.
pub(super) const CARDS: &str = "cards.";
/// The rule by which they are dealt; a word of the catalogue.
pub(super) const DEAL: &str = "deal_cards";
/// The three permits, by which cards are made, checked and shown.
pub(super) fn is_card_work(permit: &str) -> bool {
    [NEW, CHECK, SHOW].contains(&permit)
}

/// Judges that somebody may make, check or show a card of their own. What comes of it is worked out and kept by
/// `opening`, which no program reaches: it is different each time, and the journal says only that it was done.
pub(super) fn work(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    if work.actor.acting_for.is_some() {
        return Err(Fault::field(
            WORDS,
            "An opening card is for one person: nobody uses one for another.",
        ));
    }
    if !work.body.is_empty() {
        return Err(Fault::field(
            WORDS,
            "Words of an opening card are typed on its own page alone.",
        ));
    }
    let openers = openers(desk, about.row)?;
    let own = openers.into_iter().find(|one| one.person == work.actor.person);
    match own.and_then(|one| one.barred) {
        Some(why) => Err(Fault::field(WORDS, why)),
        None => Ok(json!({})),
    }
}

/// Everybody who may open a round, by name, with their card and why they may not use it.
///
/// # Errors
/// The store fails.
pub(in crate::service) fn openers(desk: &mut Desk<'_>, round: &SubjectRow) -> Result<Vec<Opener>, Fault> {
    let people = standing_aside::openers(desk, round)?;
    let about = About {
        row: round,
        snapshot: None,
    };
    let roles = powers::holders(&desk.app.library.roles, standing_aside::OPENS);
    let mut barred = BTreeMap::new();
    for person in &people {
        let actor = authority::actor(desk, about, &Caller::own(person))?;
        let bars = |name: &String| {
            name == standing_aside::EVALUATING
                || roles
                    .iter()
                    .any(|role| authority::kept_out(desk, about, role, person, std::iter::once(name)))
        };
        let why = actor.exclusions.iter().find(|(name, _)| bars(name));
        if let Some((_, why)) = why {
            barred.insert(person.clone(), why.clone());
        }
    }
    circle::with_cards(desk, round, &people, &barred)
}

/// What is to be opened and cards still lock, of each bid the version that counts.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(in crate::service) fn locked(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
) -> Result<Vec<(SubmissionRow, Locked)>, Fault> {
    let book = Book::open(desk, round, None)?;
    still_locked(&book)
}

fn still_locked(book: &Book) -> Result<Vec<(SubmissionRow, Locked)>, Fault> {
    let mut out = Vec::new();
    for bid in book.bids.iter().filter(|bid| facts::counts(bid)) {
        let Some(row) = bid.last() else { continue };
        if let Some(locked) = opening::locked(row)? {
            out.push((row.clone(), locked));
        }
    }
    Ok(out)
}

/// Openers who may have a card and have none that works, by id.
///
/// # Errors
/// The store fails.
pub(super) fn without(desk: &mut Desk<'_>, round: &SubjectRow) -> Result<IndexMap<String, String>, Fault> {
    let openers = openers(desk, round)?.into_iter();
    let without = openers.filter(|one| one.barred.is_none() && !one.is_ready());
    Ok(without.map(|one| (one.person, one.name)).collect())
}

/// When bids of a round that is open close, if opening cards lock them.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(in crate::service) fn closes(desk: &mut Desk<'_>, book: &Book) -> Result<Option<DateTime<Utc>>, Fault> {
    let Some(at) = book.standing.as_ref().filter(|at| at.is(&[timetable::OPEN])) else {
        return Ok(None);
    };
    match circle::of(desk, &book.record.id)? {
        Some(_) => timetable::closing(desk, &book.own, Some(at)),
        None => Ok(None),
    }
}

/// The last moment that has come of those at which cards are to be checked: how many days before bids close, and when.
pub(in crate::service) fn asked(
    days: &[u32],
    closes: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<(u32, DateTime<Utc>)> {
    if closes <= now {
        return None;
    }
    let marks = days
        .iter()
        .map(|days| (*days, closes - TimeDelta::days(i64::from(*days))));
    marks.filter(|(_, at)| *at <= now).min()
}

/// Openers whose card works, as far as is known, and who have not checked it since they were to, by id; nothing before
/// that.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(in crate::service) fn to_check(
    desk: &mut Desk<'_>,
    book: &Book,
) -> Result<Option<IndexMap<String, String>>, Fault> {
    let Some(closes) = closes(desk, book)? else {
        return Ok(None);
    };
    let Some((_, since)) = asked(&desk.app.library.catalogue.days.cards, closes, desk.now) else {
        return Ok(None);
    };
    let unchecked = |one: &Opener| {
        let last = one.card.as_ref().and_then(|card| card.checked_at);
        one.is_ready() && last.is_none_or(|at| at.utc() < since)
    };
    let openers = openers(desk, &book.record)?.into_iter();
    let late = openers.filter(unchecked).map(|one| (one.person, one.name));
    Ok(Some(late.collect()))
}

/// That bids wait for cards, once they are closed; how many is nobody's to know before.
///
/// # Errors
/// What is stored is damaged.
pub(super) fn to_unlock(book: &Book) -> Result<IndexMap<String, String>, Fault> {
    let some = !still_locked(book)?.is_empty();
    Ok(some
        .then(|| ("bids".to_owned(), "Bids are locked by opening cards".to_owned()))
        .into_iter()
        .collect())
}

/// How many cards work, of how many organisations, and how many bids they still lock.
pub(super) fn put(desk: &mut Desk<'_>, book: &Book, out: &mut Values) -> Result<(), Fault> {
    let openers = openers(desk, &book.record)?;
    let ready = || openers.iter().filter(|one| one.is_ready());
    facts::put(out, "cards.made", ready().count());
    facts::put(out, "cards.organisations", circle::organisations_of(ready()));
    facts::put(out, "cards.locked", still_locked(book)?.len());
    let dealt = rows::circle(desk.db, &book.record.id)?;
    let rested = dealt.map(|row| (desk.now - row.at.utc()).num_minutes());
    let rested = rested.map_or(Value::Nothing, Value::Integer);
    out.insert("cards.rested".to_owned(), rested);
    Ok(())
}

/// What an opening record says of cards: how many there are, how many were needed, whose were shown. Empty for none.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn noted(desk: &mut Desk<'_>, round: &str) -> Result<String, Fault> {
    let Some(circle) = circle::of(desk, round)? else {
        return Ok(String::new());
    };
    let cards = rows::of_round(desk.db, round)?;
    let mut names: Vec<String> = Vec::new();
    for shown in rows::presences(desk.db, round)? {
        let Some(card) = cards.iter().find(|card| card.id == shown.card_id) else {
            continue;
        };
        let name = people::load(desk.db, &card.person_id)?.map(|one| one.name);
        names.extend(name.filter(|name| !names.contains(name)));
    }
    Ok(format!(
        "Bids were locked by {} opening cards, of which {} were needed. Shown were those of {}.",
        circle.cards.len(),
        circle.needed,
        words::list(&names)
    ))
}

/// Too many cards are lost: from now on bidders may send their own copies.
///
/// # Errors
/// The store fails.
pub(super) fn ask_for_copies(desk: &mut Desk<'_>, about: About<'_>) -> Result<(), Fault> {
    keeping::keep(desk, about.row, &[(supply::WANTED, desk.now)])
}

/// From now on the cards that work lock what is sent; the workflow says how many of them open it.
///
/// # Errors
/// They are too few: with what mends it.
pub(super) fn deal(desk: &mut Desk<'_>, about: About<'_>) -> Result<(), Fault> {
    let setting = desk.app.library.catalogue.rule_settings.get(DEAL);
    let setting = setting.map(String::as_str).unwrap_or_default();
    let found = about.snapshot.and_then(|snapshot| snapshot.settings.get(setting));
    let needed = match found {
        Some(Value::Integer(number)) => u8::try_from(*number).ok().filter(|needed| *needed > 0),
        _ => None,
    };
    let Some(needed) = needed else {
        return Err(Fault::Internal(anyhow::anyhow!(
            "cards are dealt in a workflow that has no setting `{setting}` from 1 to 255"
        )));
    };
    let openers = openers(desk, about.row)?;
    circle::deal(desk, about.row, &openers, needed)
}
