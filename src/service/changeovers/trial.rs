//! What would come of a changeover: a verdict for each record that runs, by the same step that would be taken.

use std::{collections::BTreeMap, sync::Arc};

use accord_engine::{
    changeover::{Changeover, Resolved},
    check::across::Standing,
    event::{Actor, Event},
    snapshot::Snapshot,
    step,
    workflow::Workflow,
};
use accord_store::{
    instances::{self, InstanceRow},
    subjects as subject_rows,
};

use super::{Ends, wrong};
use crate::service::{app::Desk, facts, fault::Fault, library, subjects::About};

/// What would come of one.
#[derive(Debug)]
pub struct Trial {
    /// The file.
    pub words: Changeover,
    /// The version that is taken up.
    pub to: Arc<Workflow>,
    /// It is the one of today's files.
    pub is_todays: bool,
    /// For each record that runs by a version that is left, oldest first.
    pub verdicts: Vec<Verdict>,
    /// Instances that have gone over, and nothing has happened to them since.
    pub may_go_back: Vec<String>,
    /// By the version that is left.
    pub(super) plans: Arc<BTreeMap<String, Plan>>,
}

/// What is known of going over from one version.
#[derive(Debug)]
pub(super) struct Plan {
    /// The version that is left.
    from: Arc<Workflow>,
    /// The file, for it.
    pub(super) plan: Resolved,
    /// Where promises of the new version would not hold, and which.
    broken: BTreeMap<Standing, Vec<String>>,
}

impl Plan {
    /// Promises of the new version that would not hold for what stands so.
    pub(super) fn breaks(&self, at: &Snapshot) -> &[String] {
        let standing: Standing = at.states.iter().map(ToString::to_string).collect();
        self.broken.get(&standing).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What would come of it for one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The instance.
    pub instance: String,
    /// Where it stands, in the words of the version that it runs by.
    pub stands: String,
    /// The version that it runs by.
    pub from: String,
    /// Why it cannot go over; empty if it can.
    pub reasons: Vec<String>,
}

impl Trial {
    /// Those that can go over.
    pub fn ready(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|one| one.reasons.is_empty())
    }

    /// How many there are at each place with each verdict: where, the reasons, the number.
    pub fn counted(&self) -> Vec<(&str, &[String], usize)> {
        let mut counts: BTreeMap<(&[String], &str), usize> = BTreeMap::new();
        for one in &self.verdicts {
            *counts.entry((&one.reasons, &one.stands)).or_default() += 1;
        }
        counts
            .into_iter()
            .map(|((reasons, stands), many)| (stands, reasons, many))
            .collect()
    }
}

/// Tries one out. Nothing is changed.
///
/// # Errors
/// The file names a version, state, form or clock that there is not, or the store fails.
pub fn trial(desk: &mut Desk<'_>, words: &Changeover) -> Result<Trial, Fault> {
    let ends = Ends::of(desk, words)?;
    let mut plans: BTreeMap<String, Plan> = BTreeMap::new();
    for from in &ends.from {
        let plan = resolved(words, from, &ends.to)?;
        let broken = desk.app.library.broken_across(from, &ends.to, &plan.states);
        let from = from.clone();
        plans.insert(from.hash.to_string(), Plan { from, plan, broken });
    }
    let (mut verdicts, mut may_go_back) = (Vec::new(), Vec::new());
    for row in instances::running(desk.db, &desk.alliance, &words.workflow)? {
        let snapshot: Snapshot = serde_json::from_str(&row.snapshot)?;
        if left(&ends, &row, &snapshot).is_some() {
            may_go_back.push(row.id.clone());
        }
        let Some(plan) = plans.get(&row.definition) else {
            continue;
        };
        let record = subject_rows::load(desk.db, &desk.alliance, &row.subject_id)?;
        let of = facts::Of {
            definition: &ends.to.definition,
            about: About {
                row: &record,
                snapshot: Some(&snapshot),
            },
            instance: &row.id,
        };
        // The engine asks nobody's leave for a changeover; the service does.
        let (event, now) = (over(&plan.plan, unplaced(String::new()), ""), desk.now);
        let (judged, _) = facts::judge(desk, of, |known| {
            step::step_as_known(&ends.to, &snapshot, &event, known, now)
        })?;
        let mut reasons: Vec<String> = plan.breaks(&snapshot).to_vec();
        if let Err(refusal) = judged {
            reasons.extend(refusal.reasons.into_iter().map(|one| one.because));
        }
        verdicts.push(Verdict {
            instance: row.id,
            stands: stands(&plan.from, &snapshot),
            from: row.definition,
            reasons,
        });
    }
    Ok(Trial {
        words: words.clone(),
        to: ends.to,
        is_todays: ends.is_todays,
        verdicts,
        may_go_back,
        plans: Arc::new(plans),
    })
}

/// Instances that went over by the file and to which nothing has happened since, with the version that each left.
///
/// # Errors
/// As [`trial`].
pub(super) fn went_over(desk: &mut Desk<'_>, words: &Changeover) -> Result<Vec<(String, Arc<Workflow>)>, Fault> {
    let ends = Ends::of(desk, words)?;
    for from in &ends.from {
        resolved(words, from, &ends.to)?;
    }
    let mut out = Vec::new();
    for row in instances::running(desk.db, &desk.alliance, &words.workflow)? {
        let snapshot: Snapshot = serde_json::from_str(&row.snapshot)?;
        if let Some(before) = left(&ends, &row, &snapshot) {
            out.push((row.id, before.clone()));
        }
    }
    Ok(out)
}

/// The version that an instance left by the file, as long as it may go back.
fn left<'e>(ends: &'e Ends, row: &InstanceRow, at: &Snapshot) -> Option<&'e Arc<Workflow>> {
    let changed = at.changed_over.as_ref()?;
    let is_last = changed.seq == at.seq && row.definition == *ends.to.hash;
    let mut from = ends.from.iter().filter(|_| is_last);
    from.find(|one| one.hash == changed.before.definition)
}

/// The file against two versions; the first thing that is wrong with it.
fn resolved(words: &Changeover, from: &Workflow, to: &Workflow) -> Result<Resolved, Fault> {
    words.resolve(from, to).map_err(|faults| {
        let mut faults = faults.into_iter();
        match faults.next() {
            Some((at, says)) => wrong(words, &at, &says),
            None => Fault::Internal(anyhow::anyhow!("a changeover is wrong, and does not say how")),
        }
    })
}

/// The event.
pub(super) fn over(plan: &Resolved, actor: Actor, because: &str) -> Event {
    Event::ChangedOver {
        plan: Box::new(plan.clone()),
        actor,
        reason: because.to_owned(),
    }
}

/// Somebody who acts from outside the record: whoever runs the server, or nobody.
pub(super) const fn unplaced(person: String) -> Actor {
    Actor {
        person,
        acting_for: None,
        organisation: None,
        roles: Vec::new(),
        exclusions: BTreeMap::new(),
    }
}

/// The innermost states, in words.
fn stands(workflow: &Workflow, snapshot: &Snapshot) -> String {
    let chart = &workflow.chart;
    let inner = snapshot.states.iter().filter(|state| {
        let node = chart.named(state).map(|node| chart.node(node).children.is_empty());
        node.unwrap_or(true)
    });
    let titles: Vec<String> = inner
        .map(|state| {
            let found = library::find_state(&workflow.definition, state);
            found
                .and_then(|found| found.title.clone())
                .unwrap_or_else(|| state.replace('_', " "))
        })
        .collect();
    titles.join(", ")
}
