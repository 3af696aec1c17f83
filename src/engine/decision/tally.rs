//! Counting: who answered what, which outcome that is, and whether it can still change.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{
    Ballot, Elector,
    foresight::{Counted, certain, holds, possible},
    rule::{Choice, Options, Rule, resolve},
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
    /// changeable until the count. If not, `too_few` or `otherwise` comes at once (S9).
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
    /// Whoever may vote could reach no outcome: the decision's `too_few`, or its `otherwise`.
    TooFew,
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
            Self::TooFew => rules.too_few.as_ref().unwrap_or(&rules.otherwise),
        }
    }
}

/// Counts a ballot.
///
/// # Errors
/// If a rule names a setting, an answer or a group that is not there.
pub fn tally(rules: &Decision, ballot: &Ballot, settings: &IndexMap<String, Value>) -> Result<Tally, Unresolved> {
    let poll = Poll::of(rules, ballot, settings)?;
    let mut count = Count::new(&poll.options);
    for (elector, choice) in &poll.votes {
        count.elector(elector, Some(*choice));
    }
    for elector in &poll.free {
        count.elector(elector, None);
    }
    let names = |electors: &[&Elector]| electors.iter().map(|elector| elector.person.clone()).collect();
    Ok(Tally {
        waiting: names(&poll.free),
        recused: names(&poll.recused),
        now: poll.now(),
        known: poll.known(),
        reachable: poll.reachable(),
        all: count.all,
        houses: count.houses,
    })
}

/// The outcomes that would be out of reach if one more person were recused, whoever it is that is needed most; those
/// that are out of reach already are left out.
///
/// # Errors
/// If a rule names a setting, an answer or a group that is not there.
pub fn lost_with_one_more(
    rules: &Decision,
    ballot: &Ballot,
    settings: &IndexMap<String, Value>,
) -> Result<Vec<String>, Unresolved> {
    let now = Poll::of(rules, ballot, settings)?;
    let reach = now.within_reach();
    let mut lost: Vec<String> = Vec::new();
    // People who hold the same roles in the same house are missed alike.
    let mut tried: Vec<&Elector> = Vec::new();
    let counted = |one: &&Elector| !now.recused.iter().any(|gone| gone.person == one.person);
    for elector in ballot.electors.iter().filter(counted) {
        if tried
            .iter()
            .any(|one| one.house == elector.house && one.roles == elector.roles)
        {
            continue;
        }
        tried.push(elector);
        let mut without = ballot.clone();
        super::recuse(&mut without, &elector.person, "");
        let then = Poll::of(rules, &without, settings)?;
        let left = then.within_reach();
        for name in &reach {
            if !left.contains(name) && !lost.iter().any(|one| one == name) {
                lost.push((*name).to_owned());
            }
        }
    }
    Ok(lost)
}

/// A ballot beside the rules: answers what is asked, and no more.
pub(crate) struct Poll<'a> {
    options: Options<'a>,
    outcomes: Vec<Rule<'a>>,
    votes: Vec<Counted<'a>>,
    /// Who has not answered and may.
    free: Vec<&'a Elector>,
    recused: Vec<&'a Elector>,
}

impl<'a> Poll<'a> {
    /// Puts them together.
    pub(crate) fn of(
        rules: &'a Decision,
        ballot: &'a Ballot,
        settings: &IndexMap<String, Value>,
    ) -> Result<Self, Unresolved> {
        let outcomes = resolve(rules, settings)?;
        let mut poll = Self {
            options: Options::of(rules),
            outcomes,
            votes: Vec::with_capacity(ballot.electors.len()),
            free: Vec::with_capacity(ballot.electors.len()),
            recused: Vec::new(),
        };
        for elector in ballot.electors.iter() {
            let vote = last_vote(ballot, &elector.person).map(|option| poll.options.choice(option));
            match vote {
                Some(choice) if poll.options.recuses(choice) => poll.recused.push(elector),
                _ if elector.recused.is_some() => poll.recused.push(elector),
                Some(choice) => poll.votes.push((elector, choice)),
                None => poll.free.push(elector),
            }
        }
        Ok(poll)
    }

    /// Everybody who may has answered.
    pub(crate) fn complete(&self) -> bool {
        self.free.is_empty()
    }

    /// The first rule that holds as things are.
    fn first(&self) -> Option<usize> {
        let holds = |rule: &Rule<'_>| holds(rule, &self.votes, &self.options);
        self.outcomes.iter().position(holds)
    }

    fn verdict(&self, first: Option<usize>) -> Verdict {
        let rule = first.and_then(|index| self.outcomes.get(index));
        rule.map_or(Verdict::Otherwise, |rule| Verdict::Outcome(rule.name.to_owned()))
    }

    /// The outcome if the count were taken now.
    pub(crate) fn now(&self) -> Verdict {
        self.verdict(self.first())
    }

    /// The outcome, if it is the same whatever those who have not answered choose.
    pub(crate) fn known(&self) -> Option<Verdict> {
        let first = self.first();
        let free = by_house(&self.free);
        let open = |rule: &Rule<'_>| possible(rule, &self.votes, &free, &self.options);
        let sure = |rule: &Rule<'_>| certain(rule, &self.votes, &free, &self.options);
        let mut earlier = self.outcomes.iter().take(first.unwrap_or(self.outcomes.len()));
        let settled = first.and_then(|index| self.outcomes.get(index)).is_none_or(sure) && !earlier.any(open);
        settled.then(|| self.verdict(first))
    }

    /// Whether the electorate could reach any outcome, if everybody answered anew.
    pub(crate) fn reachable(&self) -> bool {
        let everyone = self.everyone();
        let everyone = by_house(&everyone);
        let open = |rule: &Rule<'_>| possible(rule, &[], &everyone, &self.options);
        self.outcomes.iter().any(open)
    }

    /// Who has answered, and who may still.
    fn everyone(&self) -> Vec<&Elector> {
        let voted = self.votes.iter().map(|(elector, _)| *elector);
        voted.chain(self.free.iter().copied()).collect()
    }

    /// The outcomes that the electorate could reach, if everybody answered anew.
    fn within_reach(&self) -> Vec<&str> {
        let everyone = self.everyone();
        let everyone = by_house(&everyone);
        let open = |rule: &Rule<'_>| possible(rule, &[], &everyone, &self.options);
        let found = self.outcomes.iter().filter(|rule| open(rule));
        found.map(|rule| rule.name).collect()
    }
}

/// Voters of one house stand together, so that looking ahead settles one house after the other.
fn by_house<'a>(electors: &[&'a Elector]) -> Vec<&'a Elector> {
    let mut sorted = electors.to_vec();
    sorted.sort_by(|a, b| a.house.cmp(&b.house));
    sorted
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

    fn elector(&mut self, elector: &Elector, vote: Option<Choice>) {
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
            options: options.names().map(|name| (name.to_owned(), 0)).collect(),
            ..Self::default()
        }
    }

    fn add(&mut self, vote: Option<Choice>, options: &Options<'_>) {
        self.electors = self.electors.saturating_add(1);
        let Some(choice) = vote else {
            return;
        };
        self.answered = self.answered.saturating_add(1);
        self.base = self.base.saturating_add(u32::from(options.in_base(choice)));
        if let Some((_, count)) = self.options.get_index_mut(choice) {
            *count = count.saturating_add(1);
        }
    }
}
