//! What the votes that are still to come can do.
//!
//! A voter who has not answered may choose any option or none. Whether some choice of all of them
//! fulfils a rule is found by adding up the weights of their votes one voter at a time, keeping each
//! sum once, leaving out sums that can no longer reach what is asked, and no option that another
//! beats in every respect. With one thing to count this is one sum per voter; it is exact.

use std::collections::BTreeSet;

use super::{
    Elector,
    rule::{Demand, Options, Rule},
};

/// More sums than this are never looked at; what is asked then counts as possible, so that nothing is
/// decided early. No rule of a sensible size comes near it.
const MOST_SUMS: usize = 50_000;

/// A vote that counts.
pub(super) type Counted<'a> = (&'a Elector, &'a str);

/// The sum of what has been voted.
fn sum(demand: &Demand<'_>, votes: &[Counted<'_>], options: &Options<'_>) -> i64 {
    votes.iter().fold(0, |sum: i64, (elector, option)| {
        sum.saturating_add(demand.weight(elector, option, options))
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
            let least = options
                .names
                .iter()
                .map(|option| demand.weight(elector, option, options))
                .min();
            sum.saturating_add(least.unwrap_or_default().min(0))
        })
    };
    let sure = |demand: &Demand<'_>| worst(demand) >= demand.at_least;
    let written = !(rule.all.is_empty() && rule.any.is_empty());
    written && rule.all.iter().all(sure) && (rule.any.is_empty() || rule.any.iter().any(sure))
}

/// Whether the free voters could choose so that a rule holds.
pub(super) fn possible(rule: &Rule<'_>, votes: &[Counted<'_>], free: &[&Elector], options: &Options<'_>) -> bool {
    let common: Vec<&Demand<'_>> = rule.all.iter().collect();
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
    let choices: Vec<Vec<Vec<i64>>> = free.iter().map(|elector| choices(demands, elector, options)).collect();
    let start: Vec<i64> = demands.iter().map(|demand| sum(demand, votes, options)).collect();
    // What all the voters from here on can add at most, and take away at most, per demand.
    let mut gain = vec![0_i64; demands.len()];
    let mut loss = vec![0_i64; demands.len()];
    for choice in &choices {
        extremes(choice, &mut gain, &mut loss, i64::saturating_add);
    }
    let mut sums = BTreeSet::from([start]);
    for choice in &choices {
        extremes(choice, &mut gain, &mut loss, i64::saturating_sub);
        let mut next = BTreeSet::new();
        for sum in &sums {
            for weights in choice {
                let parts = sum.iter().zip(weights).zip(demands).zip(gain.iter().zip(&loss));
                let made: Option<Vec<i64>> = parts
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
            return true;
        }
        sums = next;
    }
    sums.iter()
        .any(|sum| sum.iter().zip(demands).all(|(sum, demand)| *sum >= demand.at_least))
}

/// The weights of each option and of no answer, without those that another beats in every demand.
fn choices(demands: &[&Demand<'_>], elector: &Elector, options: &Options<'_>) -> Vec<Vec<i64>> {
    let weigh = |option: &&str| -> Vec<i64> {
        demands
            .iter()
            .map(|demand| demand.weight(elector, option, options))
            .collect()
    };
    let mut all: Vec<Vec<i64>> = options.names.iter().map(weigh).collect();
    all.push(vec![0; demands.len()]);
    all.sort_unstable();
    all.dedup();
    let beaten = |one: &Vec<i64>| {
        all.iter()
            .any(|other| other != one && one.iter().zip(other).all(|(a, b)| a <= b))
    };
    all.iter().filter(|one| !beaten(one)).cloned().collect()
}

fn extremes(choice: &[Vec<i64>], gain: &mut [i64], loss: &mut [i64], f: fn(i64, i64) -> i64) {
    for (place, (gain, loss)) in gain.iter_mut().zip(loss.iter_mut()).enumerate() {
        let weights = || choice.iter().filter_map(|weights| weights.get(place).copied());
        *gain = f(*gain, weights().max().unwrap_or_default());
        *loss = f(*loss, weights().min().unwrap_or_default().min(0).saturating_neg());
    }
}
