//! Statecharts without a data model: nodes, edges, and the algorithm of W3C SCXML, Appendix D.
//!
//! A chart knows names and shape, nothing else: whether an edge is allowed and what happens on the
//! way is asked of a [`run::Host`]. So one algorithm serves the workflow files, the explorer of
//! `check` and the public conformance fixtures. Every function here is pure.

pub mod build;
pub mod configuration;
pub mod run;
pub mod select;
pub mod take;

use std::collections::{BTreeMap, HashMap};

use configuration::Configuration;
use smallvec::SmallVec;

use crate::shared::Word;

/// A node of one chart. Ids grow in document order, so an ancestor is smaller than its descendants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(usize);

/// An edge of one chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId(usize);

/// A few edges.
pub type Edges = SmallVec<[EdgeId; 4]>;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// No children.
    Simple,
    /// One child at a time.
    Compound,
    /// All children at once.
    Parallel,
    /// The end of its parent; at the top, of the whole.
    Final,
    /// A mark that leads back to where its parent was left.
    History(Depth),
}

/// How far back a history mark remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Depth {
    /// The parent's active children.
    Shallow,
    /// The innermost active states within the parent.
    Deep,
}

/// A state, the root, or a history mark.
#[derive(Debug, Clone)]
pub struct Node {
    /// Unique in the chart; the root's is not a state's name.
    pub name: Word,
    /// `None` for the root only.
    pub parent: Option<NodeId>,
    /// What it is.
    pub kind: Kind,
    /// Children in document order, without history marks.
    pub children: Vec<NodeId>,
    /// Its history marks.
    pub marks: Vec<NodeId>,
    /// Where it begins (a compound node) or leads by default (a history mark).
    pub initial: Vec<NodeId>,
    /// Edges that leave from here, in document order.
    pub edges: Vec<EdgeId>,
    /// The last node inside it; itself if there is none.
    last: NodeId,
}

/// A transition.
#[derive(Debug, Clone)]
pub struct Edge {
    /// Where it leaves from.
    pub source: NodeId,
    /// What it answers to; none for an eventless edge.
    pub events: Vec<Descriptor>,
    /// Where it leads; none for an edge that stays where it is.
    pub targets: Vec<NodeId>,
    /// An internal transition: the source is not left when every target lies inside it.
    pub internal: bool,
}

/// What events an edge answers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Descriptor {
    /// All of them.
    Any,
    /// This name only.
    Exact(String),
    /// This name, and every name that goes on from it after a dot.
    Prefix(String),
}

/// A chart. Made by [`build::Builder`]; immutable.
#[derive(Debug, Clone)]
pub struct Chart {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    names: HashMap<Word, NodeId>,
}

/// Where an instance of a chart is: active states, and what history marks remember.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Active states, without the root.
    pub active: Configuration,
    /// History mark to the states that it leads back to.
    pub history: BTreeMap<NodeId, Vec<NodeId>>,
}

impl NodeId {
    /// The root of every chart.
    pub const ROOT: Self = Self(0);

    /// Its place in document order.
    pub const fn index(self) -> usize {
        self.0
    }
}

impl EdgeId {
    /// Its place among the chart's edges.
    pub const fn index(self) -> usize {
        self.0
    }
}

impl Descriptor {
    /// Whether it covers the event.
    pub fn covers(&self, event: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exact(name) => name == event,
            Self::Prefix(name) => event
                .strip_prefix(name.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
        }
    }
}

impl Edge {
    /// Whether it is taken without an event.
    pub const fn is_eventless(&self) -> bool {
        self.events.is_empty()
    }
}

impl Chart {
    /// A node of this chart.
    #[expect(clippy::indexing_slicing, reason = "only this chart's builder makes its ids")]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// An edge of this chart.
    #[expect(clippy::indexing_slicing, reason = "only this chart's builder makes its ids")]
    pub fn edge(&self, id: EdgeId) -> &Edge {
        &self.edges[id.0]
    }

    /// All nodes but the root, in document order.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .skip(1)
            .map(|(index, node)| (NodeId(index), node))
    }

    /// All edges.
    pub fn edges(&self) -> impl Iterator<Item = (EdgeId, &Edge)> {
        self.edges.iter().enumerate().map(|(index, edge)| (EdgeId(index), edge))
    }

    /// The node with this name.
    pub fn named(&self, name: &str) -> Option<NodeId> {
        self.names.get(name).copied()
    }

    /// The node's parent, and so on up to and with the root.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.node(id).parent, |up| self.node(*up).parent)
    }

    /// Whether `inner` lies inside `outer` (and is not the same).
    pub fn is_inside(&self, inner: NodeId, outer: NodeId) -> bool {
        outer < inner && inner <= self.node(outer).last
    }

    /// Whether one lies inside the other, or they are the same.
    pub fn are_in_line(&self, one: NodeId, other: NodeId) -> bool {
        one == other || self.is_inside(one, other) || self.is_inside(other, one)
    }

    /// Whether a final state at the top is active: the instance is over.
    pub fn final_state(&self, active: &Configuration) -> Option<NodeId> {
        active.iter().find(|id| {
            let node = self.node(*id);
            node.kind == Kind::Final && node.parent == Some(NodeId::ROOT)
        })
    }

    /// Whether a state is in its final part: a compound state with a final child active, a parallel
    /// state of which every child is.
    pub fn is_done(&self, id: NodeId, active: &Configuration) -> bool {
        let node = self.node(id);
        match node.kind {
            Kind::Compound => node
                .children
                .iter()
                .any(|child| self.node(*child).kind == Kind::Final && active.contains(*child)),
            Kind::Parallel => node.children.iter().all(|child| self.is_done(*child, active)),
            Kind::Simple | Kind::Final | Kind::History(_) => false,
        }
    }
}
