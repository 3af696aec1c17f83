//! Proposals and their answers: each answer belongs to one proposal, and whoever made it is told.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{by, log, threads, word};
use crate::{
    domain::words::count_of,
    service::{
        app::Desk,
        fault::Fault,
        proposals::{ADD, ANSWER},
        subjects::{About, Work, data, plain},
    },
};

/// Where proposals and answers are read.
const PAGE: &str = "proposals";

/// A proposal as it was made, and its answer if it has one.
#[derive(Debug, Clone, Copy)]
pub(in crate::service) struct Answered<'a> {
    /// 1, 2, 3: stays.
    pub(in crate::service) number: usize,
    /// Who said what, and when.
    pub(in crate::service) made: &'a Json,
    /// The same of its answer.
    pub(in crate::service) answer: Option<&'a Json>,
}

/// Every proposal with its answer. One that names none, from before answers did, answers the oldest that is open.
pub(in crate::service) fn all(own: &Map<String, Json>) -> Vec<Answered<'_>> {
    let made = log(own, ADD).zip(1..);
    let mut out: Vec<Answered<'_>> = made
        .map(|(made, number)| Answered {
            number,
            made,
            answer: None,
        })
        .collect();
    for answer in log(own, ANSWER) {
        let named = answer.get("proposal").and_then(Json::as_u64);
        let fits = |one: &&mut Answered<'_>| match named {
            Some(number) => u64::try_from(one.number) == Ok(number),
            None => one.answer.is_none(),
        };
        if let Some(one) = out.iter_mut().find(fits) {
            one.answer = Some(answer);
        }
    }
    out
}

/// Those without an answer, by number.
pub(super) fn open(own: &Map<String, Json>) -> IndexMap<String, String> {
    let all = all(own).into_iter().filter(|one| one.answer.is_none());
    all.map(|one| {
        (
            one.number.to_string(),
            word(one.made, "text").unwrap_or_default().to_owned(),
        )
    })
    .collect()
}

/// Somebody proposes something. Those who answer are told.
pub(super) fn add(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let done = plain::log(desk, about, work)?;
    let text = work.body.get("text").and_then(Json::as_str).unwrap_or_default();
    let says = format!("For “{}” it was proposed: “{}”", about.row.title, text.trim());
    for person in threads::may(desk, about, ANSWER)? {
        let letter = ("proposal_made", "you answer proposals for this text");
        threads::write(desk, about, PAGE, letter, &person, says.clone())?;
    }
    Ok(done)
}

/// Answers one. Where several wait, it is said which.
pub(super) fn answer(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let own = data(about.row)?;
    let waiting = open(&own);
    let named = match work.body.get("proposal") {
        Some(Json::Number(number)) => number.to_string(),
        Some(Json::String(word)) => word.clone(),
        _ => String::new(),
    };
    let number = match (waiting.get_index(0), waiting.len()) {
        (None, _) => return Err(Fault::field("proposal", "Every proposal has an answer.")),
        (Some((only, _)), 1) if named.is_empty() => only.clone(),
        _ if waiting.contains_key(&named) => named,
        _ => {
            let says = format!(
                "Choose which of the {} this answers.",
                count_of(waiting.len(), "proposal", "proposals")
            );
            return Err(Fault::field("proposal", says));
        }
    };
    let number: u64 = number.parse().map_err(|_no_number| Fault::NotFound("proposal"))?;
    let mut body = work.body.clone();
    body.insert("proposal".to_owned(), number.into());
    let done = plain::log(desk, about, Work { body: &body, ..work })?;
    let said = all(&own)
        .into_iter()
        .find(|one| u64::try_from(one.number) == Ok(number));
    if let Some(person) = said.and_then(|one| by(one.made)) {
        let answer = work.body.get("answer").and_then(Json::as_str).unwrap_or_default();
        let says = format!(
            "For “{}” you proposed something. The answer: “{}”",
            about.row.title,
            answer.trim()
        );
        let letter = ("proposal_answered", "you proposed this");
        threads::write(desk, about, PAGE, letter, person, says)?;
    }
    Ok(done)
}
