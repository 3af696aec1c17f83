//! Effects that are held for a while, and acts that are taken back.

use chrono::{DateTime, Utc};

use super::{clocks::amount_of, run::Run};
use crate::{
    deadline::{Rule, Timer, TimerRole},
    effect::{EffectKind, TaskOp, TimerOp},
    event::Actor,
    refusal::Refusal,
    shared::Word,
    snapshot::{Held, Snapshot, TaskStatus},
    workflow::Way,
};

impl Run<'_> {
    /// Holds the effects of this step, if the way says so.
    pub(super) fn hold(&mut self, way: &Way) {
        let Some(amount) = &way.undo_within else { return };
        let until = amount_of(amount, &self.next.settings).and_then(|(count, unit)| {
            let rule = Rule::within(count, unit);
            let until = crate::deadline::instant(&rule, self.now, &[], &[], &self.workflow.calendar);
            until.map_err(|fault| fault.to_string())
        });
        match until {
            Ok(until) => self.hold_until = until,
            Err(fault) => self.incident(&way.state, fault),
        }
    }

    /// Puts what this step would send aside until its time to be taken back has ended.
    pub(super) fn put_aside(&mut self, before: &Snapshot) {
        let Some(until) = self.hold_until else { return };
        // Nothing can be taken back where everything is over.
        if self.next.outcome.is_some() {
            return;
        }
        let (now, later) = std::mem::take(&mut self.effects)
            .into_iter()
            .partition(|effect| matches!(effect.kind, EffectKind::Incident { .. }));
        self.effects = now;
        let seq = self.next.seq;
        self.next.held.push(Held {
            seq,
            until,
            effects: later,
            person: self.person().unwrap_or_default().to_owned(),
            before: before.clone().into(),
        });
        let timer = Timer {
            state: Word::default(),
            clock: "undo".into(),
            occurrence: 1,
            role: TimerRole::Release(seq),
            anchor: self.now,
            rule: Rule::At(until),
            pauses: Vec::new(),
            extensions: Vec::new(),
            calendar: self.workflow.calendar_hash.clone(),
            due_at: Some(until),
            armed: self.next_armed(),
        };
        self.put_timer(format!("held#{seq}/undo").into(), timer);
    }

    /// The time to take an act back has ended: what it sends is sent, under the ids that it had.
    pub(super) fn release(&mut self, seq: u64) {
        for held in self.next.held.extract_if(.., |held| held.seq == seq) {
            self.effects.extend(held.effects);
        }
    }

    /// Takes an act back: the instance stands where it stood before.
    pub(super) fn undo(&mut self, seq: u64, actor: &Actor, received_at: DateTime<Utc>) -> Result<(), Refusal> {
        let too_late = |because: &str| Err(Refusal::because("undo_too_late", because));
        let Some(held) = self.next.held.iter().find(|held| held.seq == seq) else {
            return too_late("This can no longer be taken back: what it sends has been sent.");
        };
        if held.until < received_at {
            return too_late("The time to take this back has ended.");
        }
        if held.person != actor.person {
            let because = "Only the person who did this can take it back.";
            return Err(Refusal::because("not_yours", because));
        }
        if held.seq.saturating_add(1) != self.next.seq {
            return too_late("Something else has happened since, so this can no longer be taken back.");
        }
        self.restore(held.before.to_value());
        self.note(format!("Step {seq} was taken back."));
        Ok(())
    }

    /// The instance stands where it stood before, with the tasks and clocks that it had.
    pub(super) fn restore(&mut self, mut back: Snapshot) {
        back.seq = self.next.seq;
        let gone = std::mem::replace(&mut self.next, back);
        for (id, mut task) in gone.tasks {
            if !self.next.tasks.contains_key(&id) {
                task.to_mut().status = TaskStatus::Withdrawn;
                self.task_ops.push(TaskOp { id, task });
            }
        }
        for (id, task) in &self.next.tasks {
            self.task_ops.push(TaskOp {
                id: id.clone(),
                task: task.clone(),
            });
        }
        for id in gone.timers.into_keys().filter(|id| !self.next.timers.contains_key(id)) {
            self.timer_ops.push(TimerOp::Disarm { id });
        }
        for (id, timer) in &self.next.timers {
            self.timer_ops.push(TimerOp::Arm {
                id: id.clone(),
                timer: timer.clone(),
            });
        }
    }
}
