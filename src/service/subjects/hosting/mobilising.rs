//! How the start of a service is prepared: the plan with how each task stands, who is named in each network, and what is
//! looked at before the first day.

use std::collections::BTreeMap;

use accord_store::subjects::SubjectRow;
use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{
    answers::{log, word},
    brought_in, onboarding, posts,
};
use crate::{
    domain::{
        contracts::mobilisation::{Plan, Rating, Said, Task},
        onboarding::{checks, pack::NeededBy},
        words,
    },
    service::{app::Desk, fault::Fault},
    views::contexts::{
        contract_lines::{NetworkRow, PlanRow},
        parts::{Lot, Pair},
    },
};

/// The work by which progress is noted.
const PROGRESS: &str = "mobilisation.progress";
/// The work by which a network is prepared.
const NETWORK: &str = "network.prepare";

/// The plan that a contract was published with; nothing where it has none.
///
/// # Errors
/// The store fails.
pub(super) fn plan(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<Plan>, Fault> {
    Ok(desk.texts_of(&row.id)?.mobilisation.values().next().cloned())
}

/// What its forms choose from: tasks, and how far a post is.
///
/// # Errors
/// The store fails.
pub(super) fn lists(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
    let plan = plan(desk, row)?;
    let tasks = plan.iter().flat_map(|one| &one.tasks);
    let tasks = tasks.map(|one| (one.id.clone(), one.title.clone())).collect();
    let stages = match &plan {
        Some(plan) => plan
            .posts
            .iter()
            .map(|one| (one.id.clone(), one.title.clone()))
            .collect(),
        None => posts::SIMPLE
            .map(|(id, title)| (id.to_owned(), title.to_owned()))
            .into(),
    };
    Ok([("plan_tasks".to_owned(), tasks), ("post_stages".to_owned(), stages)].into())
}

/// Whether a note about a task says which, and how it is.
///
/// # Errors
/// What is missing.
pub(super) fn judge(desk: &mut Desk<'_>, row: &SubjectRow, body: &Map<String, Json>) -> Result<(), Fault> {
    let (task, state) = (word(body, "task"), word(body, "state"));
    if task.is_empty() {
        return Ok(());
    }
    let known = plan(desk, row)?.is_some_and(|plan| plan.tasks.iter().any(|one| one.id == task));
    if !known {
        return Err(Fault::field("task", "Choose one of the tasks of the plan."));
    }
    match said(state) {
        Some(_) => Ok(()),
        None => Err(Fault::field("state", "Say how it is: begun, at risk, stuck or done.")),
    }
}

fn said(word: &str) -> Option<Said> {
    serde_json::from_value(Json::String(word.to_owned())).ok()
}

/// The plan on a day.
///
/// # Errors
/// The store fails, or the record is damaged.
pub(super) fn rows(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    first_day: Option<NaiveDate>,
    ready: Option<&SubjectRow>,
) -> Result<Vec<PlanRow>, Fault> {
    let is_brought_in = brought_in::is_brought_in(row)?;
    // A service that ran before it was known here was got ready elsewhere.
    let Some(plan) = plan(desk, row)?.filter(|_| !is_brought_in) else {
        return Ok(Vec::new());
    };
    let checks = ready.map(onboarding::of).transpose()?.unwrap_or_default();
    let today = desk.today();
    let entries = log(row, PROGRESS)?;
    let line = |task: &Task| {
        let last = entries.iter().rfind(|one| word(one, "task") == task.id);
        let by_check = task.done_by_check.as_ref().is_some_and(|code| {
            let check = checks.iter().find(|one| one.code == *code);
            check.is_some_and(|one| one.progress_on(today).is_settled())
        });
        let said = match by_check {
            true => Some(Said::Done),
            false => last.and_then(|one| said(word(one, "state"))),
        };
        let due_on = first_day.and_then(|day| task.due(day));
        let rating = plan.rating(due_on, said, today);
        PlanRow {
            title: task.title.clone(),
            owner: task.who.clone(),
            due_on,
            status: rating.words().to_owned(),
            note: last.map(noted).unwrap_or_default(),
            before_start: task.before_start,
            is_red: rating == Rating::Red,
            is_done: rating == Rating::Done,
        }
    };
    Ok(plan.tasks.iter().map(line).collect())
}

/// What was noted last, with its day.
fn noted(entry: &Map<String, Json>) -> String {
    let at = word(entry, "at").parse::<DateTime<Utc>>().ok();
    let note = word(entry, "note");
    match at {
        Some(at) => format!("{note} ({})", words::day(words::local_day(at))),
        None => note.to_owned(),
    }
}

/// Whom to turn to in each network, and how people are referred there: the last word on each.
///
/// # Errors
/// The record is damaged.
pub(super) fn networks(row: &SubjectRow, lots: &[Lot]) -> Result<Vec<NetworkRow>, Fault> {
    let entries = log(row, NETWORK)?;
    let line = |lot: &Lot| {
        let last = entries.iter().rfind(|one| word(one, "lot") == lot.code);
        let said = |name: &str| last.map(|one| word(one, name).to_owned()).unwrap_or_default();
        NetworkRow {
            network: lot.name.clone(),
            lead: said("lead"),
            space: said("space"),
            pathway: said("pathway"),
        }
    };
    Ok(lots.iter().map(line).collect())
}

/// What is looked at before the service starts: what, and how it stands.
///
/// # Errors
/// The record is damaged.
pub(super) fn checklist(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    ready: Option<&SubjectRow>,
    (plan, networks): (&[PlanRow], &[NetworkRow]),
) -> Result<Vec<Pair>, Fault> {
    let today = desk.today();
    let yes = |done: bool, open: String| if done { "Yes".to_owned() } else { open };
    let pair = |name: &str, value: String| Pair {
        name: name.to_owned(),
        value,
    };
    let mut out = Vec::new();
    if let Some(ready) = ready {
        let missing = checks::missing(&onboarding::of(ready)?, NeededBy::Start, today);
        let open = format!("No: {} open", words::count_of(missing, "is", "are"));
        out.push(pair(
            "Every check that is needed by the start is accepted, or waived",
            yes(missing == 0, open),
        ));
    }
    let filled = posts::filled(desk, row)?;
    out.push(pair(
        "Somebody is in post",
        yes(filled > 0, "No: nobody yet".to_owned()),
    ));
    let unprepared: Vec<String> = networks
        .iter()
        .filter(|one| one.lead.is_empty() || one.pathway.is_empty())
        .map(|one| one.network.clone())
        .collect();
    let open = format!("No: not in {}", words::list_or(&unprepared));
    out.push(pair(
        "Each network has named its lead, and how people are referred is written down",
        yes(unprepared.is_empty(), open),
    ));
    for one in plan.iter().filter(|one| one.before_start) {
        out.push(pair(&one.title, yes(one.is_done, format!("No. {}", one.status))));
    }
    Ok(out)
}
