//! A step in the making: what the chart asks, and what belongs to each of its happenings.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt::Write as _,
};

use chrono::{DateTime, Utc};

use super::{
    judge::{Bid, judge, tests_hold},
    view::{Answers, Known, Source, View},
};
use crate::{
    chart::{
        EdgeId, NodeId, Position,
        run::{Host, Raised},
        select::Cue,
        take::Happening,
    },
    effect::{Cause, Effect, EffectKind, Move, Op, TaskOp, TimerOp, Trace},
    refusal::Reason,
    shared::Word,
    snapshot::{Entry, Snapshot, SubmissionRef},
    workflow::{Way, Workflow},
};

/// Whether a step happens now, or is read again from the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Forms are there in full, and are checked.
    Live,
    /// Only kept answers are there; the rest was checked when it happened.
    Replay,
}

/// Why the step happens: decides what becomes of tasks that are left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Push {
    Person,
    Clock,
    Engine,
}

pub(super) struct Run<'a> {
    pub(super) workflow: &'a Workflow,
    pub(super) known: Known<'a>,
    pub(super) now: DateTime<Utc>,
    pub(super) mode: Mode,
    pub(super) push: Push,
    /// The person's act, if that is what the step is about.
    pub(super) bid: Option<Bid<'a>>,
    /// The event that moves the chart at this moment, for the cause of effects.
    pub(super) event: Word,
    pub(super) next: Snapshot,
    pub(super) effects: Vec<Effect>,
    pub(super) ops: Vec<Op>,
    pub(super) task_ops: Vec<TaskOp>,
    pub(super) timer_ops: Vec<TimerOp>,
    pub(super) trace: Trace,
    /// Effects of this step are held until then.
    pub(super) hold_until: Option<DateTime<Utc>>,
    /// Why edges that a person asked for were not allowed, by code.
    pub(super) refused: Vec<(&'static str, Reason)>,
    /// Timers armed so far in this step.
    pub(super) armed: u32,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        workflow: &'a Workflow,
        next: Snapshot,
        facts: &'a Source<'a>,
        now: DateTime<Utc>,
        mode: Mode,
    ) -> Self {
        Self {
            workflow,
            known: Known::new(facts),
            now,
            mode,
            push: Push::Engine,
            bid: None,
            event: Word::default(),
            next,
            effects: Vec::new(),
            ops: Vec::new(),
            task_ops: Vec::new(),
            timer_ops: Vec::new(),
            trace: Trace::default(),
            hold_until: None,
            refused: Vec::new(),
            armed: 0,
        }
    }

    pub(super) fn answers(&self) -> Option<Answers<'a>> {
        self.bid.as_ref().map(|bid| bid.answers)
    }

    pub(super) fn view(&self) -> View<'_> {
        View {
            workflow: self.workflow,
            snapshot: &self.next,
            known: &self.known,
            answers: self.answers(),
            now: self.now,
        }
    }

    pub(super) fn submission(&self) -> Option<&'a SubmissionRef> {
        self.bid.as_ref().and_then(|bid| bid.submission)
    }

    pub(super) fn person(&self) -> Option<&'a str> {
        self.bid.as_ref().map(|bid| bid.actor.person.as_str())
    }

    pub(super) fn note(&mut self, sentence: impl Into<String>) {
        self.trace.notes.push(sentence.into());
    }

    /// How often a state was entered; ids of what belongs to it say so.
    pub(super) fn occurrence(&self, state: &str) -> u32 {
        self.next.entered.get(state).map_or(1, |entry| entry.occurrence)
    }

    /// Adds an effect; its id follows from the instance, the step and the order (S1, S17).
    pub(super) fn emit(&mut self, state: &Word, kind: EffectKind) {
        let id = self.effect_id();
        let cause = Cause {
            state: state.clone(),
            event: self.event.clone(),
            person: self.person().map(str::to_owned),
            submission: self.submission().map(|submission| submission.id.clone()),
        };
        self.effects.push(Effect { id, kind, cause });
    }

    fn effect_id(&self) -> String {
        // As `format!` would, with room for the numbers from the start.
        let mut id = String::with_capacity(self.next.instance.len() + 16);
        id.push_str(&self.next.instance);
        let _infallible = write!(id, "/{}/{}", self.next.seq, self.effects.len());
        id
    }

    pub(super) fn incident(&mut self, state: &Word, what: impl Into<String>) {
        self.emit(state, EffectKind::Incident { what: what.into() });
    }

    /// Whether a transition that the engine fires may be taken.
    fn engine_may(&mut self, way: &Way) -> bool {
        if way.is_action() {
            return false;
        }
        if way.tests.is_empty() {
            return true;
        }
        let judged = tests_hold(way, &self.view());
        let held = judged.iter().all(|one| one.held);
        self.record(&way.state, judged);
        held
    }

    /// Whether an op of this step may have changed what would decide where it goes on by itself. The
    /// host does the ops after the step, and then gives [`Event::FactsChanged`]: it is looked at then.
    /// Nothing goes on before, or an `else` would be taken for want of an answer.
    ///
    /// [`Event::FactsChanged`]: crate::event::Event::FactsChanged
    fn facts_are_old(&self) -> bool {
        if !self.ops.iter().any(Op::moves_facts) {
            return false;
        }
        let chart = &self.workflow.chart;
        self.next
            .states
            .iter()
            .filter_map(|state| chart.named(state))
            .flat_map(|node| &chart.node(node).edges)
            .filter(|edge| Cue::Eventless.reaches(chart.edge(**edge), chart))
            .any(|edge| self.workflow.way(*edge).tests.iter().any(|test| test.reads_facts))
    }

    /// Keeps judged conditions for the journal; one that could not be judged opens an incident (S4c).
    pub(super) fn record(&mut self, state: &Word, judged: Vec<crate::guard::Judged>) {
        for one in judged {
            if let Some(fault) = one.fault() {
                let what = format!("The condition `{}` could not be judged: {fault}", one.id);
                self.incident(state, what);
            }
            self.trace.conditions.push(one);
        }
    }

    fn person_may(&mut self, edge: EdgeId, way: &Way) -> bool {
        let Some(bid) = &self.bid else {
            return false;
        };
        let verdict = judge(&self.view(), edge, bid, self.mode);
        let allowed = verdict.allows();
        self.refused.extend(verdict.reasons);
        self.record(&way.state, verdict.judged);
        allowed
    }

    /// The transitions of the whole workflow stand back where a state has its own on the event.
    fn stands_back(&self, edge: EdgeId, cue: Cue<'_>) -> bool {
        let chart = &self.workflow.chart;
        chart.edge(edge).source == NodeId::ROOT
            && self
                .next
                .states
                .iter()
                .filter_map(|state| chart.named(state))
                .flat_map(|node| &chart.node(node).edges)
                .any(|other| cue.reaches(chart.edge(*other), chart))
    }

    fn enter(&mut self, node: NodeId, restored: bool, raised: &mut VecDeque<Raised>) {
        let workflow = self.workflow;
        let place = workflow.place(node);
        let now = self.now;
        let entry = match self.next.entered.get_mut(&place.name) {
            Some(entry) => {
                entry.occurrence = entry.occurrence.saturating_add(1);
                entry.at = now;
                entry
            }
            None => self
                .next
                .entered
                .entry(place.name.clone())
                .or_insert(Entry { occurrence: 1, at: now }),
        };
        let occurrence = entry.occurrence;
        self.trace.moves.push(Move::Entered(place.name.clone()));
        for form in &place.unseals {
            if self.next.sealed.contains(form) {
                self.next.sealed.to_mut().remove(form);
                self.ops.push(Op::Unseal { form: form.clone() });
            }
        }
        self.start_clocks(place, occurrence, restored);
        self.open_tasks(node, place, occurrence);
        self.open_ballot(node, place, occurrence, raised);
        self.perform(&place.on_entry, &place.name, raised);
        self.open_broods(node, place, raised);
        let at_top = workflow.chart.node(node).parent == Some(NodeId::ROOT);
        if let Some(outcome) = place.outcome.as_ref().filter(|_| at_top) {
            self.next.outcome = Some(outcome.clone());
            self.close_everything();
        }
    }

    fn leave(&mut self, node: NodeId, raised: &mut VecDeque<Raised>) {
        let workflow = self.workflow;
        let place = workflow.place(node);
        self.trace.moves.push(Move::Left(place.name.clone()));
        self.perform(&place.on_exit, &place.name, raised);
        self.stop_clocks(place);
        self.close_tasks(place);
        self.close_broods(place);
        self.next.awaiting_second.retain(|half| half.state != place.name);
    }

    fn took(&mut self, edge: EdgeId, raised: &mut VecDeque<Raised>) {
        let workflow = self.workflow;
        let way = workflow.way(edge);
        self.event.clone_from(&way.event);
        self.trace.moves.push(Move::Took {
            state: way.state.clone(),
            event: way.event.clone(),
            index: way.index,
        });
        if way.is_action() {
            self.keep_answers(way);
            self.hold(way);
        }
        self.perform(&way.deeds, &way.state, raised);
    }

    /// Writes where the chart stands into the snapshot.
    pub(super) fn stand(&mut self, at: &Position) {
        let chart = &self.workflow.chart;
        let names = |node: NodeId| chart.node(node).name.clone();
        self.next.states.clear();
        self.next.states.extend(at.active.iter().map(names));
        if at.history.is_empty() {
            return;
        }
        self.next.history = at
            .history
            .iter()
            .map(|(mark, remembered)| {
                let parent = chart.node(*mark).parent.unwrap_or(NodeId::ROOT);
                (names(parent), remembered.iter().copied().map(names).collect())
            })
            .collect::<BTreeMap<_, _>>()
            .into();
    }
}

impl Host for Run<'_> {
    fn allows(&mut self, edge: EdgeId, cue: Cue<'_>) -> bool {
        let workflow = self.workflow;
        let way = workflow.way(edge);
        if self.stands_back(edge, cue) {
            return false;
        }
        match cue {
            Cue::External(_) => self.person_may(edge, way),
            Cue::Eventless if self.facts_are_old() => false,
            Cue::Eventless | Cue::Raised(..) => self.engine_may(way),
        }
    }

    fn happens(&mut self, what: Happening, raised: &mut VecDeque<Raised>) {
        match what {
            Happening::Left(node) => self.leave(node, raised),
            Happening::Took(edge) => self.took(edge, raised),
            Happening::Entered { node, restored } => self.enter(node, restored, raised),
            Happening::Began(_) | Happening::Defaulted(_) | Happening::Done(_) => {}
        }
    }

    fn stands(&mut self, at: &Position) {
        self.stand(at);
    }
}

/// Where a snapshot stands in the workflow's chart.
pub(super) fn position(workflow: &Workflow, snapshot: &Snapshot) -> Position {
    let chart = &workflow.chart;
    let history = snapshot
        .history
        .iter()
        .filter_map(|(parent, children)| {
            let mark = *chart.node(chart.named(parent)?).marks.first()?;
            Some((mark, children.iter().filter_map(|name| chart.named(name)).collect()))
        })
        .collect();
    Position {
        active: snapshot.states.iter().filter_map(|name| chart.named(name)).collect(),
        history,
    }
}
