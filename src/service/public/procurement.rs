//! One procurement as everybody may see it: how far it is in the words for everyone, dates of its
//! public stages, what was published.

use accord_engine::deadline::TimerRole;
use accord_store::instances::{self, InstanceStatus};
use chrono::{DateTime, Utc};

use super::Published;
use crate::{
    domain::words,
    service::{
        app::Desk,
        fault::Fault,
        library::{clock_title, find_state},
        record::Stage,
        stages,
        transition::{self, Loaded},
    },
};

/// What a state means in which bids are invited.
const OPEN: &str = "round.open";
/// How many stages are shown before and after the one that is now.
const STAGES: usize = 3;

/// A procurement.
#[derive(Debug, Clone)]
pub struct Procurement {
    /// What was published.
    pub published: Published,
    /// What runs on it, as far as it has words for everyone; what is over stands last.
    pub runs: Vec<Run>,
}

/// One process on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The workflow's name, for its page.
    pub workflow: String,
    /// The workflow's title.
    pub title: String,
    /// What it is for.
    pub says: String,
    /// Where it is; nothing if the stage has no words for everyone.
    pub now: Option<String>,
    /// It has ended.
    pub over: bool,
    /// Anybody may bid in it now.
    pub open: bool,
    /// Stages that have words for everyone.
    pub stages: Vec<(String, Stage)>,
    /// Dates of such stages, the next first.
    pub dates: Vec<Date>,
}

/// A date of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// What ends, or comes.
    pub what: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How it was counted, in sentences.
    pub derivation: Vec<String>,
}

/// A procurement by its reference.
///
/// # Errors
/// There is none, or nothing of it is public.
pub fn open(desk: &mut Desk<'_>, reference: &str) -> Result<Procurement, Fault> {
    let published = super::one(desk, reference)?;
    let runs = runs(desk, &published)?;
    Ok(Procurement { published, runs })
}

/// What runs on a procurement, as everybody may see it.
///
/// # Errors
/// The database fails.
pub fn runs(desk: &mut Desk<'_>, published: &Published) -> Result<Vec<Run>, Fault> {
    let mut out = Vec::new();
    for row in instances::of_subject(desk.db, &desk.alliance, &published.record.id)? {
        let over = row.status == InstanceStatus::Ended;
        let loaded = transition::look(desk.db, desk.app, &desk.alliance, &row.id)?;
        let run = run(&loaded, desk.now);
        if run.now.is_some() || !run.stages.is_empty() {
            out.push((over, run));
        }
    }
    out.reverse();
    out.sort_by_key(|(over, _)| *over);
    Ok(out.into_iter().map(|(_, run)| run).collect())
}

fn run(loaded: &Loaded, now: DateTime<Utc>) -> Run {
    let definition = &loaded.workflow.definition;
    let mut states = loaded.snapshot.states.iter().rev();
    Run {
        workflow: definition.workflow.clone(),
        title: definition.title.clone(),
        says: definition.says.clone().unwrap_or_default(),
        now: states.find_map(|id| find_state(definition, id)?.public_title.clone()),
        over: loaded.is_over(),
        open: is_open(loaded),
        // Only stages that say what they are for everyone.
        stages: stages::track(loaded, (usize::MAX, STAGES * 2), |state| state.public_title.clone()),
        dates: dates(loaded, now),
    }
}

/// Whether anybody may bid in it now.
pub(super) fn is_open(loaded: &Loaded) -> bool {
    let definition = &loaded.workflow.definition;
    let mut states = loaded.snapshot.states.iter();
    states.any(|id| find_state(definition, id).is_some_and(|state| state.means.as_deref() == Some(OPEN)))
}

/// Ends of the clocks of stages that say what they are for everyone.
fn dates(loaded: &Loaded, now: DateTime<Utc>) -> Vec<Date> {
    let mut out: Vec<Date> = loaded
        .snapshot
        .timers
        .values()
        .filter(|timer| matches!(timer.role, TimerRole::End(_)))
        .filter_map(|timer| {
            let state = find_state(&loaded.workflow.definition, &timer.state)?;
            let title = state.public_title.clone()?;
            let derived = timer.derive(&loaded.workflow.calendar).ok().flatten();
            Some(Date {
                what: match clock_title(state, &timer.clock) {
                    None => format!("The end of: {title}"),
                    Some(clock) if timer.clock.as_str() == "deadline" => clock,
                    Some(clock) => format!("{title}: {}", words::lower_first(&clock)),
                },
                at: timer.due_at.filter(|at| *at >= now)?,
                derivation: derived.map(|one| one.derivation).unwrap_or_default(),
            })
        })
        .collect();
    out.sort_by(|a, b| (a.at, &a.what).cmp(&(b.at, &b.what)));
    out.dedup_by(|a, b| (a.at, &a.what) == (b.at, &b.what));
    out
}
