//! How a decision was answered, house by house: off the ballot, where it is still the one that was counted, and off
//! the journal where the question was asked again since.

use std::collections::BTreeMap;

use accord_engine::{decision::Ballot, definition::model::Decision as Rules, event::Act};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use crate::service::app::Desk;

/// How a decision was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Votes {
    /// House by house, in the order of the vocabulary; those who sit in none come last.
    pub houses: Vec<House>,
    /// How many had no part in it, by an interest or by standing aside; not known of a question that was asked again.
    pub recused: Option<usize>,
    /// Why, in the words of the catalogue, each once.
    pub because: Vec<String>,
}

/// How a house answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct House {
    /// What people call it.
    pub title: String,
    /// Seats that might have answered; not known of a question that was asked again.
    pub seats: Option<usize>,
    /// Each answer that was given, and how often.
    pub answers: Vec<(String, usize)>,
}

/// Votes that came in, state by state, as the journal has them.
#[derive(Debug, Clone, Default)]
pub(super) struct Cast(BTreeMap<String, Vec<One>>);

/// One vote.
#[derive(Debug, Clone)]
struct One {
    person: String,
    house: Option<String>,
    option: String,
    at: DateTime<Utc>,
}

/// The votes on one question, each person's last.
#[derive(Debug, Clone, Default)]
pub(super) struct Taken(Vec<One>);

impl Cast {
    /// A vote comes in.
    pub(super) fn add(&mut self, desk: &Desk<'_>, act: &Act) {
        let Some(state) = &act.state else { return };
        let person = act.actor.acting_for.as_ref().unwrap_or(&act.actor.person).clone();
        let known = &desk.app.library.roles.roles;
        let house = act.actor.roles.iter().find_map(|role| known.get(role)?.house.clone());
        let all = self.0.entry(state.clone()).or_default();
        all.retain(|one| one.person != person);
        all.push(One {
            person,
            house,
            option: act.event.clone(),
            at: act.received_at,
        });
    }

    /// The count is taken: the next vote there is one on another question.
    pub(super) fn take(&mut self, state: &str) -> Taken {
        Taken(self.0.remove(state).unwrap_or_default())
    }
}

impl Taken {
    /// Whether all of them came since an instant: then they are the ones of the ballot that opened at it.
    pub(super) fn opened_after(&self, at: DateTime<Utc>) -> bool {
        self.0.iter().all(|one| one.at >= at)
    }
}

/// How it was answered.
pub(super) fn votes(desk: &Desk<'_>, rules: &Rules, ballot: Option<&Ballot>, cast: &Taken) -> Votes {
    let roles = &desk.app.library.roles;
    let mut houses: Vec<(Option<&String>, String)> = roles
        .houses
        .iter()
        .map(|(name, title)| (Some(name), title.clone()))
        .collect();
    houses.push((None, "No house".to_owned()));
    let counted: Vec<(Option<&String>, &str)> = match ballot {
        Some(ballot) => {
            let free = ballot.electors.iter().filter(|one| one.recused.is_none());
            free.filter_map(|one| {
                let mut own = ballot.votes.iter().rev();
                let vote = own.find(|vote| vote.person == one.person && !vote.void)?;
                Some((one.house.as_ref(), vote.option.as_str()))
            })
            .collect()
        }
        None => cast
            .0
            .iter()
            .map(|one| (one.house.as_ref(), one.option.as_str()))
            .collect(),
    };
    let shown = houses.into_iter().filter_map(|(house, title)| {
        let seats = ballot.map(|ballot| ballot.electors.iter().filter(|one| one.house.as_ref() == house).count());
        let mut answers: IndexMap<String, usize> = IndexMap::new();
        for (name, option) in &rules.options {
            let count = counted
                .iter()
                .filter(|(own, given)| *own == house && given == name)
                .count();
            if count > 0 {
                let title = option.title.clone().unwrap_or_else(|| name.replace('_', " "));
                *answers.entry(title).or_default() += count;
            }
        }
        let is_there = seats.is_some_and(|seats| seats > 0) || !answers.is_empty();
        is_there.then(|| House {
            title,
            seats,
            answers: answers.into_iter().collect(),
        })
    });
    let recused = ballot.map(|ballot| ballot.electors.iter().filter_map(|one| one.recused.as_ref()));
    let catalogue = &desk.app.library.catalogue.exclusions;
    let mut because: Vec<String> = recused
        .clone()
        .into_iter()
        .flatten()
        .map(|why| catalogue.get(why).unwrap_or(why).clone())
        .collect();
    because.sort();
    because.dedup();
    Votes {
        houses: shown.collect(),
        recused: recused.map(Iterator::count),
        because,
    }
}
