//! Names in decisions.

use super::Search;
use crate::{
    check::{codes, tour::Place},
    definition::model::{Decision, OutcomeRule},
    diagnostic::Diagnostic,
};

impl<'a> Search<'a> {
    pub(super) fn decisions(&mut self) {
        for place in &self.tour.states {
            if let Some(decision) = &place.state.decision {
                self.decision(place, decision);
            }
        }
    }

    fn decision(&mut self, place: &Place<'a>, decision: &'a Decision) {
        let path = format!("{}.decision", place.path);
        self.roles(&format!("{path}.who"), &decision.who);
        self.exclusions(&format!("{path}.except"), &decision.except);
        for (option, answer) in &decision.options {
            if let Some(form) = &answer.collect {
                self.form(&format!("{path}.options.{option}.collect"), form);
            }
        }
        for (group, options) in &decision.groups {
            self.options(&format!("{path}.groups.{group}"), decision, options);
        }
        self.options(&format!("{path}.abstains"), decision, &decision.abstains);
        self.options(&format!("{path}.recuses"), decision, &decision.recuses);
        for (outcome, rule) in &decision.outcomes {
            self.rule(&format!("{path}.outcomes.{outcome}"), decision, rule);
        }
        if let (Some(content), Some(subject)) = (&decision.binds, self.subject) {
            let known: Vec<&str> = subject.contents.iter().map(String::as_str).collect();
            self.known(
                codes::UNKNOWN_CONTENT,
                &format!("{path}.binds"),
                "content",
                content,
                known,
            );
        }
        if let Some(permit) = &decision.carried_by {
            self.carrying(place, &format!("{path}.carried_by"), permit, decision.binds.is_some());
        }
        if let Some(mail) = &decision.tell_voided {
            self.mail(&format!("{path}.tell_voided"), mail);
        }
    }

    /// Whether votes can ever be carried over by somebody.
    fn carrying(&mut self, place: &Place<'a>, path: &str, permit: &str, binds: bool) {
        let catalogue = self.world.catalogue;
        let known: Vec<&str> = catalogue.permits.keys().map(String::as_str).collect();
        if !self.known(codes::UNKNOWN_PERMIT, path, "permit", permit, known) {
            return;
        }
        let held = [&place.state.permits, &self.tour.definition.permits];
        let is_held = held
            .iter()
            .any(|all| all.get(permit).is_some_and(|roles| !roles.is_empty()));
        let (what, mend) = match (binds, is_held) {
            (true, true) => return,
            (false, _) => (
                "Votes that are bound to nothing need not be carried over.".to_owned(),
                "Add `binds`, or take `carried_by` away.".to_owned(),
            ),
            (true, false) => (
                format!("Nobody has the permit `{permit}` while this is decided."),
                format!("Give `{permit}` to roles under the `permits` of this state."),
            ),
        };
        let told = Diagnostic::error(codes::NOTHING_CARRIES, path, what);
        self.found.push(told.mend(mend));
    }

    fn options(&mut self, path: &str, decision: &Decision, options: &[String]) {
        for (index, option) in options.iter().enumerate() {
            let known: Vec<&str> = decision.options.keys().map(String::as_str).collect();
            self.known(
                codes::UNKNOWN_OPTION,
                &format!("{path}[{index}]"),
                "option",
                option,
                known,
            );
        }
    }

    fn rule(&mut self, path: &str, decision: &'a Decision, rule: &'a OutcomeRule) {
        if let Some(house) = &rule.house {
            self.house(&format!("{path}.house"), house);
        }
        let each = rule
            .each_house
            .iter()
            .flat_map(|each| each.share.keys().map(|name| ("each_house.share", name)));
        let counted = rule.any.keys().map(|name| ("any", name));
        let counted = counted.chain(rule.all.keys().map(|name| ("all", name)));
        let counted = counted.chain(rule.share.keys().map(|name| ("share", name))).chain(each);
        for (part, name) in counted {
            let known = decision.options.keys().chain(decision.groups.keys());
            let known: Vec<&str> = known.map(String::as_str).collect();
            let path = format!("{path}.{part}.{name}#key");
            self.known(codes::UNKNOWN_OPTION, &path, "option or group", name, known);
        }
        for house in rule.each_house.iter().flat_map(|each| each.quorum.keys()) {
            self.house(&format!("{path}.each_house.quorum.{house}#key"), house);
        }
        for role in rule.including.keys() {
            self.role(&format!("{path}.including.{role}#key"), role);
        }
    }

    fn house(&mut self, path: &str, house: &str) {
        let known: Vec<&str> = self.world.roles.houses.keys().map(String::as_str).collect();
        self.known(codes::UNKNOWN_HOUSE, path, "house", house, known);
    }
}
