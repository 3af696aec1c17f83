//! Acts that need two people.

use super::{
    judge::{Bid, Stage, not_yours},
    run::Run,
    view::Answers,
};
use crate::{
    event::Second,
    refusal::{Reason, Refusal},
    snapshot::{HalfAct, Task, TaskKind, TaskStatus},
    workflow::Way,
};

impl<'a> Run<'a> {
    /// The first of two people has acted: the act waits for the second.
    pub(super) fn half_act(&mut self, way: &Way, role: &str) {
        let Some(bid) = self.bid else { return };
        let mut first = bid.actor.clone();
        first.exclusions.clear();
        self.next.awaiting_second.push(HalfAct {
            state: way.state.to_string(),
            event: way.event.to_string(),
            first,
            role: role.to_owned(),
            at: bid.received_at,
            submission: bid.submission.cloned(),
            kept: self.journalled_answers(way.collect.as_deref()),
        });
        let task = Task {
            state: way.state.clone(),
            event: way.event.clone(),
            kind: TaskKind::Second,
            roles: vec![role.to_owned()].into(),
            person: None,
            status: TaskStatus::Open,
            opened_at: self.now,
            due_at: None,
        };
        let id = self.second_id(&way.state, &way.event);
        self.put_task(id.into(), task);
        self.note(format!("`{}` waits for a second person.", way.event));
    }

    fn second_id(&self, state: &str, event: &str) -> String {
        let occurrence = self.occurrence(state);
        format!("{state}#{occurrence}/{event}/second")
    }

    /// Whether this person may be the second; the half act, if so.
    pub(super) fn second_bid(&mut self, half: &'a HalfAct, second: &Second) -> Result<Bid<'a>, Refusal> {
        let mut reasons = second_reasons(self.workflow, half, &second.actor);
        if !reasons.is_empty() {
            let code = reasons.first().map_or("not_yours", |(code, _)| *code).to_owned();
            let reasons = reasons.drain(..).map(|(_, reason)| reason).collect();
            return Err(Refusal { code, reasons });
        }
        let id = self.second_id(&half.state, &half.event);
        let outcome = if second.confirm { "confirmed" } else { "declined" };
        self.end_task(&id, TaskStatus::Completed(outcome.into()));
        self.next
            .awaiting_second
            .retain(|one| one.state != half.state || one.event != half.event);
        let answers = Answers {
            sent: None,
            kept: Some(&half.kept),
        };
        Ok(Bid {
            actor: &half.first,
            state: Some(&half.state),
            received_at: half.at,
            answers,
            submission: half.submission.as_ref(),
            has_reason: true,
            stage: Stage::Confirming,
        })
    }
}

/// Why a person may not be the second.
pub(super) fn second_reasons(
    workflow: &crate::workflow::Workflow,
    half: &HalfAct,
    actor: &crate::event::Actor,
) -> Vec<(&'static str, Reason)> {
    if !actor.roles.contains(&half.role) {
        return vec![("not_yours", not_yours(workflow, std::slice::from_ref(&half.role)))];
    }
    let mut reasons = Vec::new();
    let people = [Some(&actor.person), actor.acting_for.as_ref()];
    let first = [Some(&half.first.person), half.first.acting_for.as_ref()];
    if people
        .iter()
        .flatten()
        .any(|one| first.iter().flatten().any(|other| one == other))
    {
        let because = "Somebody else must confirm what you have done.";
        reasons.push(("not_yours", Reason::new("same_person", because)));
    }
    let bars = |name: &String| {
        workflow.chart.edges().any(|(edge, _)| {
            let way = workflow.way(edge);
            way.state == half.state && way.event == half.event && way.except.contains(name)
        })
    };
    for (name, why) in actor.exclusions.iter().filter(|(name, _)| bars(name)) {
        reasons.push(("blocked", Reason::new(name.as_str(), why.as_str())));
    }
    reasons
}
