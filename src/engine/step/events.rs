//! What each kind of event does.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use super::{
    Step,
    judge::{Bid, Stage},
    run::{Mode, Push, Run, position},
    settings,
    view::{Answers, Source},
    votes::judge_vote,
};
use crate::{
    chart::{
        EdgeId, Edges, NodeId, Position,
        run::{Host as _, Raised, Restless},
        select::Cue,
    },
    event::{Act, Event, Second},
    refusal::{Reason, Refusal},
    shared::Shared,
    snapshot::{SNAPSHOT_FORMAT, Snapshot},
    value::Value,
    workflow::Workflow,
};

pub(super) fn start(
    workflow: &Workflow,
    instance: &str,
    given: &IndexMap<String, Value>,
    facts: &Source<'_>,
    now: DateTime<Utc>,
) -> Result<Step, Refusal> {
    let next = Snapshot {
        format: SNAPSHOT_FORMAT,
        instance: instance.into(),
        definition: workflow.hash.clone(),
        seq: 1,
        states: Vec::new(),
        history: Shared::default(),
        entered: BTreeMap::new(),
        timers: BTreeMap::new(),
        tasks: BTreeMap::new(),
        ballots: BTreeMap::new(),
        children: BTreeMap::new(),
        settings: settings::frozen(workflow, given)?.into(),
        kept: Shared::default(),
        sealed: workflow
            .definition
            .forms
            .iter()
            .filter(|(_, form)| form.sealed_until.is_some())
            .map(|(name, _)| name.clone())
            .collect::<BTreeSet<_>>()
            .into(),
        awaiting_second: Vec::new(),
        held: Vec::new(),
        changed_over: None,
        started_at: now,
        outcome: None,
    };
    let mut run = Run::new(workflow, next, facts, now, Mode::Live);
    run.event = "start".into();
    let at = workflow.chart.start(&mut run).map_err(restless)?;
    run.stand(&at);
    Ok(run.finish(None, None, now))
}

pub(super) fn step(
    workflow: &Workflow,
    snapshot: &Snapshot,
    event: &Event,
    facts: &Source<'_>,
    observed: DateTime<Utc>,
    mode: Mode,
) -> Result<Step, Refusal> {
    let pinned = match event {
        Event::CalendarChanged { .. } | Event::ChangedOver { .. } => None,
        Event::ChangedBack { .. } => snapshot.changed_over.as_ref().map(|changed| &changed.before.definition),
        _ => Some(&snapshot.definition),
    };
    if pinned.is_some_and(|pinned| *pinned != workflow.hash) {
        let because = "This is pinned to another version of its workflow.";
        return Err(Refusal::because("pinned", because));
    }
    if let Some(outcome) = &snapshot.outcome {
        let because = format!(
            "This is over ({}). Nothing more can be done.",
            outcome.replace('_', " ")
        );
        return Err(Refusal::because("over", because));
    }
    let now = match event {
        Event::Timer { due_at, .. } => (*due_at).min(observed),
        _ => observed,
    };
    let mut next = snapshot.clone();
    next.seq = next.seq.saturating_add(1);
    // Once anything happens by the new rules, there is no way back.
    next.changed_over = None;
    let mut run = Run::new(workflow, next, facts, now, mode);
    let at = position(workflow, snapshot);
    let kept = run.handle(snapshot, &at, event)?;
    if let Some((code, reason)) = run.refused.pop().filter(|_| matches!(event, Event::Vote(_))) {
        return Err(Refusal {
            code: code.to_owned(),
            reasons: vec![reason],
        });
    }
    Ok(run.finish(Some(snapshot), Some(kept), observed))
}

fn restless(fault: Restless) -> Refusal {
    Refusal::because("restless", format!("{fault}."))
}

impl<'a> Run<'a> {
    /// Does what the event asks; gives the event as the journal keeps it.
    fn handle(&mut self, before: &'a Snapshot, at: &Position, event: &'a Event) -> Result<Event, Refusal> {
        match event {
            Event::Act(act) => return self.act(at, act).map(Event::Act),
            Event::Vote(act) => return self.vote(at, act).map(Event::Vote),
            Event::Second(second) => self.second(before, at, second)?,
            Event::Undo { seq, actor, .. } => self.undo(*seq, actor, self.now)?,
            Event::Extend { timer, by, actor, .. } => self.extend(timer, by, actor)?,
            Event::Claim { task, actor, claim } => self.claim(task, actor, *claim)?,
            Event::Timer { timer, .. } => self.timer(at, timer)?,
            Event::Fed { event, .. } | Event::Told { event, .. } => {
                self.event = event.into();
                if !self.fire(at, event, None)? {
                    let because = format!("`{event}` means nothing here now.");
                    return Err(Refusal::because("not_offered", because));
                }
            }
            Event::ChildEnded { child, brood, outcome } => {
                self.event = "child_ended".into();
                let mut raised = VecDeque::new();
                self.child_ended(child, brood, outcome, &mut raised)?;
                self.settle(at.clone(), raised)?;
            }
            Event::FactsChanged => {
                self.event = "facts_changed".into();
                let mut raised = VecDeque::new();
                self.look_again(&mut raised);
                self.unseal_by_links();
                self.settle(at.clone(), raised)?;
            }
            Event::Setting { name, value, .. } => {
                settings::change(self.workflow, self.next.settings.to_mut(), name, value)?;
                self.derive_again(Some(name));
            }
            Event::ChangedOver { plan, .. } => {
                self.event = "changed_over".into();
                self.change_over(before, plan)?;
            }
            Event::ChangedBack { .. } => {
                self.event = "changed_back".into();
                self.change_back(before)?;
            }
            Event::CalendarChanged { reason, .. } => {
                self.next.definition.clone_from(&self.workflow.hash);
                self.note(format!("The calendar has changed: {reason}"));
                self.derive_again(None);
            }
        }
        Ok(event.clone())
    }

    fn act(&mut self, at: &Position, act: &'a Act) -> Result<Act, Refusal> {
        self.push = Push::Person;
        self.event = act.event.as_str().into();
        self.bid = Some(bid_of(act));
        let edges = self.edges_for(at, &act.event)?;
        let way = edges.first().map(|edge| self.workflow.way(*edge));
        let form = way.and_then(|way| way.collect.as_deref());
        match way.and_then(|way| Some((way, way.needs_second.as_deref()?))) {
            Some((way, role)) => self.half_act(way, role),
            None => self.advance(at, &edges)?,
        }
        Ok(self.journalled(act, form))
    }

    /// The edges that the person's event takes, or all the reasons why there are none.
    fn edges_for(&mut self, at: &Position, event: &str) -> Result<Edges, Refusal> {
        let workflow = self.workflow;
        let cue = Cue::External(event);
        let edges = workflow.chart.select(at, cue, |edge| self.allows(edge, cue));
        if edges.is_empty() {
            return Err(refusal(std::mem::take(&mut self.refused)));
        }
        self.refused.clear();
        Ok(edges)
    }

    fn vote(&mut self, at: &Position, act: &'a Act) -> Result<Act, Refusal> {
        self.push = Push::Person;
        self.bid = Some(bid_of(act));
        let workflow = self.workflow;
        let place = match &act.state {
            Some(state) => workflow.state(state),
            None => at
                .active
                .iter()
                .map(|node| workflow.place(node))
                .find(|place| place.decision.is_some()),
        };
        let Some(place) = place.filter(|place| place.decision.is_some()) else {
            return Err(Refusal::because("not_offered", "Nothing is being decided there."));
        };
        self.event.clone_from(&place.name);
        let verdict = judge_vote(&self.view(), place, &act.event, &bid_of(act), self.mode);
        if !verdict.allows() {
            return Err(refusal(verdict.reasons));
        }
        let mut raised = VecDeque::new();
        self.cast(place, &act.event, &mut raised);
        // Who cast the last vote is not who caused the outcome.
        let form = place
            .decision
            .as_ref()
            .and_then(|rules| rules.options.get(&act.event)?.collect.as_deref());
        let journalled = self.journalled(act, form);
        self.bid = None;
        self.push = Push::Engine;
        self.settle(at.clone(), raised)?;
        Ok(journalled)
    }

    fn second(&mut self, before: &'a Snapshot, at: &Position, second: &'a Second) -> Result<(), Refusal> {
        let half = before
            .awaiting_second
            .iter()
            .find(|half| half.state == second.state && half.event == second.event);
        let Some(half) = half else {
            return Err(Refusal::because(
                "not_offered",
                "Nothing waits for a second person there.",
            ));
        };
        self.event = half.event.as_str().into();
        let bid = self.second_bid(half, second)?;
        if !second.confirm {
            self.note(format!("`{}` was declined by the second person.", half.event));
            return Ok(());
        }
        self.push = Push::Person;
        self.bid = Some(bid);
        let edges = self.edges_for(at, &half.event)?;
        self.advance(at, &edges)
    }

    /// Gives an event that no person gives. False if nothing takes it.
    pub(super) fn fire(&mut self, at: &Position, event: &str, scope: Option<NodeId>) -> Result<bool, Refusal> {
        let workflow = self.workflow;
        let cue = Cue::Raised(event, scope);
        let edges = workflow.chart.select(at, cue, |edge| self.allows(edge, cue));
        if edges.is_empty() {
            return Ok(false);
        }
        self.advance(at, &edges)?;
        Ok(true)
    }

    fn advance(&mut self, at: &Position, edges: &[EdgeId]) -> Result<(), Refusal> {
        let workflow = self.workflow;
        workflow.chart.advance(at, edges, self).map(|_| ()).map_err(restless)
    }

    pub(super) fn settle(&mut self, at: Position, raised: VecDeque<Raised>) -> Result<(), Refusal> {
        let workflow = self.workflow;
        workflow.chart.settle(at, self, raised).map(|_| ()).map_err(restless)
    }
}

fn bid_of(act: &Act) -> Bid<'_> {
    Bid {
        actor: &act.actor,
        state: act.state.as_deref(),
        received_at: act.received_at,
        answers: Answers {
            sent: Some(&act.answers),
            kept: Some(&act.kept),
        },
        submission: act.submission.as_ref(),
        has_reason: act.has_reason,
        stage: Stage::Sending,
    }
}

/// One refusal out of the reasons of every alternative. Where the person could do something, reasons
/// of what is for others are left out.
pub(super) fn refusal(mut all: Vec<(&'static str, Reason)>) -> Refusal {
    let theirs = |code: &str| !matches!(code, "not_yours" | "not_offered");
    if all.iter().any(|(code, _)| theirs(code)) {
        all.retain(|(code, _)| theirs(code));
    } else if all.iter().any(|(code, _)| *code == "not_yours") {
        all.retain(|(code, _)| *code == "not_yours");
    }
    let order = ["late", "closed", "blocked", "form", "not_yours"];
    let code = order
        .into_iter()
        .find(|code| all.iter().any(|(one, _)| one == code))
        .unwrap_or("not_offered");
    let mut reasons: Vec<Reason> = Vec::new();
    for (_, reason) in all {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    if reasons.is_empty() {
        reasons.push(Reason::new("not_offered", "This cannot be done here now."));
    }
    Refusal {
        code: code.to_owned(),
        reasons,
    }
}
