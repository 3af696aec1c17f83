//! A definition laid out flat: every state, transition, clock and effect with its path.

use std::collections::HashMap;

use crate::definition::model::{Deadline, Definition, Do, State, Transition};

/// A state and where it stands.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// Its name.
    pub id: &'a str,
    /// What it is.
    pub state: &'a State,
    /// Its path.
    pub path: String,
    /// The state that it stands in, by number.
    pub parent: Option<usize>,
}

/// A transition and where it stands.
#[derive(Debug, Clone)]
pub struct Way<'a> {
    /// The state that has it, by number; none for the whole workflow's own.
    pub from: Option<usize>,
    /// The event; none for `always`.
    pub event: Option<&'a str>,
    /// Which of the alternatives.
    pub index: usize,
    /// What it is.
    pub transition: &'a Transition,
    /// Its path.
    pub path: String,
}

/// An op or effect and where it stands.
#[derive(Debug, Clone)]
pub struct Deed<'a> {
    /// What it is.
    pub deed: &'a Do,
    /// Its path.
    pub path: String,
    /// The state that it belongs to.
    pub from: Option<usize>,
    /// The form that the act fills in, if an act causes it.
    pub form: Option<&'a str>,
}

/// A clock and where it stands.
#[derive(Debug, Clone)]
pub struct Clock<'a> {
    /// The state that has it, by number.
    pub of: usize,
    /// `deadline`, or its name among `clocks`.
    pub name: &'a str,
    /// What it is.
    pub clock: &'a Deadline,
    /// Its path.
    pub path: String,
}

/// The whole of one file.
#[derive(Debug, Clone)]
pub struct Tour<'a> {
    /// The file.
    pub definition: &'a Definition,
    /// States in document order; a parent comes before its children.
    pub states: Vec<Place<'a>>,
    /// Transitions in document order.
    pub ways: Vec<Way<'a>>,
    /// Ops and effects.
    pub deeds: Vec<Deed<'a>>,
    /// Clocks.
    pub clocks: Vec<Clock<'a>>,
    names: HashMap<&'a str, usize>,
}

impl<'a> Tour<'a> {
    /// Lays the file out.
    pub fn of(definition: &'a Definition) -> Self {
        let mut tour = Self {
            definition,
            states: Vec::new(),
            ways: Vec::new(),
            deeds: Vec::new(),
            clocks: Vec::new(),
            names: HashMap::new(),
        };
        for (event, alternatives) in &definition.on {
            tour.event(None, &format!("on.{event}"), Some(event), &alternatives.0);
        }
        tour.nest(&definition.states, "states", None);
        tour
    }

    fn nest(&mut self, states: &'a indexmap::IndexMap<String, State>, path: &str, parent: Option<usize>) {
        for (id, state) in states {
            let path = format!("{path}.{id}");
            let number = self.states.len();
            self.names.entry(id).or_insert(number);
            self.states.push(Place {
                id,
                state,
                path: path.clone(),
                parent,
            });
            if let Some(clock) = &state.deadline {
                let path = format!("{path}.deadline");
                self.clocks.push(Clock {
                    of: number,
                    name: "deadline",
                    clock,
                    path,
                });
            }
            for (name, clock) in &state.clocks {
                let path = format!("{path}.clocks.{name}");
                self.clocks.push(Clock {
                    of: number,
                    name,
                    clock,
                    path,
                });
            }
            self.doings(Some(number), None, &format!("{path}.on_entry"), &state.on_entry);
            self.doings(Some(number), None, &format!("{path}.on_exit"), &state.on_exit);
            for (event, alternatives) in &state.on {
                self.event(
                    Some(number),
                    &format!("{path}.on.{event}"),
                    Some(event),
                    &alternatives.0,
                );
            }
            self.event(Some(number), &format!("{path}.always"), None, &state.always);
            self.nest(&state.states, &format!("{path}.states"), Some(number));
        }
    }

    fn event(&mut self, from: Option<usize>, path: &str, event: Option<&'a str>, all: &'a [Transition]) {
        for (index, transition) in all.iter().enumerate() {
            let path = format!("{path}[{index}]");
            self.doings(
                from,
                transition.collect.as_deref(),
                &format!("{path}.do"),
                &transition.effects,
            );
            self.ways.push(Way {
                from,
                event,
                index,
                transition,
                path,
            });
        }
    }

    fn doings(&mut self, from: Option<usize>, form: Option<&'a str>, path: &str, all: &'a [Do]) {
        for (index, deed) in all.iter().enumerate() {
            let path = format!("{path}[{index}]");
            self.deeds.push(Deed { deed, path, from, form });
        }
    }

    /// The state with this name.
    pub fn state(&self, id: &str) -> Option<&Place<'a>> {
        self.names.get(id).and_then(|number| self.states.get(*number))
    }

    /// The number of the state with this name.
    pub fn number(&self, id: &str) -> Option<usize> {
        self.names.get(id).copied()
    }

    /// The names of all states.
    pub fn state_names(&self) -> Vec<&'a str> {
        self.states.iter().map(|place| place.id).collect()
    }

    /// A state and those it stands in, innermost first.
    pub fn line(&self, number: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(number), |at| self.states.get(*at).and_then(|place| place.parent))
    }

    /// The name of the state with this number.
    pub fn name(&self, number: usize) -> &'a str {
        self.states.get(number).map_or("", |place| place.id)
    }

    /// What people call a state.
    pub fn title(&self, id: &str) -> String {
        let title = self.state(id).and_then(|place| place.state.title.clone());
        title.unwrap_or_else(|| id.replace('_', " "))
    }

    /// Names of children that `start`, `for_each` and `every` give, with the workflow of each.
    pub fn broods(&self) -> Vec<(&'a str, &'a str)> {
        let of_states = self.states.iter().flat_map(|place| {
            let each = place
                .state
                .for_each
                .iter()
                .map(|one| (one.name.as_str(), one.start.as_str()));
            let every = place
                .state
                .every
                .iter()
                .map(|one| (one.name.as_str(), one.start.as_str()));
            each.chain(every)
        });
        let of_deeds = self.deeds.iter().filter_map(|deed| match deed.deed {
            Do::Start(start) => Some((start.name.as_str(), start.workflow.as_str())),
            _ => None,
        });
        of_states.chain(of_deeds).collect()
    }
}
