//! What becomes of clocks that run.

use std::collections::BTreeMap;

use crate::{
    changeover::{Clockwork, Resolved},
    deadline::{Timer, TimerRole},
    effect::TimerOp,
    refusal::Reason,
    shared::{Shared, Word},
    snapshot::Snapshot,
    step::run::Run,
    workflow::Place,
};

impl Run<'_> {
    pub(super) fn clocks_over(&mut self, before: &Snapshot, plan: &Resolved, no: &mut Vec<Reason>) {
        let old = std::mem::take(&mut self.next.timers);
        for (id, timer) in &old {
            let state = plan.state(&timer.state).clone();
            let place = self.workflow.state(&state);
            if matches!(timer.role, TimerRole::Release(_)) {
                self.next.timers.insert(id.clone(), timer.clone());
                continue;
            }
            let goes_on = place.is_some_and(|place| goes_on(place, timer));
            if !goes_on {
                self.note(format!(
                    "The new rules have no `{}` of `{state}`: that clock ends.",
                    timer.clock
                ));
                continue;
            }
            let way = plan.clock(&state, &timer.clock);
            let counted = matches!(timer.role, TimerRole::End(_) | TimerRole::Remind);
            if way == Clockwork::Afresh && counted {
                continue;
            }
            let mut kept = timer.to_value();
            kept.state.clone_from(&state);
            if let (TimerRole::End(then), Some(place)) = (&mut kept.role, place) {
                let clock = place.clocks.iter().find(|one| one.name == timer.clock);
                *then = clock.and_then(|clock| clock.then.clone());
            }
            self.next
                .timers
                .insert(renamed(id, &timer.state, &state), Shared::from(kept));
        }
        self.begin_clocks(plan, &old);
        // Those that are counted again are counted from where they began.
        let again: Vec<(Word, Timer)> = self
            .next
            .timers
            .iter()
            .filter(|(_, timer)| plan.clock(&timer.state, &timer.clock) == Clockwork::Again)
            .map(|(id, timer)| (id.clone(), timer.to_value()))
            .collect();
        for (id, timer) in again {
            self.count_again(&id, timer);
        }
        let late = |timer: &Timer| timer.due_at.is_some_and(|at| at <= self.now);
        for (id, timer) in self.next.timers.iter().filter(|(_, timer)| late(timer)) {
            let was_late = before.timers.values().any(|old| {
                late(old)
                    && plan.state(&old.state) == &timer.state
                    && old.clock == timer.clock
                    && old.role == timer.role
            });
            if !was_late {
                let because = format!("The clock `{id}` would have ended already. Keep it, or let it begin afresh.");
                no.push(Reason::new(format!("clocks.{}/{}", timer.state, timer.clock), because));
            }
        }
        self.timer_ops = difference(&old, &self.next.timers);
    }

    /// Clocks that the old version did not have, and those that begin anew.
    fn begin_clocks(&mut self, plan: &Resolved, old: &BTreeMap<Word, Shared<Timer>>) {
        let workflow = self.workflow;
        let places: Vec<&Place> = self
            .next
            .states
            .iter()
            .filter_map(|state| workflow.state(state))
            .collect();
        for place in places {
            let occurrence = self.occurrence(&place.name);
            for clock in &place.clocks {
                let ran = old
                    .values()
                    .any(|timer| plan.state(&timer.state) == &place.name && timer.clock == clock.name);
                let afresh = ran && plan.clock(&place.name, &clock.name) == Clockwork::Afresh;
                if afresh || plan.new_clocks.contains(&format!("{}/{}", place.name, clock.name)) {
                    self.start_clock(place, clock, occurrence);
                }
            }
        }
    }
}

/// Whether the new version has the clock of a timer.
fn goes_on(place: &Place, timer: &Timer) -> bool {
    match &timer.role {
        TimerRole::End(_) | TimerRole::Remind => place.clocks.iter().any(|clock| clock.name == timer.clock),
        TimerRole::Period(_) => place.every.is_some(),
        TimerRole::Release(_) | TimerRole::Send(_) => true,
    }
}

/// The id of a timer whose state has another name.
fn renamed(id: &Word, old: &Word, new: &Word) -> Word {
    match id.strip_prefix(&**old) {
        Some(rest) if old != new => format!("{new}{rest}").into(),
        _ => id.clone(),
    }
}

fn difference(old: &BTreeMap<Word, Shared<Timer>>, new: &BTreeMap<Word, Shared<Timer>>) -> Vec<TimerOp> {
    let gone = old.keys().filter(|id| !new.contains_key(*id));
    let gone = gone.map(|id| TimerOp::Disarm { id: id.clone() });
    let other = new.iter().filter(|(id, timer)| old.get(*id) != Some(*timer));
    let other = other.map(|(id, timer)| TimerOp::Arm {
        id: id.clone(),
        timer: timer.clone(),
    });
    gone.chain(other).collect()
}
