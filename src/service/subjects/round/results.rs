//! From agreed marks to offers, and what becomes of an offer.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::{
    rounds,
    scores::{self, OfferRow},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::{
    book::{BidOnFile, Book},
    hosts, tried,
};
use crate::{
    domain::{
        award::{
            outcome::{self, Entrant, LotOutcome, Outcome, Rules},
            scoring::{self, Criterion},
        },
        hex, words,
    },
    service::{answers, app::Desk, fault::Fault, subjects::keeping},
};

/// The most lots for one organisation, where the round says nothing.
const USUAL_CAP: u32 = 4;

/// What is kept about a lot's offer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OnOffer {
    /// As it was worked out.
    #[serde(flatten)]
    pub outcome: LotOutcome,
    /// Bids that had the lot and have it no longer.
    pub had: BTreeSet<String>,
    /// The bid whose host has the lot now, where a host gave it up while its service ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_to: Option<String>,
}

/// The bid whose host has a lot now.
pub(super) fn given_to(offer: &OfferRow) -> Option<String> {
    kept(offer).given_to.or_else(|| offer.bid_id.clone())
}

/// Gives a lot to another bid's host; the award stays what it was.
pub(super) fn give(
    desk: &mut Desk<'_>,
    book: &Book,
    offer: &OfferRow,
    (to, on): (&BidOnFile, NaiveDate),
) -> Result<(), Fault> {
    let mut on_offer = kept(offer);
    on_offer.given_to = Some(to.row.id.clone());
    let (name, day) = (book.name(&to.row.organisation_id), words::day(on));
    on_offer.outcome.why.push(format!("It goes to {name} from {day}."));
    let row = OfferRow {
        data: serde_json::to_string(&on_offer)?,
        ..offer.clone()
    };
    Ok(scores::put_offer(desk.db, &row)?)
}

/// What was worked out for a lot.
pub(super) fn outcome_of(offer: &OfferRow) -> LotOutcome {
    kept(offer).outcome
}

fn kept(offer: &OfferRow) -> OnOffer {
    serde_json::from_str(&offer.data).unwrap_or_default()
}

/// A number of the round that decides who is awarded, where the round says one.
///
/// # Errors
/// What stands there is no such number: it is not taken for none.
fn number(book: &Book, name: &str) -> Result<Option<u32>, Fault> {
    let Some(value) = book.own.get(name).filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    let wrong = || {
        let id = &book.record.id;
        Fault::Internal(anyhow::anyhow!(
            "round {id}: `{name}` is {value}, and no whole number from 0 on"
        ))
    };
    number.map(Some).ok_or_else(wrong)
}

/// The most lots for one organisation.
///
/// # Errors
/// What stands there is no number.
pub(super) fn cap(book: &Book) -> Result<u32, Fault> {
    Ok(number(book, "cap")?.unwrap_or(USUAL_CAP))
}

/// The published rule of a round. A round that publishes no overall minimum has none.
///
/// # Errors
/// A number of it is none.
pub(super) fn rules(book: &Book) -> Result<Rules, Fault> {
    let unsigned = |n: i32| u32::try_from(n).unwrap_or(0);
    Ok(Rules {
        criteria: book
            .questions
            .iter()
            .map(|one| Criterion {
                id: one.code.clone(),
                weight: unsigned(one.weight),
                max: unsigned(one.out_of),
                minimum: one.minimum.map(unsigned),
            })
            .collect(),
        whole: scoring::WHOLE,
        tie_break: answers::texts(&book.own, "tie_break"),
        overall_minimum: number(book, "overall_minimum")?.unwrap_or(0),
        cap: cap(book)?,
        seed: book.own.get("draw_seed").and_then(Json::as_str).map(str::to_owned),
    })
}

/// The bids that compete, with the marks that the panel agreed.
pub(super) fn entrants(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<Entrant>, Fault> {
    let agreed = book.agreed(desk)?;
    let mut entrants = Vec::new();
    for bid in book.bids.iter().filter(|bid| bid.competes()) {
        let given = bid.answers()?;
        let number = |question: &str| given.get(question)?.as_u64().and_then(|n| u32::try_from(n).ok());
        let (mut marks, mut by_lot) = (BTreeMap::new(), BTreeMap::<String, BTreeMap<String, u32>>::new());
        for asked in book.asked_of(bid) {
            let Some(row) = agreed.get(&asked.of(&bid.row.id)) else {
                continue;
            };
            let into = match asked.lot {
                Some(lot) => by_lot.entry(lot.code.clone()).or_default(),
                None => &mut marks,
            };
            into.insert(asked.question.code.clone(), u32::try_from(row.marks).unwrap_or(0));
        }
        entrants.push(Entrant {
            bid: bid.row.id.clone(),
            lots: bid.lots(),
            most_wanted: number("most_lots"),
            least_viable: number("least_lots").unwrap_or(1),
            marks,
            by_lot,
        });
    }
    Ok(entrants)
}

/// Works the round out from what the panel agreed; `None` while a mark is missing.
pub(super) fn work_out(desk: &mut Desk<'_>, book: &Book) -> Result<Option<Outcome>, Fault> {
    let entrants = entrants(desk, book)?;
    let lots: Vec<String> = book.lots.iter().map(|lot| lot.code.clone()).collect();
    match outcome::work_out(&lots, &entrants, &rules(book)?) {
        Ok(outcome) => Ok(Some(outcome)),
        Err(error) => {
            tracing::debug!(%error, "the round cannot be worked out yet");
            Ok(None)
        }
    }
}

/// Puts offers down for every lot.
pub(super) fn allocate(desk: &mut Desk<'_>, book: &Book) -> Result<(), Fault> {
    let Some(mut outcome) = work_out(desk, book)? else {
        return Err(Fault::field(
            "score",
            "A bid has no agreed score for one of the questions yet.",
        ));
    };
    for lot in &book.lots {
        let one = outcome.lots.remove(&lot.code).unwrap_or_default();
        let row = OfferRow {
            round_id: book.record.id.clone(),
            lot_id: lot.id.clone(),
            alliance_id: desk.alliance.clone(),
            bid_id: one.offered.clone(),
            data: serde_json::to_string(&OnOffer {
                outcome: one,
                ..OnOffer::default()
            })?,
        };
        scores::put_offer(desk.db, &row)?;
    }
    tried::note(desk, book)
}

/// A draw in front of witnesses: the seed is recorded, and anybody can draw again with it.
pub(super) fn draw(desk: &mut Desk<'_>, record: &accord_store::subjects::SubjectRow) -> Result<(), Fault> {
    let seed = hex(&desk.app.rng.bytes::<16>());
    let at = desk.now.to_rfc3339();
    keeping::keep(desk, record, &[("draw_seed", seed), ("drawn_at", at)])?;
    let record = accord_store::subjects::load(desk.db, &desk.alliance, &record.id)?;
    let book = Book::open(desk, &record, None)?;
    allocate(desk, &book)
}

/// Gives each lot without a host to the next bid in its order; a lot with nobody left has no offer.
pub(super) fn promote_reserve(desk: &mut Desk<'_>, book: &Book) -> Result<(), Fault> {
    let cap = cap(book)?;
    let mut holds: BTreeMap<String, u32> = BTreeMap::new();
    let empty: BTreeSet<String> = hosts::lots_without_host(desk, book)?
        .into_iter()
        .map(|lot| lot.id.clone())
        .collect();
    for offer in book.offers.iter().filter(|one| !empty.contains(&one.lot_id)) {
        if let Some(bid) = given_to(offer) {
            *holds.entry(bid).or_default() += 1;
        }
    }
    for offer in book.offers.iter().filter(|one| empty.contains(&one.lot_id)) {
        let mut on_offer = kept(offer);
        on_offer.had.extend(offer.bid_id.clone());
        on_offer.had.extend(on_offer.given_to.take());
        let standing: Vec<_> = on_offer
            .outcome
            .order
            .iter()
            .filter(|one| book.bid(&one.bid).is_some_and(|bid| !bid.withdrawn()))
            .cloned()
            .collect();
        let next = outcome::next_in_line(&standing, &on_offer.had, &holds, cap);
        if let Some(bid) = &next {
            *holds.entry(bid.clone()).or_default() += 1;
            let said = format!("{} was asked from the reserve list.", said_of(book, bid));
            on_offer.outcome.why.push(said);
        }
        let row = OfferRow {
            bid_id: next,
            data: serde_json::to_string(&on_offer)?,
            ..offer.clone()
        };
        scores::put_offer(desk.db, &row)?;
    }
    Ok(())
}

fn said_of(book: &Book, bid: &str) -> String {
    book.bid(bid)
        .map(|one| book.name(&one.row.organisation_id).to_owned())
        .unwrap_or_default()
}

/// Writes down how lots without an offer get one.
pub(super) fn plan_cover(desk: &mut Desk<'_>, book: &Book, plan: &Map<String, Json>) -> Result<(), Fault> {
    let named = answers::texts(plan, "lots");
    for lot in book.lots.iter().filter(|lot| named.contains(&lot.code)) {
        let mut row = lot.clone();
        let kept = json!({ "how": plan.get("how"), "plan": plan.get("plan"), "at": desk.now.to_rfc3339() });
        row.cover_plan = Some(kept.to_string());
        rounds::put_lot(desk.db, &row)?;
    }
    Ok(())
}

/// A bid's result, in the words of the fact `result.kind`; `None` before there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultKind {
    /// It is offered a lot.
    Awarded,
    /// It reached the minimums and may be asked.
    Reserve,
    /// Neither.
    Unsuccessful,
    /// It was not eligible.
    NotEligible,
}

/// The result of a bid by the allocation as it stands.
pub fn result(book: &Book, bid: &str) -> Option<ResultKind> {
    let found = book.bid(bid)?;
    if found.row.eligible == Some(false) {
        return Some(ResultKind::NotEligible);
    }
    if book.offers.is_empty() || !found.competes() {
        return None;
    }
    if !book.won(bid).is_empty() {
        return Some(ResultKind::Awarded);
    }
    let ranked = book
        .offers
        .iter()
        .any(|offer| outcome_of(offer).order.iter().any(|one| one.bid == bid));
    Some(if ranked {
        ResultKind::Reserve
    } else {
        ResultKind::Unsuccessful
    })
}
