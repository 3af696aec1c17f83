//! Which bidder is offered which lot (domain.md 5.7).
//!
//! The published objective, in this order: as many lots as possible have an offer; the sum of the
//! scores is the highest; bidders' own order of preference is met. Within it no bidder gets more
//! lots than the cap or than it wants, nor fewer than it says are viable. The result is optimal for
//! that objective, the same each time, and explained lot by lot.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::flow::Network;

/// What a bidder asks for. Only lots for which its bid passed every minimum belong here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The bid.
    pub bid: String,
    /// Lots, the most wanted first, each with the score in hundredths of a point.
    pub lots: Vec<(String, i64)>,
    /// The most that it wants.
    pub most_wanted: Option<u32>,
    /// Fewer than this and it would rather have none.
    pub least_viable: u32,
}

/// The result.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Lot to bid.
    pub offers: BTreeMap<String, String>,
    /// Lots without an offer. Never silent: each is in the explanation too.
    pub uncovered: Vec<String>,
    /// One sentence or more for each lot.
    pub explanation: BTreeMap<String, Vec<String>>,
    /// Lots that would have gone to another bid without the cap: lot to that bid.
    pub without_cap: BTreeMap<String, Option<String>>,
    /// False if the search for viable shares was cut short; the result then stands, but may not be
    /// the best, and people must look.
    pub exact: bool,
}

/// How many branches the search for viable shares may take.
const BRANCHES: usize = 4096;

/// Allocates. `lots` are in their published order; `cap` is the most that one bidder may hold.
pub fn allocate(lots: &[String], requests: &[Request], cap: u32) -> Allocation {
    let (offers, exact) = solve(lots, requests, cap);
    let free = solve(lots, requests, u32::try_from(lots.len()).unwrap_or(u32::MAX)).0;
    let uncovered: Vec<String> = lots.iter().filter(|lot| !offers.contains_key(*lot)).cloned().collect();
    let without_cap = lots
        .iter()
        .filter(|lot| free.get(*lot) != offers.get(*lot))
        .map(|lot| (lot.clone(), free.get(lot).cloned()))
        .collect();
    let explanation = lots
        .iter()
        .map(|lot| (lot.clone(), explain(lot, &offers, requests, cap)))
        .collect();
    Allocation {
        offers,
        uncovered,
        explanation,
        without_cap,
        exact,
    }
}

type Offers = BTreeMap<String, String>;

/// What one branch of the search demands: bids that get nothing, bids that get what is viable.
#[derive(Clone, Default)]
struct Branch {
    none: BTreeSet<String>,
    viable: BTreeSet<String>,
}

fn solve(lots: &[String], requests: &[Request], cap: u32) -> (Offers, bool) {
    let mut best: Option<((usize, i128, i128), Offers)> = None;
    let mut open = vec![Branch::default()];
    let mut taken = 0;
    while let Some(branch) = open.pop() {
        taken += 1;
        if taken > BRANCHES {
            return (best.map(|(_, offers)| offers).unwrap_or_default(), false);
        }
        let offers = relaxed(lots, requests, cap, &branch);
        let value = worth(&offers, requests);
        if best.as_ref().is_some_and(|(known, _)| *known >= value) {
            continue;
        }
        let short = requests.iter().find(|one| {
            let held = held(&offers, &one.bid);
            held < one.least_viable && (held > 0 || branch.viable.contains(&one.bid))
        });
        match short {
            None => best = Some((value, offers)),
            // Its viable share cannot be had together with what this branch demands already.
            Some(request) if branch.viable.contains(&request.bid) => {}
            Some(request) => {
                for give in [false, true] {
                    let mut next = branch.clone();
                    if give { &mut next.viable } else { &mut next.none }.insert(request.bid.clone());
                    open.push(next);
                }
            }
        }
    }
    (best.map(|(_, offers)| offers).unwrap_or_default(), true)
}

fn held(offers: &Offers, bid: &str) -> u32 {
    u32::try_from(offers.values().filter(|one| *one == bid).count()).unwrap_or(u32::MAX)
}

/// Lots covered, sum of scores, preferences met (the higher the better).
fn worth(offers: &Offers, requests: &[Request]) -> (usize, i128, i128) {
    let mut scores = 0;
    let mut order = 0;
    for (lot, bid) in offers {
        let Some(request) = requests.iter().find(|one| one.bid == *bid) else {
            continue;
        };
        if let Some(at) = request.lots.iter().position(|(one, _)| one == lot) {
            scores += request.lots.get(at).map_or(0, |(_, score)| i128::from(*score));
            order -= i128::try_from(at).unwrap_or(0);
        }
    }
    (offers.len(), scores, order)
}

/// The best allocation that leaves viable shares aside, but for those that the branch demands.
fn relaxed(lots: &[String], requests: &[Request], cap: u32, branch: &Branch) -> Offers {
    let (source, sink) = (0, 1);
    let lot_node = |at: usize| 2 + requests.len() + at;
    let mut network = Network::with_nodes(2 + requests.len() + lots.len());
    // A preference weighs less than one hundredth of a point, all preferences together; a viable
    // share that is demanded weighs more than all scores.
    let step = i128::try_from(lots.len().pow(2) + 1).unwrap_or(i128::MAX);
    let demanded = step * 1_000_000_000;
    let mut asked = Vec::new();
    for (at, request) in requests
        .iter()
        .enumerate()
        .filter(|(_, one)| !branch.none.contains(&one.bid))
    {
        let most = cap.min(request.most_wanted.unwrap_or(cap));
        let viable = if branch.viable.contains(&request.bid) {
            request.least_viable.min(most)
        } else {
            0
        };
        network.edge(source, 2 + at, viable, -demanded);
        network.edge(source, 2 + at, most - viable, 0);
        for (preference, (lot, score)) in request.lots.iter().enumerate() {
            let Some(place) = lots.iter().position(|one| one == lot) else {
                continue;
            };
            let cost = i128::try_from(preference).unwrap_or(0) - i128::from(*score) * step;
            asked.push((network.edge(2 + at, lot_node(place), 1, cost), lot, &request.bid));
        }
    }
    for at in 0..lots.len() {
        network.edge(lot_node(at), sink, 1, 0);
    }
    network.run(source, sink);
    asked
        .into_iter()
        .filter(|(edge, ..)| network.used(*edge))
        .map(|(_, lot, bid)| (lot.clone(), bid.clone()))
        .collect()
}

fn explain(lot: &str, offers: &Offers, requests: &[Request], cap: u32) -> Vec<String> {
    let mut wanting: Vec<(&Request, i64)> = requests
        .iter()
        .filter_map(|one| {
            one.lots
                .iter()
                .find(|(name, _)| name == lot)
                .map(|(_, score)| (one, *score))
        })
        .collect();
    wanting.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.bid.cmp(&b.0.bid)));
    let Some(winner) = offers.get(lot) else {
        return vec![match wanting.len() {
            0 => "No bid that reached the minimums asked for this lot.".to_owned(),
            count => format!(
                "No offer: the {count} bid(s) that asked for it hold as many lots as they may, or too few lots would be left to be viable for them."
            ),
        }];
    };
    let mut said = Vec::new();
    for (request, score) in wanting {
        if request.bid == *winner {
            said.push(format!("Offered to {winner}, with {}.", points(score)));
            break;
        }
        let held = held(offers, &request.bid);
        said.push(if held >= cap {
            format!(
                "{} scored {} and holds {held} lots already, the most that one organisation may hold.",
                request.bid,
                points(score)
            )
        } else if request.most_wanted.is_some_and(|most| held >= most) {
            format!(
                "{} scored {} and holds the {held} lots that it wants.",
                request.bid,
                points(score)
            )
        } else if held == 0 && request.least_viable > 1 {
            format!(
                "{} scored {}; fewer than {} lots are not viable for it.",
                request.bid,
                points(score),
                request.least_viable
            )
        } else {
            format!(
                "{} scored {}, and is not chosen here: the choice that is made covers more lots, or has more points over all \
                 lots.",
                request.bid,
                points(score)
            )
        });
    }
    said
}

fn points(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths.div_euclid(100), hundredths.rem_euclid(100))
}

#[cfg(test)]
mod tests;
