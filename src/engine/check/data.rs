//! Nothing is read before a path sets it, and nothing is sent before it is made.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::{
    codes,
    explore::{Cause, Graph, Move, Step, ground::Ground, story::Teller},
    tour::{Deed, Tour, Way},
};
use crate::{
    definition::model::{Do, State},
    diagnostic::Diagnostic,
    guard::{self, Function, Kind, Node},
};

/// Everything of that kind.
pub fn check(ground: &Ground<'_>, graph: &Graph<'_>, teller: Teller<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    attached(ground.tour, &mut found);
    collected(ground.tour, &mut found);
    let reads = Reads::of(ground.tour);
    if !reads.names.is_empty() {
        reads.search(ground, graph, teller, &mut found);
    }
    found
}

/// An email takes with it what the same list has made before.
fn attached(tour: &Tour<'_>, found: &mut Vec<Diagnostic>) {
    let list = |deed: &Deed<'_>| deed.path.rsplit_once('[').map(|(list, _)| list.to_owned());
    for (number, deed) in tour.deeds.iter().enumerate() {
        let Do::Email(email) = deed.deed else { continue };
        for (index, name) in email.attach.iter().enumerate() {
            let earlier = tour.deeds.get(..number).unwrap_or_default();
            let made = earlier
                .iter()
                .filter(|other| list(other) == list(deed))
                .any(|other| matches!(other.deed, Do::Document(document) if document.template == *name));
            if !made {
                let what = format!("`{name}` is attached, and nothing before it in this list makes it.");
                let path = format!("{}.email.attach[{index}]", deed.path);
                let told = Diagnostic::error(codes::ATTACHED_BEFORE_MADE, path, what);
                found.push(told.mend(format!("Put `document: {{ template: {name} }}` before the email.")));
            }
        }
    }
}

/// Forms that are sealed or promised are filled in somewhere.
fn collected(tour: &Tour<'_>, found: &mut Vec<Diagnostic>) {
    let by_acts = tour.ways.iter().filter_map(|way| way.transition.collect.as_deref());
    let decisions = tour.states.iter().filter_map(|place| place.state.decision.as_ref());
    let by_votes = decisions
        .flat_map(|decision| decision.options.values())
        .filter_map(|answer| answer.collect.as_deref());
    let filled: BTreeSet<&str> = by_acts.chain(by_votes).collect();
    let mut named: Vec<(String, &str)> = Vec::new();
    for deed in &tour.deeds {
        match deed.deed {
            Do::Seal(form) => named.push((format!("{}.seal", deed.path), form)),
            Do::Unseal(form) => named.push((format!("{}.unseal", deed.path), form)),
            Do::Obligation(obligation) => named.push((format!("{}.obligation.from", deed.path), &obligation.from)),
            Do::RunWith(run) => named.push((format!("{}.run_with.form", deed.path), &run.form)),
            _ => {}
        }
    }
    let sealed = tour
        .definition
        .forms
        .iter()
        .filter(|(_, form)| form.sealed_until.is_some());
    named.extend(sealed.map(|(name, _)| (format!("forms.{name}.sealed_until"), name.as_str())));
    for (path, form) in named {
        if tour.definition.forms.contains_key(form) && !filled.contains(form) {
            let what = format!("Nobody fills in the form `{form}`.");
            let told = Diagnostic::error(codes::NOTHING_COLLECTS, path, what);
            found.push(told.mend(format!("Add `collect: {form}` to the act that it belongs to.")));
        }
    }
}

/// Which kept values are read where.
struct Reads {
    /// Every kept name that is read without `has`, by bit.
    names: Vec<String>,
    /// For each transition, its names as bits, and where the first stands.
    by_way: Vec<(u64, String)>,
}

impl Reads {
    fn of(tour: &Tour<'_>) -> Self {
        let mut reads = Self {
            names: Vec::new(),
            by_way: Vec::new(),
        };
        for way in &tour.ways {
            let read = reads.way(way);
            reads.by_way.push(read);
        }
        reads
    }

    fn way(&mut self, way: &Way<'_>) -> (u64, String) {
        let (mut bits, mut path) = (0, String::new());
        for (index, condition) in way.transition.when.iter().enumerate() {
            let Ok(expr) = guard::parse(&condition.test) else {
                continue;
            };
            let mut asked = BTreeSet::new();
            known(expr.root(), &mut asked);
            for name in guard::names(&expr)
                .iter()
                .filter(|name| name.starts_with("kept.") && !asked.contains(*name))
            {
                bits |= self.bit(name);
                if path.is_empty() {
                    path = format!("{}.when[{index}].if", way.path);
                }
            }
        }
        (bits, path)
    }

    fn bit(&mut self, name: &str) -> u64 {
        let number = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        1_u64
            .checked_shl(u32::try_from(number).unwrap_or(64))
            .unwrap_or_default()
    }

    fn bits(&self, name: &str) -> u64 {
        let number = self
            .names
            .iter()
            .position(|known| known == name)
            .and_then(|number| u32::try_from(number).ok());
        number.and_then(|number| 1_u64.checked_shl(number)).unwrap_or_default()
    }

    fn set_by(&self, deeds: &[Do]) -> u64 {
        let sets = deeds.iter().filter_map(|deed| match deed {
            Do::Set(values) => Some(values),
            _ => None,
        });
        sets.flat_map(|values| values.keys())
            .fold(0, |all, name| all | self.bits(&format!("kept.{name}")))
    }

    fn set_by_form(&self, form: &str) -> u64 {
        let head = format!("kept.{form}.");
        let names = self.names.iter().filter(|name| name.starts_with(&head));
        names.fold(0, |all, name| all | self.bits(name))
    }

    fn set_by_votes(&self, state: &State) -> u64 {
        let decision = state.decision.iter().flat_map(|decision| decision.options.values());
        decision
            .filter_map(|answer| answer.collect.as_deref())
            .fold(0, |all, form| all | self.set_by_form(form))
    }

    /// What is set after a step, and the first transition that read something before.
    fn follow(&self, tour: &Tour<'_>, mut set: u64, step: &Step<'_>) -> (u64, Option<usize>) {
        let mut early = None;
        if let Cause::Outcome(state, _) | Cause::Otherwise(state) | Cause::TooFew(state) = step.cause {
            set |= tour.states.get(state).map_or(0, |place| self.set_by_votes(place.state));
        }
        for one in &step.moves {
            match *one {
                Move::Left(state) => {
                    set |= tour
                        .states
                        .get(state)
                        .map_or(0, |place| self.set_by(&place.state.on_exit));
                }
                Move::Entered(state) => {
                    set |= tour
                        .states
                        .get(state)
                        .map_or(0, |place| self.set_by(&place.state.on_entry));
                }
                Move::Took(number) => {
                    let reads = self.by_way.get(number).map_or(0, |(bits, _)| *bits);
                    if reads & !set != 0 {
                        early = early.or(Some(number));
                    }
                    if let Some(way) = tour.ways.get(number) {
                        set |= self.set_by(&way.transition.effects);
                        set |= way
                            .transition
                            .collect
                            .as_deref()
                            .map_or(0, |form| self.set_by_form(form));
                    }
                }
            }
        }
        (set, early)
    }

    fn search(&self, ground: &Ground<'_>, graph: &Graph<'_>, teller: Teller<'_>, found: &mut Vec<Diagnostic>) {
        let tour = ground.tour;
        let mut told: BTreeSet<usize> = BTreeSet::new();
        let mut seen: HashMap<(usize, u64), ()> = HashMap::new();
        let mut open = VecDeque::new();
        let mut next: Vec<(Option<usize>, u64, &Step<'_>)> = graph.first.iter().map(|step| (None, 0, step)).collect();
        loop {
            for (from, set, step) in next.drain(..) {
                let (set, early) = self.follow(tour, set, step);
                let active = graph
                    .positions
                    .get(step.to)
                    .map(|at| ground.active(at))
                    .unwrap_or_default();
                let waiting = self.by_way.iter().enumerate().find(|(number, (reads, _))| {
                    let from = tour.ways.get(*number).and_then(|way| way.from);
                    reads & !set != 0 && from.is_some_and(|from| active.contains(&from))
                });
                let early = early
                    .map(|way| (way, from))
                    .or(waiting.map(|(way, _)| (way, Some(step.to))));
                if let Some((way, at)) = early
                    && told.insert(way)
                {
                    self.tell(graph, teller, way, set, at.unwrap_or(step.to), found);
                }
                if seen.insert((step.to, set), ()).is_none() {
                    open.push_back((step.to, set));
                }
            }
            let Some((at, set)) = open.pop_front() else { break };
            next.extend(
                graph
                    .steps
                    .get(at)
                    .into_iter()
                    .flatten()
                    .map(|step| (Some(at), set, step)),
            );
        }
    }

    fn tell(
        &self,
        graph: &Graph<'_>,
        teller: Teller<'_>,
        way: usize,
        set: u64,
        at: usize,
        found: &mut Vec<Diagnostic>,
    ) {
        let Some((reads, path)) = self.by_way.get(way) else {
            return;
        };
        let missing = self.names.iter().find(|name| reads & !set & self.bits(name) != 0);
        let name = missing.or(self.names.first()).map(String::as_str).unwrap_or_default();
        let what = format!(
            "`{name}` is read here, and this path has not set it: {}",
            teller.tell(&graph.way_to(at))
        );
        let told = Diagnostic::error(codes::READ_BEFORE_SET, path, what);
        found.push(told.mend(format!("Set it on every path, or ask `has({name})` first.")));
    }
}

/// Names that are asked about with `has`.
fn known(node: &Node, found: &mut BTreeSet<String>) {
    match &node.kind {
        Kind::Call(Function::Has, all) => found.extend(all.iter().filter_map(|one| match &one.kind {
            Kind::Name(name) => Some(name.clone()),
            _ => None,
        })),
        Kind::Literal(_) | Kind::Name(_) => {}
        Kind::List(all) | Kind::Call(_, all) => all.iter().for_each(|one| known(one, found)),
        Kind::Not(inner) | Kind::Negate(inner) => known(inner, found),
        Kind::Binary(_, left, right) | Kind::Each(_, left, _, right) => {
            known(left, found);
            known(right, found);
        }
    }
}
