//! What templates may say about how a round ends: questions answered, offers, awards, standstill,
//! requests to look again, contracts.

use accord_store::{subjects::SubjectRow, submissions};
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use serde_json::Value as Json;

use super::{
    book::Book,
    hosts::{self, Hosts},
    regime, results,
    showing::{local, organisation},
    tried,
};
use crate::{
    domain::award::ranking::SetBy,
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{
            About, hosting,
            standing::{self, Standing},
        },
    },
    views::contexts::{
        round::Round,
        round_bids::{Award, LotTotal},
        round_end::{AllocatedLot, Allocation, ContractLine, Question, RepresentationLine, Standstill},
    },
};

/// An answer for everyone, as its form has it.
#[derive(Debug, Default, Deserialize)]
pub(in crate::service::subjects) struct Answered {
    pub(in crate::service::subjects) question: String,
    pub(in crate::service::subjects) answer: String,
    #[serde(default)]
    pub(in crate::service::subjects) changes_papers: bool,
}

/// The last answer that was written for everyone, who wrote it and when.
///
/// # Errors
/// The store fails.
pub(in crate::service::subjects) fn answered(
    desk: &mut Desk<'_>,
    at: &Standing,
) -> Result<Option<(Answered, String, NaiveDate)>, Fault> {
    for row in submissions::of_instance(desk.db, &desk.alliance, &at.row.id)?
        .into_iter()
        .rev()
    {
        let given = Json::Object(answers::of(&row)?);
        if let Ok(one) = serde_json::from_value(given) {
            return Ok(Some((one, row.person_id, local(row.at.utc()))));
        }
    }
    Ok(None)
}

/// Questions with their answers, in the order of publication.
pub(super) fn questions(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<Question>, Fault> {
    let mut out = Vec::new();
    for (record, at) in standing::below(desk, &book.record.id, "clarification")? {
        let Some(published) = at.since("clarification.published") else {
            continue;
        };
        if let Some((one, ..)) = answered(desk, &at)? {
            let asked_on = Some(local(record.created_at.utc()));
            out.push((published, asked_on, one));
        }
    }
    out.sort_by_key(|(published, ..)| *published);
    Ok(out
        .into_iter()
        .zip(1..)
        .map(|((published, asked_on, one), number)| Question {
            number,
            asked_on,
            question: one.question,
            answer: one.answer,
            answered_on: Some(local(published)),
            changes_documents: one.changes_papers,
        })
        .collect())
}

/// How lots were given out.
///
/// # Errors
/// A number of the round that decides is none.
pub(super) fn allocation(book: &Book) -> Result<Allocation, Fault> {
    let cap = results::cap(book)?;
    let mut out = Allocation {
        method: "As many networks as possible have an offer; then the scores together are as high as possible; then \
                 each bidder's own order is followed."
            .to_owned(),
        cap,
        ..Allocation::default()
    };
    if book.offers.is_empty() {
        return Ok(out);
    }
    out.tried = tried::said(book)?;
    let name = |bid: &str| {
        let found = book.bid(bid);
        found
            .map(|one| book.name(&one.row.organisation_id))
            .unwrap_or_default()
            .to_owned()
    };
    // The arithmetic knows bids by their ids; people know organisations by their names.
    let said = |sentence: &str| {
        book.bids.iter().fold(sentence.to_owned(), |text, bid| {
            text.replace(&bid.row.id, &name(&bid.row.id))
        })
    };
    for lot in &book.lots {
        let Some(offer) = book.offer(lot) else { continue };
        let outcome = results::outcome_of(offer);
        let points = |bid: &str| {
            let found = outcome.order.iter().find(|one| one.bid == bid);
            found.map(|one| one.points.clone()).unwrap_or_default()
        };
        let next = outcome.order.iter().find(|one| Some(&one.bid) != offer.bid_id.as_ref());
        let left = offer
            .bid_id
            .as_deref()
            .and_then(|id| book.bid(id))
            .filter(|bid| bid.withdrawn());
        let winner = offer.bid_id.as_deref().filter(|_| left.is_none());
        if let Some(bid) = left {
            let who = book.name(&bid.row.organisation_id);
            out.steps
                .push(format!("{}: {who} took its bid back after the decision.", lot.name));
        }
        out.steps
            .extend(outcome.why.iter().map(|why| format!("{}: {}", lot.name, said(why))));
        if let Some(other) = &outcome.without_cap {
            out.without_cap.push(format!(
                "{}: without the cap it would have gone to {}.",
                lot.name,
                name(other)
            ));
        }
        for one in &outcome.order {
            match &one.set_by {
                SetBy::Criterion(code) => out.ties.push(format!(
                    "{}: equal points; {} stood higher in {}.",
                    lot.name,
                    name(&one.bid),
                    book.question(code).map(super::showing::title_of).unwrap_or_default()
                )),
                SetBy::Draw => out.ties.push(match book.own.get("draw_seed").and_then(Json::as_str) {
                    Some(seed) => format!(
                        "{}: equal in everything; drawn in front of a witness, with the seed {seed}.",
                        lot.name
                    ),
                    None => format!("{}: equal in everything; a draw decides.", lot.name),
                }),
                SetBy::Total | SetBy::Last => {}
            }
        }
        if winner.is_none() {
            out.uncovered.push(lot.name.clone());
        }
        out.lots.push(AllocatedLot {
            lot: lot.code.clone(),
            lot_name: lot.name.clone(),
            winner: winner.map(name).unwrap_or_default(),
            score: winner.map(points).unwrap_or_default(),
            reserve: next.map(|one| name(&one.bid)).unwrap_or_default(),
            reserve_score: next.map(|one| one.points.clone()).unwrap_or_default(),
            reason: outcome.why.iter().map(|why| said(why)).collect::<Vec<_>>().join(" "),
        });
    }
    Ok(out)
}

/// What the limit of lots for one organisation changed, each a sentence.
///
/// # Errors
/// A number of the round that decides is none.
pub(in crate::service) fn changed_by_cap(book: &Book) -> Result<Vec<String>, Fault> {
    Ok(allocation(book)?.without_cap)
}

/// Points in the lots that were won; network by network where they differ, because something is marked for each.
fn score(totals: &[LotTotal], won: &[&str]) -> String {
    let of_won: Vec<&LotTotal> = totals.iter().filter(|one| won.contains(&one.lot.as_str())).collect();
    let Some(first) = of_won.first() else {
        return String::new();
    };
    if of_won.iter().all(|one| one.total == first.total) {
        return first.total.clone();
    }
    let each = of_won.iter().map(|one| format!("{} in {}", one.total, one.lot_name));
    each.collect::<Vec<_>>().join(", ")
}

/// Awards: one for each organisation with a lot.
pub(super) fn awards(book: &Book, round: &Round) -> Vec<Award> {
    let confirmed = round.dates.confirmed_on.is_some();
    let winning = book.bids.iter().filter(|bid| !book.won(&bid.row.id).is_empty());
    winning
        .zip(1..)
        .map(|(bid, number)| {
            let won = book.won(&bid.row.id);
            let codes: Vec<&str> = won.iter().map(|lot| lot.code.as_str()).collect();
            let line = round
                .bids
                .iter()
                .find(|line| Some(&line.reference) == bid.record.reference.as_ref());
            let values = round.lots.iter().filter(|lot| codes.contains(&lot.code.as_str()));
            let value: i64 = values.filter_map(|lot| lot.value).sum();
            let reasons = round
                .allocation
                .lots
                .iter()
                .filter(|lot| codes.contains(&lot.lot.as_str()));
            Award {
                reference: award_reference(&book.record, number),
                bid: bid.record.reference.clone().unwrap_or_default(),
                supplier: line.map(|line| line.organisation.clone()).unwrap_or_default(),
                lots: codes.iter().map(|code| (*code).to_owned()).collect(),
                lot_names: won.iter().map(|lot| lot.name.clone()).collect(),
                value: (value > 0).then_some(value),
                score: line.map(|line| score(&line.totals, &codes)).unwrap_or_default(),
                decided_on: round.dates.decided_on,
                status: match (bid.withdrawn(), confirmed) {
                    (true, _) => "withdrawn",
                    (false, true) => "confirmed",
                    (false, false) => "intended",
                }
                .to_owned(),
                starts_on: round.dates.contracts_start_on,
                ends_on: round.dates.contracts_end_on,
                reason: said_once(reasons.map(|lot| lot.reason.as_str())),
            }
        })
        .collect()
}

/// Reasons one after another; what holds for several lots is said once.
fn said_once<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut out: Vec<&str> = Vec::new();
    for one in all {
        if !out.contains(&one) {
            out.push(one);
        }
    }
    out.join(" ")
}

/// `PSF-2026-001-A01`: awards are numbered in the order of the bids.
pub(super) fn award_reference(round: &SubjectRow, number: u32) -> String {
    format!("{}-A{number:02}", round.reference.as_deref().unwrap_or_default())
}

/// The standstill, if it has begun.
pub(super) fn standstill(desk: &mut Desk<'_>, book: &Book) -> Result<Standstill, Fault> {
    let Some(at) = &book.standing else {
        return Ok(Standstill::default());
    };
    let since = at.since("round.standstill").map(local);
    let (length, would_end_at) = regime::standstill(desk, at)?;
    Ok(Standstill {
        starts_on: since.and_then(|day| day.checked_add_days(Days::new(1))),
        ends_at: at.due(desk, ("round.standstill", standing::DEADLINE))?,
        would_end_at: would_end_at.filter(|_| since.is_none()),
        length,
        rule: regime::of(desk, book).map(|one| one.standstill).unwrap_or_default(),
    })
}

/// Requests to look again.
pub(super) fn representations(book: &Book) -> Vec<RepresentationLine> {
    book.representations
        .iter()
        .map(|(record, at)| {
            let ended = at.row.status == accord_store::instances::InstanceStatus::Ended;
            RepresentationLine {
                reference: record.reference.clone().unwrap_or_default(),
                made_on: Some(local(record.created_at.utc())),
                outcome: outcome_words(at).to_owned(),
                closed_on: ended.then(|| local(at.row.changed_at.utc())),
            }
        })
        .collect()
}

/// How a request ended, in words.
pub(in crate::service::subjects) fn outcome_words(at: &Standing) -> &'static str {
    let was = |meaning: &str| at.since(meaning).is_some();
    let step = at.snapshot.kept.keys().any(|name| name.ends_with(".step"));
    if was("representation.upheld") && step {
        "a step is done again"
    } else if was("representation.upheld") {
        "the round ends"
    } else if was("representation.answered") {
        "the decision stands"
    } else if at.row.outcome.is_some() {
        "closed without a decision"
    } else {
        "open"
    }
}

/// Contracts made from the round, each with the award that it comes from.
pub(super) fn contracts(desk: &mut Desk<'_>, book: &Book, awards: &[Award]) -> Result<Vec<ContractLine>, Fault> {
    let hosts = Hosts::of(desk, book)?;
    let mut out = Vec::new();
    for (id, at) in &hosts.contracts {
        let record = accord_store::subjects::load(desk.db, &desk.alliance, &at.row.subject_id)?;
        let about = About {
            row: &record,
            snapshot: Some(&at.snapshot),
        };
        let terms = hosting::terms(desk, about)?;
        let bid = book.bids.iter().find(|bid| bid.row.organisation_id == *id);
        let won = match bid {
            Some(bid) => book.won(&bid.row.id),
            // Nothing was awarded here: it came with its contract.
            None => hosts::lots_of(book, id),
        };
        let before = hosting::brought_in::signed_on(&record)?;
        let value = Some(terms.value()).filter(|pence| *pence > 0);
        out.push(ContractLine {
            reference: record.reference.unwrap_or_default(),
            award: bid
                .and_then(|bid| {
                    awards
                        .iter()
                        .find(|award| Some(&award.bid) == bid.record.reference.as_ref())
                })
                .map(|award| award.reference.clone())
                .unwrap_or_default(),
            supplier: organisation(desk, id)?,
            lot_names: won.iter().map(|lot| lot.name.clone()).collect(),
            value,
            signed_on: at.since("contract.mobilising").map(local).or(before),
            starts_on: terms.starts_on,
            ends_on: terms.ends_on,
            status: if at.is(&["contract.ended", "contract.never_signed"]) {
                "ended"
            } else if at.since("contract.mobilising").is_some() || before.is_some() {
                "active"
            } else {
                "pending"
            }
            .to_owned(),
            quarters: Vec::new(),
        });
    }
    Ok(out)
}
