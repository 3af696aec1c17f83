//! What a version promises also holds for records that come from another one (S20), or there is a story that breaks it.
//!
//! A guarantee is proved over every path from the start. A record that goes over has come by the paths of the version
//! that it left: what may be known where it stood is found on those, and every path of the new version is followed
//! from where it stands then.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    explore::{Graph, ground::Ground, story::Teller},
    guarantees::{Memory, Verdict, Watch},
    tour::Tour,
    world::World,
};
use crate::{definition::model::Definition, shared::Word};

/// The states of the old version in which a record may stand.
pub type Standing = BTreeSet<String>;

/// A version with everything that it may speak of.
pub type Version<'a> = (&'a Definition, World<'a>);

/// Which promises of the new version would not hold for a record that stands so in the old one, each a sentence; all
/// the others would. `states`: what takes the place of which, old to new.
pub fn broken(old: Version<'_>, new: Version<'_>, states: &BTreeMap<Word, Word>) -> BTreeMap<Standing, Vec<String>> {
    let (old_tour, new_tour) = (Tour::of(old.0), Tour::of(new.0));
    let (Some(before), Some(after)) = (Ground::of(&old_tour, old.1), Ground::of(&new_tour, new.1)) else {
        return BTreeMap::new();
    };
    let (left, taken) = (Graph::of(&before), Graph::of(&after));
    let teller = Teller {
        tour: &new_tour,
        world: new.1,
    };
    let standings = standings(&before, &left);
    let arrivals = arrivals(&after, &taken);
    let mut out: BTreeMap<Standing, Vec<String>> = BTreeMap::new();
    for guarantee in &new.0.guarantees {
        let (known, watch) = (
            Watch::of_another(&before, guarantee, states).known(&left),
            Watch::of(&after, guarantee),
        );
        let mut seeded: Vec<(&Standing, Vec<(usize, Memory)>)> = Vec::new();
        for ((number, standing), over) in standings.iter().enumerate().zip(&left.over) {
            let places = arrivals.get(&renamed(standing, states, &new_tour));
            let (Some(memories), Some(places), false) = (known.get(&number), places, over) else {
                continue;
            };
            let seeds = places
                .iter()
                .flat_map(|place| memories.iter().map(move |memory| (*place, *memory)));
            seeded.push((standing, seeds.collect()));
        }
        // Most promises hold from everywhere, and that is seen at one look.
        let all: Vec<(usize, Memory)> = seeded.iter().flat_map(|(_, seeds)| seeds.iter().copied()).collect();
        if all.is_empty() || !matches!(watch.search(&taken, &all), Verdict::Broken(_)) {
            continue;
        }
        for (standing, seeds) in seeded {
            if let Verdict::Broken(story) = watch.search(&taken, &seeds) {
                let says = format!(
                    "The new version promises: {} That would not hold for what stands here: {}",
                    guarantee.says.trim(),
                    teller.tell(&story)
                );
                let told = out.entry(standing.clone()).or_default();
                if !told.contains(&says) {
                    told.push(says);
                }
            }
        }
    }
    out
}

/// The states of each situation, by its number.
fn standings(ground: &Ground<'_>, graph: &Graph<'_>) -> Vec<Standing> {
    graph
        .positions
        .iter()
        .map(|at| {
            let active = ground.active(at).into_iter();
            active.map(|number| ground.tour.name(number).to_owned()).collect()
        })
        .collect()
}

/// The situations in which exactly these states are active.
fn arrivals(ground: &Ground<'_>, graph: &Graph<'_>) -> BTreeMap<Standing, Vec<usize>> {
    let mut out: BTreeMap<Standing, Vec<usize>> = BTreeMap::new();
    for (number, standing) in standings(ground, graph).into_iter().enumerate() {
        out.entry(standing).or_default().push(number);
    }
    out
}

/// Where a record stands in the new version: the states that took the place of others, and those around them.
fn renamed(standing: &Standing, states: &BTreeMap<Word, Word>, new: &Tour<'_>) -> Standing {
    let mut out = Standing::new();
    for old in standing {
        let name = states.get(old.as_str()).map_or(old.as_str(), |new| new);
        let mut at = new.number(name);
        while let Some(place) = at.and_then(|number| new.states.get(number)) {
            out.insert(place.id.to_owned());
            at = place.parent;
        }
    }
    out
}
