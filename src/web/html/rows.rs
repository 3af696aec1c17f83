//! Tables: rows that people add, and rows that stand there, one for each option of a column.

use accord_engine::definition::model;
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::fields::{ADD, TAKE, choices_of, one, value, words};
use crate::{
    service::forms::Choices,
    views::components::{
        control::{Control, Row, Rows},
        field::Field,
        link::Button,
    },
};

/// The name of the one row that a page of its own asks.
const ROW: &str = "row";

/// One row of a table that has a row for each option: what is asked beside the option.
pub(super) fn row(
    field: &model::Field,
    key: &str,
    typed: Option<&Json>,
    choices: &Choices,
    errors: &[String],
) -> Vec<Field> {
    let cells = row_of(field, key, typed);
    let mut out: Vec<Field> = narrowed(field, key, choices)
        .iter()
        .map(|column| {
            let name = format!("{}.{ROW}.{}", field.id, column.id);
            one(
                column,
                &name,
                cells.and_then(|cells| cells.get(&column.id)),
                choices,
                &[],
            )
        })
        .collect();
    if let Some(first) = out.first_mut() {
        first.errors = errors.to_vec();
    }
    out
}

/// The columns that people fill in.
fn asked(field: &model::Field) -> impl Iterator<Item = &model::Field> {
    field.columns.iter().skip(usize::from(field.row_of().is_some()))
}

/// What was typed into the row of an option.
fn row_of<'a>(field: &model::Field, key: &str, typed: Option<&'a Json>) -> Option<&'a Json> {
    let column = &field.row_of()?.id;
    let mut rows = typed.and_then(Json::as_array).into_iter().flatten();
    rows.find(|row| row.get(column).and_then(Json::as_str) == Some(key))
}

/// The options of a table that has a row for each: option to label.
pub(super) fn options<'a>(field: &'a model::Field, choices: &'a Choices) -> Option<&'a IndexMap<String, String>> {
    field.row_of().map(|column| choices_of(choices, column))
}

/// What is read beside an option of such a table: paragraphs.
pub(super) fn beside<'a>(field: &model::Field, key: &str, choices: &'a Choices) -> &'a [String] {
    let found = field.row_of().and_then(|column| choices.beside(column, key));
    found.map_or(&[], |one| one.says.as_slice())
}

/// The columns that are asked in the row of an option, none with more words than its option allows.
fn narrowed(field: &model::Field, key: &str, choices: &Choices) -> Vec<model::Field> {
    let most = field
        .row_of()
        .and_then(|column| choices.beside(column, key)?.most_words);
    let narrow = |column: &model::Field| model::Field {
        max_words: match (column.max_words, most) {
            (Some(own), Some(most)) => Some(own.min(most)),
            (own, _) => own,
        },
        ..column.clone()
    };
    asked(field).map(narrow).collect()
}

/// Sentences for the answers in the row of an option that have more words than the option allows.
pub(super) fn too_long(field: &model::Field, key: &str, typed: Option<&Json>, choices: &Choices) -> Vec<String> {
    use accord_engine::forms::{Lines, clean, words};
    let cells = row_of(field, key, typed);
    let narrowed = narrowed(field, key, choices);
    let over = narrowed.iter().filter_map(|column| {
        let most = column.max_words?;
        let text = cells?.get(&column.id)?.as_str()?;
        let count = words(&clean(text, Lines::Many));
        let over = count > usize::try_from(most).unwrap_or(usize::MAX);
        let label = column.label.trim_end_matches([':', '.']);
        over.then(|| format!("‘{label}’ must be {most} words or fewer. It has {count}."))
    });
    over.collect()
}

/// An option's row in words.
pub(super) fn row_words(field: &model::Field, key: &str, typed: Option<&Json>, choices: &Choices) -> Vec<String> {
    let cells = row_of(field, key, typed);
    let columns: Vec<_> = asked(field).collect();
    let said = columns.iter().flat_map(|column| {
        let words = words(column, cells.and_then(|cells| cells.get(&column.id)), choices);
        let label = (columns.len() > 1 && !words.is_empty()).then(|| format!("{}: ", column.label));
        let mut label = label.unwrap_or_default();
        words
            .into_iter()
            .map(move |line| format!("{}{line}", std::mem::take(&mut label)))
    });
    said.collect()
}

/// Every row that has an answer, in words: what it is, and what stands there.
pub(super) fn said(field: &model::Field, typed: Option<&Json>, choices: &Choices) -> Vec<String> {
    let options = options(field, choices).into_iter().flatten();
    let said = options.filter_map(|(option, label)| {
        let words = row_words(field, option, typed, choices).join("; ");
        (!words.is_empty()).then(|| format!("{label}: {words}"))
    });
    said.collect()
}

/// All rows, with the one that a page asked put in its place.
pub(super) fn with_row(field: &model::Field, key: &str, before: Option<&Json>, form: &[(String, String)]) -> Json {
    let Some(column) = field.row_of() else {
        return Json::Null;
    };
    let mut cells: Map<String, Json> = asked(field)
        .map(|column| {
            (
                column.id.clone(),
                value(column, &format!("{}.{ROW}.{}", field.id, column.id), form),
            )
        })
        .collect();
    cells.insert(column.id.clone(), key.into());
    let mut rows = before.and_then(Json::as_array).cloned().unwrap_or_default();
    rows.retain(|row| row.get(&column.id).and_then(Json::as_str) != Some(key));
    rows.push(cells.into());
    filled(field, rows)
}

/// Rows without those in which nothing but the option stands.
fn filled(field: &model::Field, rows: Vec<Json>) -> Json {
    let is_filled = |row: &Json| {
        let mut cells = asked(field).filter_map(|column| row.get(&column.id));
        cells.any(says_something)
    };
    rows.into_iter()
        .filter(|row| field.row_of().is_none() || is_filled(row))
        .collect()
}

/// Whether anything stands in a cell; a day has three boxes.
fn says_something(cell: &Json) -> bool {
    match cell {
        Json::String(text) => !text.trim().is_empty(),
        Json::Object(parts) => parts.values().any(says_something),
        Json::Array(all) => !all.is_empty(),
        Json::Null => false,
        Json::Bool(_) | Json::Number(_) => true,
    }
}

pub(super) fn rows(field: &model::Field, name: &str, typed: Option<&Json>, choices: &Choices) -> Rows {
    let empty = vec![Json::Object(Map::new())];
    let typed = typed
        .and_then(Json::as_array)
        .filter(|all| !all.is_empty())
        .unwrap_or(&empty);
    if let Some(options) = options(field, choices) {
        let kept = typed;
        let key = field.row_of().map(|column| column.id.clone()).unwrap_or_default();
        let rows = options.iter().enumerate().map(|(place, (option, label))| Row {
            title: label.clone(),
            hint: beside(field, option, choices).first().cloned(),
            hidden: Some((format!("{name}.{place}.{key}"), option.clone())),
            fields: narrowed(field, option, choices)
                .iter()
                .map(|column| {
                    let mut kept = kept.iter();
                    let cells = kept.find(|row| row.get(&key).and_then(Json::as_str) == Some(option.as_str()));
                    let cell = format!("{name}.{place}.{}", column.id);
                    one(
                        column,
                        &cell,
                        cells.and_then(|cells| cells.get(&column.id)),
                        choices,
                        &[],
                    )
                })
                .collect(),
            remove: None,
        });
        return Rows {
            rows: rows.collect(),
            add: None,
        };
    }
    let several = typed.len() > 1;
    let row = |(place, cells): (usize, &Json)| Row {
        title: format!("Row {}", place + 1),
        hint: None,
        hidden: None,
        fields: field
            .columns
            .iter()
            .map(|column| {
                let cell = format!("{name}.{place}.{}", column.id);
                one(column, &cell, cells.get(&column.id), choices, &[])
            })
            .collect(),
        remove: several.then(|| Button::secondary("Take this row away", TAKE, format!("{name}.{place}"))),
    };
    Rows {
        rows: typed.iter().enumerate().map(row).collect(),
        add: Some(Button::secondary("Add a row", ADD, name)),
    }
}

/// Puts what is wrong with one box of a row at that box: errors are named by question, option and column.
pub(super) fn wrong_in_row(row: &mut [Field], at: &str, errors: &[(String, Vec<String>)]) {
    for field in row {
        let column = field.name.rsplit('.').next().unwrap_or_default();
        let at = format!("{at}.{column}");
        let found = errors.iter().filter(|(place, _)| *place == at);
        field.errors.extend(found.flat_map(|(_, all)| all.iter().cloned()));
    }
}

/// Puts what is wrong with a row at its first box, or at the box that the error names: errors are named by question,
/// option and column.
pub(super) fn wrong_at(question: &mut Field, errors: &[(String, Vec<String>)]) {
    let Control::Rows(rows) = &mut question.control else {
        return;
    };
    for row in &mut rows.rows {
        let Some((_, option)) = &row.hidden else { continue };
        let at = format!("{}.{option}", question.name);
        wrong_in_row(&mut row.fields, &at, errors);
        let found = errors.iter().filter(|(place, _)| *place == at);
        if let Some(first) = row.fields.first_mut() {
            first.errors.extend(found.flat_map(|(_, all)| all.iter().cloned()));
        }
    }
}

/// What was typed into a table.
pub(super) fn table(field: &model::Field, name: &str, form: &[(String, String)]) -> Json {
    let prefix = format!("{name}.");
    let last = form
        .iter()
        .filter_map(|(known, _)| known.strip_prefix(&prefix)?.split('.').next()?.parse::<usize>().ok())
        .filter(|place| *place < accord_engine::forms::MOST_ROWS)
        .max();
    let rows = last.map_or(0, |last| last + 1);
    let mut out: Vec<Json> = (0..rows)
        .map(|place| {
            let cells = field.columns.iter();
            cells
                .map(|column| {
                    let cell = value(column, &format!("{name}.{place}.{}", column.id), form);
                    (column.id.clone(), cell)
                })
                .collect::<Map<String, Json>>()
                .into()
        })
        .collect();
    let pressed = |button: &str| {
        form.iter()
            .find(|(known, _)| known == button)
            .map(|(_, value)| value.as_str())
    };
    if pressed(ADD) == Some(name) {
        out.push(Json::Object(Map::new()));
    }
    let taken = pressed(TAKE).and_then(|value| value.strip_prefix(&prefix)?.parse::<usize>().ok());
    if let Some(place) = taken.filter(|place| *place < out.len()) {
        out.remove(place);
    }
    filled(field, out)
}
