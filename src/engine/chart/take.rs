//! One microstep: which states are left and entered, in which order.

use std::borrow::Cow;

use super::{Chart, Depth, EdgeId, Kind, NodeId, Position, configuration::Configuration};

/// What happens in a microstep, in order. The host does what belongs to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// A state is left.
    Left(NodeId),
    /// An edge is taken.
    Took(EdgeId),
    /// A state is entered; `restored` where a history mark leads back to it.
    #[expect(missing_docs, reason = "said above")]
    Entered { node: NodeId, restored: bool },
    /// A compound state begins with its first child.
    Began(NodeId),
    /// A history mark had nothing to remember and led to its default.
    Defaulted(NodeId),
    /// A state has come to its end: the event `done.state.<name>` is due.
    Done(NodeId),
}

/// Where a microstep leads, and what happened on the way.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "said above")]
pub struct Taken {
    pub position: Position,
    pub happenings: Vec<Happening>,
}

/// The states to enter, in the making.
#[derive(Default)]
struct Entering {
    states: Configuration,
    beginning: Configuration,
    restored: Configuration,
    /// History marks that led to their default, by the parent after whose entry it shows.
    defaulted: Vec<(NodeId, NodeId)>,
}

impl Chart {
    /// The first microstep: enters the initial states.
    pub fn begin(&self) -> Taken {
        let at = Position::default();
        let mut entering = Entering::default();
        let first = self.node(NodeId::ROOT).initial.clone();
        for target in &first {
            self.add_descendants(&at, *target, &mut entering);
        }
        for target in &first {
            self.add_ancestors(&at, *target, NodeId::ROOT, &mut entering);
        }
        let mut taken = Taken {
            position: at,
            happenings: Vec::new(),
        };
        self.enter(&entering, &mut taken);
        taken
    }

    /// Takes edges together (`microstep`): they must come from [`Chart::select`], or be one alone.
    pub fn take(&self, at: &Position, edges: &[EdgeId]) -> Taken {
        let mut leaving = Configuration::default();
        for edge in edges {
            leaving.extend(self.exit_set(at, *edge));
        }
        let mut taken = Taken {
            position: at.clone(),
            happenings: Vec::with_capacity(8),
        };
        self.remember(at, &leaving, &mut taken.position);
        for state in leaving.iter().rev() {
            taken.position.active.remove(state);
            taken.happenings.push(Happening::Left(state));
        }
        taken.happenings.extend(edges.iter().map(|edge| Happening::Took(*edge)));
        let mut entering = Entering::default();
        for edge in edges {
            let edge = self.edge(*edge);
            for target in &edge.targets {
                self.add_descendants(&taken.position, *target, &mut entering);
            }
            let Some(domain) = self.domain(&taken.position, edge.source, &edge.targets, edge.internal) else {
                continue;
            };
            for target in self.effective(&taken.position, &edge.targets).iter() {
                self.add_ancestors(&taken.position, *target, domain, &mut entering);
            }
        }
        self.enter(&entering, &mut taken);
        taken
    }

    /// The active states that an edge leaves (`computeExitSet` for one edge).
    pub fn exit_set<'a>(&'a self, at: &'a Position, edge: EdgeId) -> impl Iterator<Item = NodeId> + 'a {
        let edge = self.edge(edge);
        let domain = self.domain(at, edge.source, &edge.targets, edge.internal);
        let leaves = move |state: &NodeId| domain.is_some_and(|domain| self.is_inside(*state, domain));
        at.active.iter().filter(leaves)
    }

    /// `getEffectiveTargetStates`: history marks replaced by what they lead to.
    fn effective<'a>(&'a self, at: &'a Position, targets: &'a [NodeId]) -> Cow<'a, [NodeId]> {
        let is_mark = |target: &NodeId| matches!(self.node(*target).kind, Kind::History(_));
        if !targets.iter().any(is_mark) {
            return Cow::Borrowed(targets);
        }
        let mut found = Vec::new();
        for target in targets {
            let to = if is_mark(target) {
                at.history.get(target).unwrap_or(&self.node(*target).initial).as_slice()
            } else {
                std::slice::from_ref(target)
            };
            for one in to {
                if !found.contains(one) {
                    found.push(*one);
                }
            }
        }
        Cow::Owned(found)
    }

    /// `getTransitionDomain`: the innermost state that contains all that is left and entered.
    fn domain(&self, at: &Position, source: NodeId, targets: &[NodeId], internal: bool) -> Option<NodeId> {
        let targets = self.effective(at, targets);
        if targets.is_empty() {
            return None;
        }
        // An edge of the whole chart leaves everything that is active but the root itself.
        if source == NodeId::ROOT {
            return Some(NodeId::ROOT);
        }
        let inside = |outer: NodeId| targets.iter().all(|target| self.is_inside(*target, outer));
        if internal && self.node(source).kind == Kind::Compound && inside(source) {
            return Some(source);
        }
        self.ancestors(source)
            .find(|outer| (self.node(*outer).kind == Kind::Compound || *outer == NodeId::ROOT) && inside(*outer))
    }

    fn remember(&self, at: &Position, leaving: &Configuration, to: &mut Position) {
        for state in leaving.iter() {
            for mark in &self.node(state).marks {
                let deep = self.node(*mark).kind == Kind::History(Depth::Deep);
                let remembered = at
                    .active
                    .iter()
                    .filter(|active| {
                        let node = self.node(*active);
                        if deep {
                            matches!(node.kind, Kind::Simple | Kind::Final) && self.is_inside(*active, state)
                        } else {
                            node.parent == Some(state)
                        }
                    })
                    .collect();
                to.history.insert(*mark, remembered);
            }
        }
    }

    fn add_descendants(&self, at: &Position, state: NodeId, entering: &mut Entering) {
        let node = self.node(state);
        match node.kind {
            Kind::History(_) => {
                let parent = node.parent.unwrap_or(NodeId::ROOT);
                let remembered = at.history.get(&state);
                let targets = remembered.unwrap_or(&node.initial);
                if remembered.is_none() {
                    entering.defaulted.push((parent, state));
                }
                for target in targets {
                    self.add_descendants(at, *target, entering);
                }
                for target in targets {
                    self.add_ancestors(at, *target, parent, entering);
                    if remembered.is_some() {
                        let path = self.ancestors(*target).take_while(|up| self.is_inside(*up, parent));
                        entering.restored.extend(path);
                        entering.restored.extend([*target, parent]);
                    }
                }
            }
            Kind::Compound => {
                entering.states.insert(state);
                entering.beginning.insert(state);
                for target in &node.initial {
                    self.add_descendants(at, *target, entering);
                }
                for target in &node.initial {
                    self.add_ancestors(at, *target, state, entering);
                }
            }
            Kind::Parallel => {
                entering.states.insert(state);
                self.add_regions(at, state, entering);
            }
            Kind::Simple | Kind::Final => {
                entering.states.insert(state);
            }
        }
    }

    fn add_ancestors(&self, at: &Position, state: NodeId, up_to: NodeId, entering: &mut Entering) {
        for above in self.ancestors(state).take_while(|above| *above != up_to) {
            if above == NodeId::ROOT {
                break;
            }
            entering.states.insert(above);
            if self.node(above).kind == Kind::Parallel {
                self.add_regions(at, above, entering);
            }
        }
    }

    fn add_regions(&self, at: &Position, parallel: NodeId, entering: &mut Entering) {
        for child in &self.node(parallel).children {
            if !entering.states.iter().any(|state| self.is_inside(state, *child)) {
                self.add_descendants(at, *child, entering);
            }
        }
    }

    fn enter(&self, entering: &Entering, taken: &mut Taken) {
        for state in entering.states.iter() {
            taken.position.active.insert(state);
            let node = self.node(state);
            let restored = entering.restored.contains(state);
            taken.happenings.push(Happening::Entered { node: state, restored });
            if entering.beginning.contains(state) {
                taken.happenings.push(Happening::Began(state));
            }
            for (_, mark) in entering.defaulted.iter().filter(|(parent, _)| *parent == state) {
                taken.happenings.push(Happening::Defaulted(*mark));
            }
            if node.kind != Kind::Final {
                continue;
            }
            let Some(parent) = node.parent.filter(|parent| *parent != NodeId::ROOT) else {
                continue;
            };
            taken.happenings.push(Happening::Done(parent));
            let above = self.node(parent).parent.unwrap_or(NodeId::ROOT);
            if self.node(above).kind == Kind::Parallel && self.is_done(above, &taken.position.active) {
                taken.happenings.push(Happening::Done(above));
            }
        }
    }
}
