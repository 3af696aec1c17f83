//! Names in guarantees.

use super::Search;
use crate::{
    check::{codes, tour::Tour},
    definition::model::{Decided, Guarantee, Linked, Need},
};

impl<'a> Search<'a> {
    pub(super) fn guarantees(&mut self) {
        for (index, guarantee) in self.tour.definition.guarantees.iter().enumerate() {
            self.guarantee(&format!("guarantees[{index}]"), guarantee);
        }
    }

    fn guarantee(&mut self, path: &str, guarantee: &'a Guarantee) {
        for (key, state) in [("before", &guarantee.before), ("since", &guarantee.since)] {
            if let Some(state) = state {
                self.state(&format!("{path}.{key}"), state);
            }
        }
        if let Some(event) = &guarantee.before_action {
            self.raised(&format!("{path}.before_action"), event);
        }
        if let Some(never) = &guarantee.never {
            self.state(&format!("{path}.never.lapse_of"), &never.lapse_of);
            self.state(&format!("{path}.never.leads_to"), &never.leads_to);
        }
        for (key, needs) in [("needs_any", &guarantee.needs_any), ("needs_all", &guarantee.needs_all)] {
            for (index, need) in needs.iter().enumerate() {
                self.need(&format!("{path}.{key}[{index}]"), need);
            }
        }
    }

    fn need(&mut self, path: &str, need: &'a Need) {
        match need {
            Need::Decided(decided) => self.decided(&format!("{path}.decided"), decided),
            Need::Entered(state) => self.state(&format!("{path}.entered"), state),
            Need::Taken(event) => self.raised(&format!("{path}.taken"), event),
            Need::RanOut(state) => {
                let path = format!("{path}.ran_out");
                self.state(&path, state);
                let clocked: Vec<&str> = self.tour.clocks.iter().map(|clock| self.tour.name(clock.of)).collect();
                if self.tour.state(state).is_some() {
                    self.known(codes::UNKNOWN_CLOCK, &path, "clock in the state", state, clocked);
                }
            }
            Need::Held(id) => {
                let known: Vec<&str> = self
                    .tour
                    .ways
                    .iter()
                    .flat_map(|way| way.transition.when.iter().map(|condition| condition.id.as_str()))
                    .collect();
                self.known(
                    codes::UNKNOWN_CONDITION,
                    &format!("{path}.held"),
                    "condition",
                    id,
                    known,
                );
            }
            Need::Linked(linked) => self.linked(&format!("{path}.linked"), linked),
        }
    }

    fn decided(&mut self, path: &str, decided: &Decided) {
        let Some(place) = self.tour.state(&decided.state) else {
            self.state(&format!("{path}.in"), &decided.state);
            return;
        };
        let Some(decision) = &place.state.decision else {
            let deciding = self.tour.states.iter().filter(|place| place.state.decision.is_some());
            let known: Vec<&str> = deciding.map(|place| place.id).collect();
            self.known(
                codes::UNKNOWN_STATE,
                &format!("{path}.in"),
                "decision in the state",
                &decided.state,
                known,
            );
            return;
        };
        let known: Vec<&str> = decision.outcomes.keys().map(String::as_str).collect();
        self.known(
            codes::UNKNOWN_OUTCOME,
            &format!("{path}.outcome"),
            "outcome",
            &decided.outcome,
            known,
        );
    }

    fn linked(&mut self, path: &str, linked: &Linked) {
        let links = &self.tour.definition.links;
        let known: Vec<&str> = links.keys().map(String::as_str).collect();
        if !self.known(
            codes::UNKNOWN_LINK,
            &format!("{path}.link"),
            "link",
            &linked.link,
            known,
        ) {
            return;
        }
        self.in_each(&format!("{path}.reached"), &linked.link, &linked.reached);
    }

    /// A state that every workflow has that a link may mean.
    pub(super) fn in_each(&mut self, path: &str, link: &str, state: &str) {
        for other in self.world.meant(self.tour.definition, link) {
            let what = format!("state in `{}` named", other.workflow);
            self.known(codes::UNKNOWN_LINK, path, &what, state, Tour::of(other).state_names());
        }
    }

    fn state(&mut self, path: &str, state: &str) {
        let names = self.tour.state_names();
        self.known(codes::UNKNOWN_STATE, path, "state", state, names);
    }
}
