//! What people are asked to do (S7). A task that expired can never be read as approval.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::{
    judge::not_yours,
    run::{Push, Run},
};
use crate::{
    chart::NodeId,
    effect::{Op, TaskOp},
    event::Actor,
    guard::Env as _,
    refusal::Refusal,
    shared::{Shared, Word},
    snapshot::{Task, TaskKind, TaskStatus},
    value::Value,
    workflow::Place,
};

impl Run<'_> {
    pub(super) fn put_task(&mut self, id: Word, task: Task) {
        let task = Shared::from(task);
        self.task_ops.push(TaskOp {
            id: id.clone(),
            task: task.clone(),
        });
        self.next.tasks.insert(id, task);
    }

    /// Takes a task out of the snapshot, with its last word.
    pub(super) fn end_task(&mut self, id: &str, status: TaskStatus) {
        if let Some((id, mut task)) = self.next.tasks.remove_entry(id) {
            task.to_mut().status = status;
            self.task_ops.push(TaskOp { id, task });
        }
    }

    /// Ids of the tasks of a state.
    pub(super) fn tasks_of(&self, state: &str, which: impl Fn(&Task) -> bool) -> Vec<Word> {
        self.next
            .tasks
            .iter()
            .filter(|(_, task)| task.state == state && which(task))
            .map(|(id, _)| id.clone())
            .collect()
    }

    pub(super) fn open_tasks(&mut self, node: NodeId, place: &Place, occurrence: u32) {
        if place.asks.is_empty() {
            return;
        }
        let due_at = self.due_of(node);
        for (event, roles) in &place.asks {
            self.ask(place, occurrence, (event, roles), due_at);
        }
    }

    /// Asks roles for one event of a state.
    pub(super) fn ask(
        &mut self,
        place: &Place,
        occurrence: u32,
        (event, roles): (&Word, &Shared<Vec<String>>),
        due_at: Option<DateTime<Utc>>,
    ) {
        let task = Task {
            state: place.name.clone(),
            event: event.clone(),
            kind: TaskKind::Act,
            roles: roles.clone(),
            person: None,
            status: TaskStatus::Open,
            opened_at: self.now,
            due_at,
        };
        self.put_task(format!("{}#{occurrence}/{event}", place.name).into(), task);
    }

    pub(super) fn close_tasks(&mut self, place: &Place) {
        let acted = self.bid.is_some();
        for id in self.tasks_of(&place.name, |_| true) {
            let done = self
                .next
                .tasks
                .get(&id)
                .is_some_and(|task| acted && task.event == self.event);
            let status = match self.push {
                _ if done => TaskStatus::Completed(self.event.clone()),
                Push::Person => TaskStatus::Superseded,
                Push::Clock => TaskStatus::Expired,
                Push::Engine => TaskStatus::Withdrawn,
            };
            self.end_task(&id, status);
        }
    }

    /// Tasks show when their state's clock ends; after it moved they show the new time.
    pub(super) fn refresh_due(&mut self) {
        let nodes: Vec<(Word, Option<NodeId>)> = self
            .next
            .tasks
            .iter()
            .map(|(id, task)| (id.clone(), self.workflow.chart.named(&task.state)))
            .collect();
        for (id, node) in nodes {
            let due_at = node.and_then(|node| self.due_of(node));
            if let Some(task) = self.next.tasks.get_mut(&id).filter(|task| task.due_at != due_at) {
                task.to_mut().due_at = due_at;
                let task = task.clone();
                self.task_ops.push(TaskOp { id, task });
            }
        }
    }

    /// A person takes a task for themselves, or gives it back.
    pub(super) fn claim(&mut self, id: &str, actor: &Actor, claim: bool) -> Result<(), Refusal> {
        let Some(mut task) = self.next.tasks.get(id).map(Shared::to_value) else {
            return Err(Refusal::because("closed", "That task is done, or no longer needed."));
        };
        if task.kind == TaskKind::Vote || !task.roles.iter().any(|role| actor.roles.contains(role)) {
            return Err(Refusal {
                code: "not_yours".to_owned(),
                reasons: vec![not_yours(self.workflow, &task.roles)],
            });
        }
        let held_by = task.person.as_deref().filter(|_| task.status == TaskStatus::Claimed);
        match (held_by, claim) {
            (Some(person), _) if person != actor.person => {
                return Err(Refusal::because("blocked", "Somebody else has taken this task."));
            }
            (_, true) => {
                task.status = TaskStatus::Claimed;
                task.person = Some(actor.person.clone());
            }
            (_, false) => {
                task.status = TaskStatus::Open;
                task.person = None;
            }
        }
        self.put_task(id.into(), task);
        Ok(())
    }

    /// Forms that are sealed until a linked instance reaches a state.
    pub(super) fn unseal_by_links(&mut self) {
        for (name, form) in &self.workflow.definition.forms {
            let until = form.sealed_until.as_deref().and_then(|until| until.split_once('.'));
            let Some((link, state)) = until.filter(|_| self.next.sealed.contains(name)) else {
                continue;
            };
            let reached = self
                .view()
                .value(&format!("{link}.reached.{state}"))
                .map(Cow::into_owned);
            if reached == Some(Value::Bool(true)) {
                self.next.sealed.to_mut().remove(name);
                self.ops.push(Op::Unseal { form: name.clone() });
            }
        }
    }
}
