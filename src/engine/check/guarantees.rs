//! What a file promises holds on every path, or there is a story that breaks it.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque, hash_map::Entry};

use super::{
    codes,
    explore::{Cause, Graph, Move, Step, ground::Ground, story::Teller},
    tour::{Tour, Way},
    world::World,
};
use crate::{
    definition::model::{Guarantee, Linked, Need},
    diagnostic::Diagnostic,
    guard::{self, Expr, Kind, Operator},
    shared::Word,
};

/// What came of it.
#[derive(Debug, Default)]
pub struct Proofs {
    /// Guarantees that hold.
    pub proved: Vec<String>,
    /// Those that do not.
    pub found: Vec<Diagnostic>,
}

/// Tries to break every guarantee of the file.
pub fn check(ground: &Ground<'_>, graph: &Graph<'_>, teller: Teller<'_>) -> Proofs {
    let mut proofs = Proofs::default();
    for (index, guarantee) in ground.tour.definition.guarantees.iter().enumerate() {
        let path = format!("guarantees[{index}]");
        let before = proofs.found.len();
        linked_needs(ground, teller.world, guarantee, &path, &mut proofs.found);
        let watch = Watch::of(ground, guarantee);
        match watch.search(graph, &[]) {
            Verdict::Holds => {}
            Verdict::Idle => {
                let what = format!("`{}` speaks of something that never happens.", guarantee.id);
                proofs.found.push(Diagnostic::error(codes::GUARANTEE_IDLE, &path, what));
            }
            Verdict::Broken(story) => {
                let what = format!(
                    "This path breaks the guarantee `{}`: {}",
                    guarantee.id,
                    teller.tell(&story)
                );
                let told = Diagnostic::error(codes::GUARANTEE_BROKEN, &path, what);
                let mend = "Close this path, or promise less.";
                proofs
                    .found
                    .push(told.why(format!("It says: {}", guarantee.says.trim())).mend(mend));
            }
        }
        if proofs.found.len() == before {
            proofs.proved.push(guarantee.id.clone());
        }
    }
    proofs
}

/// Whether a file guarantees this state itself, and the guarantee holds.
pub fn proves(definition: &crate::definition::model::Definition, state: &str, world: World<'_>) -> bool {
    let tour = Tour::of(definition);
    let Some(ground) = Ground::of(&tour, world) else {
        return false;
    };
    let own: Vec<&Guarantee> = definition
        .guarantees
        .iter()
        .filter(|one| one.before.as_deref() == Some(state))
        .collect();
    if own.is_empty() {
        return false;
    }
    let graph = Graph::of(&ground);
    !graph.cut
        && own
            .iter()
            .all(|guarantee| matches!(Watch::of(&ground, guarantee).search(&graph, &[]), Verdict::Holds))
}

/// What is known on a path: which needs have come, and whether a lapse is still unanswered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Memory {
    met: u64,
    lapsed: bool,
}

pub(super) enum Verdict<'g, 'a> {
    Holds,
    Idle,
    Broken(Vec<&'g Step<'a>>),
}

/// One guarantee, held against the graph of a file.
pub(super) struct Watch<'g, 'a> {
    ground: &'g Ground<'a>,
    guarantee: &'g Guarantee,
    /// What the guarantee calls states that have another name in the file.
    called: Option<&'g BTreeMap<Word, Word>>,
}

impl<'g, 'a> Watch<'g, 'a> {
    /// The guarantee of the file itself.
    pub(super) const fn of(ground: &'g Ground<'a>, guarantee: &'g Guarantee) -> Self {
        Self {
            ground,
            guarantee,
            called: None,
        }
    }

    /// A guarantee of another version of the file, which calls some states otherwise.
    pub(super) const fn of_another(
        ground: &'g Ground<'a>,
        guarantee: &'g Guarantee,
        called: &'g BTreeMap<Word, Word>,
    ) -> Self {
        Self {
            ground,
            guarantee,
            called: Some(called),
        }
    }

    fn name(&self, number: usize) -> &str {
        let name = self.ground.tour.name(number);
        self.called.and_then(|called| called.get(name)).map_or(name, |new| new)
    }

    /// What may be known in each situation, by its number.
    pub(super) fn known(&self, graph: &Graph<'a>) -> BTreeMap<usize, BTreeSet<Memory>> {
        let mut out: BTreeMap<usize, BTreeSet<Memory>> = BTreeMap::new();
        let mut open: VecDeque<(usize, Memory)> = VecDeque::new();
        let mut land = |open: &mut VecDeque<(usize, Memory)>, memory: Memory, step: &Step<'_>| {
            let (memory, _, _) = self.follow(memory, step);
            if out.entry(step.to).or_default().insert(memory) {
                open.push_back((step.to, memory));
            }
        };
        for step in &graph.first {
            land(&mut open, Memory::default(), step);
        }
        while let Some((at, memory)) = open.pop_front() {
            for step in graph.steps.get(at).into_iter().flatten() {
                land(&mut open, memory, step);
            }
        }
        out
    }

    fn needs(&self) -> impl Iterator<Item = (u64, &'g Need)> {
        let all = self.guarantee.needs_any.iter().chain(&self.guarantee.needs_all);
        all.enumerate().map(|(index, need)| (1_u64 << index.min(63), need))
    }

    /// Breadth first over situations and what is known, so that the first story is the shortest. It begins at the
    /// start, or at these situations with what is known there.
    pub(super) fn search<'s>(&self, graph: &'s Graph<'a>, seeds: &[(usize, Memory)]) -> Verdict<'s, 'a> {
        let mut came: HashMap<(usize, Memory), Option<(usize, Memory)>> = HashMap::new();
        let mut by: HashMap<(usize, Memory), &'s Step<'a>> = HashMap::new();
        let mut open: VecDeque<(usize, Memory)> = VecDeque::new();
        let mut touched = false;
        let tell = |by: &HashMap<(usize, Memory), &'s Step<'a>>,
                    came: &HashMap<(usize, Memory), Option<(usize, Memory)>>,
                    last: &'s Step<'a>,
                    from: Option<(usize, Memory)>| {
            let mut story = vec![last];
            let mut at = from;
            while let Some(key) = at {
                story.extend(by.get(&key).copied());
                at = came.get(&key).copied().flatten();
            }
            story.reverse();
            story
        };
        let mut next: Vec<(Option<(usize, Memory)>, &'s Step<'a>)> = match seeds.is_empty() {
            true => graph.first.iter().map(|step| (None, step)).collect(),
            false => Vec::new(),
        };
        for seed in seeds {
            came.insert(*seed, None);
            open.push_back(*seed);
        }
        loop {
            for (from, step) in next.drain(..) {
                let memory = from.map_or_else(Memory::default, |(_, memory)| memory);
                let (memory, broken, seen) = self.follow(memory, step);
                touched |= seen;
                if broken {
                    return Verdict::Broken(tell(&by, &came, step, from));
                }
                let key = (step.to, memory);
                if let Entry::Vacant(slot) = came.entry(key) {
                    slot.insert(from);
                    by.insert(key, step);
                    open.push_back(key);
                }
            }
            let Some(key) = open.pop_front() else { break };
            next.extend(
                graph
                    .steps
                    .get(key.0)
                    .into_iter()
                    .flatten()
                    .map(|step| (Some(key), step)),
            );
        }
        if touched { Verdict::Holds } else { Verdict::Idle }
    }

    /// One step: what is known after it, whether it breaks the guarantee, whether it touched it.
    fn follow(&self, mut memory: Memory, step: &Step<'_>) -> (Memory, bool, bool) {
        let (mut broken, mut touched) = (false, false);
        self.set_off(&mut memory, step);
        for one in &step.moves {
            match *one {
                Move::Left(_) => {}
                Move::Took(number) => {
                    let Some(way) = self.ground.tour.ways.get(number) else {
                        continue;
                    };
                    let guarded = self.guarantee.before_action.as_deref();
                    self.link(&mut memory, way);
                    if guarded.is_some() && guarded == way.event {
                        touched = true;
                        broken |= !self.is_met(memory);
                    }
                    self.took(&mut memory, way);
                }
                Move::Entered(number) => {
                    let name = self.name(number);
                    if self.guarantee.before.as_deref() == Some(name) {
                        touched = true;
                        broken |= !self.is_met(memory);
                    }
                    if let Some(never) = &self.guarantee.never
                        && never.leads_to == name
                    {
                        broken |= memory.lapsed;
                        touched = true;
                    }
                    self.entered(&mut memory, name);
                }
            }
        }
        (memory, broken, touched)
    }

    /// What set the step off may itself be a need, a lapse, or a person's act.
    fn set_off(&self, memory: &mut Memory, step: &Step<'_>) {
        let tour = self.ground.tour;
        let lapse_of = self.guarantee.never.as_ref().map(|never| never.lapse_of.as_str());
        match step.cause {
            Cause::Act(_) => memory.lapsed = false,
            Cause::Outcome(state, outcome) => {
                memory.lapsed = false;
                for (bit, need) in self.needs() {
                    if let Need::Decided(decided) = need
                        && decided.state == self.name(state)
                        && decided.outcome == outcome
                    {
                        memory.met |= bit;
                    }
                }
            }
            Cause::Otherwise(state) | Cause::TooFew(state) => memory.lapsed |= lapse_of == Some(self.name(state)),
            Cause::Clock(number) => {
                let clock = tour.clocks.get(number);
                let of = clock.map(|clock| self.name(clock.of));
                let left = clock.is_some_and(|clock| step.moves.contains(&Move::Left(clock.of)));
                memory.lapsed |= lapse_of.is_some() && lapse_of == of;
                for (bit, need) in self.needs() {
                    if let Need::RanOut(state) = need
                        && left
                        && of == Some(state.as_str())
                    {
                        memory.met |= bit;
                    }
                }
            }
            Cause::Start | Cause::Fed(_) | Cause::Told(_) | Cause::Children(_) | Cause::Facts => {}
        }
    }

    /// A linked need counts only for the transition that asks for it.
    fn link(&self, memory: &mut Memory, way: &Way<'_>) {
        for (bit, need) in self.needs() {
            if let Need::Linked(linked) = need {
                memory.met &= !bit;
                if asks_for(way, linked) {
                    memory.met |= bit;
                }
            }
        }
    }

    fn took(&self, memory: &mut Memory, way: &Way<'_>) {
        for (bit, need) in self.needs() {
            let met = match need {
                Need::Taken(event) => way.event == Some(event.as_str()),
                Need::Held(id) => way.transition.when.iter().any(|condition| condition.id == *id),
                Need::Decided(_) | Need::Entered(_) | Need::RanOut(_) | Need::Linked(_) => false,
            };
            if met {
                memory.met |= bit;
            }
        }
    }

    fn entered(&self, memory: &mut Memory, name: &str) {
        if self.guarantee.since.as_deref() == Some(name) {
            memory.met = 0;
        }
        for (bit, need) in self.needs() {
            if matches!(need, Need::Entered(state) if state == name) {
                memory.met |= bit;
            }
        }
    }

    fn is_met(&self, memory: Memory) -> bool {
        let count = self.guarantee.needs_any.len().min(63);
        let any = (1_u64 << count) - 1;
        let all = self
            .needs()
            .skip(self.guarantee.needs_any.len())
            .fold(0, |all, (bit, _)| all | bit);
        (self.guarantee.needs_any.is_empty() || memory.met & any != 0) && memory.met & all == all
    }
}

/// Whether a transition asks for the linked state (and the same text) in so many words.
fn asks_for(way: &Way<'_>, linked: &Linked) -> bool {
    let expressions: Vec<Expr> = way
        .transition
        .when
        .iter()
        .filter_map(|condition| guard::parse(&condition.test).ok())
        .collect();
    let conjuncts = || expressions.iter().flat_map(Expr::conjuncts);
    let reached = format!("{}.reached.{}", linked.link, linked.reached);
    let (signed, current) = (
        format!("{}.signed_hash", linked.link),
        format!("{}.current_hash", linked.link),
    );
    let name = |node: &guard::Node, wanted: &str| matches!(&node.kind, Kind::Name(name) if name == wanted);
    let same = |node: &guard::Node| match &node.kind {
        Kind::Binary(Operator::Equal, left, right) => {
            (name(left, &signed) && name(right, &current)) || (name(left, &current) && name(right, &signed))
        }
        _ => false,
    };
    conjuncts().any(|node| name(node, &reached)) && (!linked.same_hash || conjuncts().any(same))
}

/// Every transition that leads into the guarded state asks for the linked one, and the linked file
/// itself guarantees that state.
fn linked_needs(ground: &Ground<'_>, world: World<'_>, guarantee: &Guarantee, path: &str, found: &mut Vec<Diagnostic>) {
    let tour = ground.tour;
    let groups = [("needs_any", &guarantee.needs_any), ("needs_all", &guarantee.needs_all)];
    for (key, needs) in groups {
        for (index, need) in needs.iter().enumerate() {
            let Need::Linked(linked) = need else { continue };
            let path = format!("{path}.{key}[{index}].linked");
            let must = key == "needs_all" || needs.len() == 1;
            let into = tour
                .ways
                .iter()
                .filter(|way| match (&guarantee.before, &guarantee.before_action) {
                    (Some(state), _) => way.transition.to.as_ref() == Some(state),
                    (None, action) => action.is_some() && action.as_deref() == way.event,
                });
            for way in into.filter(|way| must && !asks_for(way, linked)) {
                let hash = if linked.same_hash {
                    format!(" && {0}.signed_hash == {0}.current_hash", linked.link)
                } else {
                    String::new()
                };
                let what = format!(
                    "`{}` needs `{}.reached.{}`, and this does not ask for it.",
                    guarantee.id, linked.link, linked.reached
                );
                let told = Diagnostic::error(codes::LINKED_NOT_CHECKED, &way.path, what);
                let mend = format!("Add a condition: `{}.reached.{}{hash}`.", linked.link, linked.reached);
                found.push(told.mend(mend));
            }
            let relied_on = world.meant(tour.definition, &linked.link);
            for other in relied_on.into_iter().filter(|one| !proves(one, &linked.reached, world)) {
                let what = format!(
                    "`{}` does not itself prove a guarantee before `{}`.",
                    other.workflow, linked.reached
                );
                let told = Diagnostic::error(codes::LINKED_NOT_PROVED, &path, what);
                let mend = format!("Add a guarantee with `before: {}` there, that holds.", linked.reached);
                found.push(
                    told.why("What is relied on would be reached without a promise.")
                        .mend(mend),
                );
            }
        }
    }
}
