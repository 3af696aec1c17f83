//! Kinds that need no tables of their own: what is known stands in the record's own JSON.

use accord_store::subjects::{self, SubjectRow};
use serde_json::{Map, Value as Json, json};

use crate::{
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, NewSubject, Subject, Values, Work, data, promises},
    },
    views::contexts,
};

/// A kind whose facts, if any, are kept under `facts` in the record's JSON.
#[derive(Debug, Clone, Copy)]
pub struct Plain(pub &'static str);

impl Subject for Plain {
    fn kind(&self) -> &'static str {
        self.0
    }

    fn facts(&self, _desk: &mut Desk<'_>, _about: About<'_>) -> Result<Values, Fault> {
        Ok(Values::new())
    }

    fn context(&self, _desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        filled(self.0, about.row)
    }

    fn create(&self, _desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        keep_period(new, row)
    }
}

/// The kind's context with everything empty, and over that what the record's JSON has under the
/// same names.
///
/// # Errors
/// What the record has does not fit the context.
pub fn filled(kind: &str, row: &SubjectRow) -> Result<Json, Fault> {
    let Some(kind) = contexts::kind(kind) else {
        return Ok(json!({}));
    };
    let mut own = data(row)?;
    own.insert("title".to_owned(), row.title.clone().into());
    if let Some(reference) = &row.reference {
        own.insert("reference".to_owned(), reference.clone().into());
    }
    Ok(kind.filled(own))
}

/// Writes the period of a schedule's child into the record.
///
/// # Errors
/// The record's data is damaged.
pub fn keep_period(new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
    let mut own = data(row)?;
    own.insert("key".to_owned(), new.key.clone().into());
    own.insert("started_by".to_owned(), new.started_by.clone().into());
    if let Some((first, last)) = new.period {
        own.insert("period_from".to_owned(), first.to_string().into());
        own.insert("period_to".to_owned(), last.to_string().into());
    }
    row.data = Json::Object(own).to_string();
    Ok(())
}

/// The default for work: `x.edit` changes the record's own fields; anything else is written into
/// its log under the permit's name. A body's `facts` become facts of the record.
///
/// # Errors
/// The record's data is damaged.
pub fn log(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    promises::work(desk, about.row, work)?;
    let mut own = data(about.row)?;
    let mut body = work.body.clone();
    if let Some(Json::Object(facts)) = body.remove("facts") {
        let known = own.entry("facts").or_insert_with(|| json!({}));
        if let Json::Object(known) = known {
            known.extend(facts);
        }
    }
    if work.permit.ends_with(".edit") {
        own.extend(body);
    } else {
        let entry = written(desk, &work, body);
        let log = own.entry("log").or_insert_with(|| json!({}));
        if let Json::Object(log) = log
            && let Json::Array(list) = log.entry(work.permit).or_insert_with(|| json!([]))
        {
            list.push(entry);
        }
    }
    let (row, new) = (about.row, Json::Object(own).to_string());
    subjects::update(desk.db, &desk.alliance, &row.id, &row.title, &new)?;
    Ok(json!({}))
}

fn written(desk: &Desk<'_>, work: &Work<'_>, mut body: Map<String, Json>) -> Json {
    body.insert("by".to_owned(), work.actor.person.clone().into());
    body.insert("at".to_owned(), desk.now.to_rfc3339().into());
    Json::Object(body)
}
