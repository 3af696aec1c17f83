//! The set of active states.

use smallvec::SmallVec;

use super::NodeId;

/// Active states in document order, without the root.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Configuration(SmallVec<[NodeId; 8]>);

impl Configuration {
    /// Whether the state is active.
    pub fn contains(&self, id: NodeId) -> bool {
        self.0.binary_search(&id).is_ok()
    }

    /// In document order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = NodeId> + '_ {
        self.0.iter().copied()
    }

    /// How many states are active.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is: before the start.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a state; says whether it was not there.
    pub fn insert(&mut self, id: NodeId) -> bool {
        match self.0.binary_search(&id) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, id);
                true
            }
        }
    }

    /// Takes a state away.
    pub fn remove(&mut self, id: NodeId) {
        if let Ok(at) = self.0.binary_search(&id) {
            self.0.remove(at);
        }
    }
}

impl Extend<NodeId> for Configuration {
    fn extend<I: IntoIterator<Item = NodeId>>(&mut self, more: I) {
        for id in more {
            self.insert(id);
        }
    }
}

impl FromIterator<NodeId> for Configuration {
    fn from_iter<I: IntoIterator<Item = NodeId>>(all: I) -> Self {
        let mut all: SmallVec<[NodeId; 8]> = all.into_iter().collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }
}
