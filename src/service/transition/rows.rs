//! From the engine's tasks and timers to the rows by which they are found.

use accord_engine::{
    effect::{TaskOp, TimerOp},
    snapshot::{TaskKind, TaskStatus},
};
use accord_store::{
    tasks::{self, Task},
    timers::{TimerChange, TimerRow},
};

use crate::service::{app::Desk, fault::Fault};

pub(super) fn tasks(desk: &Desk<'_>, instance: &str, ops: &[TaskOp]) -> Vec<Task> {
    ops.iter()
        .map(|op| {
            let (status, result) = status(&op.task.status);
            let open = matches!(
                op.task.status,
                TaskStatus::Created | TaskStatus::Open | TaskStatus::Claimed | TaskStatus::Suspended
            );
            Task {
                instance_id: instance.to_owned(),
                id: op.id.to_string(),
                alliance_id: desk.alliance.clone(),
                state: op.task.state.to_string(),
                event: op.task.event.to_string(),
                kind: kind(op.task.kind).to_owned(),
                roles: op.task.roles.to_value(),
                person_id: op.task.person.clone(),
                status,
                result,
                opened_at: op.task.opened_at.into(),
                due_at: op.task.due_at.map(Into::into),
                closed_at: (!open).then(|| desk.now.into()),
            }
        })
        .collect()
}

pub(super) fn timers(desk: &Desk<'_>, instance: &str, ops: &[TimerOp]) -> Result<Vec<TimerChange>, Fault> {
    ops.iter()
        .map(|op| {
            Ok(match op {
                TimerOp::Arm { id, timer } => {
                    let armed = super::turn::signed(timer.armed)?;
                    TimerChange::Arm(TimerRow::new(&desk.alliance, instance, id, timer.due_at, armed))
                }
                TimerOp::Disarm { id } => TimerChange::Disarm {
                    instance_id: instance.to_owned(),
                    id: id.to_string(),
                },
            })
        })
        .collect()
}

fn status(status: &TaskStatus) -> (tasks::TaskStatus, Option<String>) {
    match status {
        TaskStatus::Created => (tasks::TaskStatus::Created, None),
        TaskStatus::Open => (tasks::TaskStatus::Open, None),
        TaskStatus::Claimed => (tasks::TaskStatus::Claimed, None),
        TaskStatus::Suspended => (tasks::TaskStatus::Suspended, None),
        TaskStatus::Completed(outcome) => (tasks::TaskStatus::Completed, Some(outcome.to_string())),
        TaskStatus::Expired => (tasks::TaskStatus::Expired, None),
        TaskStatus::Withdrawn => (tasks::TaskStatus::Withdrawn, None),
        TaskStatus::Superseded => (tasks::TaskStatus::Superseded, None),
    }
}

const fn kind(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Act => "act",
        TaskKind::Vote => "vote",
        TaskKind::Second => "second",
    }
}
