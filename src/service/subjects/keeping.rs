//! Parts of a record's own JSON, written one by one: what else stands there is left alone.

use accord_store::subjects::{self as rows, SubjectRow};
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::data;
use crate::service::{app::Desk, fault::Fault};

/// Writes parts, by their names.
///
/// # Errors
/// What is stored is damaged, or the store fails.
pub(super) fn keep<T: Serialize>(desk: &mut Desk<'_>, row: &SubjectRow, parts: &[(&str, T)]) -> Result<(), Fault> {
    change(desk, row, |own| {
        for (name, value) in parts {
            own.insert((*name).to_owned(), serde_json::to_value(value)?);
        }
        Ok(())
    })
}

/// Adds one to a list, which is made if it is not there.
///
/// # Errors
/// What is stored is damaged, or the store fails.
pub(super) fn add(desk: &mut Desk<'_>, row: &SubjectRow, list: &str, one: impl Serialize) -> Result<(), Fault> {
    change(desk, row, |own| {
        let mut all: Vec<Json> = match own.remove(list) {
            Some(all) => serde_json::from_value(all)?,
            None => Vec::new(),
        };
        all.push(serde_json::to_value(one)?);
        own.insert(list.to_owned(), Json::Array(all));
        Ok(())
    })
}

fn change(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    part: impl FnOnce(&mut Map<String, Json>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    // Read again: an op before this one in the same step may have changed it.
    let row = rows::load(desk.db, &desk.alliance, &row.id)?;
    let mut own = data(&row)?;
    part(&mut own)?;
    let text = Json::Object(own).to_string();
    Ok(rows::update(desk.db, &desk.alliance, &row.id, &row.title, &text)?)
}
