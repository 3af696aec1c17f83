//! A break that somebody takes, without a reason: nothing is asked of them and nothing reminds them until it is over,
//! and what they are asked to decide gets the time that its workflow allows.

use std::collections::BTreeMap;

use accord_store::{
    alliances,
    beside_people::{self as rows, BreakRow},
    outbox::{self, OutboxStatus},
    tasks,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use crate::{
    domain::words,
    service::{
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        history, more_time, people as people_of,
        sight::{self, if_seen},
    },
};

/// How long a letter waits where nobody has said until when; it goes out as soon as they come back.
const OPEN: TimeDelta = TimeDelta::days(3660);
/// So many of a person's letters are looked through for those that wait.
const LETTERS: i64 = 10_000;
/// Said where somebody's break gives a clock more time. Not whose: why is nobody's business.
const REASON: &str = "Somebody who is asked needs more time.";

/// The break that somebody takes now: until which day, if they have said so.
///
/// # Errors
/// The database fails.
pub fn of(desk: &mut Desk<'_>, person: &str) -> Result<Option<BreakRow>, Fault> {
    let now = desk.now.into();
    Ok(rows::breaks_of(desk.db, &[person.to_owned()], now)?.pop())
}

/// Until when letters to each of these people wait, where they take a break; nothing for the others.
///
/// # Errors
/// The database fails.
pub fn held_until(desk: &mut Desk<'_>, people: &[String]) -> Result<Vec<(String, DateTime<Utc>)>, Fault> {
    let (now, wall) = (desk.now, desk.wall());
    let found = rows::breaks_of(desk.db, people, now.into())?;
    let until = |row: &BreakRow| row.until.map_or(wall + OPEN, |until| wall + (until.utc() - now));
    Ok(found
        .into_iter()
        .map(|row| (row.person_id.clone(), until(&row)))
        .collect())
}

/// Until when each of these people is away, in words, for whoever would ring or remind them otherwise; never why. Nothing
/// of whoever is not.
///
/// # Errors
/// The database fails.
pub fn away(desk: &mut Desk<'_>, people: &[String]) -> Result<BTreeMap<String, String>, Fault> {
    let found = rows::breaks_of(desk.db, people, desk.now.into())?;
    let says = |row: &BreakRow| match row.until {
        Some(until) => format!("away until {}", words::day(people_of::last_day(until.utc()))),
        None => "away for now".to_owned(),
    };
    Ok(found
        .into_iter()
        .map(|row| (row.person_id.clone(), says(&row)))
        .collect())
}

/// The last day of a break, in words.
pub fn says(row: &BreakRow) -> String {
    match row.until {
        Some(until) => format!("until {}", words::day(people_of::last_day(until.utc()))),
        None => "until you say that you are back".to_owned(),
    }
}

/// Begins a break, or changes until when it lasts.
///
/// # Errors
/// The day is not ahead.
pub fn begin(app: &App, alliance: &str, person: &str, last: Option<NaiveDate>) -> Result<(), Fault> {
    let id = person.to_owned();
    app.writing(alliance, move |desk| {
        if last.is_some_and(|day| day < desk.today()) {
            return Err(Fault::field("until", "Enter today or a later day, or leave it empty."));
        }
        let since = of(desk, &id)?.map_or_else(|| desk.now.into(), |row| row.since);
        let row = BreakRow {
            person_id: id.clone(),
            alliance_id: desk.alliance.clone(),
            since,
            until: last.map(|day| people_of::ends(day).into()),
        };
        rows::pause(desk.db, &row)?;
        history::note(desk, None, &json!({ "own": { "changed": "break", "person": id } }))
    })?;
    give_time(app, alliance, person)
}

/// Ends a break: what has come meanwhile goes out now.
///
/// # Errors
/// The database fails.
pub fn end(app: &App, alliance: &str, person: &str) -> Result<(), Fault> {
    let id = person.to_owned();
    app.writing(alliance, move |desk| {
        if !rows::go_on(desk.db, &id)? {
            return Ok(());
        }
        let wall = desk.wall();
        for row in outbox::of_recipient(desk.db, &desk.alliance, &id, LETTERS, 0)? {
            if row.status == OutboxStatus::Queued && row.next_at.utc() > wall {
                outbox::hold(desk.db, &row.key, wall.into())?;
            }
        }
        history::note(desk, None, &json!({ "own": { "changed": "break", "person": id } }))
    })
}

/// Gives the time that workflows allow to whatever somebody on a break is asked to decide. Once for each clock.
///
/// # Errors
/// The database fails.
pub fn give_time(app: &App, alliance: &str, person: &str) -> Result<(), Fault> {
    let caller = Caller::own(person);
    let asked = app.reading(alliance, |desk| {
        let mut out = Vec::new();
        for task in tasks::open_of_person(desk.db, &desk.alliance, person)? {
            let Some(seen) = if_seen(sight::of_instance(desk, &caller, &task.instance_id))? else {
                continue;
            };
            let loaded = seen.running.iter().find(|one| one.row.id == task.instance_id);
            let clocks = loaded
                .map(|loaded| more_time::extendable(&seen, loaded))
                .unwrap_or_default();
            out.extend(clocks.into_iter().map(|clock| (task.instance_id.clone(), clock)));
        }
        Ok::<_, Fault>(out)
    })?;
    for (instance, clock) in asked {
        let Some((most, _)) = clock.choices.last().cloned() else {
            continue;
        };
        let key = format!("break/{person}/{}", clock.timer);
        match more_time::take(app, alliance, &caller, &instance, (&clock, &most, REASON), Some(key)) {
            // Somebody else may have been as quick.
            Ok(_) | Err(Fault::Refused(_) | Fault::Conflict(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// The same for everybody who takes a break, for what came since; how many take one.
///
/// # Errors
/// The store fails.
pub fn give_time_to_all(app: &App) -> Result<usize, Fault> {
    let now = app.clock.now();
    let mut many = 0;
    for alliance in app.store.read(alliances::all)? {
        let all = app.store.read(|db| rows::breaks(db, &alliance.id, now.into()))?;
        many += all.len();
        for row in all {
            give_time(app, &alliance.id, &row.person_id)?;
        }
    }
    Ok(many)
}
