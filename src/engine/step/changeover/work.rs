//! What becomes of tasks, votes, second people and children.

use std::collections::VecDeque;

use crate::{
    changeover::Resolved,
    chart::run::Raised,
    refusal::Reason,
    shared::{Shared, Word},
    snapshot::{Snapshot, Task, TaskKind, TaskStatus},
    step::run::Run,
    workflow::Place,
};

impl Run<'_> {
    /// Tasks that the new version asks for too go on, with whoever has taken them; others are withdrawn, new ones open.
    pub(super) fn tasks_over(&mut self, before: &Snapshot, plan: &Resolved) {
        let workflow = self.workflow;
        for (id, old) in before.tasks.iter() {
            let state = plan.state(&old.state);
            let place = workflow.state(state).filter(|_| self.next.states.contains(state));
            let stays = place.is_some_and(|place| match old.kind {
                TaskKind::Act => place.asks.contains_key(&old.event),
                TaskKind::Vote => place.decision.is_some() && !plan.recast.contains(state),
                TaskKind::Second => true,
            });
            let same = *state == old.state && stays;
            if !same {
                self.end_task(id, TaskStatus::Withdrawn);
            }
            let Some(place) = place.filter(|_| stays) else { continue };
            let mut task = old.to_value();
            task.state.clone_from(state);
            if task.kind == TaskKind::Vote {
                task.event.clone_from(state);
            }
            if let Some(roles) = place.asks.get(&task.event).filter(|_| task.kind == TaskKind::Act) {
                task.roles = roles.clone();
            }
            let id = match id.strip_prefix(&*old.state) {
                Some(rest) => Word::from(format!("{state}{rest}")),
                None => id.clone(),
            };
            if !same || task != **old {
                self.put_task(id, task);
            }
        }
        let places: Vec<&Place> = self
            .next
            .states
            .iter()
            .filter_map(|state| workflow.state(state))
            .collect();
        for place in places {
            self.new_tasks(place);
        }
        self.refresh_due();
    }

    /// What the new version asks for in a state and the old one did not.
    fn new_tasks(&mut self, place: &Place) {
        let occurrence = self.occurrence(&place.name);
        for (event, roles) in &place.asks {
            let asked =
                |task: &Shared<Task>| task.state == place.name && task.event == *event && task.kind == TaskKind::Act;
            if self.next.tasks.values().any(asked) {
                continue;
            }
            self.ask(place, occurrence, (event, roles), None);
        }
    }

    /// Votes that were given stand; where they were given under other rules, the record waits for the count.
    pub(super) fn ballots_over(
        &mut self,
        before: &Snapshot,
        plan: &Resolved,
        raised: &mut VecDeque<Raised>,
        no: &mut Vec<Reason>,
    ) {
        let workflow = self.workflow;
        self.next.ballots.clear();
        for (old, ballot) in before.ballots.iter() {
            let state = plan.state(old);
            let open = ballot.outcome.is_none() && before.states.contains(old);
            if open && plan.recast.contains(state) {
                if ballot.votes.is_empty() {
                    continue;
                }
                let because = format!(
                    "In `{old}` people have voted, and the new version asks or counts otherwise. Wait until it is counted."
                );
                no.push(Reason::new(format!("states.{old}"), because));
            }
            self.next.ballots.insert(state.clone(), ballot.clone());
        }
        for state in self.next.states.clone() {
            let Some(node) = workflow.chart.named(&state) else {
                continue;
            };
            let place = workflow.place(node);
            if place.decision.is_some() && !self.next.ballots.contains_key(&state) {
                let occurrence = self.occurrence(&state);
                self.open_ballot(node, place, occurrence, raised);
            }
        }
    }

    /// Children go on; what would start or lose some is no matter for a changeover.
    pub(super) fn broods_over(&mut self, before: &Snapshot, plan: &Resolved, no: &mut Vec<Reason>) {
        let workflow = self.workflow;
        for (name, brood) in before.children.iter() {
            let open = brood.members.values().any(Option::is_none);
            if open && !workflow.has_brood(name) {
                let because = format!("`{name}` of it are under way, and the new version has none of that name.");
                no.push(Reason::new(format!("children.{name}"), because));
            }
            let mut kept = brood.to_value();
            kept.state = plan.state(&brood.state).clone();
            self.next.children.insert(name.clone(), Shared::from(kept));
        }
        for state in before.states.iter().map(|old| plan.state(old)) {
            let Some(place) = workflow.state(state) else { continue };
            let each = place.for_each.as_ref().map(|each| each.name.as_str());
            let every = place.every.as_ref().map(|every| &*every.name);
            for name in each.into_iter().chain(every) {
                if !before.children.contains_key(name) {
                    let because = format!(
                        "In `{state}` the new version starts `{name}`, and a changeover starts nothing. Wait until it has left that state."
                    );
                    no.push(Reason::new(format!("children.{name}"), because));
                }
            }
        }
    }

    /// Half acts wait for a second person in the new version too.
    pub(super) fn seconds_over(&mut self, before: &Snapshot, plan: &Resolved, no: &mut Vec<Reason>) {
        let workflow = self.workflow;
        let mut kept = Vec::new();
        for half in &before.awaiting_second {
            let mut over = half.clone();
            over.state = plan.state(&half.state.as_str().into()).to_string();
            let same = workflow.ways().any(|way| {
                way.state == over.state && way.event == over.event && way.needs_second.as_ref() == Some(&over.role)
            });
            if !same {
                let because = format!(
                    "`{}` waits for a second person, and the new version asks for none, or for another. Wait for them.",
                    half.event
                );
                no.push(Reason::new(format!("seconds.{}", half.event), because));
            }
            kept.push(over);
        }
        self.next.awaiting_second = kept;
    }
}
