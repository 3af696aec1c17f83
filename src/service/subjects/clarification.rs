//! A question about a round: everyone gets the same answer, and nobody learns who asked.

use std::collections::BTreeMap;

use accord_engine::{definition::model::Form, value::Value};
use accord_store::{organisations, subjects::SubjectRow};
use serde_json::{Map, Value as Json, json};

use super::{evaluation::below, round};
use crate::{
    domain::words,
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{About, NewSubject, Subject, Values, Work, data, plain, standing, values},
    },
    views::contexts::review,
};

const AUTHOR: &str = "author";

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Clarification;

impl Subject for Clarification {
    fn kind(&self) -> &'static str {
        "clarification"
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let round = standing::above(desk, about.row, "round")?.ok_or(Fault::NotFound("round"))?;
        let at = standing::of(desk, &round.id)?;
        let closing = round::closing(desk, &data(&round)?, at.as_ref())?;
        let own = data(about.row)?;
        let confidential = own.get("confidential").and_then(Json::as_bool).unwrap_or(false);
        Ok(values([
            (
                "closing.day",
                closing.map_or(Value::Nothing, |at| Value::Date(round::day(at))),
            ),
            ("asked.confidential", Value::Bool(confidential)),
        ]))
    }

    /// Whoever answers begins with the question as it was asked, without the names of organisations of the register,
    /// and takes out what else shows who asked.
    fn prefilled(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        form: &Form,
        _typed: &Map<String, Json>,
    ) -> Result<Map<String, Json>, Fault> {
        let asks = |id: &str| form.fields.iter().any(|field| field.id == id);
        if !asks("question") || !asks("names_removed") {
            return Ok(Map::new());
        }
        let own = data(about.row)?;
        let asked = answers::text(&own, "question");
        let all = organisations::all(desk.db, &desk.alliance)?;
        let names: Vec<String> = all.into_iter().map(|one| one.name).collect();
        let unnamed = words::without(&asked, &names, "[an organisation]");
        Ok([("question".to_owned(), unnamed.into())].into_iter().collect())
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        let own = data(about.row)?;
        let mut out = review::Clarification {
            reference: about.row.reference.clone().unwrap_or_default(),
            asked: answers::text(&own, "question"),
            asked_on: Some(round::day(about.row.created_at.utc())),
            confidential: own.get("confidential").and_then(Json::as_bool).unwrap_or(false),
            ..review::Clarification::default()
        };
        if let Some(at) = standing::of(desk, &about.row.id)? {
            if let Some((one, ..)) = round::answered(desk, &at)? {
                out.question = one.question;
                out.answer = one.answer;
                out.changes_documents = one.changes_papers;
            }
            if let Some(published) = at.since("clarification.published") {
                out.answered_on = Some(round::day(published));
                out.number = number(desk, about.row)?;
            }
        }
        Ok(serde_json::to_value(out)?)
    }

    fn audience(&self, desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Option<Vec<String>>, Fault> {
        match standing::above(desk, about.row, "round")? {
            Some(round) => round::audience(desk, &round, name),
            None => Ok(None),
        }
    }

    fn excluded(&self, desk: &mut Desk<'_>, about: About<'_>, person: &str) -> Result<BTreeMap<String, String>, Fault> {
        let wrote = match standing::of(desk, &about.row.id)? {
            Some(at) => round::answered(desk, &at)?.is_some_and(|(_, author, _)| author == person),
            None => false,
        };
        Ok(wrote.then(|| round::said(desk, AUTHOR)).into_iter().collect())
    }

    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        let reference = below(desk, new, "Q")?;
        // A title that says nothing of who asked: lists show it to everyone.
        row.title = format!("Question {reference}");
        row.reference = Some(reference);
        Ok(())
    }

    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        if work.permit != "question.transcribe" {
            return plain::log(desk, about, work);
        }
        let mut own = data(about.row)?;
        own.extend(work.body.clone());
        let new = Json::Object(own).to_string();
        accord_store::subjects::update(desk.db, &desk.alliance, &about.row.id, &about.row.title, &new)?;
        Ok(json!({}))
    }
}

/// Published questions are numbered in the order of publication.
fn number(desk: &mut Desk<'_>, own: &SubjectRow) -> Result<u32, Fault> {
    let Some(parent) = &own.parent_id else {
        return Ok(0);
    };
    let mut published: Vec<_> = standing::below(desk, parent, "clarification")?
        .into_iter()
        .filter_map(|(record, at)| Some((at.since("clarification.published")?, record.id)))
        .collect();
    published.sort();
    let place = published.iter().position(|(_, id)| *id == own.id);
    Ok(place.and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(0))
}
