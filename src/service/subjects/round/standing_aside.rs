//! Who may not decide in a round because of what their organisation, or they, do in it.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::{
    bids,
    instances::{self, InstanceStatus},
    organisations, rounds,
    subjects::SubjectRow,
};
use serde_json::Value as Json;

use super::book::Book;
use crate::service::{answers, app::Desk, fault::Fault, subjects::data};

const MAY_BID: &str = "may_bid";
const BIDDING: &str = "bidding";
const EVALUATING: &str = "evaluating";

/// The catalogue's sentence for an exclusion.
pub(in crate::service::subjects) fn said(desk: &Desk<'_>, name: &str) -> (String, String) {
    let why = desk.app.library.catalogue.exclusions.get(name);
    (name.to_owned(), why.cloned().unwrap_or_default())
}

/// What bars each of these people in a round. One reading for all of them: whoever may act is
/// asked about in every step.
///
/// # Errors
/// The store fails.
pub(in crate::service::subjects) fn exclusions(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    people: &[String],
) -> Result<BTreeMap<String, BTreeMap<String, String>>, Fault> {
    let bidding = bidding(desk, round)?;
    let mut may_bid = said_to_bid(desk, round)?;
    may_bid.extend(bidding.iter().cloned());
    let scoring: BTreeSet<String> = rounds::seats(desk.db, &round.id)?
        .into_iter()
        .filter(|seat| seat.until.is_none() && Book::scores(desk, seat))
        .map(|seat| seat.person_id)
        .collect();
    let memberships = organisations::memberships(desk.db, &desk.alliance, desk.now.into())?;
    let mut out = BTreeMap::new();
    for person in people {
        let own = memberships.iter().filter(|one| one.person_id == *person);
        let own: Vec<&str> = own.map(|one| one.organisation_id.as_str()).collect();
        let holds = [
            (MAY_BID, own.iter().any(|id| may_bid.contains(*id))),
            (BIDDING, own.iter().any(|id| bidding.contains(*id))),
            (EVALUATING, scoring.contains(person)),
        ];
        let barred: BTreeMap<String, String> = holds
            .into_iter()
            .filter(|(_, holds)| *holds)
            .map(|(name, _)| said(desk, name))
            .collect();
        out.insert(person.clone(), barred);
    }
    Ok(out)
}

/// Organisations with a bid, or a part in one, that was not given up before the opening.
fn bidding(desk: &mut Desk<'_>, round: &SubjectRow) -> Result<BTreeSet<String>, Fault> {
    let rows = bids::of_round(desk.db, &round.id)?;
    if rows.is_empty() {
        return Ok(BTreeSet::new());
    }
    let main = instances::of_subject(desk.db, &desk.alliance, &round.id)?
        .into_iter()
        .next();
    let children = match main {
        Some(main) => instances::children(desk.db, &desk.alliance, &main.id, None)?,
        None => Vec::new(),
    };
    let over: BTreeSet<&str> = children
        .iter()
        .filter(|child| child.status == InstanceStatus::Ended)
        .map(|child| child.subject_id.as_str())
        .collect();
    let running: Vec<_> = rows
        .into_iter()
        .filter(|bid| bid.opened_at.is_some() || !over.contains(bid.id.as_str()))
        .collect();
    let mut out: BTreeSet<String> = running.iter().map(|bid| bid.organisation_id.clone()).collect();
    for partner in bids::partners_of_round(desk.db, &round.id)? {
        if running.iter().any(|bid| bid.id == partner.bid_id) {
            out.insert(partner.organisation_id);
        }
    }
    Ok(out)
}

/// Organisations that say they may bid: in the round's record, or in their own.
fn said_to_bid(desk: &mut Desk<'_>, round: &SubjectRow) -> Result<BTreeSet<String>, Fault> {
    let named = answers::texts(&data(round)?, MAY_BID);
    let mut out = BTreeSet::new();
    for one in organisations::all(desk.db, &desk.alliance)? {
        let profile: Json = serde_json::from_str(&one.profile)?;
        let says = profile.get(MAY_BID).and_then(Json::as_bool) == Some(true);
        if says || named.contains(&one.handle) || named.contains(&one.id) {
            out.insert(one.id);
        }
    }
    Ok(out)
}
