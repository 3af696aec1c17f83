//! What plays have shown of a workflow, and what none has shown yet.
//!
//! A workflow file is a promise about what happens. A scenario shows a part of it happening. This
//! counts the parts: every transition, every condition both ways, every clock and reminder.

use std::{collections::BTreeMap, fmt};

use crate::{event::Event, journal::JournalEntry, refusal::Refusal, workflow::Workflow};

/// One thing that a play can show.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A transition was taken. `index` counts the alternatives of one event in one state.
    #[expect(missing_docs, reason = "the words of `effect::Move::Took`")]
    Took { state: String, event: String, index: usize },
    /// A condition held.
    Held(String),
    /// A condition did not hold, and whoever asked was told so.
    Failed(String),
    /// A clock ran out.
    #[expect(missing_docs, reason = "the state that has the clock, and its name")]
    RanOut { state: String, clock: String },
    /// A reminder was sent. `index` counts those of one clock.
    #[expect(missing_docs, reason = "as above")]
    Reminded { state: String, clock: String, index: usize },
}

/// The parts of one workflow, each with whether a play has shown it.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    parts: BTreeMap<Part, bool>,
}

impl Coverage {
    /// Every part of a workflow, none of them shown.
    pub fn of(workflow: &Workflow) -> Self {
        let mut parts = BTreeMap::new();
        for way in workflow.ways() {
            parts.insert(
                Part::Took {
                    state: way.state.to_string(),
                    event: way.event.to_string(),
                    index: way.index,
                },
                false,
            );
            for test in &way.tests {
                parts.insert(Part::Held(test.id.to_string()), false);
                parts.insert(Part::Failed(test.id.to_string()), false);
            }
        }
        for place in workflow.places() {
            for clock in &place.clocks {
                let (state, name) = (&place.name, &clock.name);
                parts.insert(ran_out(state, name), false);
                for index in 0..clock.words.remind_with_left.len() {
                    parts.insert(reminded(state, name, index), false);
                }
            }
        }
        Self { parts }
    }

    /// Counts what one step of an instance shows.
    pub fn entry(&mut self, entry: &JournalEntry) {
        for one in &entry.trace.moves {
            if let crate::effect::Move::Took { state, event, index } = one {
                self.mark(&Part::Took {
                    state: state.to_string(),
                    event: event.to_string(),
                    index: *index,
                });
            }
        }
        for judged in &entry.trace.conditions {
            let id = judged.id.to_string();
            self.mark(&if judged.held { Part::Held(id) } else { Part::Failed(id) });
        }
        if let Some(Event::Timer { timer, .. }) = &entry.event
            && let Some(part) = part_of_timer(timer)
        {
            self.mark(&part);
        }
    }

    /// Counts what a refused act shows: which conditions stood in its way.
    pub fn refusal(&mut self, refusal: &Refusal) {
        for reason in &refusal.reasons {
            self.mark(&Part::Failed(reason.id.clone()));
        }
    }

    /// Counts what another play has shown of the same workflow.
    pub fn add(&mut self, other: &Self) {
        for part in other.parts.iter().filter(|(_, shown)| **shown) {
            self.mark(part.0);
        }
    }

    /// Whether a play has shown it.
    pub fn has_shown(&self, part: &Part) -> bool {
        self.parts.get(part).copied().unwrap_or(false)
    }

    /// Counts a part as shown, because somebody has seen the same elsewhere.
    pub fn vouch(&mut self, part: &Part) {
        self.mark(part);
    }

    /// What no play has shown, in order.
    pub fn missing(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|(_, shown)| !**shown).map(|(part, _)| part)
    }

    /// How many parts have been shown, of how many.
    pub fn counts(&self) -> (usize, usize) {
        (self.parts.values().filter(|shown| **shown).count(), self.parts.len())
    }

    fn mark(&mut self, part: &Part) {
        if let Some(shown) = self.parts.get_mut(part) {
            *shown = true;
        }
    }
}

/// `state#occurrence/clock`, with `/remind/index` behind it for a reminder.
fn part_of_timer(id: &str) -> Option<Part> {
    let (state, rest) = id.split_once('#')?;
    let (_occurrence, rest) = rest.split_once('/')?;
    match rest.split_once("/remind/") {
        Some((clock, index)) => Some(reminded(state, clock, index.parse().ok()?)),
        None => Some(ran_out(state, rest)),
    }
}

fn ran_out(state: &str, clock: &str) -> Part {
    Part::RanOut {
        state: state.to_owned(),
        clock: clock.to_owned(),
    }
}

fn reminded(state: &str, clock: &str, index: usize) -> Part {
    Part::Reminded {
        state: state.to_owned(),
        clock: clock.to_owned(),
        index,
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = |state: &str| match state {
            "" => "the whole workflow".to_owned(),
            state => format!("`{state}`"),
        };
        match self {
            Self::Took { state, event, index: 0 } => write!(f, "in {}, nobody took `{event}`", place(state)),
            Self::Took { state, event, index } => {
                write!(f, "in {}, nobody took way {} of `{event}`", place(state), index + 1)
            }
            Self::Held(id) => write!(f, "the condition `{id}` never held"),
            Self::Failed(id) => write!(f, "the condition `{id}` never stood in anyone's way"),
            Self::RanOut { state, clock } => write!(f, "the clock `{clock}` of {} never ran out", place(state)),
            Self::Reminded { state, clock, index } => write!(
                f,
                "reminder {} of the clock `{clock}` of {} was never sent",
                index + 1,
                place(state)
            ),
        }
    }
}
