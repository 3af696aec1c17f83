//! Putting claims into a run, and taking one out again. A claim is in one run at most: the store keeps that, however
//! many people press at once.

use std::collections::BTreeMap;

use accord_store::{
    counters, payments as rows,
    payments::{PaymentLineRow, PaymentRunRow, RunStepRow},
    subjects::SubjectRow,
};
use chrono::Datelike as _;
use serde_json::json;

use super::{Claim, MAKE, PUT, TAKEN_OUT, account, note, open, runs, shown, weekly};
use crate::service::{
    app::{App, Desk},
    authority::{Caller, powers},
    fault::{Fault, FieldError},
    people::names::Names,
    subjects::hosting::claims::{self, Way},
};

/// Said of a payment that does not fit into the week; not why, which nobody who pays needs to know.
const LATER: &str = "They wish to have this in a later week. It can be chosen then.";
/// The question that names the chosen claims.
pub const WHICH: &str = "which";
/// The question whether the payroll knows that a payment is taken out.
pub const SURE: &str = "sure";

/// A claim that waits to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The claim.
    pub claim: Claim,
    /// Working days since the activity; nothing where the calendar does not know.
    pub days: Option<i64>,
    /// It is late by the setting.
    pub is_late: bool,
    /// Why it cannot go into a run now; nothing if it can.
    pub why_not: Option<String>,
}

/// The claims that wait and are in no run, the oldest activity first.
///
/// # Errors
/// What is stored is damaged.
pub fn waiting(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Waiting>, Fault> {
    let library = desk.app.library.clone();
    let mut names = Names::default();
    let mut out = Vec::new();
    let mut known = open(desk)?;
    known.sort_by(|a, b| (a.done_on, &a.row.id).cmp(&(b.done_on, &b.row.id)));
    let mut weeks: BTreeMap<String, i64> = BTreeMap::new();
    for one in known {
        if !one.standing.is(&[&library.payments.waits]) || rows::run_of(desk.db, &one.row.id)?.is_some() {
            continue;
        }
        let claim = shown(desk, &mut names, &one)?;
        let days = one.done_on.and_then(|on| super::days::between(desk, on, desk.today()));
        let mut why_not = why_not(desk, caller, &claim)?;
        if why_not.is_none() && !fits_the_week(desk, &mut weeks, &one.row, &claim)? {
            why_not = Some(LATER.to_owned());
        }
        out.push(Waiting {
            is_late: days.is_some_and(|days| days > i64::from(library.payments.longest)),
            days,
            why_not,
            claim,
        });
    }
    Ok(out)
}

/// The claims that wait to be approved, the oldest activity first: whoever pays knows what comes.
///
/// # Errors
/// What is stored is damaged.
pub fn to_approve(desk: &mut Desk<'_>) -> Result<Vec<Waiting>, Fault> {
    let library = desk.app.library.clone();
    let mut names = Names::default();
    let mut known = open(desk)?;
    known.sort_by(|a, b| (a.done_on, &a.row.id).cmp(&(b.done_on, &b.row.id)));
    let mut out = Vec::new();
    for one in known {
        let owed = one
            .standing
            .means
            .iter()
            .any(|means| library.payments.owed.contains(means));
        if !owed || one.standing.is(&[&library.payments.waits]) {
            continue;
        }
        let days = one.done_on.and_then(|on| super::days::between(desk, on, desk.today()));
        out.push(Waiting {
            claim: shown(desk, &mut names, &one)?,
            is_late: days.is_some_and(|days| days > i64::from(library.payments.longest)),
            days,
            why_not: None,
        });
    }
    Ok(out)
}

/// Whether a payment fits into this week with what is in runs that are not paid yet or were paid this week, and with
/// those before it on the list: its person may have chosen the most for one week.
fn fits_the_week(
    desk: &mut Desk<'_>,
    weeks: &mut BTreeMap<String, i64>,
    row: &SubjectRow,
    claim: &Claim,
) -> Result<bool, Fault> {
    let Some(most) = weekly::of(desk, &claim.person)? else {
        return Ok(true);
    };
    if matches!(claims::way(desk, row)?, Some(Way::Given(_))) || claims::is_above_all_the_same(row)? {
        return Ok(true);
    }
    let before = match weeks.get(&claim.person) {
        Some(sum) => *sum,
        None => {
            let week = desk.today().iso_week();
            let placed = rows::placed_of(desk.db, &desk.alliance, &claim.person)?.into_iter();
            let in_week = placed.filter(|(_, run)| runs::day(run).is_none_or(|day| day.iso_week() == week));
            in_week.map(|(line, _)| line.pence).fold(0, i64::saturating_add)
        }
    };
    let with = before.saturating_add(claim.pence);
    let fits = with <= most;
    weeks.insert(claim.person.clone(), if fits { with } else { before });
    Ok(fits)
}

/// Why a claim cannot go into a run of this person's now.
fn why_not(desk: &mut Desk<'_>, caller: &Caller, claim: &Claim) -> Result<Option<String>, Fault> {
    let own = [Some(&caller.person), caller.acting_for.as_ref()].contains(&Some(&claim.person));
    if own {
        return Ok(Some(
            "This is your own. Somebody else who pays puts it into a run.".to_owned(),
        ));
    }
    if claim.way.is_none() {
        return Ok(Some(
            "Nobody knows yet how they would like to be paid. Ask them, or their supporter.".to_owned(),
        ));
    }
    if claim.wants_account {
        return account::why_not(desk, &claim.person);
    }
    Ok(None)
}

/// Makes a run of these claims; gives its id.
///
/// # Errors
/// None is chosen, one cannot be paid or is in a run already, or somebody was as quick.
pub fn make(app: &App, alliance: &str, caller: &Caller, chosen: &[String]) -> Result<String, Fault> {
    let (caller, chosen) = (caller.clone(), chosen.to_vec());
    app.writing(alliance, move |desk| put(desk, &caller, &chosen))
}

fn put(desk: &mut Desk<'_>, caller: &Caller, chosen: &[String]) -> Result<String, Fault> {
    powers::judge(desk, caller, MAKE)?;
    let waiting = waiting(desk, caller)?;
    let mut errors = Vec::new();
    let mut wrong = |says: String| {
        errors.push(FieldError {
            field: WHICH.to_owned(),
            says,
        });
    };
    let mut taken: Vec<&Claim> = Vec::new();
    for id in chosen {
        match waiting.iter().find(|one| one.claim.id == *id) {
            Some(Waiting {
                claim, why_not: None, ..
            }) => {
                if !taken.iter().any(|one| one.id == claim.id) {
                    taken.push(claim);
                }
            }
            Some(Waiting {
                claim,
                why_not: Some(why),
                ..
            }) => {
                wrong(format!("{}, {}: {why}", claim.name, claim.activity));
            }
            None => match rows::run_of(desk.db, id)? {
                Some(run) => wrong(format!(
                    "One that you chose is in the run {} by now. It does not stand here any more.",
                    run.reference
                )),
                None => wrong("One that you chose does not wait to be paid any more.".to_owned()),
            },
        }
    }
    if taken.is_empty() && errors.is_empty() {
        errors.push(FieldError {
            field: WHICH.to_owned(),
            says: "Select the payments that go into this run.".to_owned(),
        });
    }
    if !errors.is_empty() {
        return Err(Fault::Invalid(errors));
    }
    let series = format!("PAY-{}", desk.today().year());
    let number = counters::next(desk.db, &desk.alliance, &series)?;
    let run = PaymentRunRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        reference: format!("{series}-{number:03}"),
        made_by: caller.person.clone(),
        made_at: desk.now.into(),
        paid_on: None,
        paid_by: None,
        recorded_at: None,
    };
    rows::add(desk.db, &run)?;
    for claim in &taken {
        let line = PaymentLineRow {
            claim_id: claim.id.clone(),
            run_id: run.id.clone(),
            instance_id: claim.instance.clone(),
            person_id: claim.person.clone(),
            pence: claim.pence,
            expenses: claim.expenses,
        };
        if !rows::put(desk.db, &line)? {
            return Err(Fault::conflict(
                format!(
                    "Somebody put {}’s payment into another run at the same moment. Look again, and choose anew.",
                    claim.name
                ),
                0,
            ));
        }
        let what = json!({ "run": run.id, "reference": run.reference });
        note(desk, caller, Some(&claim.instance), PUT, &what)?;
    }
    let claims: Vec<&String> = taken.iter().map(|one| &one.id).collect();
    let what = json!({ "run": run.id, "reference": run.reference, "claims": claims });
    note(desk, caller, None, "run_made", &what)?;
    Ok(run.id)
}

/// Takes a claim out of a run that is not paid yet; it waits again. `sure` says that whoever does it knows that the
/// file was fetched with it: the payroll may pay it all the same.
///
/// # Errors
/// There is no such run, it is paid, the claim is not in it, or its file was fetched and they are not sure.
pub fn take_out(app: &App, alliance: &str, caller: &Caller, run: &str, claim: &str, sure: bool) -> Result<(), Fault> {
    let (caller, run, claim) = (caller.clone(), run.to_owned(), claim.to_owned());
    app.writing(alliance, move |desk| {
        powers::judge(desk, &caller, MAKE)?;
        let row = rows::load_for_update(desk.db, &desk.alliance, &run)?.ok_or(Fault::NotFound("page"))?;
        if row.paid_on.is_some() {
            return Err(Fault::conflict(
                "This run is recorded as paid. What was wrong with a payment is put right on its own page.",
                0,
            ));
        }
        let lines = rows::lines(desk.db, &run)?;
        let line = lines.iter().find(|line| line.claim_id == claim);
        let gone = || Fault::conflict("It is not in this run any more: somebody has taken it out before.", 0);
        let line = line.ok_or_else(gone)?;
        let was_fetched = rows::steps(desk.db, &run)?
            .iter()
            .any(|step| step.done == rows::FETCHED);
        if was_fetched && !sure {
            return Err(Fault::field(
                SURE,
                "Confirm that you have told the payroll: the file was fetched with this payment in it.",
            ));
        }
        if !rows::take_out(desk.db, &run, &claim)? {
            return Err(gone());
        }
        let step = RunStepRow {
            id: desk.id(),
            run_id: row.id.clone(),
            done: rows::TAKEN_OUT.to_owned(),
            claim_id: Some(claim.clone()),
            marked: was_fetched,
            by_person: caller.person.clone(),
            at: desk.now.into(),
        };
        rows::note_step(desk.db, &step)?;
        let what = json!({
            "run": row.id, "reference": row.reference, "claims": [claim], "after_the_file": was_fetched,
        });
        note(desk, &caller, Some(&line.instance_id), TAKEN_OUT, &what)?;
        note(desk, &caller, None, TAKEN_OUT, &what)
    })
}
