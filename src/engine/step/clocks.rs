//! Clocks of states: started on entering, stopped on leaving, derived again when something changes.

use chrono::{DateTime, Utc};

use super::run::Run;
use crate::{
    chart::NodeId,
    deadline::{self, DeadlineError, Ending, Ends, Pause, Rule, Timer, TimerRole},
    definition::{
        model::{Counts, Deadline, Starts},
        scalar::{Amount, Unit},
    },
    effect::TimerOp,
    guard,
    shared::{Shared, Word},
    value::{UnitWord, Value},
    workflow::{Clock, Place, Workflow},
};

/// The clock of a state that its tasks show.
pub(super) const DEADLINE: &str = "deadline";

impl Run<'_> {
    pub(super) fn put_timer(&mut self, id: Word, timer: Timer) {
        let timer = Shared::from(timer);
        self.timer_ops.push(TimerOp::Arm {
            id: id.clone(),
            timer: timer.clone(),
        });
        self.next.timers.insert(id, timer);
    }

    pub(super) fn drop_timer(&mut self, id: &str) {
        if self.next.timers.remove(id).is_some() {
            self.timer_ops.push(TimerOp::Disarm { id: id.into() });
        }
    }

    pub(super) fn timers_where(&self, which: impl Fn(&Timer) -> bool) -> Vec<Word> {
        let found = self.next.timers.iter().filter(|(_, timer)| which(timer));
        found.map(|(id, _)| id.clone()).collect()
    }

    /// Order among timers that are due at one instant.
    pub(super) fn next_armed(&mut self) -> u64 {
        self.armed = self.armed.saturating_add(1);
        self.next
            .seq
            .saturating_mul(1 << 16)
            .saturating_add(u64::from(self.armed))
    }

    /// When the tasks of a state are due: by its own deadline, or the next one around it.
    pub(super) fn due_of(&self, node: NodeId) -> Option<DateTime<Utc>> {
        let chart = &self.workflow.chart;
        std::iter::once(node).chain(chart.ancestors(node)).find_map(|node| {
            let name = &chart.node(node).name;
            let ends = |timer: &&Timer| {
                timer.state == *name && timer.clock == DEADLINE && matches!(timer.role, TimerRole::End(_))
            };
            self.next.timers.values().map(|timer| &**timer).find(ends)?.due_at
        })
    }

    pub(super) fn start_clocks(&mut self, place: &Place, occurrence: u32, restored: bool) {
        for clock in &place.clocks {
            let stopped = self
                .timers_where(|timer| timer.state == place.name && timer.clock == clock.name && timer.due_at.is_none());
            if restored && !stopped.is_empty() {
                self.resume(&stopped, occurrence);
                continue;
            }
            for id in stopped {
                self.drop_timer(&id);
            }
            self.start_clock(place, clock, occurrence);
        }
    }

    pub(super) fn start_clock(&mut self, place: &Place, clock: &Clock, occurrence: u32) {
        let rule = match self.rule(clock) {
            Ok(rule) => rule,
            Err(fault) => {
                let what = format!(
                    "The clock `{}` of `{}` could not be set: {fault}",
                    clock.name, place.name
                );
                return self.incident(&place.name, what);
            }
        };
        let id = Word::from(format!("{}#{occurrence}/{}", place.name, clock.name));
        let workflow = self.workflow;
        let calendar = &workflow.calendar;
        // Reminders go on from the end, which is counted once.
        let ending = deadline::ending(&rule, self.now, calendar);
        let timer = Timer {
            state: place.name.clone(),
            clock: clock.name.clone(),
            occurrence,
            role: TimerRole::End(clock.then.clone()),
            anchor: self.now,
            rule,
            pauses: Vec::new(),
            extensions: Vec::new(),
            calendar: self.workflow.calendar_hash.clone(),
            due_at: None,
            armed: 0,
        };
        let due = ending.as_ref().map(Ending::at).map_err(Clone::clone);
        self.arm(id.clone(), timer.clone(), due);
        for (index, amount) in clock.words.remind_with_left.iter().enumerate() {
            let (count, unit) = match amount_of(amount, &self.next.settings) {
                Ok(amount) => amount,
                Err(fault) => {
                    self.incident(&place.name, fault);
                    continue;
                }
            };
            let remind = Timer {
                role: TimerRole::Remind,
                rule: timer.rule.clone().reminder(count, unit),
                ..timer.clone()
            };
            let due = ending.as_ref().map_err(Clone::clone);
            let due = due.and_then(|ending| ending.reminder(count, unit, calendar));
            self.arm(format!("{id}/remind/{index}").into(), remind, due);
        }
    }

    fn arm(&mut self, id: Word, mut timer: Timer, due: Result<DateTime<Utc>, DeadlineError>) {
        timer.armed = self.next_armed();
        match due {
            // A reminder whose time has passed already is not sent.
            Ok(due) if timer.role == TimerRole::Remind && due <= self.now => {}
            Ok(due) => {
                timer.due_at = Some(due);
                self.put_timer(id, timer);
            }
            Err(fault) => {
                let what = format!("The clock `{}` of `{}` has no end: {fault}", timer.clock, timer.state);
                self.incident(&timer.state, what);
            }
        }
    }

    fn rule(&self, clock: &Clock) -> Result<Rule, String> {
        rule_of(self.workflow, clock, &self.next.settings, |expr| {
            guard::value(expr, &self.view())
        })
    }

    /// On leaving a state its clocks end, or stand still where the file lets them.
    pub(super) fn stop_clocks(&mut self, place: &Place) {
        for id in self.timers_where(|timer| timer.state == place.name && timer.due_at.is_some()) {
            let Some(timer) = self.next.timers.get(&id) else {
                continue;
            };
            let pausable = place.can_pause
                && place
                    .clocks
                    .iter()
                    .any(|clock| clock.name == timer.clock && clock.words.pausable)
                && matches!(timer.role, TimerRole::End(_) | TimerRole::Remind);
            if pausable {
                let mut timer = timer.to_value();
                timer.due_at = None;
                timer.pauses.push(Pause {
                    from: self.now,
                    until: None,
                });
                self.put_timer(id, timer);
            } else {
                self.drop_timer(&id);
            }
        }
    }

    /// A clock that stood still goes on with what was left of it.
    fn resume(&mut self, stopped: &[Word], occurrence: u32) {
        for id in stopped {
            let Some(mut timer) = self.next.timers.get(id).map(Shared::to_value) else {
                continue;
            };
            self.drop_timer(id);
            timer.occurrence = occurrence;
            for pause in timer.pauses.iter_mut().filter(|pause| pause.until.is_none()) {
                pause.until = Some(self.now);
            }
            let name = id.split_once('/').map_or(DEADLINE, |(_, name)| name);
            self.put_derived(format!("{}#{occurrence}/{name}", timer.state).into(), timer);
        }
    }

    /// Derives a timer again and puts it in place.
    pub(super) fn put_derived(&mut self, id: Word, mut timer: Timer) {
        match timer.instant(&self.workflow.calendar) {
            Ok(due_at) => {
                timer.calendar.clone_from(&self.workflow.calendar_hash);
                timer.due_at = due_at;
                self.put_timer(id, timer);
            }
            Err(fault) => {
                let what = format!("The clock `{}` of `{}` has no end: {fault}", timer.clock, timer.state);
                self.incident(&timer.state, what);
            }
        }
    }

    /// Derives every open clock again: a setting or the calendar has changed (S12). `changed`: only
    /// clocks that count by this setting.
    pub(super) fn derive_again(&mut self, changed: Option<&str>) {
        let workflow = self.workflow;
        let open: Vec<(Word, Timer)> = self
            .next
            .timers
            .iter()
            .map(|(id, timer)| (id.clone(), timer.to_value()))
            .collect();
        for (id, timer) in open {
            let clock = clock_of(workflow, &timer);
            if clock.is_some_and(|clock| changed.is_none_or(|setting| counts_by(&clock.words, setting))) {
                self.count_again(&id, timer);
            }
        }
        self.refresh_due();
    }

    /// Derives one clock anew from where it began, as the file counts it now.
    pub(super) fn count_again(&mut self, id: &Word, mut timer: Timer) {
        let workflow = self.workflow;
        let Some(clock) = clock_of(workflow, &timer) else {
            return;
        };
        // What was read off a fact or a form when the clock started stays as it was.
        if clock.at.is_none() {
            match again(workflow, clock, id, &timer, &self.next.settings) {
                Ok(rule) => timer.rule = rule,
                Err(fault) => return self.incident(&timer.state, fault),
            }
        }
        let was = timer.due_at;
        self.put_derived(id.clone(), timer);
        let is = self.next.timers.get(id).and_then(|timer| timer.due_at);
        if was != is {
            let words = |at: Option<DateTime<Utc>>| at.map_or_else(|| "stands still".to_owned(), |at| at.to_rfc3339());
            self.note(format!("{id}: {} instead of {}.", words(is), words(was)));
        }
    }
}

/// The clock of a timer, as the file has it.
fn clock_of<'w>(workflow: &'w Workflow, timer: &Timer) -> Option<&'w Clock> {
    let place = workflow.state(&timer.state)?;
    place.clocks.iter().find(|clock| clock.name == timer.clock)
}

fn again(
    workflow: &Workflow,
    clock: &Clock,
    id: &str,
    timer: &Timer,
    settings: &indexmap::IndexMap<String, Value>,
) -> Result<Rule, String> {
    let rule = rule_of(workflow, clock, settings, |_| Err("it is not derived again".to_owned()))?;
    if timer.role != TimerRole::Remind {
        return Ok(rule);
    }
    let index = id.rsplit_once('/').and_then(|(_, index)| index.parse::<usize>().ok());
    let amount = index.and_then(|index| clock.words.remind_with_left.get(index));
    let (count, unit) = amount_of(amount.ok_or("There is no such reminder any more.")?, settings)?;
    Ok(rule.reminder(count, unit))
}

fn counts_by(words: &Deadline, setting: &str) -> bool {
    let is = |amount: &Amount| matches!(amount, Amount::Setting(name) if name == setting);
    words.within.as_ref().is_some_and(is) || words.remind_with_left.iter().any(is)
}

/// How a clock counts, with settings looked up and expressions evaluated.
fn rule_of(
    workflow: &Workflow,
    clock: &Clock,
    settings: &indexmap::IndexMap<String, Value>,
    value: impl Fn(&guard::Expr) -> Result<Value, String>,
) -> Result<Rule, String> {
    let words = &clock.words;
    if let Some(name) = &words.rule {
        return Rule::named(name, &workflow.calendar).map_err(|fault| fault.to_string());
    }
    let ends = words.ends.as_deref().map_or(Ok(Ends::EndOfDay), Ends::parse)?;
    if let Some(expr) = &clock.at {
        let calendar = &workflow.calendar;
        let at = match value(expr)? {
            Value::Instant(at) => Ok(at),
            Value::Date(day) => match ends {
                Ends::EndOfDay => calendar.end_of_day(day),
                Ends::At(time) => calendar.moment(day.and_time(time)).map(|moment| moment.at),
            },
            other => {
                return Err(format!(
                    "`{}` is {other}, and a clock needs a date or a time.",
                    expr.text()
                ));
            }
        };
        return at.map(Rule::At).map_err(|fault| fault.to_string());
    }
    let (count, unit) = amount_of(words.within.as_ref().ok_or("It does not say how long.")?, settings)?;
    Ok(Rule::Within {
        count,
        unit: UnitWord(unit),
        starts: words.starts.unwrap_or(Starts::DayAfter),
        counts: words.counts.unwrap_or(Counts::FromStart),
        ends,
    })
}

/// An amount of time, with settings looked up.
pub(super) fn amount_of(amount: &Amount, settings: &indexmap::IndexMap<String, Value>) -> Result<(u32, Unit), String> {
    match amount {
        Amount::Of(count, unit) => Ok((*count, *unit)),
        Amount::Setting(name) => match settings.get(name) {
            Some(Value::Amount(count, unit)) => Ok((*count, unit.0)),
            Some(_) | None => Err(format!("The setting `{name}` is no amount of time.")),
        },
    }
}
