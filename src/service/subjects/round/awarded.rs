//! What a contract takes from the round that it comes from.

use std::collections::BTreeSet;

use accord_store::{
    bids::{self, BidRow},
    rounds,
    scores::{self, OfferRow},
    subjects::SubjectRow,
};

use super::{determination, ending, showing, taking_in};
use crate::{
    service::{app::Desk, fault::Fault, subjects::data},
    views::contexts::parts::{Lot, Organisation},
};

/// The buyer, and what an organisation was awarded.
#[derive(Debug, Clone, Default)]
pub(in crate::service::subjects) struct Awarded {
    pub(in crate::service::subjects) buyer: Organisation,
    /// The award's reference; empty without one.
    pub(in crate::service::subjects) reference: String,
    /// Its lots.
    pub(in crate::service::subjects) lots: Vec<Lot>,
}

/// Reads no more of the round than that: a contract is shown, and its text fingerprinted, far more
/// often than a round is told in full.
///
/// # Errors
/// The store fails.
pub(in crate::service::subjects) fn awarded(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    supplier: Option<&str>,
) -> Result<Awarded, Fault> {
    let own = data(round)?;
    let buyer = own
        .get_key_value("buyer")
        .map(|(name, buyer)| (name.clone(), buyer.clone()));
    let mut out = Awarded {
        buyer: showing::filled(buyer.into_iter().collect()).buyer,
        ..Awarded::default()
    };
    if out.buyer.name.is_empty() {
        out.buyer = showing::organisation(desk, &determination::purchaser(&own))?;
    }
    let offers = scores::offers(desk.db, &round.id)?;
    let bids = bids::of_round(desk.db, &round.id)?;
    let winning = bids.iter().filter(|bid| won(&offers, bid).next().is_some());
    let found = winning
        .zip(1..)
        .find(|(bid, _)| Some(bid.organisation_id.as_str()) == supplier);
    if let Some((bid, number)) = found {
        let lots: BTreeSet<&str> = won(&offers, bid).map(|offer| offer.lot_id.as_str()).collect();
        out.reference = ending::award_reference(round, number);
        let rows = rounds::lots(desk.db, &round.id)?;
        let rows = rows.iter().filter(|row| lots.contains(row.id.as_str()));
        out.lots = rows.map(|row| showing::lot(&own, row, &bids, &offers)).collect();
    } else if supplier.is_some() {
        let rows = rounds::lots(desk.db, &round.id)?;
        let rows = rows.iter().filter(|row| taking_in::host(row).as_deref() == supplier);
        out.lots = rows.map(|row| showing::lot(&own, row, &bids, &offers)).collect();
    }
    Ok(out)
}

/// The offers of a round that a bid has won.
fn won<'a>(offers: &'a [OfferRow], bid: &'a BidRow) -> impl Iterator<Item = &'a OfferRow> {
    offers.iter().filter(|one| one.bid_id.as_ref() == Some(&bid.id))
}
