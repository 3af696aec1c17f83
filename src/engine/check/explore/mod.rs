//! Every situation that a workflow can get into, found by trying everything.
//!
//! Conditions may hold or not, clocks may run out, people may act or not, other workflows may
//! speak. What is proved here therefore holds whatever the facts are.

pub mod ground;
mod settle;
pub mod story;

use std::collections::{HashMap, VecDeque};

use crate::chart::{Position, run::Raised, select::Cue};
use ground::{CHILDREN_DONE, Ground};
use settle::Branches;

/// The most situations that are searched.
pub const MOST: usize = 100_000;

/// What sets a step off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Cause<'a> {
    Start,
    /// A person's act.
    Act(&'a str),
    /// A clock, by number in [`Tour::clocks`].
    Clock(usize),
    /// A decision, by its state's number, ends with this outcome.
    Outcome(usize, &'a str),
    /// A decision ends without an outcome.
    Otherwise(usize),
    /// So few can vote that a decision can have no outcome, and the file says what happens then.
    TooFew(usize),
    /// An effect has succeeded.
    Fed(&'a str),
    /// Another workflow speaks.
    Told(&'a str),
    /// The children of this state have ended.
    Children(usize),
    /// Facts have changed.
    Facts,
}

/// What happens in a step, in order; numbers as in [`Tour`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Move {
    Left(usize),
    Took(usize),
    Entered(usize),
}

/// One step from one situation to another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Step<'a> {
    pub cause: Cause<'a>,
    pub moves: Vec<Move>,
    pub to: usize,
}

/// Everything that can happen.
#[derive(Debug, Default)]
pub struct Graph<'a> {
    /// Situations; the number is the place in this list.
    pub positions: Vec<Position>,
    /// How it can begin.
    pub first: Vec<Step<'a>>,
    /// What can happen in each situation.
    pub steps: Vec<Vec<Step<'a>>>,
    /// Whether a situation is the end.
    pub over: Vec<bool>,
    /// Clocks and decisions whose event may find nothing to take it.
    pub lost: Vec<Cause<'a>>,
    /// Transitions that lead round in a circle without an event.
    pub circles: Vec<Vec<usize>>,
    /// There is more than can be searched.
    pub cut: bool,
    numbers: HashMap<Position, usize>,
}

impl<'a> Graph<'a> {
    /// Explores.
    pub fn of(ground: &Ground<'a>) -> Self {
        Self::of_at_most(ground, MOST)
    }

    /// Explores, and gives up after so many situations.
    pub fn of_at_most(ground: &Ground<'a>, most: usize) -> Self {
        let mut graph = Self::default();
        let mut open = VecDeque::new();
        let mut branches = Branches::new(ground);
        branches.start();
        graph.first = graph.land(ground, Cause::Start, &mut branches, &mut open);
        while let Some(number) = open.pop_front() {
            if graph.positions.len() > most {
                graph.cut = true;
                break;
            }
            let Some(at) = graph.positions.get(number).cloned() else {
                continue;
            };
            if graph.over.get(number) == Some(&true) {
                continue;
            }
            let mut steps = Vec::new();
            for cause in causes(ground, &at) {
                let mut branches = Branches::new(ground);
                match cause {
                    Cause::Start => {}
                    Cause::Act(event) => branches.send(&at, Cue::External(event), true),
                    Cause::Fed(event) | Cause::Told(event) => branches.send(&at, Cue::External(event), false),
                    Cause::Facts => branches.facts(&at),
                    Cause::Clock(_)
                    | Cause::Outcome(..)
                    | Cause::Otherwise(_)
                    | Cause::TooFew(_)
                    | Cause::Children(_) => {
                        if let Some(raised) = raised(ground, cause) {
                            branches.raise(&at, raised);
                        }
                    }
                }
                if branches.lost && !graph.lost.contains(&cause) {
                    graph.lost.push(cause);
                }
                steps.extend(graph.land(ground, cause, &mut branches, &mut open));
            }
            if let Some(slot) = graph.steps.get_mut(number) {
                *slot = steps;
            }
        }
        graph
    }

    fn land(
        &mut self,
        ground: &Ground<'a>,
        cause: Cause<'a>,
        branches: &mut Branches<'_, 'a>,
        open: &mut VecDeque<usize>,
    ) -> Vec<Step<'a>> {
        for circle in branches.circles.drain(..) {
            if !self.circles.contains(&circle) {
                self.circles.push(circle);
            }
        }
        let mut steps: Vec<Step<'a>> = Vec::new();
        for (position, moves) in branches.ends.drain(..) {
            let to = self.number(ground, position, open);
            let step = Step { cause, moves, to };
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        steps
    }

    fn number(&mut self, ground: &Ground<'a>, position: Position, open: &mut VecDeque<usize>) -> usize {
        if let Some(number) = self.numbers.get(&position) {
            return *number;
        }
        let number = self.positions.len();
        self.over.push(ground.chart.final_state(&position.active).is_some());
        self.steps.push(Vec::new());
        self.numbers.insert(position.clone(), number);
        self.positions.push(position);
        open.push_back(number);
        number
    }

    /// Every step, with the situation that it starts from.
    pub fn all_steps(&self) -> impl Iterator<Item = (Option<usize>, &Step<'a>)> {
        let later = self.steps.iter().enumerate();
        let later = later.flat_map(|(from, steps)| steps.iter().map(move |step| (Some(from), step)));
        self.first.iter().map(|step| (None, step)).chain(later)
    }
}

/// Everything that could set off a step in this situation.
fn causes<'a>(ground: &Ground<'a>, at: &Position) -> Vec<Cause<'a>> {
    let tour = ground.tour;
    let active = ground.active(at);
    let mut all: Vec<Cause<'a>> = Vec::new();
    let mut add = |cause| {
        if !all.contains(&cause) {
            all.push(cause);
        }
    };
    let lives = |from: Option<usize>| from.is_none_or(|number| active.contains(&number));
    for (number, way) in tour.ways.iter().enumerate().filter(|(_, way)| lives(way.from)) {
        match way.event {
            None => add(Cause::Facts),
            Some(event) if ground.is_action(number) => add(Cause::Act(event)),
            Some(event) => {
                if ground.fed.contains(event) {
                    add(Cause::Fed(event));
                }
                if ground.told.contains(event) {
                    add(Cause::Told(event));
                }
            }
        }
    }
    for (number, clock) in tour.clocks.iter().enumerate() {
        if active.contains(&clock.of) && clock.clock.then.is_some() {
            add(Cause::Clock(number));
        }
    }
    for number in active {
        let Some(place) = tour.states.get(number) else { continue };
        if let Some(decision) = &place.state.decision {
            for outcome in decision.outcomes.keys() {
                add(Cause::Outcome(number, outcome));
            }
            add(Cause::Otherwise(number));
            if decision.too_few.is_some() {
                add(Cause::TooFew(number));
            }
        }
        if place.state.for_each.is_some() || place.state.every.is_some() {
            add(Cause::Children(number));
        }
    }
    all
}

/// The event of a cause that belongs to one state.
fn raised(ground: &Ground<'_>, cause: Cause<'_>) -> Option<Raised> {
    let tour = ground.tour;
    let (event, state) = match cause {
        Cause::Clock(number) => {
            let clock = tour.clocks.get(number)?;
            (clock.clock.then.as_deref()?, clock.of)
        }
        Cause::Outcome(state, outcome) => (outcome, state),
        Cause::Otherwise(state) => {
            let decision = tour.states.get(state)?.state.decision.as_ref()?;
            (decision.otherwise.as_str(), state)
        }
        Cause::TooFew(state) => {
            let decision = tour.states.get(state)?.state.decision.as_ref()?;
            (decision.too_few.as_deref()?, state)
        }
        Cause::Children(state) => (CHILDREN_DONE, state),
        Cause::Start | Cause::Act(_) | Cause::Fed(_) | Cause::Told(_) | Cause::Facts => return None,
    };
    let node = ground.chart.named(tour.name(state))?;
    Some(Raised::for_line_of(event, node))
}
