//! Every state is reached, every situation can end, everybody waits for somebody.

use std::collections::BTreeSet;

use super::{
    codes::{self, Code},
    explore::{
        Cause, Graph, Move, Step,
        ground::{self, Ground},
        story::Teller,
    },
    time,
    tour::Tour,
};
use crate::{definition::near, diagnostic::Diagnostic, guard};

/// Everything of that kind.
pub fn check(ground: &Ground<'_>, graph: &Graph<'_>, teller: Teller<'_>) -> Vec<Diagnostic> {
    let mut judge = Judge {
        ground,
        graph,
        teller,
        found: Vec::new(),
    };
    if graph.cut {
        let what = "There are more than 100,000 situations that this workflow can get into.";
        let told = Diagnostic::error(codes::TOO_MANY, "states", what);
        judge
            .found
            .push(told.mend("Use fewer parallel regions, or put some of them into workflows of their own."));
        return judge.found;
    }
    judge.circles();
    judge.events();
    judge.states();
    judge.transitions();
    judge.endings();
    judge.people();
    judge.lost();
    judge.found
}

struct Judge<'g, 'a> {
    ground: &'g Ground<'a>,
    graph: &'g Graph<'a>,
    teller: Teller<'g>,
    found: Vec<Diagnostic>,
}

impl Judge<'_, '_> {
    fn circles(&mut self) {
        for circle in &self.graph.circles {
            let ways = circle.iter().filter_map(|way| self.ground.tour.ways.get(*way));
            let names: Vec<String> = ways
                .clone()
                .map(|way| {
                    format!(
                        "`{}`",
                        way.from
                            .map(|state| self.ground.tour.name(state))
                            .unwrap_or("the workflow")
                    )
                })
                .collect();
            let path = ways.clone().next().map(|way| way.path.clone()).unwrap_or_default();
            let what = format!(
                "These lead round in a circle without an event: {}.",
                near::list(&names, "and")
            );
            let told = Diagnostic::error(codes::EVENTLESS_CYCLE, path, what);
            self.found.push(told.mend("Let one of them wait for an event."));
        }
    }

    /// Transitions of the engine whose event nothing gives.
    fn events(&mut self) {
        let tour = self.ground.tour;
        let inside = self.ground.given_inside();
        for (number, way) in tour.ways.iter().enumerate() {
            let Some(event) = way.event.filter(|_| way.index == 0 && !self.ground.is_action(number)) else {
                continue;
            };
            let given = inside.contains(event) || self.ground.fed.contains(event);
            if given || event.starts_with("done.") || self.ground.is_told(event) {
                continue;
            }
            let known: Vec<&str> = inside.iter().copied().chain(self.ground.fed.iter().copied()).collect();
            let what = format!("Nothing gives the event `{event}`, and nobody may take this transition.");
            let mend = near::closest(event, known)
                .map(|other| format!("Did you mean `{other}`?"))
                .unwrap_or_else(|| {
                    "Say `by` whom, or let a clock, a decision, an effect or another workflow give it.".to_owned()
                });
            let path = way.path.strip_suffix("[0]").unwrap_or(&way.path);
            self.found
                .push(Diagnostic::error(codes::NOTHING_GIVES, format!("{path}#key"), what).mend(mend));
        }
    }

    fn states(&mut self) {
        let tour = self.ground.tour;
        let mut seen = BTreeSet::new();
        for (_, step) in self.graph.all_steps() {
            seen.extend(step.moves.iter().filter_map(|one| match one {
                Move::Entered(state) => Some(*state),
                Move::Left(_) | Move::Took(_) => None,
            }));
        }
        for (number, place) in tour.states.iter().enumerate() {
            let parent_seen = place.parent.is_none_or(|parent| seen.contains(&parent));
            if place.state.history.is_none() && !seen.contains(&number) && parent_seen {
                let what = format!("No path leads to \"{}\".", tour.title(place.id));
                let told = Diagnostic::error(codes::UNREACHABLE, format!("{}#key", place.path), what);
                self.found
                    .push(told.mend("Let a transition lead to it, or take it away."));
            }
        }
        if !tour
            .states
            .iter()
            .any(|place| place.parent.is_none() && place.state.final_outcome.is_some())
        {
            let told = Diagnostic::error(
                codes::NO_FINAL,
                "states",
                "This workflow has no outermost final state, so it never ends.",
            );
            self.found.push(told.mend("Add a state with `final: <outcome>`."));
        }
    }

    fn transitions(&mut self) {
        let tour = self.ground.tour;
        let mut taken = BTreeSet::new();
        for (_, step) in self.graph.all_steps() {
            taken.extend(step.moves.iter().filter_map(|one| match one {
                Move::Took(way) => Some(*way),
                Move::Left(_) | Move::Entered(_) => None,
            }));
        }
        let entered: BTreeSet<usize> = self
            .graph
            .all_steps()
            .flat_map(|(_, step)| &step.moves)
            .filter_map(|one| match one {
                Move::Entered(state) => Some(*state),
                Move::Left(_) | Move::Took(_) => None,
            })
            .collect();
        for (number, way) in tour.ways.iter().enumerate() {
            let lives = way.from.is_none_or(|state| entered.contains(&state));
            let idle = way
                .event
                .is_some_and(|event| !self.ground.is_action(number) && self.is_unsaid(event));
            if taken.contains(&number) || !lives || idle {
                continue;
            }
            let what = format!(
                "This transition on `{}` can never be taken.",
                way.event.unwrap_or("always")
            );
            let why = if self.ground.is_action(number) {
                "Another, further in or before it, is always taken instead."
            } else {
                "Its event never comes while this state is active, or another is always taken instead."
            };
            let told = Diagnostic::error(codes::DEAD_TRANSITION, &way.path, what).why(why);
            self.found
                .push(told.mend("Take it away, or put it where its event can come."));
        }
    }

    /// Nothing gives this event; that has been told.
    fn is_unsaid(&self, event: &str) -> bool {
        !self.ground.given_inside().contains(event) && !self.ground.fed.contains(event) && !self.ground.is_told(event)
    }

    /// From every situation a final one can be reached.
    fn endings(&mut self) {
        let count = self.graph.positions.len();
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (from, step) in self.graph.all_steps() {
            if let (Some(from), Some(list)) = (from, before.get_mut(step.to)) {
                list.push(from);
            }
        }
        let mut ends: Vec<bool> = self.graph.over.clone();
        let mut open: Vec<usize> = (0..count).filter(|number| ends.get(*number) == Some(&true)).collect();
        while let Some(at) = open.pop() {
            for from in before.get(at).into_iter().flatten() {
                if let Some(end @ false) = ends.get_mut(*from) {
                    *end = true;
                    open.push(*from);
                }
            }
        }
        if !self.graph.over.contains(&true) && self.found.iter().any(|one| one.code == codes::NO_FINAL.code) {
            return;
        }
        // Situations are numbered in the order of their distance, so the first is the shortest story.
        let stuck = |number: &usize| {
            self.graph
                .steps
                .get(*number)
                .is_none_or(|steps| steps.iter().all(|step| step.to == *number))
        };
        let hopeless: Vec<usize> = (0..count).filter(|number| ends.get(*number) == Some(&false)).collect();
        let mut told: BTreeSet<Vec<String>> = BTreeSet::new();
        for number in hopeless.iter().copied().filter(stuck) {
            let stands = self.graph.stands(self.ground, number);
            if told.len() < 3 && told.insert(stands) {
                let what = "nothing leads on from here, and it is not an end";
                self.situation(codes::DEAD_END, number, what, "Add a transition, or make it `final`.");
            }
        }
        if let (true, Some(number)) = (told.is_empty(), hopeless.first()) {
            let what = "from here it goes on for ever, and no end can be reached";
            self.situation(codes::LIVELOCK, *number, what, "Let something lead to a final state.");
        }
    }

    fn situation(&mut self, code: Code, number: usize, what: &str, mend: &str) {
        let stands: Vec<String> = self
            .graph
            .stands(self.ground, number)
            .iter()
            .map(|title| format!("\"{title}\""))
            .collect();
        let deepest = self
            .graph
            .positions
            .get(number)
            .and_then(|at| self.ground.active(at).last().copied());
        let path = deepest
            .and_then(|state| self.ground.tour.states.get(state))
            .map(|place| format!("{}#key", place.path));
        let story = self.teller.tell(&self.graph.way_to(number));
        let what = format!("In {} {what}.", near::list(&stands, "and"));
        let told = Diagnostic::error(code, path.unwrap_or_default(), what);
        self.found
            .push(told.why(format!("How it gets there: {story}")).mend(mend));
    }

    /// In every situation somebody can act, or a clock runs, or another workflow is at work.
    fn people(&mut self) {
        let tour = self.ground.tour;
        let mut told: BTreeSet<Vec<usize>> = BTreeSet::new();
        for (number, at) in self.graph.positions.iter().enumerate() {
            if self.graph.over.get(number) == Some(&true) {
                continue;
            }
            let active = self.ground.active(at);
            let moves = self.graph.steps.get(number).into_iter().flatten();
            let somebody = moves.clone().any(|step| {
                !matches!(step.cause, Cause::Facts) && !matches!(step.cause, Cause::Act(_))
                    || waited(self.ground, &active, step)
            });
            let works = active
                .iter()
                .filter_map(|state| tour.states.get(*state))
                .any(|place| !place.state.permits.is_empty() || place.state.every.is_some())
                || !tour.definition.permits.is_empty();
            let facts = moves.clone().filter(|step| step.cause == Cause::Facts);
            let facts = facts.clone().any(|_| works) || facts.clone().any(|step| waits_for_others(tour, step));
            let has_way_on = moves.clone().any(|step| step.to != number);
            if somebody || facts || !has_way_on || told.len() >= 3 || !told.insert(active) {
                continue;
            }
            let what = "nobody is asked to act and no clock runs";
            self.situation(
                codes::NOBODY,
                number,
                what,
                "Give somebody an act, or the state a clock.",
            );
        }
    }

    fn lost(&mut self) {
        let tour = self.ground.tour;
        for cause in &self.graph.lost {
            let (path, event, what) = match *cause {
                Cause::Clock(number) => {
                    let Some(clock) = tour.clocks.get(number) else { continue };
                    let event = clock.clock.then.as_deref().unwrap_or_default();
                    (format!("{}.then", clock.path), event, "The clock")
                }
                Cause::Outcome(state, outcome) => {
                    let Some(place) = tour.states.get(state) else { continue };
                    (
                        format!("{}.decision.outcomes.{outcome}#key", place.path),
                        outcome,
                        "The decision",
                    )
                }
                Cause::Otherwise(state) | Cause::TooFew(state) => {
                    let Some(place) = tour.states.get(state) else { continue };
                    let Some(decision) = &place.state.decision else {
                        continue;
                    };
                    let (key, event) = match (cause, &decision.too_few) {
                        (Cause::TooFew(_), Some(event)) => ("too_few", event.as_str()),
                        _ => ("otherwise", decision.otherwise.as_str()),
                    };
                    (format!("{}.decision.{key}", place.path), event, "The decision")
                }
                Cause::Start | Cause::Act(_) | Cause::Fed(_) | Cause::Told(_) | Cause::Children(_) | Cause::Facts => {
                    continue;
                }
            };
            let guarded = tour
                .ways
                .iter()
                .enumerate()
                .any(|(number, way)| way.event == Some(event) && !self.ground.is_action(number));
            let (words, mend) = if guarded {
                (
                    "may find nothing that takes it",
                    format!("Add a last alternative to `on: {event}`: `{{ else: true, … }}`."),
                )
            } else {
                (
                    "finds nothing that takes it",
                    format!("Add `on: {event}` without `by`; a transition with `by` is for people only."),
                )
            };
            let told = Diagnostic::error(codes::UNTAKEN, path, format!("{what} gives `{event}`, which {words}."));
            self.found.push(told.mend(mend));
        }
    }
}

/// Whether the step is an act that people are asked for.
fn waited(ground: &Ground<'_>, active: &[usize], step: &Step<'_>) -> bool {
    let tour = ground.tour;
    matches!(step.cause, Cause::Act(_))
        && step.moves.iter().any(|one| match one {
            Move::Took(way) => tour.ways.get(*way).is_some_and(|way| {
                let from = way.from.filter(|state| active.contains(state));
                let place = from.and_then(|state| tour.states.get(state));
                place.is_some_and(|place| {
                    let asked = crate::definition::model::Transition {
                        by: ground::by(tour, way).to_vec(),
                        waits: way.transition.waits,
                        ..Default::default()
                    };
                    time::is_waited_for(place, &asked)
                })
            }),
            Move::Left(_) | Move::Entered(_) => false,
        })
}

/// Whether what moves it on by itself is told by children or linked workflows, which are at work.
fn waits_for_others(tour: &Tour<'_>, step: &Step<'_>) -> bool {
    let broods = tour.broods();
    let others: Vec<&str> = broods
        .iter()
        .map(|(name, _)| *name)
        .chain(tour.definition.links.keys().map(String::as_str))
        .collect();
    let took = step.moves.iter().filter_map(|one| match one {
        Move::Took(way) => tour.ways.get(*way),
        Move::Left(_) | Move::Entered(_) => None,
    });
    took.flat_map(|way| &way.transition.when)
        .filter_map(|condition| guard::parse(&condition.test).ok())
        .any(|expr| {
            let names = guard::names(&expr);
            names
                .iter()
                .any(|name| name.split_once('.').is_some_and(|(head, _)| others.contains(&head)))
        })
}
