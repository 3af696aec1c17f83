//! One answer: from text or JSON to its type.

use std::{borrow::Cow, collections::BTreeMap};

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{
    Around, MOST_ROWS, bounds,
    moment::{joined, read_date, read_datetime},
    must_answer,
    text::{Lines, clean},
};
use crate::{
    definition::{
        model::{Field, FieldType},
        scalar::Scalar,
    },
    value::Value,
};

/// Reads an answer. Nothing typed is [`Value::Nothing`]; whether that will do is `bounds`' question.
///
/// # Errors
/// Sentences for the person.
pub(super) fn read(field: &Field, given: Option<&Json>, around: &Around<'_>) -> Result<Value, Vec<String>> {
    let Some(given) = given else {
        return Ok(Value::Nothing);
    };
    match field.kind {
        FieldType::Table => rows(field, given, around),
        FieldType::Choices => choices(field, given),
        FieldType::File if field.takes_several() => choices(field, given),
        FieldType::Ranking => match given {
            Json::Object(places) => ranking(field, places),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Array(_) => choices(field, given),
        },
        FieldType::Text
        | FieldType::LongText
        | FieldType::Number
        | FieldType::Money
        | FieldType::Date
        | FieldType::Datetime
        | FieldType::Choice
        | FieldType::YesNo
        | FieldType::File
        | FieldType::Person
        | FieldType::Organisation
        | FieldType::Declaration => single(field, given, around).map_err(|sentence| vec![sentence]),
    }
}

/// The question's words within a sentence, without what ends a sentence.
pub(super) fn label(field: &Field) -> String {
    format!("‘{}’", field.label.trim_end_matches([':', '.']))
}

fn single(field: &Field, given: &Json, around: &Around<'_>) -> Result<Value, String> {
    let lines = if field.kind == FieldType::LongText {
        Lines::Many
    } else {
        Lines::One
    };
    let text = match given {
        Json::Null => return Ok(Value::Nothing),
        Json::Bool(yes) if matches!(field.kind, FieldType::YesNo | FieldType::Declaration) => {
            return Ok(Value::Bool(*yes));
        }
        Json::Number(number) => number.to_string(),
        Json::String(text) => clean(text, lines),
        Json::Object(parts) if matches!(field.kind, FieldType::Date | FieldType::Datetime) => joined(parts),
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => return Err(wanted(field)),
    };
    if text.is_empty() {
        return Ok(Value::Nothing);
    }
    let bad = || wanted(field);
    match field.kind {
        FieldType::Text
        | FieldType::LongText
        | FieldType::Choice
        | FieldType::File
        | FieldType::Person
        | FieldType::Organisation => Ok(Value::Text(text)),
        FieldType::Number => whole(&text).map(Value::Integer).ok_or_else(bad),
        FieldType::Money => pence(&text).map(Value::Money).ok_or_else(bad),
        FieldType::Date => read_date(&text).map(Value::Date).ok_or_else(bad),
        FieldType::Datetime => read_datetime(&text, around.env.calendar())
            .map(Value::Instant)
            .map_err(|what| format!("Enter {what}, for {}.", label(field))),
        FieldType::YesNo | FieldType::Declaration => match text.to_lowercase().as_str() {
            "yes" | "true" | "on" => Ok(Value::Bool(true)),
            "no" | "false" => Ok(Value::Bool(false)),
            _ => Err(bad()),
        },
        FieldType::Choices | FieldType::Ranking | FieldType::Table => Err(bad()),
    }
}

/// What to do instead, for an answer that cannot be read.
fn wanted(field: &Field) -> String {
    let label = label(field);
    match field.kind {
        FieldType::Number => match (&field.min, &field.max) {
            (Some(Scalar::Integer(least)), Some(Scalar::Integer(most))) => {
                format!("Enter a whole number from {least} to {most} for {label}.")
            }
            _ => format!("Enter a whole number, such as 25, for {label}."),
        },
        FieldType::Money => format!("Enter an amount in pounds, such as £1,234.50, for {label}."),
        FieldType::Date => format!("Enter a real date, such as 1 April 2026, for {label}."),
        FieldType::Datetime => format!("Enter a date and a time, such as 1 April 2026 5pm, for {label}."),
        FieldType::YesNo => format!("Select yes or no for {label}."),
        FieldType::Declaration => format!("Confirm that you agree: {label}."),
        FieldType::Choice | FieldType::Choices => format!("Select an answer from the list for {label}."),
        FieldType::Ranking => {
            format!("Enter 1 for your favourite, 2 for the next, and so on; leave empty what you do not want: {label}.")
        }
        FieldType::Table => format!("Enter {label} as rows."),
        FieldType::File => format!("Choose a file for {label}."),
        FieldType::Person => format!("Choose a person for {label}."),
        FieldType::Organisation => format!("Choose an organisation for {label}."),
        FieldType::Text | FieldType::LongText => format!("Enter text for {label}."),
    }
}

/// `1,250`, `1 250`, `-3`.
fn whole(text: &str) -> Option<i64> {
    let (sign, digits) = signed(text);
    let number: i64 = format!("{sign}{}", ungrouped(digits)?).parse().ok()?;
    Some(number)
}

/// A minus in front, and what it stands before.
fn signed(text: &str) -> (&'static str, &str) {
    match text.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text),
    }
}

/// Digits without what stands between thousands. A comma elsewhere is no such thing: `12,50` may be meant
/// for twelve and a half, and is not read as 1,250.
fn ungrouped(text: &str) -> Option<String> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
    let mut parts = text.split([',', ' ']);
    let first = parts.next().filter(|part| is_digits(part))?;
    let mut out = first.to_owned();
    for part in parts {
        if first.len() > 3 || part.len() != 3 || !is_digits(part) {
            return None;
        }
        out.push_str(part);
    }
    Some(out)
}

/// `£1,234.50`, `1234.5`, `1234`, `-£3.00`, as pence. More than two decimals is not money.
pub fn pence(text: &str) -> Option<i64> {
    let (sign, amount) = signed(text);
    let digits = amount.strip_prefix('£').unwrap_or(amount).trim();
    let (pounds, pence) = digits.split_once('.').unwrap_or((digits, "00"));
    let is_pence = (1..=2).contains(&pence.len()) && pence.bytes().all(|one| one.is_ascii_digit());
    if !is_pence {
        return None;
    }
    let pence: i64 = format!("{pence:0<2}").parse().ok()?;
    let sum = ungrouped(pounds)?
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(pence)?;
    if sign.is_empty() { Some(sum) } else { sum.checked_neg() }
}

fn choices(field: &Field, given: &Json) -> Result<Value, Vec<String>> {
    let text = |one: &Json| match one {
        Json::String(text) => Ok(clean(text, Lines::One)),
        Json::Number(number) => Ok(number.to_string()),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => Err(vec![wanted(field)]),
    };
    let mut chosen = match given {
        Json::Null => Vec::new(),
        Json::Array(all) => all.iter().map(text).collect::<Result<Vec<_>, _>>()?,
        Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => vec![text(given)?],
    };
    let mut seen = std::collections::BTreeSet::new();
    chosen.retain(|one| !one.is_empty() && seen.insert(one.clone()));
    if chosen.is_empty() {
        Ok(Value::Nothing)
    } else {
        Ok(Value::Texts(chosen))
    }
}

/// What has a place, in the order of the places. Two cannot share one; gaps do no harm.
fn ranking(field: &Field, places: &Map<String, Json>) -> Result<Value, Vec<String>> {
    let mut ranked = BTreeMap::new();
    let mut faults = Vec::new();
    for (option, place) in places {
        let typed = match place {
            Json::Null => String::new(),
            Json::Number(number) => number.to_string(),
            Json::String(text) => clean(text, Lines::One),
            Json::Bool(_) | Json::Array(_) | Json::Object(_) => return Err(vec![wanted(field)]),
        };
        if typed.is_empty() {
            continue;
        }
        let Some(place) = whole(&typed).filter(|place| *place > 0) else {
            return Err(vec![wanted(field)]);
        };
        if ranked.insert(place, option.clone()).is_some() {
            faults.push(format!(
                "Give each a place of its own in {}: two are number {place}.",
                label(field)
            ));
        }
    }
    match (faults.is_empty(), ranked.is_empty()) {
        (false, _) => Err(faults),
        (true, true) => Ok(Value::Nothing),
        (true, false) => Ok(Value::Texts(ranked.into_values().collect())),
    }
}

/// Rows of a table. Rows in which nothing is filled in are left out.
fn rows(field: &Field, given: &Json, around: &Around<'_>) -> Result<Value, Vec<String>> {
    let given = match given {
        Json::Null => return Ok(Value::Nothing),
        Json::Array(rows) => rows,
        Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => return Err(vec![wanted(field)]),
    };
    if given.len() > MOST_ROWS {
        return Err(vec![format!("{} must have {MOST_ROWS} rows or fewer.", label(field))]);
    }
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (place, row) in given.iter().enumerate() {
        let Json::Object(cells) = row else {
            return Err(vec![wanted(field)]);
        };
        let named = row_label(field, cells, around);
        let mut found: IndexMap<String, Value> = IndexMap::new();
        let mut sentences = Vec::new();
        let columns = called(field, named.as_deref());
        for column in columns.iter() {
            match read(column, cells.get(&column.id), around) {
                Ok(value) => {
                    found.insert(column.id.clone(), value);
                }
                Err(more) => {
                    found.insert(column.id.clone(), Value::Nothing);
                    sentences.extend(more);
                }
            }
        }
        if sentences.is_empty() && found.values().all(|value| *value == Value::Nothing) {
            continue;
        }
        for unknown in cells
            .keys()
            .filter(|cell| !field.columns.iter().any(|column| column.id == **cell))
        {
            sentences.push(format!("This table has no column `{unknown}`."));
        }
        if sentences.is_empty() {
            for column in columns.iter() {
                let value = found.get(&column.id).unwrap_or(&Value::Nothing);
                sentences.extend(bounds::check(column, value, around));
            }
        }
        let at = match &named {
            Some(_) if field.columns.len() == 2 => String::new(),
            Some(named) => format!("‘{}’: ", named.trim_end_matches([':', '.'])),
            None => format!("{}, row {}: ", label(field), place.saturating_add(1)),
        };
        faults.extend(sentences.into_iter().map(|sentence| format!("{at}{sentence}")));
        rows.push(found);
    }
    match (faults.is_empty(), rows.is_empty()) {
        (false, _) => Err(faults),
        (true, true) => Ok(Value::Nothing),
        (true, false) => Ok(Value::Rows(rows)),
    }
}

/// What a row is about, where the table has a row for each option of a column.
fn row_label(field: &Field, cells: &Map<String, Json>, around: &Around<'_>) -> Option<String> {
    let column = field.row_of()?;
    let key = cells.get(&column.id)?.as_str()?;
    let offered = match &column.options_from {
        Some(name) => around.collections.get(name)?,
        None => &column.options,
    };
    offered.get(key).cloned()
}

/// The columns of a row, the one that is asked under the words of the row: boxes that are all called "Number"
/// are told apart by what they count.
fn called<'a>(field: &'a Field, row: Option<&str>) -> Cow<'a, [Field]> {
    let (Some(row), [key, asked]) = (row, field.columns.as_slice()) else {
        return Cow::Borrowed(&field.columns);
    };
    let asked = Field {
        label: row.to_owned(),
        ..asked.clone()
    };
    Cow::Owned(vec![key.clone(), asked])
}

/// What to say when nothing was answered and something must be.
pub(super) fn missing(field: &Field) -> Option<String> {
    must_answer(field).then(|| match field.kind {
        FieldType::Text | FieldType::LongText => format!("Enter an answer to {}.", label(field)),
        FieldType::Table => format!("Enter at least one row in {}.", label(field)),
        FieldType::Choice | FieldType::Choices => format!("Select an answer to {}.", label(field)),
        FieldType::Ranking
        | FieldType::Number
        | FieldType::Money
        | FieldType::Date
        | FieldType::Datetime
        | FieldType::YesNo
        | FieldType::File
        | FieldType::Person
        | FieldType::Organisation
        | FieldType::Declaration => wanted(field),
    })
}
