//! Choosing without a competition: the likely providers, what was found about each of them, and which is the most
//! suitable. Each has a row as a bid has one, so that awards, notices and contracts go by the same rows.

use accord_store::{
    bids, organisations,
    scores::{self, OfferRow},
    submissions::SubmissionRow,
};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{
    book::{BidOnFile, Book},
    results::OnOffer,
};
use crate::{
    domain::award::outcome::LotOutcome,
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{About, data, keeping},
    },
};

/// Where the record keeps who was named.
const NAMED: &str = "likely_providers";
/// Kinds of organisations that provide.
const PROVIDE: [&str; 2] = ["member", "partner"];

/// Organisations that could provide it, by handle.
pub(super) fn could(desk: &mut Desk<'_>) -> Result<IndexMap<String, String>, Fault> {
    let all = organisations::all(desk.db, &desk.alliance)?.into_iter();
    let providers = all.filter(|one| PROVIDE.contains(&one.kind.as_str()));
    Ok(providers.map(|one| (one.handle, one.name)).collect())
}

/// Those that were named and have no row yet, by id.
pub(super) fn new(desk: &mut Desk<'_>, book: &Book) -> Result<IndexMap<String, String>, Fault> {
    let mut out = IndexMap::new();
    for handle in answers::texts(&book.own, NAMED) {
        let Some(one) = organisations::by_handle(desk.db, &desk.alliance, &handle)? else {
            continue;
        };
        if !book.bids.iter().any(|bid| bid.row.organisation_id == one.id) {
            out.insert(one.id, one.name);
        }
    }
    Ok(out)
}

/// Likely providers that nobody has assessed.
pub(super) fn unassessed(book: &Book) -> impl Iterator<Item = &BidOnFile> {
    book.bids
        .iter()
        .filter(|bid| bid.row.eligible.is_none() && !bid.withdrawn())
}

/// Keeps who was named, beside those who were before.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn name(desk: &mut Desk<'_>, about: About<'_>, given: &Map<String, Json>) -> Result<(), Fault> {
    let mut named = answers::texts(&data(about.row)?, NAMED);
    named.extend(answers::texts(given, "providers"));
    named.sort();
    named.dedup();
    keeping::keep(desk, about.row, &[(NAMED, named)])
}

/// Keeps what was found about one of them; a later assessment takes the place of an earlier.
///
/// # Errors
/// There is no such provider, or the store fails.
pub(super) fn assess(desk: &mut Desk<'_>, book: &Book, form: &SubmissionRow) -> Result<(), Fault> {
    let given = answers::of(form)?;
    let provider = answers::text(&given, "provider");
    let mut row = book
        .bid_by_key(&provider)
        .ok_or(Fault::NotFound("provider"))?
        .row
        .clone();
    let lots: Vec<&str> = book.lots.iter().map(|lot| lot.code.as_str()).collect();
    row.lots = Json::from(lots).to_string();
    row.opened_at = Some(desk.now.into());
    row.eligible = given.get("meets_basic").and_then(Json::as_bool);
    row.eligibility_reason = answers::text(&given, "assessment");
    row.checked_by = Some(form.person_id.clone());
    row.checked_at = Some(desk.now.into());
    Ok(bids::change(desk.db, &row)?)
}

/// Offers every lot to the one that was chosen, for the reason that was given.
///
/// # Errors
/// There is no such provider, or the store fails.
pub(super) fn choose(desk: &mut Desk<'_>, book: &Book, given: &Map<String, Json>) -> Result<(), Fault> {
    let chosen = answers::text(given, "provider");
    let chosen = book.bid_by_key(&chosen).filter(|bid| bid.competes());
    let chosen = chosen.ok_or(Fault::NotFound("provider"))?;
    for lot in &book.lots {
        let outcome = LotOutcome {
            offered: Some(chosen.row.id.clone()),
            why: vec![answers::text(given, "reason")],
            ..LotOutcome::default()
        };
        let row = OfferRow {
            round_id: book.record.id.clone(),
            lot_id: lot.id.clone(),
            alliance_id: desk.alliance.clone(),
            bid_id: Some(chosen.row.id.clone()),
            data: serde_json::to_string(&OnOffer {
                outcome,
                ..OnOffer::default()
            })?,
        };
        scores::put_offer(desk.db, &row)?;
    }
    Ok(())
}
