//! A definition made ready to run: chart, parsed conditions, calendar and roles, under one hash.

mod compile;
mod layout;
mod plan;

use std::collections::BTreeSet;

use indexmap::IndexMap;

pub use plan::{Clock, Deed, Place, Recurring, Test, Way};

use crate::{
    calendar::Calendar,
    chart::{Chart, EdgeId, NodeId},
    definition::{model::Definition, vocabulary::Roles},
    diagnostic::Diagnostic,
    shared::Word,
    snapshot::Snapshot,
};

/// What `step` runs. Made once by [`Workflow::compile`], then shared.
#[derive(Debug, Clone)]
pub struct Workflow {
    /// The words.
    pub definition: Definition,
    /// SHA-256 of the canonical resolved form (S19), hex.
    pub hash: Word,
    /// The calendar that its clocks count by.
    pub calendar: Calendar,
    /// [`Calendar::hash`], computed once.
    pub calendar_hash: Word,
    /// The roles that it uses.
    pub roles: Roles,
    /// Its states and transitions as a statechart.
    pub chart: Chart,
    places: Vec<Place>,
    ways: Vec<Way>,
    broods: BTreeSet<String>,
}

impl Workflow {
    /// Makes a definition ready to run. `templates` are the hashes of the templates that it names,
    /// by kind and name (`mail/comments_open`); they count towards the workflow's own hash.
    ///
    /// Says only what keeps the file from running at all; the rest is `check`'s.
    ///
    /// # Errors
    /// Every fault of shape, and every expression that cannot be read.
    pub fn compile(
        definition: Definition,
        calendar: Calendar,
        roles: Roles,
        templates: &IndexMap<String, String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        compile::compile(definition, calendar, roles, templates)
    }

    /// The state behind a node of the chart; the whole workflow behind the root.
    #[expect(clippy::indexing_slicing, reason = "there is a place for each node of its own chart")]
    pub fn place(&self, node: NodeId) -> &Place {
        &self.places[node.index()]
    }

    /// The transition behind an edge of the chart.
    #[expect(clippy::indexing_slicing, reason = "there is a way for each edge of its own chart")]
    pub fn way(&self, edge: EdgeId) -> &Way {
        &self.ways[edge.index()]
    }

    /// Every state, the whole workflow first.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter()
    }

    /// Every transition, in document order.
    pub fn ways(&self) -> impl Iterator<Item = &Way> {
        self.ways.iter()
    }

    /// The state with this name.
    pub fn state(&self, name: &str) -> Option<&Place> {
        self.chart.named(name).map(|node| self.place(node))
    }

    /// Whether a state or an act of this workflow gives children this name.
    pub fn has_brood(&self, name: &str) -> bool {
        self.broods.contains(name)
    }

    /// What the active states stand for, outermost first.
    pub fn meanings(&self, snapshot: &Snapshot) -> Vec<&str> {
        snapshot
            .states
            .iter()
            .filter_map(|state| self.state(state)?.means.as_deref())
            .collect()
    }

    /// The roles that may do a piece of work now; nobody if the list is empty.
    pub fn permitted(&self, snapshot: &Snapshot, permit: &str) -> Vec<&str> {
        let everywhere = self.place(NodeId::ROOT);
        let here = snapshot.states.iter().filter_map(|state| self.state(state));
        let mut roles: Vec<&str> = Vec::new();
        for place in std::iter::once(everywhere).chain(here) {
            for role in place.permits.get(permit).into_iter().flatten() {
                if !roles.contains(&role.as_str()) {
                    roles.push(role);
                }
            }
        }
        // Nothing more is done where everything is over.
        if snapshot.outcome.is_some() { Vec::new() } else { roles }
    }

    /// Whether whoever has these exclusions can give an event of a state in no way: nobody waits for them.
    pub fn is_barred(&self, state: &str, event: &str, exclusions: &[String]) -> bool {
        let mut ways = self
            .ways
            .iter()
            .filter(|way| way.is_action() && way.state == state && way.event == event)
            .peekable();
        ways.peek().is_some() && ways.all(|way| exclusions.iter().any(|name| way.except.contains(name)))
    }

    /// What people call a role.
    pub fn role_title<'a>(&'a self, role: &'a str) -> &'a str {
        self.roles.roles.get(role).map_or(role, |known| &known.title)
    }
}
