//! Order, minimums, ties, offers and reserves of a whole round, from agreed marks.
//!
//! A bid has one score for each of its lots: most questions count for all of them with one mark, some are marked
//! for each. A bid that fails a minimum has no place, in the lots in which it fails. Ties that the published order of criteria leaves open stay open until a
//! draw is recorded.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    allocation::{self, Request},
    ranking::{self, Contender, SetBy, TieBreak},
    scoring::{self, Criterion, ScoringError},
};

/// What the published rule is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Questions with weights.
    pub criteria: Vec<Criterion>,
    /// What their weights add up to.
    pub whole: u32,
    /// Criteria that break ties, the most important first.
    pub tie_break: Vec<String>,
    /// Points of 100 that a bid needs in all.
    pub overall_minimum: u32,
    /// The most lots for one bid.
    pub cap: u32,
    /// The seed of a recorded draw, if there was one.
    pub seed: Option<String>,
}

/// A bid with its agreed marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrant {
    /// The bid.
    pub bid: String,
    /// Lots, the most wanted first.
    pub lots: Vec<String>,
    /// The most that it wants.
    pub most_wanted: Option<u32>,
    /// The fewest that would be worth its while; 1 where it says nothing.
    pub least_viable: u32,
    /// Marks by question, where one answer counts for all lots.
    pub marks: BTreeMap<String, u32>,
    /// By lot, marks by question, where it is answered for each.
    pub by_lot: BTreeMap<String, BTreeMap<String, u32>>,
}

impl Entrant {
    /// All its marks that count in a lot.
    fn marks_in(&self, lot: &str) -> BTreeMap<String, u32> {
        let mut marks = self.marks.clone();
        marks.extend(self.by_lot.get(lot).cloned().unwrap_or_default());
        marks
    }
}

/// One bid in the order of one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// The bid.
    pub bid: String,
    /// From 1.
    pub place: usize,
    /// Points of 100, two decimals.
    pub points: String,
    /// What set it before the next.
    pub set_by: SetBy,
}

/// One lot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotOutcome {
    /// The bid that is offered the lot.
    pub offered: Option<String>,
    /// All bids for it that reached the minimums, in order.
    pub order: Vec<Ranked>,
    /// Two bids are equal here and nothing has decided between them.
    pub tied: bool,
    /// Sentences.
    pub why: Vec<String>,
    /// The bid that would have had it without the cap, where that is another.
    pub without_cap: Option<String>,
}

/// A round worked out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// By lot.
    pub lots: BTreeMap<String, LotOutcome>,
}

/// Works a round out. The same rows give the same result each time.
///
/// # Errors
/// A mark is missing or off its scale, or the weights are not a whole.
pub fn work_out(lots: &[String], entrants: &[Entrant], rules: &Rules) -> Result<Outcome, ScoringError> {
    let mut out = Outcome::default();
    let mut standing = Vec::new();
    for entrant in entrants {
        let mut places = BTreeMap::new();
        for lot in &entrant.lots {
            let one = in_lot(entrant, lot, rules)?;
            if one.scored.below_minimum.is_empty() {
                places.insert(lot.as_str(), one);
            }
        }
        standing.push((entrant, places));
    }
    let ties = TieBreak {
        criteria: rules.tie_break.clone(),
        seed: rules.seed.clone().unwrap_or_default(),
    };
    let requests = requests(&standing, &ties);
    let allocated = allocation::allocate(lots, &requests, rules.cap);
    let mut offers = allocated.offers.clone();
    for lot in lots {
        let wanting: Vec<Contender> = standing
            .iter()
            .filter_map(|(_, places)| places.get(lot.as_str()).cloned())
            .collect();
        let points = |bid: &str| {
            let found = wanting.iter().find(|one| one.bid == bid);
            found.map(|one| one.scored.total.to_string()).unwrap_or_default()
        };
        let places = ranking::rank(&wanting, &ties);
        settle_equals(lot, &places, &mut offers);
        let offered = offers.get(lot).cloned();
        let one = LotOutcome {
            tied: rules.seed.is_none() && decides_by_draw(&places, offered.as_ref()),
            why: allocated.explanation.get(lot).cloned().unwrap_or_default(),
            without_cap: allocated.without_cap.get(lot).cloned().flatten(),
            order: places
                .into_iter()
                .map(|place| Ranked {
                    points: points(&place.bid),
                    bid: place.bid,
                    place: place.place,
                    set_by: place.set_by,
                })
                .collect(),
            offered,
        };
        out.lots.insert(lot.clone(), one);
    }
    Ok(out)
}

/// What a bid comes to in one lot; the overall minimum, where it is missed, stands among what is missed as an empty
/// name.
fn in_lot(entrant: &Entrant, lot: &str, rules: &Rules) -> Result<Contender, ScoringError> {
    let moderated = entrant.marks_in(lot);
    let mut scored = scoring::score(&rules.criteria, &moderated, rules.whole)?;
    if scored.total.hundredths() < i64::from(rules.overall_minimum) * 100 {
        scored.below_minimum.push(String::new());
    }
    Ok(Contender {
        bid: entrant.bid.clone(),
        scored,
        moderated,
    })
}

/// What bids ask for. Equal bids are offered lots in their order after ties, because the allocation takes the first:
/// each stands there with the lot in which it did best.
fn requests(standing: &[(&Entrant, BTreeMap<&str, Contender>)], ties: &TieBreak) -> Vec<Request> {
    let asking = standing.iter().filter(|(_, places)| !places.is_empty());
    let mut requests: Vec<Request> = asking
        .map(|(entrant, places)| Request {
            bid: entrant.bid.clone(),
            lots: entrant
                .lots
                .iter()
                .filter_map(|lot| Some((lot.clone(), places.get(lot.as_str())?.scored.total.hundredths())))
                .collect(),
            most_wanted: entrant.most_wanted,
            least_viable: entrant.least_viable.max(1),
        })
        .collect();
    let best = standing
        .iter()
        .filter_map(|(_, places)| places.values().max_by_key(|one| one.scored.total.hundredths()));
    let everyone: Vec<Contender> = best.cloned().collect();
    let order: Vec<String> = ranking::rank(&everyone, ties)
        .into_iter()
        .map(|place| place.bid)
        .collect();
    requests.sort_by_key(|one| order.iter().position(|bid| *bid == one.bid));
    requests
}

/// The allocation knows totals only. Where the offered bid is equal in total with one that stands
/// before it, and that one holds nothing at all, the one before has the lot.
fn settle_equals(lot: &str, places: &[ranking::Place], offers: &mut BTreeMap<String, String>) {
    let Some(at) = places.iter().position(|place| offers.get(lot) == Some(&place.bid)) else {
        return;
    };
    let equal = places
        .iter()
        .take(at)
        .rev()
        .take_while(|place| place.set_by != SetBy::Total);
    let before = equal
        .filter(|place| !offers.values().any(|bid| *bid == place.bid))
        .last();
    if let Some(place) = before {
        offers.insert(lot.to_owned(), place.bid.clone());
    }
}

/// Whether the offer rests on a draw: its neighbour above or below is set apart by nothing else.
fn decides_by_draw(places: &[ranking::Place], offered: Option<&String>) -> bool {
    let Some(at) = places.iter().position(|place| Some(&place.bid) == offered) else {
        return false;
    };
    let here = places.get(at).is_some_and(|place| place.set_by == SetBy::Draw);
    let above = at
        .checked_sub(1)
        .and_then(|at| places.get(at))
        .is_some_and(|place| place.set_by == SetBy::Draw);
    here || above
}

/// The next in line for a lot: after those who have had it, who holds fewer than the cap.
pub fn next_in_line(
    order: &[Ranked],
    had: &BTreeSet<String>,
    holds: &BTreeMap<String, u32>,
    cap: u32,
) -> Option<String> {
    order
        .iter()
        .find(|one| !had.contains(&one.bid) && holds.get(&one.bid).copied().unwrap_or(0) < cap)
        .map(|one| one.bid.clone())
}

#[cfg(test)]
mod tests;
