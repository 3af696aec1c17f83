//! May this person do this now? One answer for [`super::offers`] and [`super::step`] (S6).

use chrono::{DateTime, Utc};

use super::{
    run::Mode,
    view::{Answers, View},
};
use crate::{
    chart::{EdgeId, select::Cue},
    deadline::TimerRole,
    definition::model::{Do, OncePer, Start},
    event::Actor,
    forms::{Around, validate},
    guard::{self, Judged},
    refusal::Reason,
    snapshot::{Snapshot, SubmissionRef},
    value::{Value, pounds_and_pence},
    workflow::{Deed, Way, Workflow},
};

/// What a person asks to do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bid<'a> {
    pub(super) actor: &'a Actor,
    /// The state whose action is meant; any, if the person does not say.
    pub(super) state: Option<&'a str>,
    pub(super) received_at: DateTime<Utc>,
    pub(super) answers: Answers<'a>,
    pub(super) submission: Option<&'a SubmissionRef>,
    pub(super) has_reason: bool,
    pub(super) stage: Stage,
}

/// How far the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Looking at what they could do; no form is filled in.
    Looking,
    /// Sending it.
    Sending,
    /// A second person confirms it.
    Confirming,
}

/// The answer, with everything that stands in the way.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Code and reason.
    pub(super) reasons: Vec<(&'static str, Reason)>,
    pub(super) judged: Vec<Judged>,
}

impl Verdict {
    pub(super) fn allows(&self) -> bool {
        self.reasons.is_empty()
    }

    fn no(&mut self, code: &'static str, reason: Reason) {
        self.reasons.push((code, reason));
    }
}

/// Whether the person may take this transition, and if not, all the reasons.
pub(super) fn judge(view: &View<'_>, edge: EdgeId, bid: &Bid<'_>, mode: Mode) -> Verdict {
    let mut verdict = Verdict::default();
    let way = view.workflow.way(edge);
    if !way.is_action() {
        let because = "This happens by itself; nobody does it.";
        verdict.no("not_offered", Reason::new("not_offered", because));
        return verdict;
    }
    if bid.state.is_some_and(|state| state != way.state) {
        verdict.no("not_offered", Reason::new("not_offered", "This is not offered there."));
        return verdict;
    }
    if !way.by.iter().any(|role| bid.actor.roles.contains(role)) {
        verdict.no("not_yours", not_yours(view.workflow, &way.by));
        return verdict;
    }
    for (name, why) in bid
        .actor
        .exclusions
        .iter()
        .filter(|(name, _)| way.except.contains(name))
    {
        verdict.no("blocked", Reason::new(name.as_str(), why.as_str()));
    }
    if bid.stage != Stage::Confirming {
        before_sending(view, edge, way, bid, &mut verdict);
    }
    if bid.stage == Stage::Sending {
        the_form(view, way, bid, mode, &mut verdict);
    }
    for test in &way.tests {
        if test.reads_form && bid.stage == Stage::Looking {
            continue;
        }
        let judged = guard::evaluate(&test.expr, &test.id, view);
        if !judged.held {
            let found = Some(guard::found(&judged)).filter(|words| !words.is_empty());
            verdict.no(
                "blocked",
                Reason {
                    id: String::from(&test.id),
                    because: test.because.clone(),
                    mend: test.mend.clone(),
                    found,
                },
            );
        }
        verdict.judged.push(judged);
    }
    verdict
}

/// Time, the person before them, and what may be done once only.
fn before_sending(view: &View<'_>, edge: EdgeId, way: &Way, bid: &Bid<'_>, verdict: &mut Verdict) {
    if let Some(due) = late(view, edge, bid.received_at) {
        let because = format!("The time for this ended at {}.", in_words(view, due));
        verdict.no("late", Reason::new("late", because));
    }
    let waits = |half: &&crate::snapshot::HalfAct| half.state == way.state && half.event == way.event;
    if let Some(half) = view.snapshot.awaiting_second.iter().find(waits) {
        let role = view.workflow.role_title(&half.role);
        let because = format!("This has been done, and waits for a second person ({role}) to confirm it.");
        verdict.no("blocked", Reason::new("awaiting_second", because));
    }
    for deed in &way.deeds {
        if let Deed::Other(Do::Start(start)) = deed
            && let Some(key) = once_key(start, bid.actor)
            && let Some(brood) = view.snapshot.children.get(start.name.as_str())
            && brood.members.contains_key(key)
        {
            let because = "This has been started already; it can be done once only.";
            verdict.no("blocked", Reason::new("once", because));
        }
    }
}

fn the_form(view: &View<'_>, way: &Way, bid: &Bid<'_>, mode: Mode, verdict: &mut Verdict) {
    if way.requires_reason && !bid.has_reason {
        verdict.no("form", Reason::new("reason", "Say why."));
    }
    if mode == Mode::Live
        && let Some(name) = &way.collect
    {
        for reason in form_faults(view, name, bid) {
            verdict.no("form", reason);
        }
    }
}

/// What is wrong with the answers to a form.
pub(super) fn form_faults(view: &View<'_>, name: &str, bid: &Bid<'_>) -> Vec<Reason> {
    let Some(form) = view.workflow.definition.forms.get(name) else {
        return vec![Reason::new(name, format!("There is no form `{name}`."))];
    };
    let given = bid
        .answers
        .sent
        .into_iter()
        .flatten()
        .map(|(field, value)| (field.clone(), plain(value)))
        .collect();
    let around = Around {
        name,
        env: view,
        collections: view.collections(form),
    };
    validate(form, &given, &around).err().unwrap_or_default()
}

/// A typed answer as it would have been written down.
fn plain(value: &Value) -> serde_json::Value {
    use serde_json::Value as J;
    match value {
        Value::Bool(yes) => J::Bool(*yes),
        Value::Integer(n) => J::from(*n),
        Value::Money(pence) => J::String(pounds_and_pence(*pence)),
        Value::Text(text) => J::String(text.clone()),
        Value::Date(date) => J::String(date.to_string()),
        Value::Instant(at) => J::String(at.to_rfc3339()),
        Value::Amount(n, unit) => J::String(format!("{n} {}", unit.0.word())),
        Value::Share(top, bottom) => J::String(format!("{top}/{bottom}")),
        Value::Texts(all) => J::Array(all.iter().cloned().map(J::String).collect()),
        Value::Rows(rows) => J::Array(
            rows.iter()
                .map(|row| {
                    J::Object(
                        row.iter()
                            .map(|(column, value)| (column.clone(), plain(value)))
                            .collect(),
                    )
                })
                .collect(),
        ),
        Value::Nothing => J::Null,
    }
}

pub(super) fn not_yours(workflow: &Workflow, roles: &[String]) -> Reason {
    let titles: Vec<&str> = roles.iter().map(|role| workflow.role_title(role)).collect();
    Reason::new("not_yours", format!("This is for: {}.", titles.join(", ")))
}

/// The key under which an act starts another workflow once only.
pub(super) fn once_key<'a>(start: &Start, actor: &'a Actor) -> Option<&'a str> {
    let principal = actor.acting_for.as_ref().unwrap_or(&actor.person);
    match start.once_per {
        OncePer::Act => None,
        OncePer::Organisation => Some(actor.organisation.as_ref().unwrap_or(principal)),
        OncePer::Person => Some(principal),
    }
}

/// When the time for an action ended, if it was received after that (S11). A clock ends the time of
/// what its state offers only if its event leads somewhere else.
fn late(view: &View<'_>, edge: EdgeId, received_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let chart = &view.workflow.chart;
    let source = chart.edge(edge).source;
    over(view.snapshot, received_at).find_map(|(state, event, due)| {
        let node = chart.named(state)?;
        let within = source == node || chart.is_inside(source, node);
        let cue = Cue::Raised(event?, Some(node));
        let leads_out = || {
            chart.edges().any(|(id, other)| {
                let way = view.workflow.way(id);
                !way.is_action() && way.moves() && cue.reaches(other, chart)
            })
        };
        (within && leads_out()).then_some(due)
    })
}

/// Clocks that have ended before an instant, though they have not fired: state, event, and when.
pub(super) fn over(
    snapshot: &Snapshot,
    at: DateTime<Utc>,
) -> impl Iterator<Item = (&str, Option<&str>, DateTime<Utc>)> {
    snapshot.timers.values().filter_map(move |timer| {
        let due = timer.due_at.filter(|due| *due < at)?;
        match &timer.role {
            TimerRole::End(event) => Some((timer.state.as_str(), event.as_deref(), due)),
            TimerRole::Remind | TimerRole::Period(_) | TimerRole::Release(_) | TimerRole::Send(_) => None,
        }
    })
}

/// An instant as people read it.
pub(super) fn in_words(view: &View<'_>, at: DateTime<Utc>) -> String {
    match view.workflow.calendar.local(at) {
        Ok(local) => crate::calendar::instant_in_words(local),
        Err(_) => at.to_rfc3339(),
    }
}

/// Judges the conditions of a transition that the engine fires, up to the first that does not hold.
pub(super) fn tests_hold(way: &Way, view: &View<'_>) -> Vec<Judged> {
    let mut judged = Vec::with_capacity(way.tests.len());
    for test in &way.tests {
        let one = guard::evaluate(&test.expr, &test.id, view);
        let held = one.held;
        judged.push(one);
        if !held {
            break;
        }
    }
    judged
}
