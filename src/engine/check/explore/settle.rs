//! One step, every way that it can go.

use std::collections::VecDeque;

use super::{
    Move,
    ground::{Answer, Ground},
};
use crate::{
    chart::{
        Edges, Position,
        run::{BUDGET, Raised, done_event},
        select::Cue,
        take::{Happening, Taken},
    },
    check::tour::Place,
    definition::model::Do,
};

/// The most different answers that are tried for one selection.
const MOST_TAPES: usize = 4_096;

/// Where a step can end, and what went wrong on the way.
pub(super) struct Branches<'g, 'a> {
    ground: &'g Ground<'a>,
    /// Stable situations, with what happened.
    pub(super) ends: Vec<(Position, Vec<Move>)>,
    /// The event that set the step off may find nothing.
    pub(super) lost: bool,
    /// Circles without an event.
    pub(super) circles: Vec<Vec<usize>>,
}

/// A step on its way.
#[derive(Clone)]
struct Way {
    at: Position,
    raised: VecDeque<Raised>,
    moves: Vec<Move>,
    /// Situations between, to know a circle by.
    passed: Vec<(Position, VecDeque<Raised>, usize)>,
    /// The event that set the step off has not been taken yet.
    fresh: bool,
    /// An op on the way may have changed facts: what goes on by itself may wait until they are looked
    /// at again.
    moved: bool,
}

impl<'g, 'a> Branches<'g, 'a> {
    pub(super) fn new(ground: &'g Ground<'a>) -> Self {
        Self {
            ground,
            ends: Vec::new(),
            lost: false,
            circles: Vec::new(),
        }
    }

    /// The first step.
    pub(super) fn start(&mut self) {
        let way = Way {
            at: Position::default(),
            raised: VecDeque::new(),
            moves: Vec::new(),
            passed: Vec::new(),
            fresh: false,
            moved: false,
        };
        let way = self.perform(way, self.ground.chart.begin());
        self.settle(way);
    }

    /// An event from outside; what nothing takes changes nothing.
    pub(super) fn send(&mut self, at: &Position, cue: Cue<'_>, person: bool) {
        for edges in self.selections(at, cue, person) {
            if !edges.is_empty() {
                let way = self.take(Way::at(at), &edges);
                self.settle(way);
            }
        }
    }

    /// An event for the line of one state.
    pub(super) fn raise(&mut self, at: &Position, raised: Raised) {
        let mut way = Way::at(at);
        way.raised.push_back(raised);
        way.fresh = true;
        self.settle(way);
        self.ends.retain(|(_, moves)| !moves.is_empty());
    }

    /// Transitions without an event, looked at again.
    pub(super) fn facts(&mut self, at: &Position) {
        self.settle(Way::at(at));
        self.ends.retain(|(_, moves)| !moves.is_empty());
    }

    fn settle(&mut self, mut way: Way) {
        if self.ground.chart.final_state(&way.at.active).is_some() {
            self.ends.push((way.at, way.moves));
            return;
        }
        if self.is_circle(&way) {
            return;
        }
        way.passed.push((way.at.clone(), way.raised.clone(), way.moves.len()));
        let selections = self.selections(&way.at, Cue::Eventless, false);
        for edges in &selections {
            if !edges.is_empty() {
                let next = self.take(way.clone(), edges);
                self.settle(next);
            }
        }
        let waits = way.moved && self.asks(&way.at);
        if waits || selections.iter().any(smallvec::SmallVec::is_empty) {
            self.raised(way);
        }
    }

    /// Raised events one by one, until one is taken.
    fn raised(&mut self, mut way: Way) {
        while let Some(event) = way.raised.pop_front() {
            let cue = Cue::Raised(&event.name, event.scope);
            let selections = self.selections(&way.at, cue, false);
            for edges in selections.iter().filter(|edges| !edges.is_empty()) {
                let mut taken = way.clone();
                taken.fresh = false;
                let taken = self.take(taken, edges);
                self.settle(taken);
            }
            if !selections.iter().any(smallvec::SmallVec::is_empty) {
                return;
            }
            if way.fresh {
                self.lost = true;
                way.fresh = false;
            }
        }
        self.ends.push((way.at, way.moves));
    }

    /// Whether conditions decide what goes on from here by itself.
    fn asks(&self, at: &Position) -> bool {
        let chart = &self.ground.chart;
        let edges = at.active.iter().flat_map(|node| &chart.node(node).edges);
        let eventless = edges.filter(|edge| Cue::Eventless.reaches(chart.edge(**edge), chart));
        let mut ways = eventless.filter_map(|edge| self.ground.tour.ways.get(edge.index()));
        ways.any(|way| !way.transition.when.is_empty())
    }

    /// Whether this situation has been passed already in this step; notes the circle.
    fn is_circle(&mut self, way: &Way) -> bool {
        let same = way
            .passed
            .iter()
            .find(|(at, raised, _)| *at == way.at && *raised == way.raised);
        let since = match same {
            Some((_, _, since)) => *since,
            None if way.passed.len() > usize::try_from(BUDGET).unwrap_or(64) => 0,
            None => return false,
        };
        let taken = way.moves.iter().skip(since);
        let mut circle: Vec<usize> = taken
            .filter_map(|one| match one {
                Move::Took(way) => Some(*way),
                Move::Left(_) | Move::Entered(_) => None,
            })
            .collect();
        circle.sort_unstable();
        circle.dedup();
        if !self.circles.contains(&circle) {
            self.circles.push(circle);
        }
        true
    }

    fn take(&self, way: Way, edges: &Edges) -> Way {
        let taken = self.ground.chart.take(&way.at, edges);
        self.perform(way, taken)
    }

    fn perform(&self, mut way: Way, taken: Taken) -> Way {
        let tour = self.ground.tour;
        for what in taken.happenings {
            let number = |node: crate::chart::NodeId| node.index().checked_sub(1);
            let deeds: &[Do] = match what {
                Happening::Left(node) => {
                    way.moves.extend(number(node).map(Move::Left));
                    let place = number(node).and_then(|number| tour.states.get(number));
                    way.moved |= place.is_some_and(has_children);
                    place.map(|place| place.state.on_exit.as_slice()).unwrap_or_default()
                }
                Happening::Took(edge) => {
                    way.moves.push(Move::Took(edge.index()));
                    let way = tour.ways.get(edge.index());
                    way.map(|way| way.transition.effects.as_slice()).unwrap_or_default()
                }
                Happening::Entered { node, .. } => {
                    way.moves.extend(number(node).map(Move::Entered));
                    let place = number(node).and_then(|number| tour.states.get(number));
                    way.moved |= place.is_some_and(has_children);
                    place.map(|place| place.state.on_entry.as_slice()).unwrap_or_default()
                }
                Happening::Done(node) => {
                    let name = &self.ground.chart.node(node).name;
                    way.raised.push_back(Raised::new(done_event(name)));
                    &[]
                }
                Happening::Began(_) | Happening::Defaulted(_) => &[],
            };
            let raises = deeds.iter().filter_map(|deed| match deed {
                Do::Raise(event) => Some(Raised::new(event.clone())),
                _ => None,
            });
            way.raised.extend(raises);
            way.moved |= deeds
                .iter()
                .any(|deed| matches!(deed, Do::Run(_) | Do::RunWith(_) | Do::Start(_) | Do::Obligation(_)));
        }
        way.at = taken.position;
        way
    }

    /// Every set of edges that could be selected, one answer after another being tried.
    fn selections(&self, at: &Position, cue: Cue<'_>, person: bool) -> Vec<Edges> {
        let mut found: Vec<Edges> = Vec::new();
        let mut tapes: Vec<Vec<bool>> = vec![Vec::new()];
        let mut tried = 0;
        while let Some(tape) = tapes.pop() {
            tried += 1;
            if tried > MOST_TAPES {
                break;
            }
            let mut said: Vec<bool> = Vec::new();
            let edges = self
                .ground
                .chart
                .select(at, cue, |edge| match self.ground.answer(at, edge, cue, person) {
                    Answer::No => false,
                    Answer::Yes => true,
                    Answer::Maybe => {
                        let answer = tape.get(said.len()).copied().unwrap_or_else(|| {
                            let mut other = said.clone();
                            other.push(true);
                            tapes.push(other);
                            false
                        });
                        said.push(answer);
                        answer
                    }
                });
            if !found.contains(&edges) {
                found.push(edges);
            }
        }
        found
    }
}

/// Whether a state starts children of its own, and ends them.
const fn has_children(place: &Place<'_>) -> bool {
    place.state.for_each.is_some() || place.state.every.is_some()
}

impl Way {
    fn at(at: &Position) -> Self {
        Self {
            at: at.clone(),
            raised: VecDeque::new(),
            moves: Vec::new(),
            passed: Vec::new(),
            fresh: false,
            moved: false,
        }
    }
}
