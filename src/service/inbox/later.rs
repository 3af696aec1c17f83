//! What is coming, and what somebody did lately.

use accord_engine::deadline::TimerRole;
use accord_store::{instances, journal, timers::TimerRow};

use super::{
    MOST, Sights,
    item::{Item, add},
    loaded,
};
use crate::service::{
    app::Desk,
    authority::Caller,
    fault::Fault,
    history,
    library::{clock_title, find_state},
    record,
};

/// How many journal entries are looked through for what somebody did lately.
const LATELY: u32 = 400;

/// Dates ahead.
///
/// # Errors
/// The store fails.
pub(super) fn coming(desk: &mut Desk<'_>, sights: &mut Sights, dates: &[TimerRow]) -> Result<Vec<Item>, Fault> {
    let mut out: Vec<Item> = Vec::new();
    for row in dates {
        if out.len() == MOST {
            break;
        }
        let Some(seen) = sights.at(desk, &row.instance_id)? else {
            continue;
        };
        let one = loaded(&seen, &row.instance_id)?;
        let Some(timer) = one.snapshot.timers.get(row.id.as_str()) else {
            continue;
        };
        if matches!(timer.role, TimerRole::End(_)) {
            // A state's own name says what begins with it, and here stands what ends.
            let clock =
                find_state(&one.workflow.definition, &timer.state).and_then(|state| clock_title(state, &timer.clock));
            let what = clock.unwrap_or_else(|| format!("The end of: {}", record::now(one, seen.sight)));
            add(&mut out, Item::of(&seen.record, &row.instance_id, what, timer.due_at));
        }
    }
    Ok(out)
}

/// What somebody did.
///
/// # Errors
/// The store fails.
pub(super) fn lately(desk: &mut Desk<'_>, caller: &Caller, sights: &mut Sights) -> Result<Vec<Item>, Fault> {
    let mut out = Vec::new();
    for row in journal::latest_naming(desk.db, &desk.alliance, &caller.person, LATELY)? {
        if out.len() == MOST {
            break;
        }
        let Some(what) = history::did(desk, &row, &caller.person)? else {
            continue;
        };
        if instances::load(desk.db, &desk.alliance, &row.scope).is_err() {
            continue;
        }
        if let Some(seen) = sights.at(desk, &row.scope)? {
            add(&mut out, Item::of(&seen.record, &row.scope, what, Some(row.at.utc())));
        }
    }
    Ok(out)
}
