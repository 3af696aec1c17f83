//! Clocks that run out, and clocks that are given more time.

use super::{
    clocks::{DEADLINE, amount_of},
    judge::not_yours,
    run::{Push, Run},
    votes::Time,
};
use crate::{
    chart::Position,
    deadline::{Timer, TimerRole},
    definition::{
        model::{Email, MoreTime},
        scalar::Amount,
    },
    effect::{EffectKind, TimerOp},
    event::Actor,
    refusal::Refusal,
    shared::{Shared, Word},
    snapshot::{Task, TaskKind},
    workflow::{Clock, Place},
};
use std::collections::VecDeque;

impl Run<'_> {
    /// A clock has run out. One that is no longer there, or not due, is noted and ignored (S12).
    pub(super) fn timer(&mut self, at: &Position, id: &str) -> Result<(), Refusal> {
        self.push = Push::Clock;
        let Some(timer) = self.next.timers.get(id).map(Shared::to_value) else {
            self.note(format!("The clock {id} was stale, and is ignored."));
            self.timer_ops.push(TimerOp::Disarm { id: id.into() });
            return Ok(());
        };
        if timer.due_at.is_none_or(|due| due > self.now) {
            self.note(format!("The clock {id} is not due, and goes on."));
            let id = id.into();
            let timer = timer.into();
            self.timer_ops.push(TimerOp::Arm { id, timer });
            return Ok(());
        }
        self.drop_timer(id);
        self.event.clone_from(&timer.clock);
        let workflow = self.workflow;
        let node = workflow.chart.named(&timer.state);
        let place = node.map(|node| workflow.place(node));
        match (&timer.role, place) {
            (TimerRole::End(Some(event)) | TimerRole::Send(event), _) => {
                self.event = event.clone();
                if !self.fire(at, event, node)? {
                    self.note(format!("Nothing answered when the clock {id} ran out."));
                }
            }
            (TimerRole::End(None), Some(place)) => {
                let mut raised = VecDeque::new();
                self.count(place, Time::Ended, &mut raised);
                self.settle(at.clone(), raised)?;
            }
            (TimerRole::Remind, Some(place)) => self.remind(place, &timer),
            (TimerRole::Period(key), Some(place)) => {
                self.open_period(place, key);
                self.settle(at.clone(), VecDeque::new())?;
            }
            (TimerRole::Release(seq), _) => self.release(*seq),
            (TimerRole::End(None) | TimerRole::Remind | TimerRole::Period(_), None) => {
                self.note(format!("The clock {id} belongs to no state, and is ignored."));
            }
        }
        Ok(())
    }

    fn remind(&mut self, place: &Place, timer: &Timer) {
        let clock = place.clocks.iter().find(|clock| clock.name == timer.clock);
        if let Some(clock) = clock
            && let Some(template) = clock.words.remind.clone()
        {
            self.write_about(place, clock, template);
        }
    }

    /// An email about a clock: to those whom the file names, else to those who are waited for.
    fn write_about(&mut self, place: &Place, clock: &Clock, template: String) {
        let to = clock.words.remind_to.clone();
        if !to.is_empty() {
            let email = Email {
                template,
                to,
                attach: Vec::new(),
                calendar: None,
            };
            return self.emit(&place.name, EffectKind::Email(email.into()));
        }
        let people = self.waited_for(place);
        if !people.is_empty() {
            self.emit(&place.name, EffectKind::EmailPeople { template, people });
        }
    }

    /// The people whom a state waits for: voters who have not answered, holders of the roles of its
    /// open tasks.
    fn waited_for(&self, place: &Place) -> Vec<String> {
        let chart = &self.workflow.chart;
        let node = chart.named(&place.name);
        let within = |state: &str| {
            let other = chart.named(state);
            node.zip(other)
                .is_some_and(|(outer, inner)| inner == outer || chart.is_inside(inner, outer))
        };
        let mut people = Vec::new();
        let mut add = |person: &String| {
            if !people.contains(person) {
                people.push(person.clone());
            }
        };
        for task in self.next.tasks.values().filter(|task| within(&task.state)) {
            match (&task.person, task.kind) {
                (Some(person), _) => add(person),
                (None, TaskKind::Act | TaskKind::Second | TaskKind::Vote) => self
                    .known
                    .members()
                    .iter()
                    .filter(|member| member.roles.iter().any(|role| task.roles.contains(role)))
                    .filter(|member| !self.workflow.is_barred(&task.state, &task.event, &member.exclusions))
                    .filter(|member| task.kind != TaskKind::Second || !self.was_first(task, &member.person))
                    .for_each(|member| add(&member.person)),
            }
        }
        people
    }

    /// Whether somebody did the first half of what waits for a second person.
    fn was_first(&self, task: &Task, person: &str) -> bool {
        let mut halves = self.next.awaiting_second.iter();
        halves.any(|half| {
            let first = [Some(&half.first.person), half.first.acting_for.as_ref()];
            half.state == task.state && half.event == task.event && first.into_iter().flatten().any(|one| one == person)
        })
    }

    /// More time, by somebody who may give it and no more than the file allows.
    pub(super) fn extend(&mut self, id: &str, by: &str, actor: &Actor) -> Result<(), Refusal> {
        let workflow = self.workflow;
        let timer = self.next.timers.get(id).map(Shared::to_value);
        let Some(timer) = timer.filter(|timer| matches!(timer.role, TimerRole::End(_))) else {
            return Err(Refusal::because("closed", "That clock has ended."));
        };
        let clock = workflow
            .state(&timer.state)
            .and_then(|place| place.clocks.iter().find(|clock| clock.name == timer.clock));
        let Some((clock, extend)) = clock.and_then(|clock| Some((clock, clock.words.extend.as_ref()?))) else {
            return Err(Refusal::because("not_offered", "Nobody can give that clock more time."));
        };
        if !extend.by.iter().any(|role| actor.roles.contains(role)) {
            return Err(Refusal {
                code: "not_yours".to_owned(),
                reasons: vec![not_yours(workflow, &extend.by)],
            });
        }
        if timer.due_at.is_some_and(|due| due < self.now) {
            return Err(Refusal::because("late", "That clock has run out already."));
        }
        self.may_extend(&timer, by, &extend.at_most)?;
        self.add_time(&timer, clock, by);
        if let Some(template) = extend.tell.clone()
            && let Some(place) = workflow.state(&timer.state)
        {
            self.write_about(place, clock, template);
        }
        self.refresh_due();
        Ok(())
    }

    /// Time that the file gives by itself, to whatever deadline of that state is open.
    pub(super) fn give_time(&mut self, more: &MoreTime, state: &Word) {
        let by = match amount_of(&more.by, &self.next.settings) {
            Ok((count, unit)) => Amount::Of(count, unit).to_string(),
            Err(fault) => return self.incident(state, fault),
        };
        let workflow = self.workflow;
        let place = workflow.state(&more.of);
        let clock = place.and_then(|place| place.clocks.iter().find(|clock| clock.name == DEADLINE));
        let Some(clock) = clock else { return };
        let open = |timer: &Timer| {
            timer.state == *more.of && timer.clock == DEADLINE && matches!(timer.role, TimerRole::End(_))
        };
        for id in self.timers_where(open) {
            if let Some(end) = self.next.timers.get(&id).map(Shared::to_value) {
                self.add_time(&end, clock, &by);
            }
        }
        self.refresh_due();
    }

    fn may_extend(&self, timer: &Timer, by: &str, at_most: &Amount) -> Result<(), Refusal> {
        let (most, unit) =
            amount_of(at_most, &self.next.settings).map_err(|fault| Refusal::because("setting", fault))?;
        let mut total: u32 = 0;
        for given in timer.extensions.iter().map(String::as_str).chain([by]) {
            match given.parse() {
                Ok(Amount::Of(count, of)) if of == unit && count > 0 => total = total.saturating_add(count),
                Ok(Amount::Of(..) | Amount::Setting(_)) | Err(_) => {
                    let because = format!("Give the time in {}.", unit.word().replace('_', " "));
                    return Err(Refusal::because("form", because));
                }
            }
        }
        if total > most {
            let words = unit.word().replace('_', " ");
            let because = format!("That would make {total} more {words} in all; the most is {most}.");
            return Err(Refusal::because("blocked", because));
        }
        Ok(())
    }

    /// The clock and its reminders move together.
    fn add_time(&mut self, end: &Timer, clock: &Clock, by: &str) {
        let moving = self.timers_where(|timer| {
            timer.state == end.state && timer.clock == clock.name && timer.occurrence == end.occurrence
        });
        for id in moving {
            if let Some(mut timer) = self.next.timers.get(&id).map(Shared::to_value) {
                timer.extensions.push(by.to_owned());
                self.put_derived(id, timer);
            }
        }
    }
}
