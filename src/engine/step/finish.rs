//! From a step in the making to a step.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use super::{Step, run::Run};
use crate::{
    event::{Act, Event},
    journal::{JOURNAL_FORMAT, JournalEntry},
    shared::{Shared, Word},
    snapshot::{Snapshot, TaskStatus},
    value::Value,
};

impl Run<'_> {
    /// A final state at the top was entered: nothing is waited for any more.
    pub(super) fn close_everything(&mut self) {
        for id in self.timers_where(|_| true) {
            self.drop_timer(&id);
        }
        let open: Vec<Word> = self.next.tasks.keys().cloned().collect();
        for id in open {
            self.end_task(&id, TaskStatus::Superseded);
        }
        self.next.awaiting_second.clear();
        for held in std::mem::take(&mut self.next.held) {
            self.effects.extend(held.effects);
        }
    }

    /// Answers that go into the journal: those marked `keep`, and those that conditions read.
    pub(super) fn journalled_answers(&self, form: Option<&str>) -> BTreeMap<String, Value> {
        let mut kept = self.known.read_answers();
        let form = form.and_then(|name| self.workflow.definition.forms.get(name));
        let (Some(form), Some(bid)) = (form, &self.bid) else {
            return kept;
        };
        for field in form.fields.iter().filter(|field| field.keep) {
            if let Some(value) = bid.answers.get(&field.id) {
                kept.insert(field.id.clone(), value.clone());
            }
        }
        kept
    }

    /// An act as the journal keeps it: without the answers.
    pub(super) fn journalled(&self, act: &Act, form: Option<&str>) -> Act {
        let mut kept = act.kept.clone();
        kept.extend(self.journalled_answers(form));
        Act {
            event: act.event.clone(),
            state: act.state.clone(),
            actor: act.actor.clone(),
            received_at: act.received_at,
            seen: act.seen,
            answers: IndexMap::new(),
            submission: act.submission.clone(),
            kept,
            has_reason: act.has_reason,
        }
    }

    /// The step. `before` is the snapshot that it started from, for acts that may be taken back.
    pub(super) fn finish(mut self, before: Option<&Snapshot>, event: Option<Event>, observed: DateTime<Utc>) -> Step {
        if let Some(before) = before {
            self.put_aside(before);
        }
        let settings = if event.is_none() {
            self.next.settings.clone()
        } else {
            Shared::default()
        };
        let entry = JournalEntry {
            format: JOURNAL_FORMAT,
            instance: self.next.instance.clone(),
            definition: self.next.definition.clone(),
            seq: self.next.seq,
            at: self.now,
            observed_at: (observed != self.now).then_some(observed),
            event,
            facts: self.known.into_read(),
            settings,
            trace: self.trace,
            effects: self.effects,
            ops: self.ops,
        };
        Step {
            snapshot: self.next,
            entry,
            task_ops: self.task_ops,
            timer_ops: self.timer_ops,
        }
    }
}
