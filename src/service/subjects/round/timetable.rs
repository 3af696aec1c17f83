//! The days of a round: as planned, once bids are open as the clock has them, and as everybody was told.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use serde_json::{Map, Value as Json, json};

use super::book::Book;
use crate::{
    domain::words,
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{
            About, keeping,
            standing::{self, Standing},
        },
    },
    views::contexts::round_end::Amendment,
};

pub(super) const OPEN: &str = "round.open";
pub(super) const CLOSED: &str = "round.closed";
const READY: &str = "round.ready";

/// A planned day: `timetable.closing_day` of the record.
pub(super) fn planned(own: &Map<String, Json>, day: &str) -> Option<NaiveDate> {
    own.get("timetable")?.get(day)?.as_str()?.parse().ok()
}

/// Where the record keeps the closing days that notices named, oldest first: `{"day", "on"}`.
const TOLD: &str = "closing_days_published";

/// A closing day, and the day on which a notice named it.
fn told(own: &Map<String, Json>) -> Vec<(NaiveDate, NaiveDate)> {
    let all = own.get(TOLD).and_then(Json::as_array).into_iter().flatten();
    let day = |one: &Json, name: &str| one.get(name)?.as_str()?.parse().ok();
    all.filter_map(|one| Some((day(one, "day")?, day(one, "on")?)))
        .collect()
}

/// The closing day that everybody was last told; `None` before anything was published.
pub(super) fn published(own: &Map<String, Json>) -> Option<NaiveDate> {
    told(own).last().map(|(day, _)| *day)
}

/// How the closing day moved since it was first published, oldest first.
pub(super) fn moved(own: &Map<String, Json>) -> Vec<Amendment> {
    let all = told(own);
    let pairs = all
        .iter()
        .zip(all.iter().skip(1))
        .filter(|(before, now)| before.0 != now.0);
    pairs
        .map(|((before, _), (now, on))| Amendment {
            on: Some(*on),
            description: format!(
                "Bids close on {}, not on {} as was published before.",
                words::day(*now),
                words::day(*before)
            ),
            ..Amendment::default()
        })
        .collect()
}

/// Where the record keeps what changed in its papers after they were published, oldest first.
const CHANGES: &str = "changes_to_papers";

/// What changed in the papers since they were published, oldest first.
pub(super) fn changed(own: &Map<String, Json>) -> Vec<Amendment> {
    let all = own.get(CHANGES).and_then(Json::as_array).into_iter().flatten();
    let changes = all.filter_map(Json::as_object).map(|one| {
        let not_material = answers::text(one, "not_material");
        Amendment {
            on: answers::text(one, "on").parse().ok(),
            description: answers::text(one, "what"),
            reason: match not_material.is_empty() {
                true => answers::text(one, "why"),
                false => format!(
                    "{} Bids that are sent stand, because it changes nothing that bidders do: {not_material}",
                    answers::text(one, "why")
                ),
            },
        }
    });
    changes.collect()
}

/// Takes over a change, as somebody filled it in.
///
/// # Errors
/// The store fails.
pub(super) fn change(desk: &mut Desk<'_>, about: About<'_>, given: &Map<String, Json>) -> Result<(), Fault> {
    let mut one = given.clone();
    one.retain(|name, _| ["what", "why", "not_material"].contains(&name.as_str()));
    one.insert("on".to_owned(), json!(desk.today()));
    keeping::add(desk, about.row, CHANGES, one)
}

/// Notes the closing day as the one that everybody is told from today.
///
/// # Errors
/// The store fails.
pub(super) fn publish(desk: &mut Desk<'_>, about: About<'_>, book: &Book) -> Result<(), Fault> {
    let Some(closing) = closing(desk, &book.own, book.standing.as_ref())? else {
        return Ok(());
    };
    let told = json!({ "day": day(closing), "on": desk.today() });
    keeping::add(desk, about.row, TOLD, told)
}

/// The moment at which bids close, or closed: extensions count.
///
/// # Errors
/// The store fails.
pub(in crate::service::subjects) fn closing(
    desk: &mut Desk<'_>,
    own: &Map<String, Json>,
    standing: Option<&Standing>,
) -> Result<Option<DateTime<Utc>>, Fault> {
    let planned = planned(own, "closing_day");
    let Some(standing) = standing else {
        return Ok(planned.and_then(|day| at_noon(day, chrono_tz::Europe::London)));
    };
    if let Some(due) = standing.due(desk, (OPEN, standing::DEADLINE))? {
        return Ok(Some(due));
    }
    let workflow = desk.app.library.pinned(desk.db, &standing.row.definition)?;
    let zone = words::zone(&workflow.calendar.zone);
    let planned = planned.and_then(|day| at_noon(day, zone));
    let closed = standing
        .since(CLOSED)
        .filter(|closed| standing.since(OPEN).is_none_or(|open| open <= *closed));
    // A round that is prepared again has new days.
    let again = standing.means.iter().all(|one| one == READY) && closed < planned;
    Ok(match closed {
        Some(at) if !again => Some(at),
        Some(_) | None => planned,
    })
}

/// The day on which bids close, as people at the place say it.
pub(in crate::service::subjects) fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&chrono_tz::Europe::London).date_naive()
}

fn at_noon(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    in_zone(day, 12, zone)
}

/// An hour of a day, at the place.
pub(super) fn at_hour(day: NaiveDate, hour: u32) -> Option<DateTime<Utc>> {
    in_zone(day, hour, chrono_tz::Europe::London)
}

fn in_zone(day: NaiveDate, hour: u32, zone: Tz) -> Option<DateTime<Utc>> {
    let at = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?);
    Some(zone.from_local_datetime(&at).earliest()?.with_timezone(&Utc))
}
