//! That this service was away, noticed by itself: every process that serves pages says now and then that it is there, and
//! whoever finds a gap writes it down and tells the processes that want to know.
//!
//! What follows is their workflow's to say: more time where bids were about to close, or nothing.

use accord_store::{
    alliances, instances,
    outages::{self, OutageRow},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::service::{
    app::{App, Desk},
    fault::Fault,
    history, noticed, signals,
};

/// What a catalogue calls it (`noticed`).
const OUTAGE: &str = "outage";
/// A gap that is no longer than this is a slow start or a busy minute; no workflow counts as little.
pub const STILL: TimeDelta = TimeDelta::minutes(5);

/// Says that this process serves pages, and writes down the gap that it finds; the stretch, if there was one. Clocks that
/// ran out meanwhile should not have been fired yet: who gets more time gets it before.
///
/// # Errors
/// The store fails.
pub fn beat(app: &App) -> Result<Option<OutageRow>, Fault> {
    let (now, id) = (app.clock.now(), app.rng.id(app.wall.now()));
    let found = app.store.write(move |db| {
        let Some(before) = outages::beat(db, now.into())? else {
            return Ok::<_, Fault>(None);
        };
        if now - before.utc() <= STILL {
            return Ok(None);
        }
        let row = OutageRow {
            id,
            since: before,
            until: now.into(),
        };
        outages::add(db, &row)?;
        Ok(Some(row))
    })?;
    let Some(row) = found else { return Ok(None) };
    tracing::warn!(since = %row.since.utc(), until = %row.until.utc(), "the service was away");
    for alliance in app.store.read(alliances::all)? {
        let away = row.clone();
        let told = app.writing(&alliance.id, move |desk| tell(desk, &away))?;
        signals::deliver(app, told);
    }
    Ok(Some(row))
}

fn tell(desk: &mut Desk<'_>, row: &OutageRow) -> Result<Vec<noticed::Told>, Fault> {
    let body = json!({ "format": 1, "outage": { "id": row.id, "since": row.since.utc(), "until": row.until.utc() } });
    history::note(desk, None, &body)?;
    let mut out = Vec::new();
    for kind in desk.app.library.clone().catalogue.noticed.keys() {
        for (_, instance) in instances::open_of_kind(desk.db, &desk.alliance, kind)? {
            let key = format!("{}/{OUTAGE}/{}", instance.id, row.id);
            out.extend(noticed::tell(desk, (kind, OUTAGE), &instance.id, key)?);
        }
    }
    Ok(out)
}

/// Of the last stretch: for how many minutes something that closes then could not be done, and how many whole hours before
/// the end that was over. Nothing if there was none, or it began after that.
///
/// # Errors
/// The store fails.
pub fn before(desk: &mut Desk<'_>, closes: DateTime<Utc>) -> Result<Option<(i64, i64)>, Fault> {
    let last = outages::newest(desk.db, 1)?.pop();
    Ok(last.and_then(|row| measured((row.since.utc(), row.until.utc()), closes)))
}

fn measured((since, until): (DateTime<Utc>, DateTime<Utc>), closes: DateTime<Utc>) -> Option<(i64, i64)> {
    if since >= closes {
        return None;
    }
    let ended = until.min(closes);
    Some(((ended - since).num_minutes(), (closes - ended).num_hours()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(since: &str, until: &str, expected: Option<(i64, i64)>) {
        let at = |text: &str| -> DateTime<Utc> { format!("2026-04-{text}:00Z").parse().unwrap() };
        assert_eq!(
            measured((at(since), at(until)), at("10T11:00")),
            expected,
            "{since} to {until}"
        );
    }

    #[test]
    fn what_counts_is_what_was_lost_before_the_closing_time() {
        check("10T09:00", "10T09:45", Some((45, 1)));
        check("10T10:30", "10T10:59", Some((29, 0)));
        check("10T10:30", "10T14:00", Some((30, 0)));
        check("10T11:00", "10T14:00", None);
        check("08T09:00", "08T10:00", Some((60, 49)));
    }
}
