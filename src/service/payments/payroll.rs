//! The file of a run for the payroll. While the run is not paid it holds the accounts, opened for this alone; each
//! time is written down, in the journal, on the page of the run and on the page of whoever's account it is.
//!
//! Sort codes and account numbers are digits alone, all six and all eight of them: what payroll systems and banks take
//! from a file. A spreadsheet that opens the file by itself drops the zeros before them, as it would with any trick
//! short of a formula, and `20-00-00` it may take for a day; so the page says how to open it.

use accord_store::{
    pay_details::{self, OpeningRow},
    payments::{self as rows, FETCHED, RunStepRow},
};
use serde_json::json;

use super::{MAKE, account, note, runs};
use crate::{
    domain::{involvement::account::Account, words},
    service::{
        app::{App, Desk},
        authority::{Caller, powers},
        fault::{Fault, FieldError},
    },
};

/// The columns, in order.
pub const COLUMNS: &[&str] = &[
    "Run",
    "Reference",
    "Who",
    "Activity",
    "About",
    "Done on",
    "Hours",
    "For the activity (pounds)",
    "Expenses (pounds)",
    "Sum (pounds)",
    "How",
    "Account name",
    "Sort code",
    "Account number",
];

/// The file: a name, and its rows.
pub type Payroll = (String, Vec<Vec<String>>);

/// The rows of a run, with the accounts as far as they are needed.
///
/// # Errors
/// There is no such run, this person does not pay, or an account is not there, or was changed so lately that it
/// rests.
pub fn file(app: &App, alliance: &str, caller: &Caller, run: &str) -> Result<Payroll, Fault> {
    let (caller, run) = (caller.clone(), run.to_owned());
    app.writing(alliance, move |desk| read(desk, &caller, &run))
}

fn read(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Payroll, Fault> {
    powers::judge(desk, caller, MAKE)?;
    let run = runs::one(desk, id)?;
    let is_open = run.line.paid_on.is_none();
    let mut opened: Vec<String> = Vec::new();
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    for one in &run.claims {
        // What was paid by itself meanwhile is not paid again.
        if is_open && one.is_paid {
            continue;
        }
        let claim = &one.claim;
        let account = match is_open && claim.wants_account {
            true => {
                // It may have been changed, or taken away, since the run was made.
                if let Some(why) = account::why_not(desk, &claim.person)? {
                    errors.push(FieldError {
                        field: "run".to_owned(),
                        says: format!("{}: {why} Take this payment out of the run, or wait.", claim.name),
                    });
                    continue;
                }
                account::opened(desk, &claim.person)?
            }
            false => None,
        };
        if account.is_some() && !opened.contains(&claim.person) {
            opened.push(claim.person.clone());
        }
        let account = account.unwrap_or_default();
        let sort_code = account.sort_digits();
        let Account { name, number, .. } = account;
        out.push(vec![
            run.line.reference.clone(),
            claim.reference.clone(),
            claim.name.clone(),
            claim.activity.clone(),
            claim.about.clone(),
            claim.done_on.map_or_else(String::new, |on| on.to_string()),
            claim
                .minutes
                .map_or_else(String::new, |minutes| words::decimal(minutes.saturating_mul(100) / 60)),
            words::decimal(claim.pence),
            words::decimal(claim.expenses),
            words::decimal(claim.sum()),
            words::upper_first(claim.way.as_deref().unwrap_or_default()),
            name,
            sort_code,
            number,
        ]);
    }
    if !errors.is_empty() {
        return Err(Fault::Invalid(errors));
    }
    for person in &opened {
        let row = OpeningRow {
            id: desk.id(),
            person_id: person.clone(),
            run_id: run.line.id.clone(),
            opened_by: caller.person.clone(),
            opened_at: desk.now.into(),
        };
        pay_details::opened(desk.db, &row)?;
    }
    let step = RunStepRow {
        id: desk.id(),
        run_id: run.line.id.clone(),
        done: FETCHED.to_owned(),
        claim_id: None,
        marked: !opened.is_empty(),
        by_person: caller.person.clone(),
        at: desk.now.into(),
    };
    rows::note_step(desk.db, &step)?;
    let what = json!({ "run": run.line.id, "reference": run.line.reference, "accounts_of": opened });
    note(desk, caller, None, "payroll_file", &what)?;
    Ok((run.line.reference, out))
}
