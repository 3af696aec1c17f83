//! What stands in one cell of a spreadsheet, as people here type it: days, money, yes and no, quarters. Each is read or
//! refused with a sentence that says what may stand there; nothing is guessed.

use chrono::{Datelike as _, NaiveDate};

/// A day: `1/4/2026`, `01-04-26`, `2026-04-01`, `1 April 2026`; the day before the month, as it is written here.
///
/// # Errors
/// It is no day, and how to write one.
pub fn day(cell: &str) -> Result<NaiveDate, String> {
    let read = parts(cell).and_then(|(one, two, three)| match (one.len(), three.len()) {
        (4, _) => NaiveDate::from_ymd_opt(one.parse().ok()?, month(&two)?, three.parse().ok()?),
        (_, 4) => NaiveDate::from_ymd_opt(three.parse().ok()?, month(&two)?, one.parse().ok()?),
        // Spreadsheets shorten years so.
        (_, 2) => NaiveDate::from_ymd_opt(2000 + three.parse::<i32>().ok()?, month(&two)?, one.parse().ok()?),
        _ => None,
    });
    let sound = |day: &NaiveDate| (1990..=2100).contains(&day.year());
    read.filter(sound)
        .ok_or_else(|| format!("“{cell}” is no day that can be read. Write day, month and year, such as 01/04/2026."))
}

/// Three parts of a day; a time of day behind it, as spreadsheets add it, is passed over.
fn parts(cell: &str) -> Option<(String, String, String)> {
    let bare = cell.split('T').next().filter(|_| cell.contains("T0")).unwrap_or(cell);
    let bare = bare.trim_end_matches("00:00:00").trim_end_matches("00:00");
    let mut parts = bare.split(['/', '-', '.', ' ', ',']).filter(|part| !part.is_empty());
    let found = (
        parts.next()?.to_owned(),
        parts.next()?.to_owned(),
        parts.next()?.to_owned(),
    );
    parts.next().is_none().then_some(found)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A month by its number or by three letters of its name or more.
fn month(word: &str) -> Option<u32> {
    if let Ok(number) = word.parse() {
        return Some(number);
    }
    let word = word.to_lowercase();
    let place = MONTHS
        .iter()
        .position(|name| word.len() >= 3 && name.starts_with(&word))?;
    u32::try_from(place).ok().map(|place| place + 1)
}

/// The first day of a quarter: a day, `April to June 2026`, or `2026-Q1` for that quarter.
///
/// # Errors
/// It is no quarter, and how to write one.
pub fn quarter(cell: &str) -> Result<NaiveDate, String> {
    let says = || format!("“{cell}” is no quarter that can be read. Write its first day, such as 01/04/2026.");
    if let Ok(day) = day(cell) {
        return Ok(day);
    }
    let words: Vec<String> = cell
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let year = || {
        words
            .iter()
            .filter(|word| word.len() == 4)
            .find_map(|word| word.parse::<i32>().ok())
    };
    let named = match words.as_slice() {
        [_, number] if number.starts_with('q') => match number.as_str() {
            // Quarters are those of a financial year, as returns are called here.
            "q1" => year().map(|year| (year, 4)),
            "q2" => year().map(|year| (year, 7)),
            "q3" => year().map(|year| (year, 10)),
            "q4" => year().map(|year| (year + 1, 1)),
            _ => None,
        },
        [first, .., _] => year().zip(month(first).filter(|month| month % 3 == 1)),
        _ => None,
    };
    named
        .and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1))
        .ok_or_else(says)
}

/// Pence: `£1,200.50`, `1200.5`, `1 200`, `38,500`.
///
/// # Errors
/// It is no sum of money, and how to write one.
pub fn money(cell: &str) -> Result<i64, String> {
    let says = || format!("“{cell}” is no sum of money. Write pounds and pence, such as £1,200.50.");
    let bare: String = cell
        .chars()
        .filter(|sign| !matches!(sign, '£' | ',' | ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    // With a comma for pence, as in other countries, a sum would be read a hundred times too large.
    let last = cell.rsplit(',').next().filter(|_| cell.contains(','));
    if last.is_some_and(|last| last.chars().filter(char::is_ascii_digit).count() < 3) {
        return Err(says());
    }
    let (pounds, pence) = bare.split_once('.').unwrap_or((&bare, ""));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    if !digits(pounds) || pounds.len() > 12 || pence.len() > 2 || !(pence.is_empty() || digits(pence)) {
        return Err(says());
    }
    let pounds: i64 = pounds.parse().map_err(|_not_a_number| says())?;
    let pence: i64 = format!("{pence:0<2}").parse().map_err(|_not_a_number| says())?;
    Ok(pounds * 100 + pence)
}

/// Yes or no.
///
/// # Errors
/// It is neither.
pub fn yes_no(cell: &str) -> Result<bool, String> {
    match cell.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Ok(true),
        "no" | "n" | "false" | "0" => Ok(false),
        _ => Err(format!("“{cell}” is neither yes nor no. Write yes, or no.")),
    }
}

/// A whole number: `1,250`, `1 250`, `12.0` as spreadsheets keep it.
///
/// # Errors
/// It is none.
pub fn whole(cell: &str) -> Result<i64, String> {
    let bare: String = cell
        .chars()
        .filter(|sign| !matches!(sign, ',' | ' ' | '\u{a0}'))
        .collect();
    let bare = bare
        .strip_suffix(".0")
        .or_else(|| bare.strip_suffix(".00"))
        .unwrap_or(&bare);
    bare.parse()
        .map_err(|_not_a_number| format!("“{cell}” is not a whole number. Write one, such as 25."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads<T: std::fmt::Debug>(read: impl Fn(&str) -> Result<T, String>, cases: &[(&str, Option<&str>)]) {
        for (cell, expected) in cases {
            let found = read(cell);
            let said = found.as_ref().ok().map(|one| format!("{one:?}"));
            assert_eq!(said.as_deref(), *expected, "{cell}: {found:?}");
        }
    }

    #[test]
    fn days_are_read_as_they_are_written_here() {
        let april = Some("2026-04-01");
        reads(
            day,
            &[
                ("01/04/2026", april),
                ("1.4.26", april),
                ("2026-04-01", april),
                ("2026-04-01 00:00:00", april),
                ("2026-04-01T00:00:00", april),
                ("1 April 2026", april),
                ("1-Apr-26", april),
                ("31/04/2026", None),
                ("04/31/2026", None),
                ("46113", None),
                ("01/04/1026", None),
                ("soon", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn quarters_are_read_by_day_by_name_and_by_number() {
        let april = Some("2026-04-01");
        reads(
            quarter,
            &[
                ("01/04/2026", april),
                ("April to June 2026", april),
                ("Apr–Jun 2026", april),
                ("2026-Q1", april),
                ("2025-Q4", Some("2026-01-01")),
                ("May to July 2026", None),
                ("2026-Q5", None),
                ("spring", None),
            ],
        );
    }

    #[test]
    fn money_is_read_to_the_penny_or_not_at_all() {
        reads(
            money,
            &[
                ("£1,200.50", Some("120050")),
                ("1200.5", Some("120050")),
                ("38500", Some("3850000")),
                ("1 200", Some("120000")),
                ("1.200,50", None),
                ("1200,50", None),
                ("-5", None),
                ("£", None),
                ("about 5", None),
            ],
        );
        reads(
            whole,
            &[
                ("1,250", Some("1250")),
                ("12.0", Some("12")),
                ("-3", Some("-3")),
                ("3.5", None),
                ("", None),
            ],
        );
        reads(
            yes_no,
            &[("Yes", Some("true")), ("n", Some("false")), ("perhaps", None)],
        );
    }
}
