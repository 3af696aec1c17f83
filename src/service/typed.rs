//! Drafts as programs send them: answers as JSON of their own kind, kept as pages keep what people
//! type, so that one can begin in a program and go on in a browser.

use accord_engine::{
    definition::model::{Field, FieldType, Form},
    forms::joined,
};
use accord_store::drafts::{self as rows, DraftRow};
use serde_json::{Map, Value as Json};

use crate::service::{app::App, authority::Caller, drafts::Stamp, fault::Fault};

/// Answers in the way in which pages keep them.
pub fn kept(form: Option<&Form>, answers: Map<String, Json>) -> Map<String, Json> {
    let field = |id: &str| form.and_then(|form| form.fields.iter().find(|field| field.id == id));
    answers
        .into_iter()
        .map(|(id, value)| match field(&id) {
            Some(field) => {
                let value = keep(field, value);
                (id, value)
            }
            None => (id, value),
        })
        .collect()
}

fn keep(field: &Field, value: Json) -> Json {
    match (field.kind, value) {
        (FieldType::Date | FieldType::Datetime, Json::String(text)) => in_parts(&text),
        (FieldType::Table, Json::Array(all)) => all.into_iter().map(|row| keep_row(field, row)).collect(),
        (_, Json::Bool(yes)) => Json::from(if yes { "yes" } else { "no" }),
        (_, Json::Number(number)) => Json::String(number.to_string()),
        (_, other) => other,
    }
}

fn keep_row(table: &Field, row: Json) -> Json {
    let Json::Object(cells) = row else { return row };
    let column = |id: &str| table.columns.iter().find(|column| column.id == id);
    let kept = cells.into_iter().map(|(id, value)| {
        let value = match column(&id) {
            Some(column) => keep(column, value),
            None => value,
        };
        (id, value)
    });
    Json::Object(kept.collect())
}

/// `2026-04-01`, `2026-04-01 17:00`: day, month, year and time as they are typed on a page; anything
/// else stays as it is, and is judged as it is.
fn in_parts(text: &str) -> Json {
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return text.into();
    };
    if ![year, month, day].iter().all(|part| part.parse::<u32>().is_ok()) {
        return text.into();
    }
    let mut out = Map::new();
    for (name, part) in [("day", day), ("month", month), ("year", year)] {
        out.insert(name.to_owned(), (*part).into());
    }
    if !time.is_empty() {
        out.insert("time".to_owned(), time.into());
    }
    out.into()
}

/// The other way: a date is one text.
pub fn told(answers: Map<String, Json>) -> Map<String, Json> {
    answers.into_iter().map(|(id, value)| (id, tell(value))).collect()
}

/// One answer, likewise.
pub fn tell(value: Json) -> Json {
    match value {
        Json::Object(parts) if parts.contains_key("year") => joined(&parts).into(),
        Json::Object(cells) => Json::Object(told(cells)),
        Json::Array(all) => all.into_iter().map(tell).collect(),
        other => other,
    }
}

/// Puts answers in place of those of a draft, or begins one. `seen` is the version of the instance
/// that the program saw, `expected` when the draft was last saved as it knows.
///
/// # Errors
/// Somebody saved another in between, or the database fails.
pub fn replace(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (instance, place): (&str, &str),
    stamp: Stamp,
    expected: Option<accord_store::Stamp>,
    answers: &Map<String, Json>,
) -> Result<DraftRow, Fault> {
    let answers = serde_json::to_string(answers)?;
    let (caller, instance, place) = (caller.clone(), instance.to_owned(), place.to_owned());
    app.writing(alliance, move |desk| {
        let now = desk.now;
        let of = accord_store::instances::load(desk.db, &desk.alliance, &instance)?;
        let seen = stamp.version.and_then(|seen| i64::try_from(seen).ok());
        if let Some(mut row) = rows::open_at(desk.db, &caller.person, &instance, &place)? {
            if expected.is_some_and(|expected| expected != row.saved_at) {
                let says = "The draft was saved by somebody else, or elsewhere, in between. Read it again.";
                return Err(Fault::conflict(says, u64::try_from(of.seq).unwrap_or_default()));
            }
            row.answers = answers;
            row.seen = seen.unwrap_or(row.seen);
            row.saved_at = now.into();
            rows::save(desk.db, &row.id, &row.answers, row.seen, now.into())?;
            return Ok(row);
        }
        let row = DraftRow {
            id: if stamp.key.is_empty() { desk.id() } else { stamp.key },
            alliance_id: desk.alliance.clone(),
            person_id: caller.person.clone(),
            acting_for: caller.acting_for.clone(),
            instance_id: instance,
            place,
            answers,
            seen: seen.unwrap_or(of.seq),
            begun_at: now.into(),
            saved_at: now.into(),
            sent_at: None,
            answer: None,
            base: None,
        };
        rows::begin(desk.db, &row)?;
        Ok(row)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_date_goes_into_parts_and_back() {
        let check = |text: &str, parts: Json| {
            assert_eq!(in_parts(text), parts);
            assert_eq!(tell(parts), json!(text));
        };
        check("2026-04-01", json!({ "day": "01", "month": "04", "year": "2026" }));
        check(
            "2026-04-01 5pm",
            json!({ "day": "01", "month": "04", "year": "2026", "time": "5pm" }),
        );
        check("1 April", json!("1 April"));
        check("not-a-date", json!("not-a-date"));
    }
}
