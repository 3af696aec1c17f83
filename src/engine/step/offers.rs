//! What one person could do now, and what stands in the way.

use chrono::{DateTime, Utc};

use super::{
    judge::{Bid, Stage, Verdict, judge},
    run::Mode,
    seconds::second_reasons,
    view::{Answers, Known, Source, View},
    votes::{judge_vote, open_ballot},
};
use crate::{
    chart::{EdgeId, NodeId},
    event::Actor,
    refusal::{Offer, Reason, Standing},
    snapshot::Snapshot,
    workflow::{Place, Way, Workflow},
};

/// What is offered; of one event alone if it is named, and then neither votes nor second acts.
pub(super) fn offers(
    workflow: &Workflow,
    snapshot: &Snapshot,
    actor: &Actor,
    only: Option<&str>,
    facts: &Source<'_>,
    now: DateTime<Utc>,
) -> Vec<Offer> {
    if snapshot.outcome.is_some() || snapshot.definition != workflow.hash {
        return Vec::new();
    }
    let known = Known::new(facts);
    let desk = Desk {
        view: View {
            workflow,
            snapshot,
            known: &known,
            answers: None,
            now,
        },
        bid: Bid {
            actor,
            state: None,
            received_at: now,
            answers: Answers::default(),
            submission: None,
            has_reason: true,
            stage: Stage::Looking,
        },
    };
    let mut all = Vec::new();
    let active = snapshot
        .states
        .iter()
        .rev()
        .filter_map(|name| workflow.chart.named(name));
    for node in active.chain([NodeId::ROOT]) {
        desk.actions(node, only, &mut all);
        if only.is_none() {
            desk.votes(workflow.place(node), &mut all);
        }
    }
    if only.is_none() {
        desk.seconds(&mut all);
    }
    all
}

struct Desk<'a> {
    view: View<'a>,
    bid: Bid<'a>,
}

impl<'a> Desk<'a> {
    /// The actions of one state, alternatives of one event together; of one event alone if it is named.
    fn actions(&self, node: NodeId, only: Option<&str>, all: &mut Vec<Offer>) {
        let workflow = self.view.workflow;
        let mut events: Vec<(&str, Vec<EdgeId>)> = Vec::new();
        for &edge in &workflow.chart.node(node).edges {
            let way = workflow.way(edge);
            if !way.is_action() || only.is_some_and(|event| way.event != event) {
                continue;
            }
            match events.iter_mut().find(|(event, _)| *event == way.event) {
                Some((_, edges)) => edges.push(edge),
                None => events.push((&way.event, vec![edge])),
            }
        }
        for (event, edges) in events {
            // The transitions of the whole workflow stand back where a state has its own.
            if node != NodeId::ROOT || !self.has_own(event) {
                all.extend(self.action(&edges));
            }
        }
    }

    fn has_own(&self, event: &str) -> bool {
        let workflow = self.view.workflow;
        let states = self.view.snapshot.states.iter();
        states
            .filter_map(|name| workflow.chart.named(name))
            .flat_map(|node| &workflow.chart.node(node).edges)
            .any(|edge| workflow.way(*edge).event == event)
    }

    fn action(&self, edges: &[EdgeId]) -> Option<Offer> {
        let workflow = self.view.workflow;
        let mut blocked = Verdict::default();
        for &edge in edges {
            let verdict = judge(&self.view, edge, &self.bid, Mode::Live);
            if verdict.allows() {
                return Some(offer(workflow.way(edge), Standing::Ready));
            }
            blocked.reasons.extend(verdict.reasons);
        }
        let first = workflow.way(*edges.first()?);
        Some(offer(first, self.standing(first, edges, blocked)))
    }

    /// Why an action is not ready.
    fn standing(&self, way: &Way, edges: &[EdgeId], blocked: Verdict) -> Standing {
        let waiting = |half: &&crate::snapshot::HalfAct| half.state == way.state && half.event == way.event;
        if blocked.reasons.iter().all(|(code, _)| *code == "not_yours") {
            let mut roles: Vec<String> = Vec::new();
            for role in edges.iter().flat_map(|edge| &self.view.workflow.way(*edge).by) {
                if !roles.contains(role) {
                    roles.push(role.clone());
                }
            }
            return Standing::NotYours(roles);
        }
        if let Some(half) = self.view.snapshot.awaiting_second.iter().find(waiting) {
            return Standing::Waiting {
                have: 1,
                of: 2,
                missing: vec![half.role.clone()],
            };
        }
        self.closed_or_blocked(blocked)
    }

    fn closed_or_blocked(&self, blocked: Verdict) -> Standing {
        let refusal = super::events::refusal(blocked.reasons);
        if refusal.code == "late" {
            let ended = super::judge::over(self.view.snapshot, self.bid.received_at).map(|(_, _, due)| due);
            if let Some(due) = ended.min() {
                return Standing::Closed(due);
            }
        }
        Standing::Blocked(refusal.reasons)
    }

    fn votes(&self, place: &'a Place, all: &mut Vec<Offer>) {
        let Some((rules, _)) = open_ballot(&self.view, place) else {
            return;
        };
        for (option, answer) in &rules.options {
            let verdict = judge_vote(&self.view, place, option, &self.bid, Mode::Live);
            let standing = if verdict.allows() {
                Standing::Ready
            } else if verdict.reasons.iter().all(|(code, _)| *code == "not_yours") {
                Standing::NotYours(rules.who.clone())
            } else {
                self.closed_or_blocked(verdict)
            };
            all.push(Offer {
                state: place.name.to_string(),
                event: option.clone(),
                title: answer.title.clone().unwrap_or_else(|| option.replace('_', " ")),
                form: answer.collect.clone(),
                requires_reason: false,
                needs_second: None,
                vote: true,
                second: false,
                standing,
                leads_to: None,
            });
        }
    }

    /// Acts of others that wait for a second person.
    fn seconds(&self, all: &mut Vec<Offer>) {
        let workflow = self.view.workflow;
        for half in &self.view.snapshot.awaiting_second {
            let way = workflow
                .chart
                .edges()
                .map(|(edge, _)| workflow.way(edge))
                .find(|way| way.state == half.state && way.event == half.event);
            let Some(way) = way else { continue };
            let reasons = second_reasons(workflow, half, self.bid.actor);
            let standing = if reasons.is_empty() {
                Standing::Ready
            } else if reasons.iter().all(|(code, _)| *code == "not_yours") {
                Standing::NotYours(vec![half.role.clone()])
            } else {
                Standing::Blocked(reasons.into_iter().map(|(_, reason): (_, Reason)| reason).collect())
            };
            all.push(Offer {
                form: None,
                requires_reason: false,
                needs_second: None,
                second: true,
                ..offer(way, standing)
            });
        }
    }
}

fn offer(way: &Way, standing: Standing) -> Offer {
    Offer {
        state: way.state.to_string(),
        event: way.event.to_string(),
        title: way.title.clone(),
        form: way.collect.clone(),
        requires_reason: way.requires_reason,
        needs_second: way.needs_second.clone(),
        vote: false,
        second: false,
        standing,
        leads_to: way.to.clone(),
    }
}
