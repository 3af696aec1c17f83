//! One evaluator's scores: alone, with reasons, for the bids that they may score.

mod so_far;

use std::collections::BTreeMap;

use accord_engine::{definition::model::Form, value::Value};
use accord_store::{
    counters,
    scores::{self, ScoreRow},
    subjects::SubjectRow,
};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::round::{
    self, asked,
    book::{BidOnFile, Book},
};
use crate::{
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{About, Beside, Collections, Explained, NewSubject, Subject, Values, data, standing, values},
    },
    views::contexts::review,
};

/// The permit of whoever writes scores down for somebody.
const DRAFTED: &str = "score.draft_for";
/// The question whose rows are the scores; a word that forms and this kind share.
const SCORES: &str = "scores";
/// The question which bid is scored, likewise.
const BID: &str = "bid";
/// The collection of the bids that somebody may score.
const BIDS: &str = "bids";
/// Words that a reason has at least.
const REASON: usize = 20;

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Evaluation;

impl Subject for Evaluation {
    fn kind(&self) -> &'static str {
        "evaluation"
    }

    /// The title of the record is the name under which others read the scores.
    fn own_title(&self) -> Option<&'static str> {
        Some("Your scores")
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let book = Book::around(desk, about.row)?;
        let marks = book.marks_of(desk, &about.row.id)?;
        let allowed = allowed(desk, about.row, &book)?;
        let missing = allowed.iter().map(|bid| {
            let scored = so_far::scored(&book, &marks, bid);
            book.asked_of(bid).len().saturating_sub(scored)
        });
        let missing = Value::Integer(i64::try_from(missing.sum::<usize>()).unwrap_or(i64::MAX));
        Ok(values([("scores.missing", missing)]))
    }

    fn collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        let book = Book::around(desk, about.row)?;
        let allowed: Vec<String> = allowed(desk, about.row, &book)?
            .into_iter()
            .map(|bid| bid.row.id.clone())
            .collect();
        let bids = round::bids(&book, |bid| allowed.contains(&bid.row.id));
        Ok([
            (BIDS.to_owned(), bids),
            ("questions".to_owned(), round::questions(&book)),
        ]
        .into())
    }

    /// How many bids this evaluator has scored, where a form asks which bid is next.
    fn before_form(&self, desk: &mut Desk<'_>, about: About<'_>, form: &Form) -> Result<Vec<String>, Fault> {
        if !form.chooses_from().any(|name| name == BIDS) {
            return Ok(Vec::new());
        }
        let book = Book::around(desk, about.row)?;
        let marks = book.marks_of(desk, &about.row.id)?;
        let allowed = allowed(desk, about.row, &book)?;
        let scored = allowed
            .iter()
            .filter(|bid| so_far::scored(&book, &marks, bid) == book.asked_of(bid).len());
        Ok(vec![so_far::says(scored.count(), allowed.len())])
    }

    /// A bid is scored for what it answers, network by network where it answers for each.
    fn still_asked(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        typed: &Map<String, Json>,
        collections: &Collections,
    ) -> Result<Collections, Fault> {
        if !collections.contains_key(round::QUESTIONS) {
            return Ok(Collections::new());
        }
        let book = Book::around(desk, about.row)?;
        let answers = round::answers_of(&book, typed.get(BID).and_then(Json::as_str));
        Ok([(round::QUESTIONS.to_owned(), answers)].into())
    }

    /// A reason that is too short is told where it is written, not when all scores are locked; and so is a score for
    /// what the bid does not answer.
    fn judge(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        given: &IndexMap<String, Value>,
    ) -> Result<Vec<(String, String)>, Fault> {
        let mut wrong = so_far::short(given);
        if let (Some(Value::Text(bid)), Some(Value::Rows(rows))) = (given.get(BID), given.get(SCORES)) {
            let book = Book::around(desk, about.row)?;
            let answered = round::answers_of(&book, Some(bid));
            let named = rows.iter().filter_map(|row| match row.get("question") {
                Some(Value::Text(key)) => Some(key),
                Some(_) | None => None,
            });
            let stray = named.filter(|key| !answered.contains_key(*key));
            wrong.extend(stray.map(|key| {
                let says = "This bid has no such answer: it is not for that network.".to_owned();
                (format!("{SCORES}.{key}"), says)
            }));
        }
        Ok(wrong)
    }

    /// What was written about one bid never becomes another's.
    fn holds_on(&self, kept: &Map<String, Json>, typed: &Map<String, Json>) -> Option<(String, String)> {
        let (before, now) = (answers::text(kept, BID), answers::text(typed, BID));
        let rows = kept.get(SCORES).and_then(Json::as_array);
        let is_begun = rows.is_some_and(|rows| !rows.is_empty());
        let says = "You have begun to score another bid, and it is not sent yet. Select that one again and send it; then \
                    score this one.";
        let other = !before.is_empty() && !now.is_empty() && before != now;
        (other && is_begun).then(|| (BID.to_owned(), says.to_owned()))
    }

    /// Beside each bid: whether it is scored. Beside each question: what it asks, and what the chosen bid says.
    fn explained(&self, desk: &mut Desk<'_>, about: About<'_>, typed: &Map<String, Json>) -> Result<Explained, Fault> {
        let book = Book::around(desk, about.row)?;
        let chosen = answers::text(typed, "bid");
        let known = allowed(desk, about.row, &book)?;
        let chosen = known.iter().copied().find(|bid| book.handle(bid) == chosen);
        let said = match chosen {
            Some(bid) => bid.answers()?,
            None => Map::new(),
        };
        let explained = chosen
            .map(|bid| bid_explained(&book, bid))
            .transpose()?
            .unwrap_or_default();
        let lines = said.get("answers").and_then(Json::as_array);
        let mut out = IndexMap::new();
        let asked = match chosen {
            Some(bid) => book.asked_of(bid),
            None => asked::for_codes(&book.questions, &book.lots, &[]),
        };
        for one in asked {
            let mut says = round::asks(one.question);
            let line = lines.into_iter().flatten().filter_map(Json::as_object);
            let mut line = line.filter(|line| answers::text(line, "question") == one.key());
            if let (Some(bid), Some(line)) = (chosen, line.next()) {
                says.push(format!("{} says:", book.name(&bid.row.organisation_id)));
                let text = answers::text(line, "answer");
                says.extend(text.split("\n\n").map(str::to_owned));
                if asked::is_spoken(one.question) && !answers::text(&said, "recording").is_empty() {
                    says.push(
                        "The bid has a recording beside its answers. You may listen to this one; its written words \
                         are what is scored."
                            .to_owned(),
                    );
                }
            }
            says.extend(explained.iter().cloned());
            let beside = Beside { says, most_words: None };
            out.insert(one.key(), beside);
        }
        let bids = so_far::beside(&book, &book.marks_of(desk, &about.row.id)?, &known);
        Ok([(BIDS.to_owned(), bids), ("questions".to_owned(), out)].into())
    }

    /// What this evaluator has sent for the chosen bid; else what a supporter has written down for them, for the chosen
    /// bid or the last.
    fn prefilled(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        form: &Form,
        typed: &Map<String, Json>,
    ) -> Result<Map<String, Json>, Fault> {
        if !["bid", SCORES]
            .iter()
            .all(|id| form.fields.iter().any(|field| field.id == *id))
        {
            return Ok(Map::new());
        }
        let chosen = answers::text(typed, "bid");
        let book = Book::around(desk, about.row)?;
        let allowed = allowed(desk, about.row, &book)?;
        let before = so_far::sent_before(&book, &book.marks_of(desk, &about.row.id)?, &allowed, &chosen);
        if !before.is_empty() {
            return Ok(before);
        }
        let own = data(about.row)?;
        let written = own.get("log").and_then(|log| log.get(DRAFTED)).and_then(Json::as_array);
        let mut written = written.into_iter().flatten().filter_map(Json::as_object).rev();
        let last = written.find(|one| chosen.is_empty() || answers::text(one, "bid") == chosen);
        let parts = last
            .into_iter()
            .flat_map(|one| ["bid", SCORES].map(|id| Some((id.to_owned(), one.get(id)?.clone()))));
        Ok(parts.flatten().collect())
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        let book = Book::around(desk, about.row)?;
        Ok(serde_json::to_value(context(desk, about, &book)?)?)
    }

    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        row.reference = Some(below(desk, new, "E")?);
        Ok(())
    }

    fn run_with(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str, form: &str) -> Result<(), Fault> {
        match rule {
            "record_scores" => record_scores(desk, about, form),
            _ => Err(Fault::Internal(anyhow::anyhow!(
                "an evaluation has no rule `{rule}` that reads a form"
            ))),
        }
    }
}

/// What a bidder explained about its bid since it was opened: the same for everybody who scores it.
fn bid_explained(book: &Book, bid: &BidOnFile) -> Result<Vec<String>, Fault> {
    let own = data(&bid.record)?;
    let log = own
        .get("log")
        .and_then(|log| log.get("clarify.answer"))
        .and_then(Json::as_array);
    let mut out = Vec::new();
    for one in log.into_iter().flatten().filter_map(Json::as_object) {
        out.push(format!("Asked about the bid: {}", answers::text(one, "asked")));
        out.push(format!(
            "{} explains: {}",
            book.name(&bid.row.organisation_id),
            answers::text(one, "answer")
        ));
    }
    Ok(out)
}

/// A reference below a round's: `PSF-2026-001-E02`.
pub(super) fn below(desk: &mut Desk<'_>, new: &NewSubject, letter: &str) -> Result<String, Fault> {
    let above = match &new.parent {
        Some(parent) => standing::above(desk, parent, "round")?.or_else(|| Some(parent.clone())),
        None => None,
    };
    let stem = above.and_then(|one| one.reference).unwrap_or_default();
    let series = format!("{stem}-{letter}");
    let number = counters::next(desk.db, &desk.alliance, &series)?;
    Ok(format!("{series}{number:02}"))
}

/// Bids that compete, that are this evaluator's to score, and that they are not barred from.
fn allowed<'a>(desk: &mut Desk<'_>, record: &SubjectRow, book: &'a Book) -> Result<Vec<&'a BidOnFile>, Fault> {
    let person = record.person_id.clone().unwrap_or_default();
    let barred = round::barred(desk, book, &person)?;
    let own = |bid: &&BidOnFile| bid.competes() && !barred.contains(&bid.row.id) && round::reads(book, &person, bid);
    Ok(book.bids.iter().filter(own).collect())
}

/// Takes over what was filled in since the last time.
fn record_scores(desk: &mut Desk<'_>, about: About<'_>, form: &str) -> Result<(), Fault> {
    let book = Book::around(desk, about.row)?;
    let forms = round::forms_of(desk, about, form)?;
    let known = scores::taken_over(desk.db, &book.record.id)?;
    let mut rows = Vec::new();
    for form in forms.iter().filter(|form| !known.contains(&form.id)) {
        let given = answers::of(form)?;
        let Some(sheet) = given.get("scores").and_then(Json::as_array) else {
            continue;
        };
        let bid = book
            .bid_by_key(&answers::text(&given, "bid"))
            .ok_or(Fault::NotFound("bid"))?;
        for line in sheet.iter().filter_map(Json::as_object) {
            let key = answers::text(line, "question");
            let asked = book.asked(&key).ok_or(Fault::NotFound("question"))?;
            let question = asked.question;
            rows.push(ScoreRow {
                submission_id: form.id.clone(),
                bid_id: bid.row.id.clone(),
                question_id: question.id.clone(),
                lot: asked.lot_code().to_owned(),
                alliance_id: desk.alliance.clone(),
                round_id: book.record.id.clone(),
                evaluation_id: Some(about.row.id.clone()),
                person_id: about.row.person_id.clone().unwrap_or_else(|| form.person_id.clone()),
                place: 0,
                marks: round::mark_on_scale(line.get("score"), question.out_of)?,
                reason: answers::text(line, "reason"),
                dissent: String::new(),
                at: form.at,
            });
        }
    }
    Ok(scores::add(desk.db, rows)?)
}

fn context(desk: &mut Desk<'_>, about: About<'_>, book: &Book) -> Result<review::Evaluation, Fault> {
    let person = about.row.person_id.clone().unwrap_or_default();
    let marks = book.marks_of(desk, &about.row.id)?;
    let at = standing::of(desk, &about.row.id)?;
    let locked_at = at.as_ref().and_then(|one| one.since("evaluation.locked"));
    let allowed = allowed(desk, about.row, book)?;
    let sheets: Vec<review::ScoreSheet> = allowed
        .iter()
        .map(|bid| {
            let asked = book.asked_of(bid).into_iter();
            let lines = asked.filter_map(|one| {
                let row = marks.get(&one.of(&bid.row.id))?;
                Some(round::mark(one, row.marks, &row.reason, None))
            });
            review::ScoreSheet {
                bid: bid.record.reference.clone().unwrap_or_default(),
                organisation: book.name(&bid.row.organisation_id).to_owned(),
                lot_names: round::names(book, &bid.lots()),
                marks: lines.collect(),
                locked_at,
            }
        })
        .collect();
    let full = allowed.iter().zip(&sheets);
    let scored = full.filter(|(bid, sheet)| sheet.marks.len() == book.asked_of(bid).len());
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let declared = book
        .declarations
        .iter()
        .rfind(|(record, _)| record.person_id.as_deref() == Some(person.as_str()));
    let house = round::house_of(desk, &person)?;
    Ok(review::Evaluation {
        reference: about.row.reference.clone().unwrap_or_default(),
        evaluator: round::name_of(desk, book, &person)?,
        house,
        bids_total: count(sheets.len()),
        bids_locked: if locked_at.is_some() {
            count(sheets.len())
        } else {
            count(scored.count())
        },
        locked_at,
        declared: match declared {
            Some((_, at)) => round::handling(at, &Map::new()).to_owned(),
            None => String::new(),
        },
        sheets,
    })
}
