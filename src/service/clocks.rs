//! Clocks that run out: fired in order, one transaction each (S13). And the clock that all of them
//! are read by: one that is behind what was seen before judges no deadline.

use accord_store::{
    Db, StoreError, alliances, clocks as stored,
    incidents::{self, IncidentRow},
    timers,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::service::{app::App, fault::Fault, history, signals, transition};

/// How far the clock may be behind the latest time that was seen. Machines differ by seconds; a
/// clock that is minutes behind was set back.
const SLACK: TimeDelta = TimeDelta::minutes(5);

/// What an incident says while the clock is behind.
const BEHIND: &str = "The clock of the server is behind";

/// Refuses to go on if the clock is behind: for everything that reads or sets a deadline.
///
/// # Errors
/// It is, or the store fails.
pub fn steady(db: &mut Db, now: DateTime<Utc>) -> Result<(), Fault> {
    let mark = stored::watch(db, now)?;
    if mark - now <= SLACK {
        return Ok(());
    }
    Err(Fault::Unavailable(behind(now, mark)))
}

fn behind(now: DateTime<Utc>, mark: DateTime<Utc>) -> String {
    let words = |at: DateTime<Utc>| at.format("%H:%M on %-d %B %Y");
    format!(
        "{BEHIND}: it says {} (UTC), but it was {} before. Until it is right, nothing is done that depends on a \
         deadline, and nothing was changed now. Whoever runs the server sets its clock right, or, if the \
         later time was wrong, accepts the earlier one with `accord clock --accept`.",
        words(now),
        words(mark)
    )
}

/// Leaves an incident for each alliance if the clock is behind; whether it is.
///
/// # Errors
/// The store fails.
pub fn shout(app: &App) -> Result<bool, Fault> {
    let now = app.clock.now();
    let mark = app.store.read(stored::load)?.high_water;
    if mark - now <= SLACK {
        return Ok(false);
    }
    let says = behind(now, mark);
    let app = app.clone();
    let news = app.store.clone().write(move |db| {
        let mut news = false;
        for alliance in alliances::all(db)? {
            let row = IncidentRow {
                id: app.rng.id(now),
                alliance_id: alliance.id,
                instance_id: None,
                what: BEHIND.to_owned(),
                detail: says.clone(),
                at: now.into(),
                closed_at: None,
                closed_by: None,
                outbox_key: None,
                mend: Some("Set the server's clock right, then close this.".to_owned()),
            };
            news |= incidents::open_once(db, &row)?;
        }
        Ok::<_, StoreError>(news)
    })?;
    // The worker asks at every turn.
    if news {
        tracing::error!(%now, %mark, "{BEHIND}");
    }
    Ok(true)
}

/// The clock, the latest time that was seen, and whether deadlines are judged by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// What the clock says.
    pub now: DateTime<Utc>,
    /// The latest time that an action was done at.
    pub mark: DateTime<Utc>,
    /// More than five minutes behind.
    pub is_behind: bool,
}

/// Reads the clock beside the mark.
///
/// # Errors
/// The store fails.
pub fn reading(app: &App) -> Result<Reading, Fault> {
    let now = app.clock.now();
    let mark = app.store.read(stored::load)?.high_water;
    Ok(Reading {
        now,
        mark,
        is_behind: mark - now > SLACK,
    })
}

/// Takes the clock for right though it is behind, because a person says that the later time was
/// wrong; each alliance's journal says so.
///
/// # Errors
/// The store fails.
pub fn accept(app: &App, by: &str) -> Result<Reading, Fault> {
    let before = reading(app)?;
    let (worker, by) = (app.clone(), by.to_owned());
    app.store.write(move |db| {
        stored::accept(db, before.now)?;
        for alliance in alliances::all(db)? {
            incidents::close_saying(db, &alliance.id, BEHIND, &by, before.now)?;
            let mut desk = worker.desk_at(db, &alliance.id, before.now);
            let body = json!({
                "format": 1,
                "clock": { "accepted": before.now.to_rfc3339(), "before": before.mark.to_rfc3339(), "by": by },
            });
            history::note(&mut desk, None, &body)?;
        }
        Ok::<_, Fault>(())
    })?;
    reading(app)
}

/// Fires every timer that is due, in (due, armed) order, until none is; gives how many. One that
/// fails is put off, and does not hold up the others.
///
/// # Errors
/// The store fails.
pub fn fire_due(app: &App) -> Result<usize, Fault> {
    let mut fired = 0;
    if shout(app)? {
        return Ok(0);
    }
    loop {
        let (now, wall) = (app.clock.now(), app.wall.now());
        let Some(next) = app.store.read(|db| timers::due(db, now, wall, 1))?.into_iter().next() else {
            return Ok(fired);
        };
        let (worker, row) = (app.clone(), next.clone());
        let outcome = app.store.write(move |db| {
            let mut desk = worker.desk_at(db, &row.alliance_id, now);
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
