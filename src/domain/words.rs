//! Dates, money, numbers and lists in plain English: said in one way wherever they are said.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeZone as _, Timelike, Utc};
use chrono_tz::{Europe::London, Tz};

/// The zone that people here live in.
pub const ZONE: Tz = London;

/// `10 April 2026`.
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// `Friday 10 April 2026`.
pub fn full_day(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// `10 Apr 2026`, for tables.
pub fn short_day(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// The day of an instant, where people live.
pub fn local_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&ZONE).date_naive()
}

/// The end of a working day: five in the afternoon, where people live. Nothing for a day without that hour.
pub fn close_of(date: NaiveDate) -> Option<DateTime<Utc>> {
    let local = ZONE.from_local_datetime(&date.and_hms_opt(17, 0, 0)?).earliest();
    local.map(|at| at.with_timezone(&Utc))
}

/// The last whole day before an instant that ends it: a clock that runs out at midnight has run out on
/// the day before.
pub fn last_day(at: DateTime<Utc>) -> NaiveDate {
    let local = at.with_timezone(&ZONE);
    let day = local.date_naive();
    if local.time() == NaiveTime::MIN {
        day.pred_opt().unwrap_or(day)
    } else {
        day
    }
}

/// The zone with this name; the one that people here live in for a name that nobody knows.
pub fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(ZONE)
}

/// `5pm`, `2:30pm`, `midday`, `midnight`.
pub fn time(at: DateTime<Utc>) -> String {
    time_of_day(at.with_timezone(&ZONE).time())
}

/// The same of a time on the clock.
pub fn time_of_day(time: NaiveTime) -> String {
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, minute) => {
            let (afternoon, hour) = time.hour12();
            let half = if afternoon { "pm" } else { "am" };
            if minute == 0 {
                format!("{hour}{half}")
            } else {
                format!("{hour}:{minute:02}{half}")
            }
        }
    }
}

/// `5pm on Friday 8 May 2026`.
pub fn full(at: DateTime<Utc>) -> String {
    format!("{} on {}", time(at), full_day(local_day(at)))
}

/// `23 November 2026, 2:30pm`.
pub fn stamp(at: DateTime<Utc>) -> String {
    stamp_in(at, ZONE)
}

/// The same of a moment until which something can be done: one at the very end of a day is said of that day.
pub fn until(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&ZONE);
    match local.time() == chrono::NaiveTime::MIN {
        true => {
            let date = local.date_naive();
            format!("the end of {}", full_day(date.pred_opt().unwrap_or(date)))
        }
        false => format!("{} on {}", time_of_day(local.time()), full_day(local.date_naive())),
    }
}

/// The same in another zone.
pub fn stamp_in(at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!("{}, {}", day(local.date_naive()), time_of_day(local.time()))
}

/// Pence as `£1,234.50`; whole pounds without pence.
pub fn money(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    let all = pence.unsigned_abs();
    let (pounds, rest) = (all / 100, all % 100);
    if rest == 0 {
        format!("{sign}£{}", thousands(pounds))
    } else {
        format!("{sign}£{}.{rest:02}", thousands(pounds))
    }
}

/// `1.50`, of 150 hundredths.
pub fn hundredths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let all = number.unsigned_abs();
    format!("{sign}{}.{:02}", thousands(all / 100), all % 100)
}

/// `1234.50`, of hundredths: for programs, which read no other sign.
pub fn decimal(number: i64) -> String {
    let (sign, all) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    format!("{sign}{}.{:02}", all / 100, all % 100)
}

/// `33.0`, of 330 tenths.
pub fn tenths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let all = number.unsigned_abs();
    format!("{sign}{}.{}", thousands(all / 10), all % 10)
}

/// `1,234`, `-3`.
pub fn whole(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", thousands(number.unsigned_abs()))
}

/// `1,234,567`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `no bids`, `1 bid`, `1,200 bids`.
pub fn count(number: u64, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        more => format!("{} {many}", thousands(more)),
    }
}

/// A text in which these names stand no more, in whatever capitals they are written: each whole name gives way to
/// `instead`, the longest first.
pub fn without(text: &str, names: &[String], instead: &str) -> String {
    let mut names: Vec<&str> = names
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
    let (mut out, mut rest, mut inside) = (String::with_capacity(text.len()), text, false);
    while let Some(next) = rest.chars().next() {
        let found = names.iter().filter(|_| !inside).find_map(|name| named(rest, name));
        match found {
            Some(after) => {
                out.push_str(instead);
                rest = after;
            }
            None => {
                out.push(next);
                inside = next.is_alphanumeric();
                rest = rest.strip_prefix(next).unwrap_or_default();
            }
        }
    }
    out
}

/// What stands after a name that a text begins with, if the name ends there.
fn named<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for expected in name.chars() {
        let is = rest.next()?;
        if !is.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    let ends = rest.clone().next().is_none_or(|after| !after.is_alphanumeric());
    ends.then_some(rest.as_str())
}

/// The same of things in memory.
pub fn count_of(number: usize, one: &str, many: &str) -> String {
    count(u64::try_from(number).unwrap_or(u64::MAX), one, many)
}

/// The beginning of a fingerprint, as people read it aloud and tell versions apart.
pub fn short_hash(hash: &str) -> String {
    hash.chars().take(12).collect()
}

/// A band of yearly income in words: `100k_1m` is `£100,000 to £1 million`, `under_10k` is `under
/// £10,000`. What is no band is said as it is, without underscores.
pub fn income_band(code: &str) -> String {
    let sum = |word: &str| {
        let (digits, unit) = word.split_at_checked(word.len().checked_sub(1)?)?;
        let number: u64 = digits.parse().ok()?;
        match unit {
            "k" => Some(format!("£{}", thousands(number.checked_mul(1000)?))),
            "m" => Some(format!("£{} million", thousands(number))),
            _ => None,
        }
    };
    let said = code.split_once('_').and_then(|(from, to)| match (from, sum(from)) {
        ("under" | "over", _) => Some(format!("{from} {}", sum(to)?)),
        (_, Some(from)) => Some(format!("{from} to {}", sum(to)?)),
        (_, None) => None,
    });
    said.unwrap_or_else(|| code.replace('_', " "))
}

/// `by phone or in a meeting`.
pub fn list_or(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// `three`; from 10 on `12`.
pub fn number(n: u64) -> String {
    const SMALL: [&str; 10] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    usize::try_from(n)
        .ok()
        .and_then(|n| SMALL.get(n))
        .map_or_else(|| thousands(n), |word| (*word).to_owned())
}

/// The first letter large, the rest as it is.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Words that stood at the beginning of a sentence, within one.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// `April to June 2026`, for a period of whole months.
pub fn months(from: NaiveDate, to: NaiveDate) -> String {
    if from.year() == to.year() {
        format!("{} to {}", from.format("%B"), to.format("%B %Y"))
    } else {
        format!("{} to {}", from.format("%B %Y"), to.format("%B %Y"))
    }
}

/// The quarter of a financial year that a day is in: `Q1 2026-27` for April to June 2026.
pub fn quarter(date: NaiveDate) -> String {
    let (year, quarter) = match date.month() {
        1..=3 => (date.year() - 1, 4),
        4..=6 => (date.year(), 1),
        7..=9 => (date.year(), 2),
        _ => (date.year(), 3),
    };
    format!("Q{quarter} {year}-{:02}", (year + 1) % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(instant: &str, expected: &str) {
        assert_eq!(full(instant.parse().unwrap()), expected);
    }

    #[test]
    fn instants_are_said_as_people_in_sheffield_say_them() {
        check("2026-05-08T16:00:00Z", "5pm on Friday 8 May 2026");
        check("2026-04-10T11:00:00Z", "midday on Friday 10 April 2026");
        check("2026-01-10T00:00:00Z", "midnight on Saturday 10 January 2026");
        check("2026-05-15T22:59:59Z", "11:59pm on Friday 15 May 2026");
        check("2026-07-01T23:30:00Z", "12:30am on Thursday 2 July 2026");
    }

    #[test]
    fn names_are_taken_out_whole() {
        let names = ["New Leaf".to_owned(), "Leaf".to_owned(), "Café Ünique".to_owned()];
        let check = |text, expected: &str| assert_eq!(without(text, &names, "[an organisation]"), expected);
        check("We at NEW LEAF ask.", "We at [an organisation] ask.");
        check("café ünique and Leaf's", "[an organisation] and [an organisation]'s");
        check("A leaflet, a new leafy walk.", "A leaflet, a new leafy walk.");
        check("", "");
    }

    #[test]
    fn money_keeps_its_pence() {
        assert_eq!(money(123_450), "£1,234.50");
        assert_eq!(money(180_000_000), "£1,800,000");
        assert_eq!(money(-5), "-£0.05");
        assert_eq!(money(123_456_789), "£1,234,567.89");
        assert_eq!(hundredths(1_250_050), "12,500.50");
        assert_eq!(hundredths(-5), "-0.05");
        assert_eq!(hundredths(400), "4.00");
        assert_eq!(tenths(-335), "-33.5");
    }

    #[test]
    fn bands_of_income_are_sums_of_money() {
        for (code, said) in [
            ("under_10k", "under £10,000"),
            ("100k_1m", "£100,000 to £1 million"),
            ("over_10m", "over £10 million"),
            ("not_known", "not known"),
            ("", ""),
        ] {
            assert_eq!(income_band(code), said);
        }
    }

    #[test]
    fn lists_and_counts_read_well() {
        let three = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&three), "a, b and c");
        assert_eq!(list(&three[..1]), "a");
        assert_eq!(count(1, "bid", "bids"), "1 bid");
        assert_eq!(count(1200, "bid", "bids"), "1,200 bids");
        assert_eq!(number(3), "three");
        assert_eq!(number(12), "12");
    }

    #[test]
    fn a_quarter_belongs_to_the_financial_year() {
        for (day, words) in [
            ("2026-04-01", "Q1 2026-27"),
            ("2027-03-31", "Q4 2026-27"),
            ("2099-12-31", "Q3 2099-00"),
        ] {
            assert_eq!(quarter(day.parse().unwrap()), words);
        }
    }
}
