//! A date as a file for calendar programs (RFC 5545).

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike};

use crate::{service::outgoing::CalendarDate, views::escape::one_line};

/// The file. `stamp` is when it was made: part of the frozen letter, so that each try is the same.
pub fn file(date: &CalendarDate, stamp: DateTime<Utc>) -> String {
    let mut event = Event::with_uid(&one_line(&date.uid));
    event
        .timestamp(stamp)
        .sequence(u32::try_from(date.sequence).unwrap_or(u32::MAX))
        .summary(&one_line(&date.title))
        .starts(date.at)
        .ends(date.until.unwrap_or(date.at));
    if let Some(place) = &date.place {
        event.location(&one_line(place));
    }
    if date.until.is_none() {
        // A deadline takes nobody's time.
        event.add_property("TRANSP", "TRANSPARENT");
    }
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//accord//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .push(event.done());
    calendar.to_string()
}
