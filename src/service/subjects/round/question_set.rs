//! Takes over a set of questions from the library's files, all of it or nothing.

use serde_json::{Map, Value as Json, json};

use super::edit::{own, question};
use crate::{
    domain::award::asking::QuestionSet,
    service::{app::Desk, fault::Fault, library, subjects::About},
};

/// Puts the questions of a set into a round, with its scale and what decides.
///
/// # Errors
/// There is no such set among the texts that bind the round, or a word of it cannot be read; or the database fails.
pub(super) fn take_over(desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Json, Fault> {
    let set = set(desk, about, name)?;
    for (code, one) in &set.criteria {
        let body = json!({
            "code": code,
            "title": one.title,
            "question": one.question,
            "guidance": one.good_answers_show.join("; "),
            "max_words": one.max_words,
            "weight": one.weight,
            "minimum": one.minimum,
            "key_criterion": one.key_criterion,
            "for_each_lot": one.for_each_lot,
            "spoken": one.spoken,
            "out_of": set.scale.max,
        });
        question(desk, about, body.as_object().cloned().unwrap_or_default(), None)?;
    }
    let scale: Vec<Json> = set
        .scale
        .words
        .iter()
        .map(|step| json!({ "marks": step.score, "meaning": step.means }))
        .collect();
    let mut terms = Map::new();
    terms.insert("scale".to_owned(), scale.into());
    terms.insert("tie_break".to_owned(), set.tie_break.into());
    terms.insert("overall_minimum".to_owned(), set.overall_minimum.into());
    // It has all of its parts, so nothing of an earlier set stays beside it.
    terms.insert(READ_BEFORE.to_owned(), json!(set.before_bidding));
    own(desk, about, &terms)
}

const READ_BEFORE: &str = "before_bidding";

/// A body of the round's own fields, in which the name of a set stands for what organisations read before they decide
/// whether to bid: a round with questions of its own takes that over alone.
///
/// # Errors
/// There is no such set.
pub(super) fn with_reading(
    desk: &mut Desk<'_>,
    about: About<'_>,
    body: &Map<String, Json>,
) -> Result<Map<String, Json>, Fault> {
    let mut out = body.clone();
    if let Some(name) = body.get(READ_BEFORE).and_then(Json::as_str) {
        let set = set(desk, about, name).map_err(|fault| match fault {
            Fault::NotFound(_) => Fault::field(READ_BEFORE, format!("There is no set of questions called ‘{name}’.")),
            other => other,
        })?;
        out.insert(READ_BEFORE.to_owned(), json!(set.before_bidding));
    }
    Ok(out)
}

fn set(desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<QuestionSet, Fault> {
    let texts = desk.texts_of(&about.row.id)?;
    let text = texts.question_sets.get(name).ok_or(Fault::NotFound("question set"))?;
    let path = format!("workflows/question-sets/{name}.yaml");
    library::read(&path, text).map_err(|error| Fault::field("set", error.to_string()))
}
