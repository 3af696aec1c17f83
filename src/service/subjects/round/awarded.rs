//! What a contract takes from the round that it comes from.

use std::collections::BTreeSet;

use accord_store::{
    bids::{self, BidRow},
    rounds,
    scores::{self, OfferRow},
    subjects::SubjectRow,
};

use super::{buying, determination, ending, showing, taking_in};
use crate::{
    service::{app::Desk, fault::Fault, subjects::data},
    views::contexts::parts::{Lot, Organisation},
};

/// The buyer, and what an organisation was awarded.
#[derive(Debug, Clone, Default)]
pub(in crate::service::subjects) struct Awarded {
    pub(in crate::service::subjects) buyer: Organisation,
    /// Its name, and as what it buys: `Rethink Mental Illness, as lead accountable body of Synergy`; empty where no
    /// regime says.
    pub(in crate::service::subjects) buys_as: String,
    /// Who decides about the contract, in the middle of a sentence; empty where no regime says.
    pub(in crate::service::subjects) decider: String,
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
    let workflow = desk
        .instances_about(&round.id)?
        .into_iter()
        .next()
        .map(|row| row.workflow);
    let regime = workflow.and_then(|name| desk.app.library.regimes.regimes.get(&name).cloned());
    if let Some(regime) = regime {
        let alliance = accord_store::alliances::load(desk.db, &desk.alliance)?.name;
        let lead_body = buying::lead_body(desk)?.name;
        let buyer = match out.buyer.name.is_empty() {
            true => lead_body.clone(),
            false => out.buyer.name.clone(),
        };
        let said = regime.named(&buyer, &lead_body, &alliance);
        out.buys_as = said.publisher;
        out.decider = said.decider;
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
