//! Outcome rules, resolved: each is a list of demands of one form, so that counting votes and looking
//! ahead are the same sum.
//!
//! A demand gives each vote a weight and asks that the sum reaches a number. A share of 3/4 weighs a
//! vote for it 4 − 3 and a vote against it −3, and asks for 0: the same as rounding up.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{Elector, Unresolved};
use crate::{
    definition::{
        model::{Decision, OutcomeRule},
        scalar::{Number, Share},
    },
    value::Value,
};

/// How the options of a decision count.
pub(super) struct Options<'a> {
    pub(super) names: Vec<&'a str>,
    abstains: BTreeSet<&'a str>,
    recuses: BTreeSet<&'a str>,
}

impl<'a> Options<'a> {
    pub(super) fn of(rules: &'a Decision) -> Self {
        let named = |written: &'a [String], default: &'a str| -> BTreeSet<&'a str> {
            if written.is_empty() {
                rules
                    .options
                    .keys()
                    .map(String::as_str)
                    .filter(|name| *name == default)
                    .collect()
            } else {
                written.iter().map(String::as_str).collect()
            }
        };
        Self {
            names: rules.options.keys().map(String::as_str).collect(),
            abstains: named(&rules.abstains, "abstain"),
            recuses: named(&rules.recuses, "stand_aside"),
        }
    }

    /// A recusal, so no answer at all.
    pub(super) fn recuses(&self, option: &str) -> bool {
        self.recuses.contains(option)
    }

    /// Part of what shares are taken of.
    pub(super) fn in_base(&self, option: &str) -> bool {
        !self.abstains.contains(option) && !self.recuses.contains(option)
    }
}

/// What a demand weighs.
enum Measure<'a> {
    /// Votes for one of these.
    Votes(BTreeSet<&'a str>),
    /// Votes for one of these, out of the base.
    Share(BTreeSet<&'a str>, i64, i64),
    /// Votes in the base.
    Base,
    /// Answers of any kind but recusals.
    Answers,
    /// Votes for one of these by holders of a role; with no options written, any in the base.
    ByRole(&'a str, BTreeSet<&'a str>),
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
    pub(super) fn weight(&self, elector: &Elector, option: &str, options: &Options<'_>) -> i64 {
        if options.recuses(option) || self.house.is_some_and(|house| elector.house.as_deref() != Some(house)) {
            return 0;
        }
        match &self.measure {
            Measure::Votes(counted) => i64::from(counted.contains(option)),
            Measure::Share(counted, top, bottom) => {
                let for_it = if counted.contains(option) && options.in_base(option) {
                    *bottom
                } else {
                    0
                };
                let of_all = if options.in_base(option) { *top } else { 0 };
                for_it.saturating_sub(of_all)
            }
            Measure::Base => i64::from(options.in_base(option)),
            Measure::Answers => 1,
            Measure::ByRole(role, counted) => {
                let counts = if counted.is_empty() {
                    options.in_base(option)
                } else {
                    counted.contains(option)
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
        let shared = rule.each_house.iter().flat_map(|each| each.share.keys());
        let keys = rule
            .any
            .keys()
            .chain(rule.all.keys())
            .chain(rule.share.keys())
            .chain(shared);
        let mut counted = BTreeSet::new();
        for key in keys {
            counted.extend(self.options(key)?);
        }
        for (role, number) in &rule.including {
            all.push(Demand {
                house,
                measure: Measure::ByRole(role, counted.clone()),
                at_least: self.number(number)?,
            });
        }
        Ok(Rule { name, all, any })
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

    fn options(&self, key: &'a str) -> Result<BTreeSet<&'a str>, Unresolved> {
        match self.rules.groups.get(key) {
            Some(members) => Ok(members.iter().map(String::as_str).collect()),
            None if self.rules.options.contains_key(key) => Ok(BTreeSet::from([key])),
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
