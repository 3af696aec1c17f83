//! Run to completion: one event from outside, then everything that follows from it (S2).

use std::collections::VecDeque;

use super::{
    Chart, EdgeId, NodeId, Position,
    select::Cue,
    take::{Happening, Taken},
};
use crate::shared::Word;

/// The most microsteps in one step. A chart that needs more goes round in a circle.
pub const BUDGET: u32 = 64;

/// What a chart asks while it runs.
pub trait Host {
    /// Whether the edge may be taken now. Asked at most once for each edge in a microstep.
    fn allows(&mut self, edge: EdgeId, cue: Cue<'_>) -> bool;

    /// Does what belongs to a happening, and raises what it raises.
    fn happens(&mut self, what: Happening, raised: &mut VecDeque<Raised>);

    /// A microstep ends, and the chart stands here.
    fn stands(&mut self, _at: &Position) {}
}

/// An event raised on the way, for everyone or for the line of one state.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "said above")]
pub struct Raised {
    pub name: Word,
    pub scope: Option<NodeId>,
}

/// The chart did not come to rest within [`BUDGET`] microsteps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the workflow does not come to rest: more than {BUDGET} moves follow from one event")]
pub struct Restless;

impl Raised {
    /// The event for everyone.
    pub fn new(name: impl Into<Word>) -> Self {
        Self {
            name: name.into(),
            scope: None,
        }
    }

    /// The event for one state, those inside it and those around it.
    pub fn for_line_of(name: impl Into<Word>, scope: NodeId) -> Self {
        Self {
            name: name.into(),
            scope: Some(scope),
        }
    }
}

/// The name of the event that a state has come to its end.
pub fn done_event(state: &str) -> String {
    format!("done.state.{state}")
}

impl Chart {
    /// Starts: enters the initial states, then runs until nothing moves.
    ///
    /// # Errors
    /// [`Restless`].
    pub fn start(&self, host: &mut impl Host) -> Result<Position, Restless> {
        let mut raised = VecDeque::new();
        let at = self.perform(self.begin(), host, &mut raised);
        self.settle(at, host, raised)
    }

    /// Gives one event from outside and runs until nothing moves. `None`: nothing took it.
    ///
    /// # Errors
    /// [`Restless`].
    pub fn send(&self, at: &Position, event: &str, host: &mut impl Host) -> Result<Option<Position>, Restless> {
        let cue = Cue::External(event);
        let edges = self.select(at, cue, |edge| host.allows(edge, cue));
        if edges.is_empty() {
            return Ok(None);
        }
        self.advance(at, &edges, host).map(Some)
    }

    /// Takes edges that [`Chart::select`] gave, and runs until nothing moves.
    ///
    /// # Errors
    /// [`Restless`].
    pub fn advance(&self, at: &Position, edges: &[EdgeId], host: &mut impl Host) -> Result<Position, Restless> {
        let mut raised = VecDeque::new();
        let at = self.perform(self.take(at, edges), host, &mut raised);
        self.settle(at, host, raised)
    }

    /// Eventless edges, then raised events one by one, until none is left.
    ///
    /// # Errors
    /// [`Restless`].
    pub fn settle(
        &self,
        mut at: Position,
        host: &mut impl Host,
        mut raised: VecDeque<Raised>,
    ) -> Result<Position, Restless> {
        let mut left = BUDGET;
        while self.final_state(&at.active).is_none() {
            let mut edges = self.select(&at, Cue::Eventless, |edge| host.allows(edge, Cue::Eventless));
            if edges.is_empty() {
                let Some(event) = raised.pop_front() else { break };
                let cue = Cue::Raised(&event.name, event.scope);
                edges = self.select(&at, cue, |edge| host.allows(edge, cue));
            }
            left = left.checked_sub(1).ok_or(Restless)?;
            if !edges.is_empty() {
                at = self.perform(self.take(&at, &edges), host, &mut raised);
            }
        }
        Ok(at)
    }

    fn perform(&self, taken: Taken, host: &mut impl Host, raised: &mut VecDeque<Raised>) -> Position {
        for what in taken.happenings {
            if let Happening::Done(state) = what {
                raised.push_back(Raised::new(done_event(&self.node(state).name)));
            }
            host.happens(what, raised);
        }
        host.stands(&taken.position);
        taken.position
    }
}
