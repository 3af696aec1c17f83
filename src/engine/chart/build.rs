//! How a chart is put together: all nodes in document order first, then edges.

use std::collections::HashMap;

use super::{Chart, Depth, Descriptor, Edge, EdgeId, Kind, Node, NodeId};

/// A chart in the making.
#[derive(Debug)]
pub struct Builder {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// What a node is to be. Whether a state is simple or compound shows in its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of `Kind`")]
pub enum Shape {
    State,
    Parallel,
    Final,
    History(Depth),
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// A chart with a root and nothing in it.
    pub fn new() -> Self {
        let mut builder = Self {
            nodes: Vec::new(),
            edges: Vec::new(),
        };
        builder.push(None, "", Kind::Compound);
        builder
    }

    fn push(&mut self, parent: Option<NodeId>, name: &str, kind: Kind) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node {
            name: name.into(),
            parent,
            kind,
            children: Vec::new(),
            marks: Vec::new(),
            initial: Vec::new(),
            edges: Vec::new(),
            last: id,
        });
        id
    }

    /// Adds a node. Nodes come in document order: a node's children before its next sibling.
    pub fn node(&mut self, parent: NodeId, name: &str, shape: Shape) -> NodeId {
        let kind = match shape {
            Shape::State => Kind::Simple,
            Shape::Parallel => Kind::Parallel,
            Shape::Final => Kind::Final,
            Shape::History(depth) => Kind::History(depth),
        };
        let id = self.push(Some(parent), name, kind);
        if let Some(above) = self.nodes.get_mut(parent.0) {
            match kind {
                Kind::History(_) => above.marks.push(id),
                Kind::Simple | Kind::Compound | Kind::Parallel | Kind::Final => {
                    above.children.push(id);
                    if above.kind == Kind::Simple {
                        above.kind = Kind::Compound;
                    }
                }
            }
        }
        let mut up = Some(parent);
        while let Some(node) = up.and_then(|id| self.nodes.get_mut(id.0)) {
            node.last = id;
            up = node.parent;
        }
        id
    }

    /// Says where a compound node begins, or where a history mark leads by default.
    pub fn initial(&mut self, node: NodeId, targets: Vec<NodeId>) {
        if let Some(node) = self.nodes.get_mut(node.0) {
            node.initial = targets;
        }
    }

    /// Adds an edge.
    pub fn edge(&mut self, source: NodeId, events: Vec<Descriptor>, targets: Vec<NodeId>, internal: bool) -> EdgeId {
        let id = EdgeId(self.edges.len());
        self.edges.push(Edge {
            source,
            events,
            targets,
            internal,
        });
        if let Some(node) = self.nodes.get_mut(source.0) {
            node.edges.push(id);
        }
        id
    }

    /// The chart. A compound node without a beginning begins with its first child.
    ///
    /// # Errors
    /// A sentence for each fault of shape: a name given twice, a beginning that does not lie inside,
    /// a history mark that leads to another.
    pub fn finish(mut self) -> Result<Chart, Vec<String>> {
        let mut faults = Vec::new();
        let mut names = HashMap::new();
        for (index, node) in self.nodes.iter_mut().enumerate() {
            if names.insert(node.name.clone(), NodeId(index)).is_some() {
                faults.push(format!("There are two states named `{}`.", node.name));
            }
            if node.kind == Kind::Compound && node.initial.is_empty() {
                node.initial = node.children.first().copied().into_iter().collect();
            }
        }
        let chart = Chart {
            nodes: self.nodes,
            edges: self.edges,
            names,
        };
        for (index, node) in chart.nodes.iter().enumerate() {
            let (within, what) = match node.kind {
                Kind::History(_) => (node.parent.unwrap_or(NodeId::ROOT), "history mark"),
                Kind::Simple | Kind::Compound | Kind::Parallel | Kind::Final => (NodeId(index), "state"),
            };
            let is_mark = matches!(node.kind, Kind::History(_));
            for target in &node.initial {
                let to = chart.node(*target);
                let marks_a_mark = is_mark && matches!(to.kind, Kind::History(_));
                if !chart.is_inside(*target, within) || marks_a_mark {
                    faults.push(format!("The {what} `{}` cannot begin with `{}`.", node.name, to.name));
                }
            }
            if is_mark && node.initial.is_empty() {
                faults.push(format!("The history mark `{}` has no default.", node.name));
            }
        }
        if faults.is_empty() { Ok(chart) } else { Err(faults) }
    }
}
