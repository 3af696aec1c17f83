//! The nodes of the chart from the states of a definition, in document order.

use indexmap::IndexMap;

use super::compile::Faults;
use crate::{
    chart::{
        Depth, NodeId,
        build::{Builder, Shape},
    },
    definition::model::{Definition, State},
};

/// A state, its node and the path to it in the file.
pub(super) struct Laid<'a> {
    pub(super) node: NodeId,
    pub(super) name: &'a str,
    pub(super) state: &'a State,
    pub(super) path: String,
    /// It, or a state around it, has a history mark.
    pub(super) can_pause: bool,
}

/// Adds every state, and says where each begins. Nodes are numbered as `Laid` stands in the list.
pub(super) fn lay_out<'a>(definition: &'a Definition, builder: &mut Builder, faults: &mut Faults) -> Vec<Laid<'a>> {
    let mut all = Vec::new();
    lay(&definition.states, NodeId::ROOT, "states", false, builder, &mut all);
    begin(&definition.initial, NodeId::ROOT, "initial", &all, builder, faults);
    for laid in &all {
        if let Some(first) = &laid.state.initial {
            let path = format!("{}.initial", laid.path);
            begin(first, laid.node, &path, &all, builder, faults);
        }
    }
    all
}

fn begin(first: &str, node: NodeId, path: &str, all: &[Laid<'_>], builder: &mut Builder, faults: &mut Faults) {
    match all.iter().find(|laid| laid.name == first) {
        Some(laid) => builder.initial(node, vec![laid.node]),
        None => faults.add(path, format!("There is no state `{first}` to begin with.")),
    }
}

fn lay<'a>(
    states: &'a IndexMap<String, State>,
    parent: NodeId,
    path: &str,
    can_pause: bool,
    builder: &mut Builder,
    all: &mut Vec<Laid<'a>>,
) {
    let mut first = None;
    let mut marks = Vec::new();
    for (name, state) in states {
        let path = format!("{path}.{name}");
        let shape = if state.history.is_some() {
            Shape::History(Depth::Shallow)
        } else if state.final_outcome.is_some() {
            Shape::Final
        } else if state.parallel {
            Shape::Parallel
        } else {
            Shape::State
        };
        let node = builder.node(parent, name, shape);
        let can_pause = can_pause || state.states.values().any(|child| child.history.is_some());
        all.push(Laid {
            node,
            name,
            state,
            path: path.clone(),
            can_pause,
        });
        if state.history.is_some() {
            marks.push(node);
        } else {
            first = first.or(Some(node));
            lay(&state.states, node, &format!("{path}.states"), can_pause, builder, all);
        }
    }
    // A mark that has nothing to remember leads to where its parent begins.
    let beginning = all
        .iter()
        .find(|laid| laid.node == parent)
        .and_then(|laid| laid.state.initial.as_deref())
        .and_then(|name| all.iter().find(|laid| laid.name == name).map(|laid| laid.node))
        .or(first);
    for mark in marks {
        builder.initial(mark, beginning.into_iter().collect());
    }
}
