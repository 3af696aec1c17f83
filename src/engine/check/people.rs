//! The roles promise enough people for what a file asks of them.

use super::{
    codes,
    tour::{Place, Tour, Way},
    world::World,
};
use crate::{
    definition::{
        model::{Decision, OutcomeRule},
        scalar::{Number, Scalar},
    },
    diagnostic::Diagnostic,
};

/// Everything of that kind.
pub fn check(tour: &Tour<'_>, world: World<'_>) -> Vec<Diagnostic> {
    let mut count = Count {
        tour,
        world,
        found: Vec::new(),
    };
    for way in &tour.ways {
        count.two_people(way);
        count.somebody_left(way);
    }
    for place in &tour.states {
        if let Some(decision) = &place.state.decision {
            count.decision(place, decision);
        }
    }
    count.found
}

struct Count<'a> {
    tour: &'a Tour<'a>,
    world: World<'a>,
    found: Vec<Diagnostic>,
}

impl Count<'_> {
    fn at_least(&self, role: &str) -> u32 {
        self.world.roles.roles.get(role).map_or(0, |role| role.at_least)
    }

    /// Holders that are sure to be there, and not to have stepped aside.
    fn sure(&self, role: &str) -> u32 {
        let role = self.world.roles.roles.get(role);
        role.map_or(0, |role| role.at_least.saturating_sub(role.worst_recusal))
    }

    fn is_known(&self, role: &str) -> bool {
        self.world.roles.roles.contains_key(role)
    }

    /// An act and its confirmation are by two people.
    fn two_people(&mut self, way: &Way<'_>) {
        let by = super::explore::ground::by(self.tour, way);
        let Some(second) = way
            .transition
            .needs_second
            .as_deref()
            .filter(|role| self.is_known(role))
        else {
            return;
        };
        let first: u32 = by.iter().map(|role| self.at_least(role)).sum();
        let alone = by.iter().all(|role| role == second);
        let enough = if alone {
            self.at_least(second) >= 2
        } else {
            self.at_least(second) >= 1 && first >= 1
        };
        if enough || by.iter().any(|role| !self.is_known(role)) {
            return;
        }
        let (title, sure) = (self.world.role_title(second), self.at_least(second));
        let what = format!("This needs a second person, and the role \"{title}\" promises only {sure}.");
        let told = Diagnostic::error(codes::TOO_FEW_FOR_TWO, format!("{}.needs_second", way.path), what);
        self.found
            .push(told.mend("Raise `at_least` of the role in the vocabulary, or ask another role."));
    }

    /// After everyone who may have to step aside has, one is left to act.
    fn somebody_left(&mut self, way: &Way<'_>) {
        let by = &way.transition.by;
        if way.transition.except.is_empty() || by.iter().any(|role| !self.is_known(role)) || by.is_empty() {
            return;
        }
        let promised: u32 = by.iter().map(|role| self.at_least(role)).sum();
        let left: u32 = by.iter().map(|role| self.sure(role)).sum();
        if promised > 0 && left == 0 {
            let what = format!("All {promised} people who could do this may have to step aside at once.");
            let told = Diagnostic::error(codes::SEPARATION, format!("{}.except", way.path), what);
            self.found
                .push(told.mend("Let another role do it too, or raise `at_least` of the role."));
        }
    }

    fn number(&self, number: &Number) -> Option<u32> {
        match number {
            Number::Of(count) => Some(*count),
            Number::Setting(name) => match self.tour.definition.settings.get(name)?.default {
                Scalar::Integer(count) => u32::try_from(count).ok(),
                _ => None,
            },
        }
    }

    fn decision(&mut self, place: &Place<'_>, decision: &Decision) {
        if decision.who.iter().any(|role| !self.is_known(role)) {
            return;
        }
        for (outcome, rule) in &decision.outcomes {
            let path = format!("{}.decision.outcomes.{outcome}", place.path);
            self.outcome(&path, decision, rule);
        }
    }

    /// Voters that are sure to be there: in one house, or in all.
    fn voters(&self, decision: &Decision, house: Option<&str>) -> u32 {
        let sits = |role: &str| {
            let seat = self.world.roles.roles.get(role).and_then(|role| role.house.as_deref());
            house.is_none_or(|house| seat == Some(house))
        };
        decision
            .who
            .iter()
            .filter(|role| sits(role))
            .map(|role| self.sure(role))
            .sum()
    }

    fn outcome(&mut self, path: &str, decision: &Decision, rule: &OutcomeRule) {
        let house = rule.house.as_deref();
        let voters = self.voters(decision, house);
        let counts = rule.all.iter().map(|(name, number)| (format!("all.{name}"), number));
        let counts = counts.chain(rule.quorum.iter().map(|number| ("quorum".to_owned(), number)));
        for (part, number) in counts {
            self.enough(&format!("{path}.{part}"), number, voters, house);
        }
        let any: Vec<u32> = rule.any.values().filter_map(|number| self.number(number)).collect();
        if !any.is_empty() && any.iter().all(|number| *number > voters) {
            for (name, number) in &rule.any {
                self.enough(&format!("{path}.any.{name}"), number, voters, house);
            }
        }
        for (house, number) in rule.each_house.iter().flat_map(|each| &each.quorum) {
            if !self.world.roles.houses.contains_key(house) {
                continue;
            }
            let voters = self.voters(decision, Some(house));
            self.enough(
                &format!("{path}.each_house.quorum.{house}"),
                number,
                voters,
                Some(house),
            );
        }
        for (role, number) in &rule.including {
            let part = format!("{path}.including.{role}");
            if !decision.who.contains(role) {
                let what = format!("The role `{role}` does not vote here, so none of it can be included.");
                self.found
                    .push(Diagnostic::error(codes::QUORUM, part, what).mend("Add it to `who`."));
            } else {
                let sure = self.sure(role);
                self.enough(&part, number, sure, None);
            }
        }
    }

    fn enough(&mut self, path: &str, number: &Number, voters: u32, house: Option<&str>) {
        let Some(needed) = self.number(number).filter(|needed| *needed > voters) else {
            return;
        };
        let among = house.map_or_else(String::new, |house| {
            let title = self.world.roles.houses.get(house).map_or(house, String::as_str);
            format!(" of the house \"{title}\"")
        });
        let what = format!("{needed} are needed here, and only {voters}{among} are sure to be there.");
        let told = Diagnostic::error(codes::QUORUM, path, what)
            .why("That is what the roles promise, less those who may have to step aside at once.");
        self.found.push(told.mend("Ask for fewer, or let more roles decide."));
    }
}
