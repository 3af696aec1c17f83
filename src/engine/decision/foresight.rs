//! What the votes that are still to come can do.
//!
//! A voter who has not answered may choose any option or none. Whether some choice of all of them
//! fulfils a rule is found by adding up the weights of their votes one voter at a time, keeping each
//! sum once, leaving out sums that can no longer reach what is asked, and no option that another
//! beats in every respect. With one thing to count this is one sum per voter; it is exact.

use std::collections::BTreeSet;

use smallvec::{SmallVec, smallvec};

use super::{
    Elector,
    rule::{Choice, Demand, Options, Rule},
};

/// More sums than this are never looked at; what is asked then counts as possible, so that nothing is
/// decided early. No rule of a sensible size comes near it.
const MOST_SUMS: usize = 50_000;

/// A vote that counts.
pub(super) type Counted<'a> = (&'a Elector, Choice);

/// A number for each demand.
type Sums = SmallVec<[i64; 8]>;

/// The sum of what has been voted.
fn sum(demand: &Demand<'_>, votes: &[Counted<'_>], options: &Options<'_>) -> i64 {
    votes.iter().fold(0, |sum: i64, (elector, choice)| {
        sum.saturating_add(demand.weight(elector, *choice, options))
    })
}

/// Whether a rule holds with these votes and no more. A rule in which nothing is written never does.
pub(super) fn holds(rule: &Rule<'_>, votes: &[Counted<'_>], options: &Options<'_>) -> bool {
    let reached = |demand: &Demand<'_>| sum(demand, votes, options) >= demand.at_least;
    let written = !(rule.all.is_empty() && rule.any.is_empty());
    written && rule.all.iter().all(reached) && (rule.any.is_empty() || rule.any.iter().any(reached))
}

/// Whether a rule holds whatever the free voters choose.
///
/// Each demand is looked at by itself, with every free voter choosing what is worst for it. That is
/// exact for `all`; and for `any` too, whose counts never fall, so that its worst is no more votes.
pub(super) fn certain(rule: &Rule<'_>, votes: &[Counted<'_>], free: &[&Elector], options: &Options<'_>) -> bool {
    let worst = |demand: &Demand<'_>| {
        free.iter().fold(sum(demand, votes, options), |sum, elector| {
            let weigh = |choice| demand.weight(elector, choice, options);
            let least = options.choices().map(weigh).min();
            sum.saturating_add(least.unwrap_or_default().min(0))
        })
    };
    let sure = |demand: &Demand<'_>| worst(demand) >= demand.at_least;
    let written = !(rule.all.is_empty() && rule.any.is_empty());
    written && rule.all.iter().all(sure) && (rule.any.is_empty() || rule.any.iter().any(sure))
}

/// Whether the free voters could choose so that a rule holds.
pub(super) fn possible(rule: &Rule<'_>, votes: &[Counted<'_>], free: &[&Elector], options: &Options<'_>) -> bool {
    let common: SmallVec<[&Demand<'_>; 8]> = rule.all.iter().collect();
    if rule.any.is_empty() {
        return !common.is_empty() && together(&common, votes, free, options);
    }
    rule.any.iter().any(|one| {
        let mut demands = common.clone();
        demands.push(one);
        together(&demands, votes, free, options)
    })
}

/// Whether the free voters could choose so that all of these demands are reached at once.
fn together(demands: &[&Demand<'_>], votes: &[Counted<'_>], free: &[&Elector], options: &Options<'_>) -> bool {
    let mut start: Sums = demands.iter().map(|demand| sum(demand, votes, options)).collect();
    // Most voters have one choice that serves every demand best. Only the others are tried.
    let mut torn: Vec<Vec<Sums>> = Vec::new();
    let mut last: Option<(&Elector, Vec<Sums>)> = None;
    for &elector in free {
        let alike = |other: &Elector| other.house == elector.house && other.roles == elector.roles;
        let (_, choices) = match &mut last {
            Some(known) if alike(known.0) => known,
            other => other.insert((elector, choices(demands, elector, options))),
        };
        match choices.as_slice() {
            [only] => add(&mut start, only),
            _ => torn.push(choices.clone()),
        }
    }
    let reached = |sums: &Sums| sums.iter().zip(demands).all(|(sum, demand)| *sum >= demand.at_least);
    if torn.is_empty() {
        return reached(&start);
    }
    tried(demands, start, &torn).is_none_or(|all| all.iter().any(reached))
}

fn add(sums: &mut Sums, weights: &Sums) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum = sum.saturating_add(*weight);
    }
}

/// Every sum that matters; nothing if there are too many.
fn tried(demands: &[&Demand<'_>], start: Sums, voters: &[Vec<Sums>]) -> Option<BTreeSet<Sums>> {
    // What all the voters from here on can add at most, and take away at most, per demand.
    let mut gain: Sums = smallvec![0; demands.len()];
    let mut loss = gain.clone();
    for choices in voters {
        extremes(choices, &mut gain, &mut loss, i64::saturating_add);
    }
    let mut sums = BTreeSet::from([start]);
    for choices in voters {
        extremes(choices, &mut gain, &mut loss, i64::saturating_sub);
        let mut next = BTreeSet::new();
        for sum in &sums {
            for weights in choices {
                let parts = sum.iter().zip(weights).zip(demands).zip(gain.iter().zip(&loss));
                let made: Option<Sums> = parts
                    .map(|(((sum, weight), demand), (gain, loss))| {
                        let sum = sum.saturating_add(*weight);
                        let alive = sum.saturating_add(*gain) >= demand.at_least;
                        // Beyond what can still be lost, more makes no difference.
                        alive.then(|| sum.min(demand.at_least.saturating_add(*loss)))
                    })
                    .collect();
                next.extend(made);
            }
        }
        if next.len() > MOST_SUMS {
            return None;
        }
        sums = next;
    }
    Some(sums)
}

/// The weights of each option and of no answer, without those that another beats in every demand.
fn choices(demands: &[&Demand<'_>], elector: &Elector, options: &Options<'_>) -> Vec<Sums> {
    let mut kept: Vec<Sums> = Vec::with_capacity(2);
    let beats = |one: &Sums, other: &Sums| one.iter().zip(other).all(|(a, b)| a >= b);
    let weigh = |choice| {
        demands
            .iter()
            .map(|demand| demand.weight(elector, choice, options))
            .collect()
    };
    for weights in options.choices().map(weigh).chain([smallvec![0; demands.len()]]) {
        if !kept.iter().any(|other| beats(other, &weights)) {
            kept.retain(|other| !beats(&weights, other));
            kept.push(weights);
        }
    }
    kept
}

fn extremes(choices: &[Sums], gain: &mut [i64], loss: &mut [i64], f: fn(i64, i64) -> i64) {
    for (place, (gain, loss)) in gain.iter_mut().zip(loss.iter_mut()).enumerate() {
        let weights = || choices.iter().filter_map(|weights| weights.get(place).copied());
        *gain = f(*gain, weights().max().unwrap_or_default());
        *loss = f(*loss, weights().min().unwrap_or_default().min(0).saturating_neg());
    }
}
