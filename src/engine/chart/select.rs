//! Which edges are enabled: innermost first, and what pre-empts what.

use smallvec::SmallVec;

use super::{Chart, Edge, EdgeId, Edges, Kind, NodeId, Position, configuration::Configuration};

/// What edges are asked to answer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue<'a> {
    /// Nothing: eventless edges.
    Eventless,
    /// The event that came from outside.
    External(&'a str),
    /// An event that was raised on the way, if it was for one state only: which.
    Raised(&'a str, Option<NodeId>),
}

impl Cue<'_> {
    /// Whether the edge answers to it, leaving conditions aside.
    pub fn reaches(self, edge: &Edge, chart: &Chart) -> bool {
        match self {
            Self::Eventless => edge.is_eventless(),
            Self::External(name) => edge.events.iter().any(|event| event.covers(name)),
            Self::Raised(name, scope) => {
                edge.events.iter().any(|event| event.covers(name))
                    && scope.is_none_or(|scope| chart.are_in_line(edge.source, scope))
            }
        }
    }
}

impl Chart {
    /// Edges that answer to the cue in this configuration, innermost first, conditions aside.
    pub fn candidates(&self, active: &Configuration, cue: Cue<'_>) -> Vec<EdgeId> {
        let mut found = Vec::new();
        for state in self.atomic(active) {
            for source in std::iter::once(state).chain(self.ancestors(state)) {
                for edge in &self.node(source).edges {
                    if cue.reaches(self.edge(*edge), self) && !found.contains(edge) {
                        found.push(*edge);
                    }
                }
            }
        }
        found
    }

    /// The enabled edges that do not pre-empt one another (`selectTransitions`). `allows` is asked
    /// at most once about each edge (S5).
    pub fn select(&self, at: &Position, cue: Cue<'_>, mut allows: impl FnMut(EdgeId) -> bool) -> Edges {
        let mut asked: SmallVec<[(EdgeId, bool); 8]> = SmallVec::new();
        let mut enabled = Edges::new();
        for state in self.atomic(&at.active) {
            'innermost: for source in std::iter::once(state).chain(self.ancestors(state)) {
                for &edge in &self.node(source).edges {
                    if !cue.reaches(self.edge(edge), self) {
                        continue;
                    }
                    let known = asked.iter().find(|(id, _)| *id == edge).map(|(_, answer)| *answer);
                    let allowed = known.unwrap_or_else(|| {
                        let answer = allows(edge);
                        asked.push((edge, answer));
                        answer
                    });
                    if allowed {
                        if !enabled.contains(&edge) {
                            enabled.push(edge);
                        }
                        break 'innermost;
                    }
                }
            }
        }
        if enabled.len() > 1 {
            self.without_conflicts(at, &enabled)
        } else {
            enabled
        }
    }

    /// `removeConflictingTransitions`: of two edges that would leave the same state, the inner wins,
    /// else the earlier.
    fn without_conflicts(&self, at: &Position, enabled: &[EdgeId]) -> Edges {
        let mut kept: Vec<(EdgeId, Vec<NodeId>)> = Vec::new();
        for &edge in enabled {
            let leaves: Vec<NodeId> = self.exit_set(at, edge).collect();
            let clashes = |other: &[NodeId]| leaves.iter().any(|state| other.contains(state));
            let inner_than = |other: EdgeId| self.is_inside(self.edge(edge).source, self.edge(other).source);
            let preempted = kept
                .iter()
                .any(|(other, leaving)| clashes(leaving) && !inner_than(*other));
            if !preempted {
                kept.retain(|(_, leaving)| !clashes(leaving));
                kept.push((edge, leaves));
            }
        }
        kept.into_iter().map(|(edge, _)| edge).collect()
    }

    /// Active states without active children.
    fn atomic<'a>(&'a self, active: &'a Configuration) -> impl Iterator<Item = NodeId> + 'a {
        active
            .iter()
            .filter(|id| matches!(self.node(*id).kind, Kind::Simple | Kind::Final))
    }
}
