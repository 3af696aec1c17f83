//! Clocks that run out: fired in order, one transaction each (S13).

use accord_store::timers;
use chrono::{DateTime, TimeDelta, Utc};

use crate::service::{
    app::{App, Desk},
    fault::Fault,
    signals, transition,
};

/// Fires every timer that is due, in (due, armed) order, until none is; gives how many. One that
/// fails is put off, and does not hold up the others.
///
/// # Errors
/// The store fails.
pub fn fire_due(app: &App) -> Result<usize, Fault> {
    let mut fired = 0;
    loop {
        let (now, wall) = (app.clock.now(), app.wall.now());
        let Some(next) = app.store.read(|db| timers::due(db, now, wall, 1))?.into_iter().next() else {
            return Ok(fired);
        };
        let (worker, row) = (app.clone(), next.clone());
        let outcome = app.store.write(move |db| {
            let mut desk = Desk {
                db,
                app: &worker,
                alliance: row.alliance_id.clone(),
                now,
            };
            transition::fire(&mut desk, &row.instance_id, &row.id)
        });
        match outcome {
            Ok(more) => {
                signals::deliver(app, more);
                fired += 1;
            }
            Err(error) => postpone(app, next, &error, wall)?,
        }
    }
}

/// The next instant at which something is due.
///
/// # Errors
/// The store fails.
pub fn next(app: &App) -> Result<Option<DateTime<Utc>>, Fault> {
    Ok(app.store.read(timers::next)?)
}

fn postpone(app: &App, row: timers::TimerRow, error: &Fault, wall: DateTime<Utc>) -> Result<(), Fault> {
    tracing::error!(instance.id = row.instance_id, timer.id = row.id, %error, "a clock could not run out");
    let minutes = i64::from(row.attempts).saturating_add(1).min(60);
    let (until, says) = (wall + TimeDelta::minutes(minutes), error.to_string());
    app.store
        .write(move |db| Ok(timers::postpone(db, &row.instance_id, &row.id, until, &says)?))
}
