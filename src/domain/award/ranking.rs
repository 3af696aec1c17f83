//! Places, and ties as published: named criteria in order, then a recorded draw (domain.md 5.12).

use std::{cmp::Ordering, collections::BTreeMap};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::scoring::Scored;

/// A bid with its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contender {
    /// The bid.
    pub bid: String,
    /// Its result.
    pub scored: Scored,
    /// Its moderated scores, for ties.
    pub moderated: BTreeMap<String, u32>,
}

/// How ties are broken, as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieBreak {
    /// Criteria, the most important first.
    pub criteria: Vec<String>,
    /// The seed of the draw, recorded before the scores are known to each other.
    pub seed: String,
}

/// A bid's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// From 1.
    pub place: usize,
    /// The bid.
    pub bid: String,
    /// What set it before the next one.
    pub set_by: SetBy,
}

/// What set one bid before the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetBy {
    /// The total, as shown to two places.
    Total,
    /// Equal totals; this criterion.
    Criterion(String),
    /// Equal in every named criterion; the draw.
    Draw,
    /// It is the last.
    Last,
}

/// Ranks the bids that reached every minimum. Totals that are equal as shown are tied.
pub fn rank(contenders: &[Contender], ties: &TieBreak) -> Vec<Place> {
    let mut order: Vec<&Contender> = contenders
        .iter()
        .filter(|one| one.scored.below_minimum.is_empty())
        .collect();
    order.sort_by(|a, b| compare(a, b, ties).0);
    let mut places = Vec::with_capacity(order.len());
    for (index, contender) in order.iter().enumerate() {
        let set_by = order
            .get(index + 1)
            .map_or(SetBy::Last, |next| compare(contender, next, ties).1);
        places.push(Place {
            place: index + 1,
            bid: contender.bid.clone(),
            set_by,
        });
    }
    places
}

fn compare(a: &Contender, b: &Contender, ties: &TieBreak) -> (Ordering, SetBy) {
    let total = b.scored.total.hundredths().cmp(&a.scored.total.hundredths());
    if total != Ordering::Equal {
        return (total, SetBy::Total);
    }
    for criterion in &ties.criteria {
        let by = b.moderated.get(criterion).cmp(&a.moderated.get(criterion));
        if by != Ordering::Equal {
            return (by, SetBy::Criterion(criterion.clone()));
        }
    }
    (
        lot(&ties.seed, &a.bid)
            .cmp(&lot(&ties.seed, &b.bid))
            .then_with(|| a.bid.cmp(&b.bid)),
        SetBy::Draw,
    )
}

/// The number that a bid draws: anyone with the seed can draw it again.
fn lot(seed: &str, bid: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(seed)
        .chain_update([0])
        .chain_update(bid)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::{super::scoring, *};

    fn contender(bid: &str, scores: &[u32]) -> Contender {
        let criteria: Vec<_> = scores
            .iter()
            .enumerate()
            .map(|(at, _)| scoring::Criterion {
                id: format!("c{at}"),
                weight: 100 / u32::try_from(scores.len()).unwrap(),
                max: 5,
                minimum: (at == 0).then_some(1),
            })
            .collect();
        let moderated = criteria
            .iter()
            .map(|one| one.id.clone())
            .zip(scores.iter().copied())
            .collect();
        Contender {
            bid: bid.to_owned(),
            scored: scoring::score(&criteria, &moderated, scoring::WHOLE).unwrap(),
            moderated,
        }
    }

    #[track_caller]
    fn check(bids: &[(&str, &[u32])], expected: &[(&str, SetBy)]) {
        let contenders: Vec<_> = bids.iter().map(|(bid, scores)| contender(bid, scores)).collect();
        let ties = TieBreak {
            criteria: vec!["c1".to_owned()],
            seed: "witnessed".to_owned(),
        };
        let places: Vec<_> = rank(&contenders, &ties)
            .into_iter()
            .map(|p| (p.bid, p.set_by))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(bid, by)| ((*bid).to_owned(), by.clone()))
            .collect();
        assert_eq!(places, expected);
    }

    #[test]
    fn the_total_comes_first() {
        check(
            &[("low", &[1, 1]), ("high", &[2, 1])],
            &[("high", SetBy::Total), ("low", SetBy::Last)],
        );
    }

    #[test]
    fn a_tie_goes_to_the_named_criterion() {
        check(
            &[("a", &[3, 2]), ("b", &[2, 3])],
            &[("b", SetBy::Criterion("c1".to_owned())), ("a", SetBy::Last)],
        );
    }

    #[test]
    fn a_full_tie_is_drawn_the_same_each_time() {
        let first = rank(&[contender("a", &[2, 2]), contender("b", &[2, 2])], &ties("x"));
        let again = rank(&[contender("b", &[2, 2]), contender("a", &[2, 2])], &ties("x"));
        assert_eq!(first, again);
        assert_eq!(first.first().map(|p| p.set_by.clone()), Some(SetBy::Draw));
    }

    fn ties(seed: &str) -> TieBreak {
        TieBreak {
            criteria: Vec::new(),
            seed: seed.to_owned(),
        }
    }

    #[test]
    fn a_bid_below_a_minimum_has_no_place() {
        check(&[("fails", &[0, 5]), ("stands", &[1, 0])], &[("stands", SetBy::Last)]);
    }
}
