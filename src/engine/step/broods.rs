//! Children of states: started on entering, ended on leaving, counted when they end.

use std::collections::VecDeque;

use super::run::Run;
use crate::{
    chart::{NodeId, run::Raised},
    definition::model::{Children, DoneWhen},
    effect::{Op, StartChild},
    refusal::Refusal,
    shared::Shared,
    snapshot::Brood,
    workflow::Place,
};

/// The event that enough children have ended.
const CHILDREN_DONE: &str = "children_done";

impl Run<'_> {
    pub(super) fn open_broods(&mut self, node: NodeId, place: &Place, raised: &mut VecDeque<Raised>) {
        if let Some(children) = &place.for_each {
            self.start_each(place, children);
            self.enough(node, place, raised);
        }
        if let Some(every) = &place.every {
            self.next.children.entry(every.name.clone()).or_insert_with(|| {
                Shared::from(Brood {
                    state: place.name.clone(),
                    workflow: every.start.clone(),
                    outlive: every.outlive,
                    ..Brood::default()
                })
            });
            self.await_period(place, every, None);
        }
    }

    /// The collection is frozen as it is now.
    fn start_each(&mut self, place: &Place, children: &Children) {
        let Some(members) = self.known.collection(&children.collection) else {
            let what = format!("There is no collection `{}` to start from.", children.collection);
            return self.incident(&place.name, what);
        };
        let brood = Brood {
            state: place.name.clone(),
            workflow: children.start.clone(),
            members: members.keys().map(|key| (key.clone(), None)).collect(),
            done: false,
            outlive: children.outlive,
        };
        self.next.children.insert(children.name.as_str().into(), brood.into());
        for (key, title) in members {
            self.ops.push(Op::StartChild(StartChild {
                brood: children.name.clone(),
                key: key.clone(),
                title: title.clone(),
                workflow: children.start.clone(),
                person: self.person().map(str::to_owned),
                submission: None,
                period: None,
            }));
        }
    }

    /// A child has ended.
    pub(super) fn child_ended(
        &mut self,
        child: &str,
        name: &str,
        outcome: &str,
        raised: &mut VecDeque<Raised>,
    ) -> Result<(), Refusal> {
        let member = self
            .next
            .children
            .get_mut(name)
            .map(Shared::to_mut)
            .and_then(|brood| brood.members.get_mut(child));
        match member {
            None => {
                let because = format!("`{child}` is not one of `{name}` here.");
                return Err(Refusal::because("stale", because));
            }
            Some(Some(_)) => {
                let because = format!("`{child}` of `{name}` has ended already.");
                return Err(Refusal::because("stale", because));
            }
            Some(ended) => *ended = Some(outcome.to_owned()),
        }
        let workflow = self.workflow;
        let owner = self
            .next
            .children
            .get(name)
            .and_then(|brood| workflow.chart.named(&brood.state));
        if let Some(node) = owner {
            self.enough(node, workflow.place(node), raised);
        }
        Ok(())
    }

    /// Raises `children_done` once, as soon as enough have ended while their state is active.
    pub(super) fn enough(&mut self, node: NodeId, place: &Place, raised: &mut VecDeque<Raised>) {
        let for_each = place
            .for_each
            .as_ref()
            .map(|children| (children.name.as_str(), Some(&children.done_when)));
        let every = place.every.as_ref().map(|every| (every.name.as_str(), None));
        for (name, when) in for_each.into_iter().chain(every) {
            let Some(brood) = self.next.children.get(name).filter(|brood| !brood.done) else {
                continue;
            };
            let ended = brood.members.values().flatten().count();
            let all = ended == brood.members.len();
            let done = match when {
                Some(DoneWhen::All) => all,
                Some(DoneWhen::Any) => ended > 0,
                Some(DoneWhen::AtLeast(number)) => u32::try_from(ended).is_ok_and(|ended| ended >= *number),
                // A schedule is done when no period is left to open.
                None => all && ended > 0 && !self.awaits_period(place),
            };
            if done {
                if let Some(brood) = self.next.children.get_mut(name) {
                    brood.to_mut().done = true;
                }
                raised.push_back(Raised::for_line_of(CHILDREN_DONE, node));
            }
        }
    }

    /// Leaving a state ends its children, unless they outlive it.
    pub(super) fn close_broods(&mut self, place: &Place) {
        let ending: Vec<(String, Vec<String>)> = self
            .next
            .children
            .iter()
            .filter(|(_, brood)| brood.state == place.name && !brood.outlive)
            .map(|(name, brood)| {
                let open = brood.members.iter().filter(|(_, outcome)| outcome.is_none());
                (name.to_string(), open.map(|(key, _)| key.clone()).collect())
            })
            .collect();
        for (brood, keys) in ending {
            if !keys.is_empty() {
                self.ops.push(Op::EndChildren { brood, keys });
            }
        }
    }
}
