//! Small faults put into a workflow on purpose, to see whether anybody would notice.
//!
//! A scenario that passes whatever the file says shows nothing. So each condition is left out in
//! turn, each way leads somewhere else, each bar against an exclusion is lifted, each clock is given
//! more time; and the lives that were played are lived again by the altered file ([`life`]). If all
//! of them can still be lived as they were, no scenario would have noticed.

pub mod life;

use indexmap::IndexMap;

use crate::definition::{
    model::{Deadline, Definition, State, Transition},
    scalar::{Alternatives, Amount, Scalar},
};

/// A workflow with one fault.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What was altered, as a sentence.
    pub says: String,
    /// The workflow with it.
    pub definition: Definition,
}

/// Every workflow that differs from this one by one fault, in document order.
pub fn mutants(definition: &Definition) -> Vec<Mutant> {
    let names = names(&definition.states);
    let mut found = Vec::new();
    // Each visit counts the places where a fault fits; the fault is put into one of them in turn.
    loop {
        let mut altered = definition.clone();
        let mut knife = Knife {
            wanted: found.len(),
            seen: 0,
            names: &names,
            settings: &definition.settings,
            says: None,
        };
        knife.ways("the whole workflow", &mut altered.on);
        knife.states(&mut altered.states);
        match knife.says {
            Some(says) => found.push(Mutant {
                says,
                definition: altered,
            }),
            None => return found,
        }
    }
}

fn names(states: &IndexMap<String, State>) -> Vec<String> {
    states
        .iter()
        .flat_map(|(name, state)| std::iter::once(name.clone()).chain(names(&state.states)))
        .collect()
}

/// Makes one cut: at the place with the wanted number.
struct Knife<'a> {
    wanted: usize,
    seen: usize,
    names: &'a [String],
    settings: &'a IndexMap<String, crate::definition::model::Setting>,
    says: Option<String>,
}

impl Knife<'_> {
    /// Whether the cut is to be made at this place.
    fn here(&mut self) -> bool {
        self.seen += 1;
        self.says.is_none() && self.seen == self.wanted + 1
    }

    fn states(&mut self, states: &mut IndexMap<String, State>) {
        for (name, state) in states {
            self.ways(name, &mut state.on);
            self.alternatives(name, "always", &mut state.always);
            if let Some(deadline) = &mut state.deadline {
                self.clock(name, "deadline", deadline);
            }
            for (clock, deadline) in &mut state.clocks {
                self.clock(name, clock, deadline);
            }
            if let Some(decision) = &mut state.decision {
                self.exclusions(&format!("the decision `{name}`"), &mut decision.except);
            }
            self.states(&mut state.states);
        }
    }

    fn ways(&mut self, state: &str, on: &mut IndexMap<String, Alternatives>) {
        for (event, ways) in on {
            self.alternatives(state, event, &mut ways.0);
        }
    }

    fn alternatives(&mut self, state: &str, event: &str, ways: &mut [Transition]) {
        let several = ways.len() > 1;
        for (index, way) in ways.iter_mut().enumerate() {
            let place = match several {
                true => format!("way {} of `{event}` in {state}", index + 1),
                false => format!("`{event}` in {state}"),
            };
            self.way(&place, way);
        }
    }

    fn way(&mut self, place: &str, way: &mut Transition) {
        let here = (0..way.when.len()).find(|_| self.here());
        if let Some(gone) = here {
            let condition = way.when.remove(gone);
            self.says = Some(format!("{place} does not ask for `{}`", condition.id));
        }
        self.exclusions(place, &mut way.except);
        if let Some(to) = &mut way.to
            && self.here()
        {
            let other = self.other_than(to);
            self.says = Some(format!("{place} leads to `{other}`, not to `{to}`"));
            *to = other;
        }
        if way.needs_second.is_some() && self.here() {
            way.needs_second = None;
            self.says = Some(format!("{place} needs no second person"));
        }
    }

    fn exclusions(&mut self, place: &str, except: &mut Vec<String>) {
        if let Some(gone) = (0..except.len()).find(|_| self.here()) {
            let exclusion = except.remove(gone);
            self.says = Some(format!("{place} is open to people who are `{exclusion}`"));
        }
    }

    fn clock(&mut self, state: &str, name: &str, clock: &mut Deadline) {
        let Some(longer) = self.longer(clock) else {
            return;
        };
        if self.here() {
            self.says = Some(format!("the clock `{name}` of {state} has {longer}"));
            clock.within = Some(longer);
        }
    }

    /// More than twice the time; none for a clock that ends at a date or by a rule.
    fn longer(&self, clock: &Deadline) -> Option<Amount> {
        let (count, unit) = match clock.within.as_ref()? {
            Amount::Of(count, unit) => (*count, *unit),
            Amount::Setting(name) => match &self.settings.get(name)?.default {
                Scalar::Amount(count, unit) => (*count, *unit),
                _ => return None,
            },
        };
        Some(Amount::Of(count.saturating_mul(2).saturating_add(1), unit))
    }

    /// The state after this one in the file, or the first.
    fn other_than(&self, to: &str) -> String {
        let after = self.names.iter().skip_while(|name| *name != to).nth(1);
        after
            .or_else(|| self.names.iter().find(|name| *name != to))
            .cloned()
            .unwrap_or_default()
    }
}
