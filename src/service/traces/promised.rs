//! Promises as those who take part read them; and what became of a condition or a proposal, step by step.

use accord_store::{Stamp, links::ObligationRow, subjects::SubjectRow};
use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use super::{Asked, Promise, Step, Trace, papers::FILES};
use crate::{
    domain::words,
    service::{
        app::Desk,
        bodies,
        fault::Fault,
        subjects::{
            data,
            promises::{following, later, showing},
            specification::proposals,
        },
    },
};

/// A promise as `person` reads it.
pub(super) fn shown(desk: &mut Desk<'_>, row: &ObligationRow, person: &String) -> Result<Promise, Fault> {
    let house = match &row.person_id {
        Some(person) => bodies::speaks_for(desk, person)?,
        None => String::new(),
    };
    let gate = desk.app.library.catalogue.gates.get(&row.gate).cloned();
    let own = row.person_id.as_ref() == Some(person);
    Ok(Promise {
        id: row.id.clone(),
        what: row.what.clone(),
        house,
        gate: gate.unwrap_or_else(|| row.gate.replace('_', " ")),
        met_at: row.met_at.map(Stamp::utc),
        evidence: row.evidence.clone().unwrap_or_default(),
        keeper: following::keeper(desk, row)?,
        theirs: row.owner_id.as_ref() == Some(person),
        due_on: following::day(row),
        late: following::is_late(desk, row),
        proposed: row.proposal.is_some(),
        word: row
            .word
            .as_ref()
            .map(|word| (word == following::KEPT, row.word_says.clone().unwrap_or_default())),
        word_at: row.word_at.map(Stamp::utc),
        to_judge: own && following::to_judge(row),
        later: row
            .later_word
            .as_ref()
            .map(|word| (word == later::STILL_SO, row.later_says.clone().unwrap_or_default())),
        later_at: row.later_at.map(Stamp::utc),
        to_judge_later: own && later::to_judge(desk, row)?,
        files: showing::files(desk, &row.id)?
            .into_iter()
            .map(|one| (one.file.id, one.title))
            .collect(),
        may_show: false,
        own,
    })
}

/// What became of a condition that came with a signature.
pub(super) fn condition(row: &ObligationRow, promise: &Promise, resting: &[(String, String)]) -> Trace {
    let mut steps = vec![Step::done(
        row.made_at.utc(),
        "It became a promise",
        "You asked for it when you signed, and the text was signed off with it.",
    )];
    steps.extend(followed(promise, resting));
    Trace {
        id: row.id.clone(),
        asked: Asked::Condition,
        words: row.what.clone(),
        steps,
    }
}

/// What became of each proposal of a person. `promises`: each with the number of the proposal that it came from.
pub(super) fn proposals(
    record: &SubjectRow,
    person: &str,
    promises: &[(Option<i32>, Promise)],
    resting: &[(String, String)],
) -> Result<Vec<Trace>, Fault> {
    let own = data(record)?;
    let word = |entry: &Json, name: &str| entry.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let at = |entry: &Json| word(entry, "at").parse::<DateTime<Utc>>().unwrap_or_default();
    let mine = proposals::all(&own)
        .into_iter()
        .filter(|one| word(one.made, "by") == person);
    let trace = |one: proposals::Answered<'_>| {
        let mut steps = vec![Step::done(at(one.made), "You proposed this", "")];
        steps.push(match one.answer {
            Some(answer) => Step::done(at(answer), "It was answered", word(answer, "answer")),
            None => Step::to_come(
                "An answer",
                one.due_on().map_or_else(
                    || "It gets one, with a reason.".to_owned(),
                    |on| format!("It gets one, with a reason, by {}.", words::day(on)),
                ),
            ),
        });
        let became = promises
            .iter()
            .find(|(number, _)| number.is_some_and(|number| usize::try_from(number) == Ok(one.number)));
        if let (Some((_, promise)), Some(answer)) = (became, one.answer) {
            steps.push(Step::done(at(answer), "It became a promise", promise.what.clone()));
            steps.extend(followed(promise, resting));
        }
        Trace {
            id: format!("proposal-{}", one.number),
            asked: Asked::Proposal,
            words: word(one.made, "text"),
            steps,
        }
    };
    Ok(mine.map(trace).collect())
}

/// Who sees to a promise, whether it has happened, and what whoever asked says of it.
fn followed(promise: &Promise, resting: &[(String, String)]) -> Vec<Step> {
    let mut out = Vec::new();
    if let (Some(keeper), Some(on), None) = (&promise.keeper, promise.due_on, promise.met_at) {
        let late = if promise.late { " That day has passed." } else { "" };
        let more = format!("By {}.{late}", words::day(on));
        out.push(Step::to_come(format!("{keeper} sees to it"), more));
    }
    let said = promise.word.as_ref().zip(promise.word_at).map(|((kept, says), at)| {
        let what = match kept {
            true => "You said that it was done",
            false => "You said that it was not done",
        };
        Step::done(at, what, says.clone())
    });
    let gate = promise.gate.trim_end_matches('.');
    match promise.met_at {
        Some(at) => out.push(Step {
            links: promise
                .files
                .iter()
                .map(|(id, title)| (title.clone(), format!("{FILES}{id}")))
                .collect(),
            ..Step::done(at, "It has happened", &promise.evidence)
        }),
        None => out.push(Step {
            links: resting.to_vec(),
            ..Step::to_come(
                gate,
                "It has not happened yet. That step cannot be taken before it has.",
            )
        }),
    }
    out.extend(said);
    let later = promise.later.as_ref().zip(promise.later_at);
    out.extend(later.map(|((still, says), at)| {
        let what = match still {
            true => "You said that it is still so",
            false => "You said that it is no longer so",
        };
        Step::done(at, what, says.clone())
    }));
    out.sort_by_key(|step| (step.at.is_none(), step.at));
    out
}
