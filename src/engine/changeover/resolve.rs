//! A changeover against both versions: every name that it uses is there, and what differs is known.

use std::collections::{BTreeMap, BTreeSet};

use super::{Changeover, Resolved};
use crate::{
    chart::Kind,
    shared::Word,
    workflow::{Place, Workflow},
};

/// A fault: where in the file, and a sentence that says how to mend it.
pub type Fault = (String, String);

impl Changeover {
    /// Resolves it for one of the versions that it leaves.
    ///
    /// # Errors
    /// Every name that neither version knows, with its place.
    pub fn resolve(&self, from: &Workflow, to: &Workflow) -> Result<Resolved, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut wrong = |at: String, says: String| faults.push((at, says));
        for (old, new) in &self.states {
            let at = format!("states.{old}");
            if from.state(old).is_none() {
                wrong(
                    at,
                    format!("The version that is left has no state `{old}`. {}", known(from)),
                );
            } else if to.state(new).is_none() {
                wrong(at, format!("The new version has no state `{new}`. {}", known(to)));
            }
        }
        for (old, new) in &self.forms {
            let at = format!("forms.{old}");
            if !from.definition.forms.contains_key(old) {
                wrong(at, format!("The version that is left has no form `{old}`."));
            } else if !to.definition.forms.contains_key(new) {
                wrong(at, format!("The new version has no form `{new}`."));
            }
        }
        for key in self.clocks.keys() {
            let found = key.split_once('/').and_then(|(state, clock)| {
                let place = to.state(state)?;
                place.clocks.iter().find(|one| one.name == clock)
            });
            if found.is_none() {
                let says = format!(
                    "The new version has no clock `{key}`. Write the state, a stroke, and `deadline` or the clock's name."
                );
                wrong(format!("clocks.{key}"), says);
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let states = self
            .states
            .iter()
            .map(|(old, new)| (old.as_str().into(), new.as_str().into()));
        let mut out = Resolved {
            name: self.changeover.clone(),
            from: from.hash.clone(),
            to: to.hash.clone(),
            because: self.because.clone(),
            states: states.collect(),
            forms: self.forms.iter().map(|(old, new)| (old.clone(), new.clone())).collect(),
            clocks: self.clocks.iter().map(|(key, what)| (key.clone(), *what)).collect(),
            tells: self.tells.clone(),
            unwrapped: BTreeSet::new(),
            recast: BTreeSet::new(),
            new_clocks: BTreeSet::new(),
        };
        out.compare(from, to);
        Ok(out)
    }
}

impl Resolved {
    /// What is there in one version and not, or otherwise, in the other.
    fn compare(&mut self, from: &Workflow, to: &Workflow) {
        let mut before: BTreeMap<Word, Vec<&Place>> = BTreeMap::new();
        for (_, node) in from.chart.nodes() {
            let Some(place) = from.state(&node.name) else { continue };
            let new = self.state(&place.name);
            if to.state(new).is_none() {
                if matches!(node.kind, Kind::Compound | Kind::Parallel) {
                    self.unwrapped.insert(place.name.clone());
                }
                continue;
            }
            before.entry(new.clone()).or_default().push(place);
        }
        for place in to.places().filter(|place| !place.name.is_empty()) {
            let olds = before.get(&place.name).map(Vec::as_slice).unwrap_or_default();
            if olds.iter().any(|old| old.decision != place.decision) {
                self.recast.insert(place.name.clone());
            }
            for clock in &place.clocks {
                let had = |old: &&Place| old.clocks.iter().any(|one| one.name == clock.name);
                if !olds.iter().any(had) {
                    self.new_clocks.insert(format!("{}/{}", place.name, clock.name));
                }
            }
        }
    }
}

fn known(workflow: &Workflow) -> String {
    let names: Vec<&str> = workflow
        .places()
        .map(|place| &*place.name)
        .filter(|name| !name.is_empty())
        .collect();
    format!("It has {}.", names.join(", "))
}
