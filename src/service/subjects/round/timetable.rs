//! The days of a round: as planned, and once bids are open, as the clock has them.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use serde_json::{Map, Value as Json};

use crate::{
    domain::words,
    service::{app::Desk, fault::Fault, subjects::standing::Standing},
};

pub(super) const OPEN: &str = "round.open";
pub(super) const CLOSED: &str = "round.closed";
const READY: &str = "round.ready";

/// A planned day: `timetable.closing_day` of the record.
pub(super) fn planned(own: &Map<String, Json>, day: &str) -> Option<NaiveDate> {
    own.get("timetable")?.get(day)?.as_str()?.parse().ok()
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
    if let Some(due) = standing.due(desk, OPEN)? {
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
