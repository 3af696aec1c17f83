//! Recording that a run was paid: each claim of it is moved on by the act of its own workflow, as whoever records it,
//! in one transaction. If one cannot, none is.

use accord_engine::shared::Word;
use accord_store::payments as rows;
use chrono::NaiveDate;
use serde_json::{Map, json};

use super::{MAKE, note, paper, runs};
use crate::{
    domain::words,
    service::{
        app::{App, Desk},
        authority::{Caller, powers},
        fault::{Fault, FieldError},
        library::payments::way_on,
        outgoing::Signal,
        signals,
        transition::{self, Ask, Command},
    },
};

/// The question that asks for the day.
const DAY: &str = "paid_on";

/// Records that a run of so many payments was paid on a day.
///
/// # Errors
/// It is recorded already, it has other payments by now than whoever records it has seen, the day does not fit, or a
/// claim cannot be moved on: each is named, with why.
pub fn settle(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (run, seen): (&str, usize),
    day: NaiveDate,
) -> Result<(), Fault> {
    let (caller, run) = (caller.clone(), run.to_owned());
    let words = app.writing(alliance, move |desk| pay(desk, &caller, (&run, seen), day))?;
    signals::deliver(app, words);
    Ok(())
}

fn pay(
    desk: &mut Desk<'_>,
    caller: &Caller,
    (id, seen): (&str, usize),
    day: NaiveDate,
) -> Result<Vec<(String, Signal)>, Fault> {
    powers::judge(desk, caller, MAKE)?;
    let run = rows::load_for_update(desk.db, &desk.alliance, id)?.ok_or(Fault::NotFound("page"))?;
    if let Some(before) = runs::day(&run) {
        return Err(Fault::conflict(
            format!("This run is recorded as paid on {} already.", words::day(before)),
            0,
        ));
    }
    let made_on = words::local_day(run.made_at.utc());
    if day > desk.today() {
        return Err(Fault::field(
            DAY,
            "Enter today or an earlier day: record it when the money has gone.",
        ));
    }
    if day < made_on {
        return Err(Fault::field(
            DAY,
            format!("Enter {} or a later day: the run was made then.", words::day(made_on)),
        ));
    }
    let lines = rows::lines(desk.db, id)?;
    if lines.is_empty() {
        return Err(Fault::field(DAY, "No payment is left in this run. Make another one."));
    }
    // Nothing is ever added to a run: as many are the same.
    if lines.len() != seen {
        let says = format!(
            "This run has {} now, and had {} when you opened it. Look at what the payroll paid, and record it again.",
            words::count_of(lines.len(), "payment", "payments"),
            words::count_of(seen, "payment", "payments")
        );
        return Err(Fault::field(DAY, says));
    }
    // Statements say the day of the run, so it has to stand there before they are made.
    if !rows::pay(desk.db, id, &day.to_string(), &caller.person, desk.now.into())? {
        return Err(Fault::conflict(
            "Somebody recorded this run as paid at the same moment. Look at it again.",
            0,
        ));
    }
    let mut signals = Vec::new();
    let mut errors = Vec::new();
    for line in &lines {
        match moved(desk, caller, &run.id, &line.instance_id) {
            Ok(more) => signals.extend(more),
            Err(Fault::Refused(refusal)) => {
                let shown = runs::one(desk, id)?;
                let claim = shown.claims.into_iter().find(|one| one.claim.id == line.claim_id);
                let name = claim.map_or_else(String::new, |one| format!("{}, {}", one.claim.name, one.claim.activity));
                let why: Vec<String> = refusal.reasons.into_iter().map(|one| one.because).collect();
                errors.push(FieldError {
                    field: DAY.to_owned(),
                    says: format!("{name}: {} Put that right, or take it out of the run.", why.join(" ")),
                });
            }
            Err(other) => return Err(other),
        }
    }
    if !errors.is_empty() {
        return Err(Fault::Invalid(errors));
    }
    let what = json!({ "run": run.id, "reference": run.reference, "paid_on": day.to_string() });
    note(desk, caller, None, "run_paid", &what)?;
    paper::ask(desk, id)?;
    Ok(signals)
}

/// Does the act that leads from waiting to paid; nothing for one that was paid by itself meanwhile.
fn moved(desk: &mut Desk<'_>, caller: &Caller, run: &str, instance: &str) -> Result<Vec<(String, Signal)>, Fault> {
    let payments = desk.app.library.payments.clone();
    let loaded = transition::load(desk, instance)?;
    let states: Vec<&str> = loaded.snapshot.states.iter().map(Word::as_str).collect();
    let Some((state, event)) = way_on(&loaded.workflow.definition, &payments, &states) else {
        return Ok(Vec::new());
    };
    let command = Command {
        alliance: desk.alliance.clone(),
        instance: instance.to_owned(),
        caller: caller.clone(),
        key: Some(format!("{run}/{instance}")),
        seen: None,
        ask: Ask::Act {
            event,
            state: Some(state),
            answers: Map::new(),
            reason: None,
        },
    };
    Ok(transition::asked(desk, &command)?.signals)
}
