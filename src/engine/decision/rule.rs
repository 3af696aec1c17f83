//! Outcome rules, resolved: each is a list of demands of one form, so that counting votes and looking
//! ahead are the same sum.
//!
//! A demand gives each vote a weight and asks that the sum reaches a number. A share of 3/4 weighs a
//! vote for it 4 − 3 and a vote against it −3, and asks for 0: the same as rounding up.

use indexmap::IndexMap;
use smallvec::SmallVec;

use super::{Elector, Unresolved};
use crate::{
    definition::{
        model::{Decision, OutcomeRule},
        scalar::{Number, Share},
    },
    value::Value,
};

/// An option, by its place in the decision.
pub(super) type Choice = usize;

/// Some of the options.
#[derive(Clone, Default)]
struct Set(SmallVec<[bool; 8]>);

impl Set {
    fn has(&self, choice: Choice) -> bool {
        self.0.get(choice).copied().unwrap_or_default()
    }
}

/// How the options of a decision count.
pub(super) struct Options<'a> {
    rules: &'a Decision,
    abstains: Set,
    recuses: Set,
}

impl<'a> Options<'a> {
    pub(super) fn of(rules: &'a Decision) -> Self {
        let named = |written: &[String], default: &str| {
            let is = |name: &String| {
                if written.is_empty() {
                    name == default
                } else {
                    written.contains(name)
                }
            };
            Set(rules.options.keys().map(is).collect())
        };
        Self {
            rules,
            abstains: named(&rules.abstains, "abstain"),
            recuses: named(&rules.recuses, "stand_aside"),
        }
    }

    /// Every option.
    pub(super) fn choices(&self) -> std::ops::Range<Choice> {
        0..self.rules.options.len()
    }

    /// The option with this name; a place after the last if there is none.
    pub(super) fn choice(&self, name: &str) -> Choice {
        self.rules
            .options
            .get_index_of(name)
            .unwrap_or(self.rules.options.len())
    }

    /// Their names, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.rules.options.keys().map(String::as_str)
    }

    /// A recusal, so no answer at all.
    pub(super) fn recuses(&self, choice: Choice) -> bool {
        self.recuses.has(choice)
    }

    /// Part of what shares are taken of.
    pub(super) fn in_base(&self, choice: Choice) -> bool {
        !self.abstains.has(choice) && !self.recuses.has(choice)
    }
}

/// What a demand weighs.
enum Measure<'a> {
    /// Votes for one of these.
    Votes(Set),
    /// Votes for one of these, out of the base.
    Share(Set, i64, i64),
    /// Votes in the base.
    Base,
    /// Answers of any kind but recusals.
    Answers,
    /// Votes for one of these by holders of a role; with no options written, any in the base.
    ByRole(&'a str, Option<Set>),
}

/// One part of a rule.
pub(super) struct Demand<'a> {
    house: Option<&'a str>,
    measure: Measure<'a>,
    pub(super) at_least: i64,
}

/// A rule: every one of `all`, and one of `any` if there are any.
pub(super) struct Rule<'a> {
    pub(super) name: &'a str,
    pub(super) all: Vec<Demand<'a>>,
    pub(super) any: Vec<Demand<'a>>,
}

impl Demand<'_> {
    /// The weight of a vote.
    pub(super) fn weight(&self, elector: &Elector, choice: Choice, options: &Options<'_>) -> i64 {
        if options.recuses(choice) || self.house.is_some_and(|house| elector.house.as_deref() != Some(house)) {
            return 0;
        }
        match &self.measure {
            Measure::Votes(counted) => i64::from(counted.has(choice)),
            Measure::Share(counted, top, bottom) => {
                if !options.in_base(choice) {
                    return 0;
                }
                let for_it = if counted.has(choice) { *bottom } else { 0 };
                for_it.saturating_sub(*top)
            }
            Measure::Base => i64::from(options.in_base(choice)),
            Measure::Answers => 1,
            Measure::ByRole(role, counted) => {
                let counts = match counted {
                    Some(counted) => counted.has(choice),
                    None => options.in_base(choice),
                };
                i64::from(counts && elector.roles.iter().any(|held| held == role))
            }
        }
    }
}

/// Resolves every rule of a decision, in order.
pub(super) fn resolve<'a>(
    rules: &'a Decision,
    settings: &IndexMap<String, Value>,
) -> Result<Vec<Rule<'a>>, Unresolved> {
    let resolver = Resolver { rules, settings };
    rules
        .outcomes
        .iter()
        .map(|(name, rule)| resolver.rule(name, rule))
        .collect()
}

struct Resolver<'a, 's> {
    rules: &'a Decision,
    settings: &'s IndexMap<String, Value>,
}

impl<'a> Resolver<'a, '_> {
    fn rule(&self, name: &'a str, rule: &'a OutcomeRule) -> Result<Rule<'a>, Unresolved> {
        let house = rule.house.as_deref();
        let mut all = Vec::new();
        let mut any = Vec::new();
        for (key, number) in &rule.any {
            any.push(self.votes(house, key, number)?);
        }
        for (key, number) in &rule.all {
            all.push(self.votes(house, key, number)?);
        }
        self.shares(house, &rule.share, &mut all)?;
        if let Some(number) = &rule.quorum {
            all.push(self.answers(house, number)?);
        }
        if let Some(each) = &rule.each_house {
            for (house, number) in &each.quorum {
                all.push(self.answers(Some(house), number)?);
                self.shares(Some(house), &each.share, &mut all)?;
            }
        }
        if !rule.including.is_empty() {
            let counted = self.counted(rule)?;
            for (role, number) in &rule.including {
                all.push(Demand {
                    house,
                    measure: Measure::ByRole(role, counted.clone()),
                    at_least: self.number(number)?,
                });
            }
        }
        Ok(Rule { name, all, any })
    }

    /// Every option that a rule counts; nothing if it names none.
    fn counted(&self, rule: &OutcomeRule) -> Result<Option<Set>, Unresolved> {
        let shared = rule.each_house.iter().flat_map(|each| each.share.keys());
        let keys = rule
            .any
            .keys()
            .chain(rule.all.keys())
            .chain(rule.share.keys())
            .chain(shared);
        let mut all = None;
        for key in keys {
            let more = self.options(key)?;
            let so_far: Set = all.unwrap_or_default();
            let both = |choice| so_far.has(choice) || more.has(choice);
            all = Some(Set((0..self.rules.options.len()).map(both).collect()));
        }
        Ok(all.filter(|set| set.0.contains(&true)))
    }

    fn votes(&self, house: Option<&'a str>, key: &'a str, number: &Number) -> Result<Demand<'a>, Unresolved> {
        Ok(Demand {
            house,
            measure: Measure::Votes(self.options(key)?),
            at_least: self.number(number)?,
        })
    }

    fn answers(&self, house: Option<&'a str>, number: &Number) -> Result<Demand<'a>, Unresolved> {
        Ok(Demand {
            house,
            measure: Measure::Answers,
            at_least: self.number(number)?,
        })
    }

    fn shares(
        &self,
        house: Option<&'a str>,
        shares: &'a IndexMap<String, Share>,
        all: &mut Vec<Demand<'a>>,
    ) -> Result<(), Unresolved> {
        for (key, share) in shares {
            let (top, bottom) = self.share(share)?;
            all.push(Demand {
                house,
                measure: Measure::Share(self.options(key)?, top, bottom),
                at_least: 0,
            });
            // No share of nothing is reached.
            all.push(Demand {
                house,
                measure: Measure::Base,
                at_least: 1,
            });
        }
        Ok(())
    }

    fn options(&self, key: &str) -> Result<Set, Unresolved> {
        let those = |is: &dyn Fn(&String) -> bool| Set(self.rules.options.keys().map(is).collect());
        match self.rules.groups.get(key) {
            Some(members) => Ok(those(&|name| members.contains(name))),
            None if self.rules.options.contains_key(key) => Ok(those(&|name| name == key)),
            None => Err(Unresolved(format!("there is no answer and no group `{key}`"))),
        }
    }

    fn number(&self, number: &Number) -> Result<i64, Unresolved> {
        match number {
            Number::Of(n) => Ok(i64::from(*n)),
            Number::Setting(name) => match self.settings.get(name) {
                Some(Value::Integer(n)) => Ok(*n),
                Some(other) => Err(Unresolved(format!(
                    "the setting `{name}` is {other}, not a whole number"
                ))),
                None => Err(Unresolved(format!("there is no setting `{name}`"))),
            },
        }
    }

    fn share(&self, share: &Share) -> Result<(i64, i64), Unresolved> {
        match share {
            Share::Of(top, bottom) => Ok((i64::from(*top), i64::from(*bottom))),
            Share::Setting(name) => match self.settings.get(name) {
                Some(Value::Share(top, bottom)) => Ok((i64::from(*top), i64::from(*bottom))),
                Some(other) => Err(Unresolved(format!("the setting `{name}` is {other}, not a share"))),
                None => Err(Unresolved(format!("there is no setting `{name}`"))),
            },
        }
    }
}
