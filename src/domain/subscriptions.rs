//! Who outside the alliance may ask to be told of what, and how an address is confirmed.

use accord_engine::definition::scalar::{Amount, Unit};
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words;

/// `workflows/vocabulary/subscriptions.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// What somebody may choose to hear of; a mail template names one with `topic`.
    pub topics: IndexMap<String, Topic>,
    /// The mail template that carries the code.
    pub letter: String,
    /// How long a code counts, in hours or minutes.
    pub code_lasts: Amount,
    /// How many wrong codes are taken before a new one must be asked for.
    pub tries: i32,
    /// How many codes are sent to one address within `codes_within`.
    pub most_codes: i32,
    /// The time that `most_codes` counts over, in hours or days.
    pub codes_within: Amount,
    /// When the evening begins in which those who asked for quiet get no letter: `20:00`, local time.
    #[serde(default = "evening")]
    pub quiet_from: String,
    /// When it ends.
    #[serde(default = "morning")]
    pub quiet_until: String,
    /// When those who asked for it get their news together.
    #[serde(default = "morning")]
    pub digest_at: String,
}

fn evening() -> String {
    "20:00".to_owned()
}

fn morning() -> String {
    "08:00".to_owned()
}

/// Something to hear of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// What people call it.
    pub title: String,
    /// What comes, and how often.
    pub says: String,
}

impl Terms {
    /// What is wrong with them: where, and a sentence.
    pub fn fault(&self) -> Option<(&'static str, String)> {
        if self.topics.is_empty() {
            return Some(("topics", "There is nothing to choose from. Add a topic.".to_owned()));
        }
        for (name, amount) in [("code_lasts", &self.code_lasts), ("codes_within", &self.codes_within)] {
            if length(amount).is_none_or(|time| time <= TimeDelta::zero()) {
                return Some((name, "Write `60 minutes`, `24 hours` or `2 days`.".to_owned()));
            }
        }
        for (name, time) in [
            ("quiet_from", &self.quiet_from),
            ("quiet_until", &self.quiet_until),
            ("digest_at", &self.digest_at),
        ] {
            if time_of(time).is_none() {
                return Some((name, "Write a time of day, such as \"20:00\".".to_owned()));
            }
        }
        let mut numbers = [("tries", self.tries), ("most_codes", self.most_codes)].into_iter();
        let wrong = numbers.find(|(_, number)| !(1..=100).contains(number));
        wrong.map(|(name, number)| (name, format!("`{name}` is {number}. Write a number from 1 to 100.")))
    }

    /// How long a code counts.
    pub fn code_lasts(&self) -> TimeDelta {
        length(&self.code_lasts).unwrap_or_else(TimeDelta::zero)
    }

    /// Until when a letter waits that would come at `at`, for somebody who asked for quiet; nothing in
    /// the daytime.
    pub fn quiet_until(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (from, until) = (time_of(&self.quiet_from)?, time_of(&self.quiet_until)?);
        let time = at.with_timezone(&words::ZONE).time();
        let quiet = if from <= until {
            from <= time && time < until
        } else {
            time >= from || time < until
        };
        if quiet { next(at, until) } else { None }
    }

    /// When the next letter with news goes out.
    pub fn next_digest(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        next(at, time_of(&self.digest_at)?)
    }

    /// The time that codes are counted over.
    pub fn codes_within(&self) -> TimeDelta {
        length(&self.codes_within).unwrap_or_else(TimeDelta::zero)
    }

    /// Titles of topics, for letters; areas among them are left out.
    pub fn titles(&self, topics: &[String]) -> Vec<String> {
        topics
            .iter()
            .filter_map(|one| self.topics.get(one).map(|topic| topic.title.clone()))
            .collect()
    }
}

/// Before the id of an area, in a list of topics: whoever names areas is told only of what concerns one of them.
const AREA: &str = "area:";

/// An area as it stands among topics.
pub fn area(id: &str) -> String {
    format!("{AREA}{id}")
}

/// The areas among topics.
pub fn areas(topics: &[String]) -> Vec<&str> {
    topics.iter().filter_map(|one| one.strip_prefix(AREA)).collect()
}

/// Whether somebody who asked for these topics is told of something in these places; of what has no place everybody is.
pub fn concerns<'a>(topics: &[String], mut places: impl Iterator<Item = &'a String> + Clone) -> bool {
    let areas = areas(topics);
    areas.is_empty() || places.clone().next().is_none() || places.any(|place| areas.contains(&place.as_str()))
}

fn time_of(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// The next instant after `at` when it is this time where people live. On the night when clocks go
/// forward a time that does not exist is the one an hour later.
fn next(at: DateTime<Utc>, time: NaiveTime) -> Option<DateTime<Utc>> {
    let today = at.with_timezone(&words::ZONE).date_naive();
    (0..3)
        .filter_map(|days| today.checked_add_days(Days::new(days)))
        .filter_map(|day| {
            let local = day.and_time(time);
            let found = local.and_local_timezone(words::ZONE).earliest();
            let found = found.or_else(|| (local + TimeDelta::hours(1)).and_local_timezone(words::ZONE).earliest());
            found.map(|found| found.with_timezone(&Utc))
        })
        .find(|found| *found > at)
}

/// Wall time: no calendar, no working days.
fn length(amount: &Amount) -> Option<TimeDelta> {
    match amount {
        Amount::Of(count, Unit::Minutes) => Some(TimeDelta::minutes(i64::from(*count))),
        Amount::Of(count, Unit::Hours) => Some(TimeDelta::hours(i64::from(*count))),
        Amount::Of(count, Unit::Days) => Some(TimeDelta::days(i64::from(*count))),
        Amount::Of(_, Unit::WorkingDays | Unit::Weeks | Unit::Months) | Amount::Setting(_) => None,
    }
}

/// An email address as it is kept: in small letters, without spaces around it.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn address(typed: &str) -> Result<String, String> {
    let text = typed.trim().to_lowercase();
    let sentence = "Enter an email address, such as name@example.org.".to_owned();
    let Some((name, domain)) = text.split_once('@') else {
        return Err(sentence);
    };
    let strange = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"' | '@');
    let fits = !name.is_empty()
        && name.len() <= 64
        && text.len() <= 254
        && domain.split('.').count() > 1
        && domain
            .split('.')
            .all(|part| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-'))
        && !name.contains(strange)
        && !domain.contains(strange);
    if fits { Ok(text) } else { Err(sentence) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_in_one_form() {
        for (typed, kept) in [
            (" Amina@Burngreave.Example ", Ok("amina@burngreave.example")),
            ("a.b+c@x.example", Ok("a.b+c@x.example")),
            ("o'neil@x.example", Ok("o'neil@x.example")),
            ("amina", Err(())),
            ("amina@burngreave", Err(())),
            ("a@b@c.example", Err(())),
            ("a@.example", Err(())),
            ("a b@x.example", Err(())),
            ("a@x.example\r\nBcc: b@y.example", Err(())),
            ("<a@x.example>", Err(())),
            ("a@-x.example", Err(())),
            ("", Err(())),
        ] {
            assert_eq!(address(typed).ok(), kept.ok().map(str::to_owned), "{typed:?}");
        }
    }

    #[test]
    fn quiet_is_local_and_goes_over_midnight() {
        let terms: Terms = serde_saphyr::from_str(
            "{ topics: { a: { title: A, says: B } }, letter: code, code_lasts: 60 minutes, tries: 5, most_codes: 3, \
             codes_within: 1 day }",
        )
        .unwrap();
        let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        for (now, until) in [
            // In winter local time is UTC, in summer an hour ahead.
            ("2026-01-05T19:59:59Z", None),
            ("2026-01-05T20:00:00Z", Some("2026-01-06T08:00:00Z")),
            ("2026-01-06T07:59:59Z", Some("2026-01-06T08:00:00Z")),
            ("2026-01-06T08:00:00Z", None),
            ("2026-07-05T19:30:00Z", Some("2026-07-06T07:00:00Z")),
            // The nights on which clocks change.
            ("2026-03-28T23:00:00Z", Some("2026-03-29T07:00:00Z")),
            ("2026-10-24T22:00:00Z", Some("2026-10-25T08:00:00Z")),
        ] {
            assert_eq!(terms.quiet_until(at(now)), until.map(at), "{now}");
        }
        assert_eq!(
            terms.next_digest(at("2026-01-05T09:00:00Z")),
            Some(at("2026-01-06T08:00:00Z"))
        );
        assert_eq!(
            terms.next_digest(at("2026-01-05T07:00:00Z")),
            Some(at("2026-01-05T08:00:00Z"))
        );
    }

    #[test]
    fn terms_that_cannot_be_kept_are_found() {
        let terms = |text: &str| -> Terms { serde_saphyr::from_str(text).unwrap() };
        let good = "{ topics: { a: { title: A, says: B } }, letter: code, code_lasts: 60 minutes, tries: 5, most_codes: 3, \
                    codes_within: 1 day }";
        assert_eq!(terms(good).fault(), None);
        assert_eq!(terms(good).code_lasts(), TimeDelta::hours(1));
        for (from, to, fault) in [
            ("60 minutes", "2 working_days", "code_lasts"),
            ("1 day", "1 month", "codes_within"),
            ("tries: 5", "tries: 0", "tries"),
            ("{ a: { title: A, says: B } }", "{}", "topics"),
        ] {
            let (at, says) = terms(&good.replace(from, to)).fault().unwrap();
            assert_eq!(at, fault, "{says}");
        }
    }
}
