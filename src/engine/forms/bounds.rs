//! Whether an answer will do: there at all, long and large enough and not too much, one of those offered.

use chrono::NaiveDate;
use regex_lite::Regex;

use super::{
    Around,
    answer::{label, missing},
    text::words,
};
use crate::{
    definition::{
        model::{Field, FieldType},
        scalar::Scalar,
    },
    value::{Value, pounds_and_pence},
};

/// The most characters of an answer in one line; long text is limited by its words and by this times ten.
const MOST_CHARACTERS: usize = 2_000;

/// Sentences on what is wrong with an answer that could be read.
pub(super) fn check(field: &Field, value: &Value, around: &Around<'_>) -> Vec<String> {
    match value {
        Value::Nothing => missing(field).into_iter().collect(),
        Value::Text(text) => self::text(field, text, around),
        Value::Texts(all) if field.takes_several() => files(field, all.len()),
        Value::Texts(all) => all
            .iter()
            .filter_map(|one| offered(field, one, around))
            .take(1)
            .collect(),
        Value::Bool(false) if field.kind == FieldType::Declaration => missing(field).into_iter().collect(),
        Value::Integer(n) => range(field, *n, integer, |n| n.to_string()),
        // Less than nothing is an answer only where the question says so.
        Value::Money(pence) if *pence < 0 && field.min.is_none() => {
            vec![format!("{} must be {} or more.", label(field), pounds_and_pence(0))]
        }
        Value::Money(pence) => range(field, *pence, money, pounds_and_pence),
        Value::Date(date) => range(field, *date, |bound| day(bound, around), in_words),
        Value::Instant(at) => {
            let local = around.env.calendar().local_date(*at);
            local.map_or_else(
                |error| vec![error.to_string()],
                |date| range(field, date, |bound| day(bound, around), in_words),
            )
        }
        Value::Bool(_) | Value::Amount(..) | Value::Share(..) | Value::Rows(_) => Vec::new(),
    }
}

fn files(field: &Field, count: usize) -> Vec<String> {
    let most = field.most_files();
    if count <= usize::try_from(most).unwrap_or(usize::MAX) {
        return Vec::new();
    }
    vec![format!(
        "Send {most} files or fewer for {}. There are {count}.",
        label(field)
    )]
}

fn text(field: &Field, text: &str, around: &Around<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Some(most) = field.max_words {
        let count = words(text);
        if count > usize::try_from(most).unwrap_or(usize::MAX) {
            wrong.push(format!(
                "{} must be {most} words or fewer. It has {count}.",
                label(field)
            ));
        }
    }
    let most = if field.kind == FieldType::LongText {
        MOST_CHARACTERS.saturating_mul(10)
    } else {
        MOST_CHARACTERS
    };
    let count = text.chars().count();
    if count > most {
        wrong.push(format!(
            "{} must be {most} characters or fewer. It has {count}.",
            label(field)
        ));
    }
    if let Some(pattern) = &field.pattern
        && !matches(pattern, text)
    {
        wrong.push(match &field.pattern_says {
            Some(says) => says.clone(),
            None => format!("Enter {} in the form that is asked for.", label(field)),
        });
    }
    wrong.extend(offered(field, text, around));
    wrong
}

/// Whether the whole of a text matches. A pattern that cannot be read matches nothing; `check` reports it.
fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|regex| regex.is_match(text))
}

fn offered(field: &Field, chosen: &str, around: &Around<'_>) -> Option<String> {
    let known = match &field.options_from {
        // A collection that the host did not give offers nothing.
        Some(name) => around
            .collections
            .get(name)
            .is_some_and(|members| members.contains_key(chosen)),
        None if field.kind.is_chosen() => field.options.contains_key(chosen),
        None => return None,
    };
    (!known).then(|| format!("Select an answer from the list for {}.", label(field)))
}

fn range<T: PartialOrd + Copy>(
    field: &Field,
    value: T,
    bound: impl Fn(&Scalar) -> Option<T>,
    words: impl Fn(T) -> String,
) -> Vec<String> {
    let dated = matches!(field.kind, FieldType::Date | FieldType::Datetime);
    let (least, most) = if dated {
        ("on or after", "on or before")
    } else {
        ("or more", "or less")
    };
    let sentence = |limit: T, word: &str| {
        if dated {
            format!("{} must be {word} {}.", label(field), words(limit))
        } else {
            format!("{} must be {} {word}.", label(field), words(limit))
        }
    };
    let mut wrong = Vec::new();
    if let Some(limit) = field.min.as_ref().and_then(&bound)
        && value < limit
    {
        wrong.push(sentence(limit, least));
    }
    if let Some(limit) = field.max.as_ref().and_then(&bound)
        && value > limit
    {
        wrong.push(sentence(limit, most));
    }
    wrong
}

const fn integer(bound: &Scalar) -> Option<i64> {
    match bound {
        Scalar::Integer(n) => Some(*n),
        _ => None,
    }
}

const fn money(bound: &Scalar) -> Option<i64> {
    match bound {
        Scalar::Money(pence) => Some(*pence),
        _ => None,
    }
}

/// A date, or `today`.
fn day(bound: &Scalar, around: &Around<'_>) -> Option<NaiveDate> {
    match bound {
        Scalar::Date(date) => Some(*date),
        Scalar::Text(word) if word == "today" => around.env.calendar().local_date(around.env.now()).ok(),
        _ => None,
    }
}

fn in_words(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}
