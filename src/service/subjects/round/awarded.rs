//! What a contract takes from the round that it comes from.

use accord_store::subjects::SubjectRow;

use super::{book::Book, showing};
use crate::{
    service::{app::Desk, fault::Fault},
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
    supplier: &str,
) -> Result<Awarded, Fault> {
    let book = Book::open(desk, round, None)?;
    let buyer = book
        .own
        .get_key_value("buyer")
        .map(|(name, buyer)| (name.clone(), buyer.clone()));
    let mut out = Awarded {
        buyer: showing::filled(buyer.into_iter().collect()).buyer,
        ..Awarded::default()
    };
    let winning = book.bids.iter().filter(|bid| !book.won(&bid.row.id).is_empty());
    let numbered = winning.zip(1..);
    let mut own = numbered.filter(|(bid, _)| !bid.sent.is_empty() && book.name(&bid.row.organisation_id) == supplier);
    if let Some((bid, number)) = own.next() {
        let codes: Vec<&str> = book.won(&bid.row.id).iter().map(|lot| lot.code.as_str()).collect();
        out.reference = super::ending::award_reference(&book, number);
        out.lots = showing::lots(&book);
        out.lots.retain(|lot| codes.contains(&lot.code.as_str()));
    }
    Ok(out)
}
