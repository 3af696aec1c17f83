//! Counting: who answered what, which outcome that is, and whether it can still change.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{
    Ballot, Elector,
    foresight::{Counted, certain, holds, possible},
    rule::{Options, resolve},
};
use crate::{definition::model::Decision, value::Value};

/// A count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Everyone together.
    pub all: HouseCount,
    /// Each house.
    pub houses: BTreeMap<String, HouseCount>,
    /// Who has not answered and may.
    pub waiting: Vec<String>,
    /// Who is recused, by an exclusion or by standing aside.
    pub recused: Vec<String>,
    /// The outcome if the count were taken now.
    pub now: Verdict,
    /// The outcome, if it is the same whatever those who have not answered choose.
    pub known: Option<Verdict>,
    /// Whether the electorate, as it is after recusals, could reach any outcome, votes being
    /// changeable until the count. If not, `otherwise` comes at once (S9).
    pub reachable: bool,
}

/// What the rules say of some votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The first rule that holds.
    Outcome(String),
    /// No rule holds: the decision's `otherwise`.
    Otherwise,
}

/// The votes of a house, or of everyone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseCount {
    /// Who may vote, without those who are recused.
    pub electors: u32,
    /// Who answered; abstentions too.
    pub answered: u32,
    /// What shares are taken of: answers without abstentions.
    pub base: u32,
    /// Each option, chosen or not.
    pub options: IndexMap<String, u32>,
}

/// A rule that speaks of something that is not there. `check` finds it before; here it is a fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unresolved(pub String);

impl Verdict {
    /// The event that the verdict gives.
    pub fn event<'a>(&'a self, rules: &'a Decision) -> &'a str {
        match self {
            Self::Outcome(name) => name,
            Self::Otherwise => &rules.otherwise,
        }
    }
}

impl Tally {
    /// Everybody who may has answered.
    pub const fn complete(&self) -> bool {
        self.waiting.is_empty()
    }
}

/// Counts a ballot.
///
/// # Errors
/// If a rule names a setting, an answer or a group that is not there.
pub fn tally(rules: &Decision, ballot: &Ballot, settings: &IndexMap<String, Value>) -> Result<Tally, Unresolved> {
    let options = Options::of(rules);
    let outcomes = resolve(rules, settings)?;
    let mut count = Count::new(&options);
    let (mut votes, mut free, mut everyone) = (Vec::new(), Vec::new(), Vec::new());
    let (mut waiting, mut recused) = (Vec::new(), Vec::new());
    for elector in &ballot.electors {
        let vote = last_vote(ballot, &elector.person);
        if elector.recused.is_some() || vote.is_some_and(|option| options.recuses(option)) {
            recused.push(elector.person.clone());
            continue;
        }
        count.elector(elector, vote);
        everyone.push(elector);
        match vote {
            Some(option) => votes.push((elector, option)),
            None => {
                waiting.push(elector.person.clone());
                free.push(elector);
            }
        }
    }
    // Voters of one house stand together, so that looking ahead settles one house after the other.
    free.sort_by(|a, b| a.house.cmp(&b.house));
    everyone.sort_by(|a, b| a.house.cmp(&b.house));

    let first = outcomes.iter().position(|rule| holds(rule, &votes, &options));
    let earlier = first.unwrap_or(outcomes.len());
    let settled = !outcomes
        .iter()
        .take(earlier)
        .any(|rule| possible(rule, &votes, &free, &options))
        && first
            .and_then(|index| outcomes.get(index))
            .is_none_or(|rule| certain(rule, &votes, &free, &options));
    let now = first
        .and_then(|index| outcomes.get(index))
        .map_or(Verdict::Otherwise, |rule| Verdict::Outcome(rule.name.to_owned()));
    let none: &[Counted<'_>] = &[];
    Ok(Tally {
        known: settled.then(|| now.clone()),
        reachable: outcomes.iter().any(|rule| possible(rule, none, &everyone, &options)),
        now,
        all: count.all,
        houses: count.houses,
        waiting,
        recused,
    })
}

/// The option that a person's vote is for now.
fn last_vote<'a>(ballot: &'a Ballot, person: &str) -> Option<&'a str> {
    ballot
        .votes
        .iter()
        .rev()
        .find(|vote| vote.person == person)
        .filter(|vote| !vote.void)
        .map(|vote| vote.option.as_str())
}

struct Count<'a> {
    options: &'a Options<'a>,
    all: HouseCount,
    houses: BTreeMap<String, HouseCount>,
}

impl<'a> Count<'a> {
    fn new(options: &'a Options<'a>) -> Self {
        Self {
            options,
            all: HouseCount::empty(options),
            houses: BTreeMap::new(),
        }
    }

    fn elector(&mut self, elector: &Elector, vote: Option<&str>) {
        self.all.add(vote, self.options);
        if let Some(house) = &elector.house {
            self.houses
                .entry(house.clone())
                .or_insert_with(|| HouseCount::empty(self.options))
                .add(vote, self.options);
        }
    }
}

impl HouseCount {
    fn empty(options: &Options<'_>) -> Self {
        Self {
            options: options.names.iter().map(|name| ((*name).to_owned(), 0)).collect(),
            ..Self::default()
        }
    }

    fn add(&mut self, vote: Option<&str>, options: &Options<'_>) {
        self.electors = self.electors.saturating_add(1);
        let Some(option) = vote else {
            return;
        };
        self.answered = self.answered.saturating_add(1);
        self.base = self.base.saturating_add(u32::from(options.in_base(option)));
        if let Some(count) = self.options.get_mut(option) {
            *count = count.saturating_add(1);
        }
    }
}
