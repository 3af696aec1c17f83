//! What a host says about a contract while it is read: the clause, the comment, and what became of it, with a reason.

use accord_store::subjects::SubjectRow;
use serde_json::{Map, Value as Json};

use super::{
    answers::{all, log, text, word},
    contract,
};
use crate::{
    service::{app::Desk, fault::Fault},
    views::contexts::parts::Pair,
};

/// The permit of whoever answers a comment.
const ANSWER: &str = "comment.answer";
/// The question which clause; a word that forms and this kind share.
const CLAUSE: &str = "clause";
/// A comment that changed the contract.
const ACCEPTED: &str = "accepted";

/// A comment of the host on a clause.
#[derive(Debug, Clone)]
pub(in crate::service) struct Comment {
    /// Which, from 1.
    pub(in crate::service) number: String,
    /// Number of the clause.
    pub(in crate::service) clause: String,
    /// What it says.
    pub(in crate::service) text: String,
    /// Whether it was accepted, in words, and the reason; nothing while it waits.
    pub(in crate::service) answer: Option<(String, String)>,
}

impl Comment {
    /// The clause and what it says, as a line.
    fn says(&self) -> String {
        format!("Clause {}: {}", self.clause, self.text)
    }
}

/// The host's comments, oldest first, each with its last answer.
///
/// # Errors
/// The store fails.
pub(in crate::service) fn of(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<Comment>, Fault> {
    let answers = log(row, ANSWER)?;
    let given = all(desk, row, CLAUSE)?;
    Ok(given
        .into_iter()
        .zip(1..)
        .map(|((_, filled), number)| {
            let number: String = i32::to_string(&number);
            let answer = answers.iter().rfind(|one| word(one, "comment") == number);
            Comment {
                clause: text(&filled, CLAUSE),
                text: text(&filled, "text"),
                answer: answer.map(|one| (verdict(word(one, "verdict")).to_owned(), word(one, "answer").to_owned())),
                number,
            }
        })
        .collect())
}

/// Those without an answer, to choose from.
///
/// # Errors
/// The store fails.
pub(super) fn open(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<(String, String)>, Fault> {
    let waits = of(desk, row)?.into_iter().filter(|one| one.answer.is_none());
    Ok(waits.map(|one| (one.number.clone(), one.says())).collect())
}

/// All of them, as templates show them.
///
/// # Errors
/// The store fails.
pub(super) fn said(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<Pair>, Fault> {
    let line = |one: Comment| Pair {
        name: one.says(),
        value: match one.answer {
            Some((verdict, reason)) if verdict.is_empty() => reason,
            Some((verdict, reason)) => format!("{verdict}. {reason}"),
            None => "Not answered yet.".to_owned(),
        },
    };
    Ok(of(desk, row)?.into_iter().map(line).collect())
}

/// Whether an answer may be given so: one that says that a comment was accepted follows the change, and none goes without
/// a reason.
///
/// # Errors
/// What is missing, with how to mend it.
pub(super) fn judge(desk: &mut Desk<'_>, row: &SubjectRow, body: &Map<String, Json>) -> Result<(), Fault> {
    let number = word(body, "comment");
    let waiting = of(desk, row)?;
    let Some(one) = waiting.iter().find(|one| one.number == number && one.answer.is_none()) else {
        return Err(Fault::field(
            "comment",
            "Choose one of the comments that wait for an answer.",
        ));
    };
    if word(body, "answer").trim().is_empty() {
        return Err(Fault::field("answer", "Write the reason; the host reads it."));
    }
    let said = word(body, "verdict");
    if verdict(said).is_empty() {
        return Err(Fault::field("verdict", "Say whether the comment is accepted."));
    }
    if said == ACCEPTED && !contract::amended(row)?.contains_key(&one.clause) {
        let says = format!(
            "Clause {} still says what it said. Give it its other words first (“Give a clause other words in this \
             contract”), or say that the comment is accepted in part, or not.",
            one.clause
        );
        return Err(Fault::field("verdict", says));
    }
    Ok(())
}

/// What became of a comment, in words; nothing for answers from before it was asked.
fn verdict(word: &str) -> &'static str {
    match word {
        ACCEPTED => "Accepted",
        "in_part" => "Accepted in part",
        "not_accepted" => "Not accepted",
        _ => "",
    }
}
