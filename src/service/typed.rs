//! Answers as pages keep what people type: from JSON of a program's own kind, so that one can begin in a
//! program and go on in a browser, and from what is stored, so that one can go on from what was sent.

use accord_engine::{
    definition::model::{Field, FieldType, Form},
    forms::joined,
};
use accord_store::drafts::{self as rows, DraftRow};
use chrono::DateTime;
use serde_json::{Map, Value as Json};

use crate::{
    domain::words,
    service::{
        app::App,
        authority::Caller,
        drafts::{Stamp, shelf},
        fault::Fault,
    },
};

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

/// Stored answers, as plain JSON, in the way in which pages keep them: money is stored in pence and typed in
/// pounds, moments are stored in UTC and typed as a clock here shows them, and nothing is no answer.
pub fn stored(form: Option<&Form>, answers: Map<String, Json>) -> Map<String, Json> {
    let field = |id: &str| form.and_then(|form| form.fields.iter().find(|field| field.id == id));
    let plain = answers
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(id, value)| match field(&id) {
            Some(field) => {
                let value = as_typed(field, value);
                (id, value)
            }
            None => (id, value),
        });
    kept(form, plain.collect())
}

fn as_typed(field: &Field, value: Json) -> Json {
    match (field.kind, value) {
        (FieldType::Money, Json::Number(pence)) => pence
            .as_i64()
            .map_or(Json::Number(pence), |pence| words::money(pence).into()),
        (FieldType::Datetime, Json::String(text)) => match DateTime::parse_from_rfc3339(&text) {
            Ok(at) => at
                .with_timezone(&words::ZONE)
                .format("%Y-%m-%d %H:%M")
                .to_string()
                .into(),
            Err(_as_typed_before) => text.into(),
        },
        (FieldType::Table, Json::Array(rows)) => rows.into_iter().map(|row| row_as_typed(field, row)).collect(),
        (_, other) => other,
    }
}

fn row_as_typed(table: &Field, row: Json) -> Json {
    let Json::Object(cells) = row else { return row };
    let column = |id: &str| table.columns.iter().find(|column| column.id == id);
    let cells = cells.into_iter().filter(|(_, value)| !value.is_null());
    let typed = cells.map(|(id, value)| {
        let value = match column(&id) {
            Some(column) => as_typed(column, value),
            None => value,
        };
        (id, value)
    });
    Json::Object(typed.collect())
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
        let draft = rows::open_at(desk.db, &caller.person, &instance, &place)?;
        if let Some(mut row) = draft {
            if expected.is_some_and(|expected| expected != row.saved_at) {
                let says = "The draft was saved by somebody else, or elsewhere, in between. Read it again.";
                return Err(Fault::conflict(says, u64::try_from(of.seq).unwrap_or_default()));
            }
            row.answers = answers;
            row.seen = seen.unwrap_or(row.seen);
            row.saved_at = now.into();
            let kept = shelf::sealed(desk.app, &row.id, &row.answers)?;
            rows::save(desk.db, &row.id, &kept, row.seen, now.into())?;
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
        rows::begin(desk.db, &shelf::put_away(desk.app, &row)?)?;
        Ok(row)
    })
}

#[cfg(test)]
mod tests {
    use std::{borrow::Cow, collections::BTreeMap};

    use super::*;
    use crate::service::{
        answers::plain_value,
        library::{Library, Shelf},
    };
    use accord_engine::{calendar::Calendar, forms as engine, guard::Env, value::Value};
    use chrono::Utc;
    use indexmap::IndexMap;
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

    struct Host(Calendar);

    impl Env for Host {
        fn value(&self, _: &str) -> Option<Cow<'_, Value>> {
            None
        }

        fn now(&self) -> DateTime<Utc> {
            "2026-04-01T10:00:00Z".parse().unwrap()
        }

        fn calendar(&self) -> &Calendar {
            &self.0
        }
    }

    /// One of each kind, and what it may be stored as.
    fn example(kind: FieldType) -> (&'static str, Json) {
        match kind {
            FieldType::Text => ("type: text", json!("A few words")),
            FieldType::LongText => ("type: long_text", json!("A few words\n\nand more")),
            FieldType::Number => ("type: number", json!(3_850_000)),
            FieldType::Money => ("type: money, min: -£9000.00", json!("£38,500")),
            FieldType::Date => ("type: date", json!("2026-09-01")),
            FieldType::Datetime => ("type: datetime", json!("2026-07-01 17:30")),
            FieldType::Choice => ("type: choice, options: { a: A, b: B }", json!("b")),
            FieldType::Choices => ("type: choices, options: { a: A, b: B }", json!(["a", "b"])),
            FieldType::Ranking => ("type: ranking, options: { a: A, b: B }", json!(["b", "a"])),
            FieldType::YesNo => ("type: yes_no", json!("no")),
            FieldType::File => ("type: file", json!("018f")),
            FieldType::Person => ("type: person", json!("018f")),
            FieldType::Organisation => ("type: organisation", json!("018f")),
            FieldType::Declaration => ("type: declaration", json!("yes")),
            FieldType::Table => (
                "type: table, columns: [ { id: cost, label: Cost, type: money }, { id: by, label: By, type: date }, \
                 { id: at, label: At, type: datetime }, { id: sure, label: Sure, type: yes_no } ]",
                json!([{ "cost": "£0.50", "by": "2026-09-01", "at": "2026-12-01 09:05", "sure": "yes" }]),
            ),
        }
    }

    /// What is sent, stored, put before people again and sent as it stands is the same, whatever the kind.
    #[test]
    fn what_is_sent_again_untouched_is_what_was_sent() {
        use FieldType::*;
        let calendar = Library::read(Shelf::built_in()).unwrap().calendars["england-and-wales"].clone();
        let host = Host(calendar);
        for kind in [
            Text,
            LongText,
            Number,
            Money,
            Date,
            Datetime,
            Choice,
            Choices,
            Ranking,
            YesNo,
            File,
            Person,
            Organisation,
            Declaration,
            Table,
        ] {
            let (words, typed) = example(kind);
            let form: Form =
                serde_saphyr::from_str(&format!("fields:\n- {{ id: a, label: \"What?\", {words} }}")).unwrap();
            let known = IndexMap::from([("018f".to_owned(), "A name".to_owned())]);
            let collections = ["people", "organisations"].map(|name| (name.to_owned(), known.clone()));
            let around = engine::Around {
                name: "f",
                env: &host,
                collections: &BTreeMap::from(collections),
            };
            let sent = |given: Json| {
                let given = IndexMap::from([("a".to_owned(), given)]);
                let read = engine::validate(&form, &given, &around).unwrap_or_else(|why| panic!("{words}: {why:?}"));
                read.typed["a"].clone()
            };
            let first = sent(typed);
            let again = stored(
                Some(&form),
                Map::from_iter([("a".to_owned(), plain_value(first.clone()))]),
            );
            assert_eq!(sent(again["a"].clone()), first, "{words}: {again:?}");
        }
    }

    #[test]
    fn money_stands_there_in_pounds_and_an_answer_that_was_not_given_is_none() {
        let form: Form = serde_saphyr::from_str("fields:\n- { id: price, label: Price, type: money }").unwrap();
        let given = Map::from_iter([("price".to_owned(), json!(3_850_000)), ("note".to_owned(), Json::Null)]);
        let shown = stored(Some(&form), given);
        assert_eq!(Json::Object(shown), json!({ "price": "£38,500" }));
        // A program types pounds, as people do.
        let given = Map::from_iter([("price".to_owned(), json!(38_500))]);
        assert_eq!(Json::Object(kept(Some(&form), given)), json!({ "price": "38500" }));
    }
}
