//! An improvement plan: what each side does, and what of it is done.

use accord_engine::value::Value;
use accord_store::subjects::SubjectRow;
use serde_json::{Value as Json, json};

use super::answers::{Filled, below_contract, log, newest, organisation, parent, table, text, word};
use crate::{
    domain::words,
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, NewSubject, Subject, Values, count, naming, standing, values},
    },
    views::contexts::monitoring::{Action, ImprovementPlan as Shown},
};

/// Where a plan stands that is no longer written or agreed, in words.
const STANDS: &[(&str, &str)] = &[
    ("plan.with_board", "with the board"),
    ("plan.closed", "closed"),
    ("plan.notice", "notice was given"),
];

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct ImprovementPlan;

impl Subject for ImprovementPlan {
    fn kind(&self) -> &'static str {
        "improvement_plan"
    }

    fn create(&self, _desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        below_contract(new, row)
    }

    fn imagine(&self, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        below_contract(new, row)
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let plan = latest(desk, about.row)?;
        let (alliance, host) = (table(&plan, "alliance_does").len(), table(&plan, "host_does").len());
        let done = log(about.row, "plan.progress")?
            .iter()
            .filter(|one| one.get("done") == Some(&json!(true)))
            .count();
        Ok(values([
            ("plan.alliance_actions", count(alliance)),
            ("plan.host_actions", count(host)),
            ("plan.actions_open", count((alliance + host).saturating_sub(done))),
        ]))
    }

    fn whose(&self, desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
        naming::organisation(desk, row)
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        let plan = latest(desk, about.row)?;
        let talk = newest(desk, about.row, "plan_needed")?
            .map(|(_, filled)| filled)
            .unwrap_or_default();
        let mut out = Shown {
            reference: about.row.reference.clone().unwrap_or_default(),
            host: organisation(desk, about.row)?
                .as_ref()
                .map(super::onboarding::host)
                .unwrap_or_default(),
            issue: text(&talk, "what"),
            cause: text(&talk, "why"),
            alliance_does: actions(&plan, "alliance_does", "alliance", about.row)?,
            host_does: actions(&plan, "host_does", "host", about.row)?,
            better_when: text(&plan, "better_when"),
            status: if plan.is_empty() { "open" } else { "agreed" }.to_owned(),
            ..Shown::default()
        };
        if let Some(at) = standing::now(desk, &about.row.id, about.snapshot)? {
            out.review_on = at.due(desk, ("plan.running", standing::DEADLINE))?.map(words::last_day);
            let stands = STANDS.iter().find(|(meaning, _)| at.is(&[meaning]));
            if let Some((_, said)) = stands {
                (*said).clone_into(&mut out.status);
            }
        }
        if let Some(above) = parent(desk, about.row)? {
            out.contract = above.reference.unwrap_or_default();
        }
        if let Some((_, review)) = newest(desk, about.row, "found")? {
            out.outcome = text(&review, "found");
        }
        Ok(serde_json::to_value(out)?)
    }
}

fn latest(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Filled, Fault> {
    Ok(newest(desk, row, "better_when")?
        .map(|(_, filled)| filled)
        .unwrap_or_default())
}

fn actions(plan: &Filled, side: &str, owner: &str, row: &SubjectRow) -> Result<Vec<Action>, Fault> {
    let progress = log(row, "plan.progress")?;
    let done_on = |what: &str| {
        let entry = progress
            .iter()
            .find(|one| word(one, "what") == what && one.get("done") == Some(&json!(true)))?;
        word(entry, "at").parse().ok().map(words::local_day)
    };
    let mut out = Vec::new();
    for row in table(plan, side) {
        let what = match row.get("what") {
            Some(Value::Text(what)) => what.clone(),
            _ => String::new(),
        };
        let due_on = match row.get("by") {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        out.push(Action {
            done_on: done_on(&what),
            text: what,
            owner: owner.to_owned(),
            due_on,
        });
    }
    Ok(out)
}
