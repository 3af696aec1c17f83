//! How it came to something, told step by step.

use std::collections::VecDeque;

use super::{Cause, Graph, Move, Step, ground::Ground};
use crate::check::{tour::Tour, world::World};

/// Tells stories of one file.
#[derive(Clone, Copy)]
pub struct Teller<'a> {
    /// The file.
    pub tour: &'a Tour<'a>,
    /// What roles are called.
    pub world: World<'a>,
}

impl Teller<'_> {
    /// `1. Contract manager: "Publish". 2. …`
    pub fn tell(&self, steps: &[&Step<'_>]) -> String {
        let mut told: Vec<String> = Vec::new();
        for step in steps {
            let sentence = self.sentence(step);
            told.push(format!("{}. {sentence}", told.len() + 1));
        }
        told.join(" ")
    }

    fn sentence(&self, step: &Step<'_>) -> String {
        let tour = self.tour;
        let title = |state: usize| format!("\"{}\"", tour.title(tour.name(state)));
        let what = match step.cause {
            Cause::Start => "It begins".to_owned(),
            Cause::Act(event) => self.act(event, step),
            Cause::Clock(number) => {
                let of = tour.clocks.get(number).map(|clock| title(clock.of)).unwrap_or_default();
                format!("The time for {of} runs out")
            }
            Cause::Outcome(state, outcome) => format!("The decision {} ends as \"{outcome}\"", title(state)),
            Cause::Otherwise(state) => format!("The decision {} lapses without an outcome", title(state)),
            Cause::TooFew(state) => format!(
                "So many have to step aside from the decision {} that nobody is left to make it",
                title(state)
            ),
            Cause::Fed(event) => format!("What was sent has gone out (\"{event}\")"),
            Cause::Told(event) => format!("Another workflow says \"{event}\""),
            Cause::Children(state) => format!("What {} waited for has ended", title(state)),
            Cause::Facts => "The facts change, and it moves on by itself".to_owned(),
        };
        let mut entered = step.moves.iter().filter_map(|one| match one {
            Move::Entered(state) => Some(*state),
            Move::Left(_) | Move::Took(_) => None,
        });
        match entered.next_back() {
            Some(state) => format!("{what}, and it is {}.", title(state)),
            None => format!("{what}."),
        }
    }

    fn act(&self, event: &str, step: &Step<'_>) -> String {
        let took = step.moves.iter().find_map(|one| match one {
            Move::Took(way) => self.tour.ways.get(*way),
            Move::Left(_) | Move::Entered(_) => None,
        });
        let Some(way) = took else {
            return format!("Somebody does \"{event}\"");
        };
        let roles: Vec<String> = super::ground::by(self.tour, way)
            .iter()
            .map(|role| self.world.role_title(role))
            .collect();
        let title = way.transition.title.clone().unwrap_or_else(|| event.replace('_', " "));
        format!("{}: \"{title}\"", crate::definition::near::list(&roles, "or"))
    }
}

impl<'a> Graph<'a> {
    /// The shortest way to a situation.
    pub fn way_to(&self, goal: usize) -> Vec<&Step<'a>> {
        let mut came: Vec<Option<(Option<usize>, &Step<'a>)>> = vec![None; self.positions.len()];
        let mut open = VecDeque::new();
        for step in &self.first {
            if let Some(slot @ None) = came.get_mut(step.to) {
                *slot = Some((None, step));
                open.push_back(step.to);
            }
        }
        while let Some(at) = open.pop_front() {
            if at == goal {
                break;
            }
            for step in self.steps.get(at).into_iter().flatten() {
                if let Some(slot @ None) = came.get_mut(step.to) {
                    *slot = Some((Some(at), step));
                    open.push_back(step.to);
                }
            }
        }
        let mut told = Vec::new();
        let mut at = Some(goal);
        while let Some(number) = at {
            let Some(Some((from, step))) = came.get(number) else {
                break;
            };
            told.push(*step);
            at = *from;
        }
        told.reverse();
        told
    }

    /// The innermost active states of a situation, by name.
    pub fn stands(&self, ground: &Ground<'_>, number: usize) -> Vec<String> {
        let Some(at) = self.positions.get(number) else {
            return Vec::new();
        };
        let active = ground.active(at);
        let tour = ground.tour;
        let is_outer = |state: usize| {
            active
                .iter()
                .any(|other| tour.states.get(*other).is_some_and(|place| place.parent == Some(state)))
        };
        active
            .iter()
            .filter(|state| !is_outer(**state))
            .map(|state| tour.title(tour.name(*state)))
            .collect()
    }
}
