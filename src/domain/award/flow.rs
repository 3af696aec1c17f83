//! Minimum-cost maximum flow by successive shortest paths: small, exact, integers only.

/// A network under construction. Nodes are numbers from 0.
#[derive(Debug, Default)]
pub(super) struct Network {
    edges: Vec<Edge>,
    leaving: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    to: usize,
    room: u32,
    cost: i128,
}

impl Network {
    /// Without edges.
    pub(super) fn with_nodes(nodes: usize) -> Self {
        Self {
            edges: Vec::new(),
            leaving: vec![Vec::new(); nodes],
        }
    }

    /// Adds an edge and its reverse; the number names it for [`Network::used`].
    pub(super) fn edge(&mut self, from: usize, to: usize, room: u32, cost: i128) -> usize {
        let id = self.edges.len();
        self.edges.push(Edge { to, room, cost });
        self.edges.push(Edge {
            to: from,
            room: 0,
            cost: -cost,
        });
        if let Some(list) = self.leaving.get_mut(from) {
            list.push(id);
        }
        if let Some(list) = self.leaving.get_mut(to) {
            list.push(id + 1);
        }
        id
    }

    /// Sends as much as possible from `source` to `sink`, at the least cost.
    pub(super) fn run(&mut self, source: usize, sink: usize) {
        while let Some(path) = self.cheapest(source, sink) {
            for id in path {
                if let Some(edge) = self.edges.get_mut(id) {
                    edge.room -= 1;
                }
                if let Some(back) = self.edges.get_mut(id ^ 1) {
                    back.room += 1;
                }
            }
        }
    }

    /// Whether anything flows over an edge.
    pub(super) fn used(&self, edge: usize) -> bool {
        self.edges.get(edge ^ 1).is_some_and(|back| back.room > 0)
    }

    /// The cheapest way that has room, as edges (Bellman and Ford: costs may be negative).
    fn cheapest(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let nodes = self.leaving.len();
        let mut cost: Vec<Option<i128>> = vec![None; nodes];
        let mut by: Vec<Option<usize>> = vec![None; nodes];
        *cost.get_mut(source)? = Some(0);
        let mut queue = std::collections::VecDeque::from([source]);
        let mut queued = vec![false; nodes];
        while let Some(node) = queue.pop_front() {
            if let Some(flag) = queued.get_mut(node) {
                *flag = false;
            }
            let Some(here) = cost.get(node).copied().flatten() else {
                continue;
            };
            for id in self.leaving.get(node).into_iter().flatten().copied() {
                let Some(edge) = self.edges.get(id).filter(|edge| edge.room > 0) else {
                    continue;
                };
                let there = here + edge.cost;
                if cost.get(edge.to).copied().flatten().is_some_and(|known| known <= there) {
                    continue;
                }
                if let (Some(known), Some(last)) = (cost.get_mut(edge.to), by.get_mut(edge.to)) {
                    (*known, *last) = (Some(there), Some(id));
                }
                if let Some(flag) = queued.get_mut(edge.to).filter(|flag| !**flag) {
                    *flag = true;
                    queue.push_back(edge.to);
                }
            }
        }
        let mut path = Vec::new();
        let mut node = sink;
        while node != source {
            let id = by.get(node).copied().flatten()?;
            path.push(id);
            node = self.edges.get(id ^ 1)?.to;
        }
        Some(path)
    }
}
