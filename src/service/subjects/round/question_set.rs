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
    let texts = desk.texts_of(&about.row.id)?;
    let text = texts.question_sets.get(name).ok_or(Fault::NotFound("question set"))?;
    let path = format!("workflows/question-sets/{name}.yaml");
    let set: QuestionSet = library::read(&path, text).map_err(|error| Fault::field("set", error.to_string()))?;
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
    own(desk, about, &terms)
}
