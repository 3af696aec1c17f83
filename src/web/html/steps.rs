//! The pages of a form, in order: a question each, or a row of a table that has a row for each option
//! and long answers (`answers.what-you-do`).

use accord_engine::definition::model::{Field, FieldType};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::rows;
use crate::service::{drafts::Sheet, fault::Fault, forms::Judged};

/// The pages of what is asked.
pub(super) fn of(sheet: &Sheet, judged: &IndexMap<String, Judged>) -> Vec<String> {
    let asked = judged.iter().filter(|(_, one)| one.asked).map(|(id, _)| id);
    let pages = asked.flat_map(|id| match field(sheet, id).and_then(|field| alone(sheet, field)) {
        Some(options) => options.keys().map(|option| format!("{id}.{option}")).collect(),
        None => vec![id.clone()],
    });
    pages.collect()
}

/// A question of the form.
pub(super) fn field<'a>(sheet: &'a Sheet, id: &str) -> Option<&'a Field> {
    let (_, form) = sheet.form.as_ref()?;
    form.fields.iter().find(|field| field.id == id)
}

/// The options of a table whose rows have pages of their own: short answers stand together.
pub(super) fn alone<'a>(sheet: &'a Sheet, field: &'a Field) -> Option<&'a IndexMap<String, String>> {
    let long = field.columns.iter().any(|column| column.kind == FieldType::LongText);
    rows::options(field, &sheet.choices).filter(|_| long)
}

/// The table and the option of a page that asks one row.
pub(super) fn row<'a>(sheet: &'a Sheet, page: &'a str) -> Option<(&'a Field, &'a str, &'a str)> {
    let (id, option) = page.split_once('.')?;
    let field = field(sheet, id)?;
    let label = alone(sheet, field)?.get(option)?;
    Some((field, option, label))
}

/// The page that an address asks for: itself, or the first row of a table.
pub(super) fn wanted<'a>(pages: &'a [String], asked: &str) -> Option<&'a String> {
    let is_row = |page: &&String| page.strip_prefix(asked).is_some_and(|rest| rest.starts_with('.'));
    pages
        .iter()
        .find(|page| *page == asked)
        .or_else(|| pages.iter().find(is_row))
}

/// The first page that has no answer, or one that does not fit, once there is one to any: whoever comes back goes on
/// where they were. What is not asked of them any more is no page.
pub(super) fn open<'a>(
    sheet: &Sheet,
    pages: &'a [String],
    (answers, judged): (&Map<String, Json>, &IndexMap<String, Judged>),
) -> Option<&'a String> {
    let is_open = |page: &&String| match row(sheet, page) {
        None => {
            let misfits = judged.get(page.as_str()).is_some_and(|one| !one.errors.is_empty());
            misfits || answers.get(page.as_str()).is_none_or(Json::is_null)
        }
        Some((field, option, _)) => row_of(answers, field, option).is_none(),
    };
    pages.iter().find(is_open).filter(|_| !answers.is_empty())
}

/// What stands in the row for one option of a table.
fn row_of<'a>(answers: &'a Map<String, Json>, field: &Field, option: &str) -> Option<&'a Json> {
    let column = field.row_of().map(|column| column.id.as_str()).unwrap_or_default();
    let mut rows = answers.get(&field.id).and_then(Json::as_array).into_iter().flatten();
    rows.find(|row| row.get(column).and_then(Json::as_str) == Some(option))
}

/// What is wrong, at the rows of tables that have a row for each option, where it is a row that is wrong.
///
/// # Errors
/// As [`Sheet::judged`].
pub(super) fn placed(
    sheet: &Sheet,
    answers: &Map<String, Json>,
    wrong: Vec<(String, Vec<String>)>,
) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let mut out = Vec::new();
    for (id, errors) in wrong {
        let table = field(sheet, &id).and_then(|field| Some((field, rows::options(field, &sheet.choices)?)));
        let mut at = Vec::new();
        for (field, option) in table
            .into_iter()
            .flat_map(|(field, all)| all.keys().map(move |key| (field, key)))
        {
            let found = self::wrong(sheet, answers, field, option)?;
            at.extend((!found.is_empty()).then(|| (format!("{id}.{option}"), found)));
        }
        match at.is_empty() {
            true => out.push((id, errors)),
            false => out.extend(at),
        }
    }
    Ok(out)
}

/// What is wrong with the one row of a page, as far as something stands there.
///
/// # Errors
/// As [`Sheet::judged`].
pub(super) fn wrong(
    sheet: &Sheet,
    answers: &Map<String, Json>,
    field: &Field,
    option: &str,
) -> Result<Vec<String>, Fault> {
    let Some(row) = row_of(answers, field, option) else {
        return Ok(Vec::new());
    };
    let long = rows::too_long(field, option, answers.get(&field.id), &sheet.choices);
    if !long.is_empty() {
        return Ok(long);
    }
    let mut only = answers.clone();
    only.insert(field.id.clone(), Json::Array(vec![row.clone()]));
    let mut judged = sheet.judged(&only)?;
    Ok(judged.swap_remove(&field.id).map(|one| one.errors).unwrap_or_default())
}
