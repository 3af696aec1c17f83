//! Whether the offers of a round hang by a thread: tried out when they are made, kept in its record, and said to those
//! who decide.

use super::{book::Book, results, showing::title_of};
use crate::{
    domain::{
        award::{
            asking,
            sensitivity::{self, Finding, Given, Trial},
        },
        words,
    },
    service::{app::Desk, fault::Fault, subjects::keeping},
};

/// Where the record keeps what was tried.
const TRIED: &str = "tried";

/// Tries the offers out and writes down what came of it.
///
/// # Errors
/// The store fails.
pub(super) fn note(desk: &mut Desk<'_>, book: &Book) -> Result<(), Fault> {
    let lots: Vec<String> = book.lots.iter().map(|lot| lot.code.clone()).collect();
    let entrants = results::entrants(desk, book)?;
    let mut scorers = Vec::new();
    for (record, _) in book.locked(desk)? {
        scorers.push(given(desk, book, &record.id)?);
    }
    let found = match sensitivity::tried(&lots, &entrants, &results::rules(book)?, &scorers) {
        Ok(found) => found,
        Err(error) => {
            tracing::debug!(%error, "nothing can be tried out yet");
            Vec::new()
        }
    };
    keeping::keep(desk, &book.record, &[(TRIED, found)])
}

/// What a scorer gave, by the names of the answers.
fn given(desk: &mut Desk<'_>, book: &Book, evaluation: &str) -> Result<Given, Fault> {
    let code = |id: &str| {
        book.questions
            .iter()
            .find(|one| one.id == id)
            .map(|one| one.code.clone())
    };
    let marks = book.marks_of(desk, evaluation)?.into_iter();
    let mut out = Given::new();
    for ((bid, question, lot), row) in marks {
        if let (Ok(mark), Some(code)) = (u32::try_from(row.marks), code(question)) {
            let key = asking::key(&code, Some(lot).filter(|lot| !lot.is_empty()));
            out.insert((bid.to_owned(), key), mark);
        }
    }
    Ok(out)
}

/// What came of it, each a sentence; empty while nothing was tried.
///
/// # Errors
/// What is stored is damaged.
pub(super) fn said(book: &Book) -> Result<Vec<String>, Fault> {
    let Some(kept) = book.own.get(TRIED) else {
        return Ok(Vec::new());
    };
    let found: Vec<Finding> = serde_json::from_value(kept.clone())?;
    let same = found.iter().filter(|one| one.others.is_empty()).count();
    let mut out = Vec::new();
    if same > 0 {
        let ways = words::count_of(same, "other way of counting", "other ways of counting");
        out.push(format!("The same offers come out in {ways} that were tried."));
    }
    out.extend(
        found
            .iter()
            .filter(|one| !one.others.is_empty())
            .map(|one| sentence(book, one)),
    );
    Ok(out)
}

fn sentence(book: &Book, one: &Finding) -> String {
    let question = |code: &str| book.question(code).map(title_of).unwrap_or_default();
    let when = match &one.trial {
        Trial::EveryonesOwn => "By what evaluators gave alone, before the panel met".to_owned(),
        Trial::Without(place) => format!("Without what evaluator {} gave alone", place + 1),
        Trial::Heavier(code) => format!("If “{}” weighed a tenth more", question(code)),
        Trial::Lighter(code) => format!("If “{}” weighed a tenth less", question(code)),
    };
    let lot = |code: &str| {
        let found = book.lots.iter().find(|lot| lot.code == code);
        found.map_or(code, |lot| lot.name.as_str()).to_owned()
    };
    let others = one.others.iter().map(|(code, bid)| match bid {
        Some(id) => {
            let name = book.bid(id).map(|bid| book.name(&bid.row.organisation_id));
            format!("{} to {}", lot(code), name.unwrap_or_default())
        }
        None => format!("{} to nobody", lot(code)),
    });
    format!("{when}: {}.", others.collect::<Vec<_>>().join(", "))
}
