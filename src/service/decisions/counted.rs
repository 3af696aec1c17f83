//! How a decision was answered, house by house: off the ballot, where it is still the one that was counted, and off
//! the journal where the question was asked again since.

use std::collections::BTreeMap;

use accord_engine::{
    decision::{self, Ballot, HouseCount},
    definition::model::Decision as Rules,
    event::Act,
    value::Value,
};
use indexmap::IndexMap;

use crate::service::{app::Desk, fault::Fault};

/// Those who sit in no house.
const ELSE: &str = "Everybody";

/// How a decision was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Votes {
    /// House by house, in the order of the vocabulary; those who sit in none come last.
    pub houses: Vec<House>,
    /// How many had no part in it, by an interest or by standing aside; not known of a question that was asked again.
    /// Why is not told: it might say who bids.
    pub recused: Option<usize>,
}

/// How a house answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct House {
    /// What people call it.
    pub title: String,
    /// How many answered, of how many who had a part in it; not known of a question that was asked again.
    pub counted: Option<(usize, usize)>,
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
        });
    }

    /// The count is taken: the next vote there is one on another question.
    pub(super) fn take(&mut self, state: &str) -> Taken {
        Taken(self.0.remove(state).unwrap_or_default())
    }
}

/// How it was answered: by the ballot that was counted, else by what the journal has of it. Nothing for a reader who
/// had no part in it, by an interest or by standing aside: how others answered is not theirs to know.
///
/// # Errors
/// The ballot cannot be counted by its rules any more: what is stored is damaged.
pub(super) fn votes(
    desk: &Desk<'_>,
    rules: &Rules,
    ballot: Option<&Ballot>,
    (settings, cast): (&IndexMap<String, Value>, &Taken),
    reader: &str,
) -> Result<Option<Votes>, Fault> {
    let roles = &desk.app.library.roles;
    let titled = |given: &dyn Fn(&str) -> usize| {
        let answers = rules.options.iter().map(|(name, option)| {
            let title = option.title.clone().unwrap_or_else(|| name.replace('_', " "));
            (title, given(name))
        });
        answers.filter(|(_, count)| *count > 0).collect::<Vec<_>>()
    };
    let Some(ballot) = ballot else {
        let of = |house: Option<&String>, title: &str| House {
            title: title.to_owned(),
            counted: None,
            answers: titled(&|name| {
                let own = cast.0.iter().filter(|one| one.house.as_ref() == house);
                own.filter(|one| one.option == name).count()
            }),
        };
        let mut houses: Vec<House> = roles.houses.iter().map(|(name, title)| of(Some(name), title)).collect();
        houses.push(of(None, ELSE));
        houses.retain(|one| !one.answers.is_empty());
        return Ok(Some(Votes {
            houses,
            ..Votes::default()
        }));
    };
    let count = decision::tally(rules, ballot, settings).map_err(|fault| anyhow::anyhow!("{fault}"))?;
    if count.recused.iter().any(|one| one == reader) {
        return Ok(None);
    }
    let shown = |title: &str, one: &HouseCount| House {
        title: title.to_owned(),
        counted: Some((number(one.answered), number(one.electors))),
        answers: titled(&|name| one.options.get(name).copied().map_or(0, number)),
    };
    let known = roles.houses.iter();
    let mut houses: Vec<House> = known
        .filter_map(|(name, title)| Some(shown(title, count.houses.get(name)?)))
        .collect();
    if houses.is_empty() {
        houses.push(shown(ELSE, &count.all));
    }
    Ok(Some(Votes {
        houses,
        recused: Some(count.recused.len()),
    }))
}

fn number(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
