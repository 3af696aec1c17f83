//! A record goes over to another version of its workflow, or back (S20).

mod clocks;
mod work;

use std::collections::{BTreeMap, VecDeque};

use indexmap::IndexMap;

use super::{
    run::{Run, position},
    settings,
};
use crate::{
    changeover::Resolved,
    chart::{Kind, NodeId, Position, configuration::Configuration},
    effect::EffectKind,
    refusal::{Reason, Refusal},
    shared::{Shared, Word},
    snapshot::{Changed, Entry, Snapshot},
    value::Value,
};

/// The code of a record that cannot go over as it stands.
const CODE: &str = "changeover";

impl Run<'_> {
    /// The record stands in the new version as it stood in the old one. Nothing moves by it, and nothing that people
    /// have given is lost; where that cannot be, every reason is given.
    pub(super) fn change_over(&mut self, before: &Snapshot, plan: &Resolved) -> Result<(), Refusal> {
        if plan.to != self.workflow.hash || plan.from != before.definition {
            let because = "This is pinned to another version of its workflow than the changeover leaves.";
            return Err(Refusal::because("pinned", because));
        }
        let mut no = Vec::new();
        if let Some(held) = before.held.iter().map(|held| held.until).max() {
            let because = format!(
                "What was done last can still be taken back until {}. Wait until then.",
                held.to_rfc3339()
            );
            no.push(Reason::new("held", because));
        }
        let at = self.place_over(before, plan, &mut no);
        self.names_over(before, plan);
        self.forms_over(before, plan, &mut no);
        self.settings_over(before);
        self.broods_over(before, plan, &mut no);
        self.seconds_over(before, plan, &mut no);
        // What follows needs a place to stand.
        let (Some(at), true) = (at, no.is_empty()) else {
            return Err(refusal(no));
        };
        self.next.definition.clone_from(&self.workflow.hash);
        self.stand(&at);
        let mut raised = VecDeque::new();
        self.clocks_over(before, plan, &mut no);
        self.tasks_over(before, plan);
        self.ballots_over(before, plan, &mut raised, &mut no);
        if !no.is_empty() {
            return Err(refusal(no));
        }
        self.settle(at, raised)?;
        if let Some(moved) = self.next.states.iter().find(|state| {
            let stood = before.states.iter().any(|old| plan.state(old) == *state);
            !stood && !self.surrounds(state)
        }) {
            let because = format!(
                "By the new rules this would go on by itself at once, to `{moved}`. Say in `states` where it is to stand."
            );
            return Err(Refusal::because(CODE, because));
        }
        if !self.ops.is_empty() {
            let because = "By the new rules something would be done at once, and that could not be taken back.";
            return Err(Refusal::because(CODE, because));
        }
        self.note(format!("This goes by new rules from now on: {}", plan.because));
        self.tell_of_change(plan.tells.as_ref());
        self.next.changed_over = Some(
            Changed {
                seq: self.next.seq,
                before: Snapshot {
                    changed_over: None,
                    ..before.clone()
                },
                tells: plan.tells.clone(),
            }
            .into(),
        );
        Ok(())
    }

    /// The record goes back to the version that it left, as it stood there.
    pub(super) fn change_back(&mut self, before: &Snapshot) -> Result<(), Refusal> {
        let Some(changed) = before.changed_over.as_ref().filter(|changed| changed.seq == before.seq) else {
            let because = "Something has happened by the new rules since, so this can no longer go back.";
            return Err(Refusal::because("undo_too_late", because));
        };
        self.restore(changed.before.clone());
        self.note("This goes by the rules again that it left.".to_owned());
        self.tell_of_change(changed.tells.as_ref());
        Ok(())
    }

    fn tell_of_change(&mut self, email: Option<&crate::definition::model::Email>) {
        let state = self.next.states.last().cloned().unwrap_or_default();
        if let Some(email) = email {
            self.emit(&state, EffectKind::Email(email.clone().into()));
        }
    }

    fn surrounds(&self, state: &Word) -> bool {
        let node = self
            .workflow
            .chart
            .named(state)
            .map(|node| self.workflow.chart.node(node).kind);
        matches!(node, Some(Kind::Compound | Kind::Parallel))
    }

    /// Where it stands in the new version: the same states, those that took their place, and the states around them.
    fn place_over(&self, before: &Snapshot, plan: &Resolved, no: &mut Vec<Reason>) -> Option<Position> {
        let chart = &self.workflow.chart;
        let mut active = Configuration::default();
        for old in &before.states {
            match chart.named(plan.state(old)) {
                Some(node) => {
                    active.insert(node);
                    for above in chart.ancestors(node).filter(|above| *above != NodeId::ROOT) {
                        active.insert(above);
                    }
                }
                None if plan.unwrapped.contains(old) => {}
                None => {
                    let because = format!(
                        "It stands in `{old}`, which the new version does not have. Say in `states` what takes its place."
                    );
                    no.push(Reason::new(format!("states.{old}"), because));
                }
            }
        }
        if !no.is_empty() {
            return None;
        }
        for node in std::iter::once(NodeId::ROOT).chain(active.iter()) {
            let name = &chart.node(node).name;
            let children = &chart.node(node).children;
            let standing = children.iter().filter(|child| active.contains(**child)).count();
            let wrong = match chart.node(node).kind {
                Kind::Compound if standing != 1 => Some(format!(
                    "of `{name}` it would stand in {standing} states at once, not in one"
                )),
                Kind::Parallel if standing != children.len() => Some(format!(
                    "of `{name}` every part goes on at once, and it would stand in {standing} of {}",
                    children.len()
                )),
                Kind::Simple | Kind::Compound | Kind::Parallel | Kind::Final | Kind::History(_) => None,
            };
            if let Some(wrong) = wrong {
                let because = format!("In the new version that is no place to stand: {wrong}. Say more in `states`.");
                no.push(Reason::new("states", because));
            }
        }
        if let Some(end) = chart.final_state(&active) {
            let because = format!(
                "It would be over by the new rules (`{}`). A changeover ends nothing.",
                chart.node(end).name
            );
            no.push(Reason::new("states", because));
        }
        let mut over = before.clone();
        over.history = renamed_history(before, plan).into();
        over.states.clear();
        Some(Position {
            active,
            history: position(self.workflow, &over).history,
        })
    }

    /// What is remembered by the names of states.
    fn names_over(&mut self, before: &Snapshot, plan: &Resolved) {
        let mut entered: BTreeMap<Word, Entry> = BTreeMap::new();
        for (old, entry) in &before.entered {
            let new = plan.state(old).clone();
            let kept = entered.entry(new).or_insert(Entry {
                occurrence: 0,
                at: entry.at,
            });
            kept.occurrence = kept.occurrence.saturating_add(entry.occurrence);
            kept.at = kept.at.max(entry.at);
        }
        self.next.entered = entered;
        self.next.history = renamed_history(before, plan).into();
    }

    /// Forms by their new names. What is sealed stays so.
    fn forms_over(&mut self, before: &Snapshot, plan: &Resolved, no: &mut Vec<Reason>) {
        let forms = &self.workflow.definition.forms;
        for old in before.sealed.iter() {
            let new = plan.form(old);
            if forms.get(new).is_none_or(|form| form.sealed_until.is_none()) {
                let because =
                    format!("`{old}` is sealed, and the new version would not seal it. A changeover opens nothing.");
                no.push(Reason::new(format!("forms.{old}"), because));
            }
        }
        let was = |name: &str| before.sealed.iter().any(|old| plan.form(old) == name);
        // A form that is new begins sealed, as it would have; one that was opened stays open.
        let known = |name: &str| {
            before
                .kept
                .keys()
                .any(|key| key.split_once('.').is_some_and(|(form, _)| plan.form(form) == name))
        };
        self.next.sealed = forms
            .iter()
            .filter(|(name, form)| form.sealed_until.is_some() && (was(name) || !known(name)))
            .map(|(name, _)| name.clone())
            .collect::<std::collections::BTreeSet<_>>()
            .into();
        self.next.kept = before
            .kept
            .iter()
            .map(|(key, value)| {
                let key = match key.split_once('.') {
                    Some((form, field)) => format!("{}.{field}", plan.form(form)),
                    None => key.clone(),
                };
                (key, value.clone())
            })
            .collect::<BTreeMap<String, Value>>()
            .into();
    }

    /// Settings as they were changed, where the new version still has them and their bounds allow it.
    fn settings_over(&mut self, before: &Snapshot) {
        let mut kept = match settings::frozen(self.workflow, &IndexMap::new()) {
            Ok(kept) => kept,
            Err(_) => return,
        };
        for (name, value) in before.settings.iter() {
            if kept.contains_key(name) && settings::change(self.workflow, &mut kept, name, value).is_err() {
                let is = kept.get(name).map(ToString::to_string).unwrap_or_default();
                self.note(format!(
                    "`{name}` was {value}, which the new rules do not allow; it is {is}."
                ));
            }
        }
        self.next.settings = Shared::from(kept);
    }
}

fn refusal(reasons: Vec<Reason>) -> Refusal {
    Refusal {
        code: CODE.to_owned(),
        reasons,
    }
}

fn renamed_history(before: &Snapshot, plan: &Resolved) -> BTreeMap<Word, Vec<Word>> {
    before
        .history
        .iter()
        .map(|(parent, children)| {
            let children = children.iter().map(|child| plan.state(child).clone()).collect();
            (plan.state(parent).clone(), children)
        })
        .collect()
}
