//! Proposals and their answers: each answer belongs to one proposal, and whoever made it is told.

use accord_engine::{definition::scalar::Unit, value::Value};
use accord_store::links::{self, ObligationRow};
use chrono::{Days, Months, NaiveDate};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{by, log, threads, word};
use crate::{
    domain::words::{self, count_of},
    service::{
        app::Desk,
        authority,
        fault::Fault,
        proposals::{ADD, ANSWER},
        subjects::{About, Work, data, plain, promises::following},
    },
};

/// Where proposals and answers are read.
pub(in crate::service) const PAGE: &str = "proposals";
/// The answer to a proposal that is taken as it is: it becomes a promise.
pub(in crate::service) const TAKEN: &str = "taken";
/// By which day a proposal gets its answer, in the log.
const DUE_ON: &str = "due_on";

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

impl Answered<'_> {
    /// By which day it gets its answer; nothing where the workflow says no time.
    pub(in crate::service) fn due_on(&self) -> Option<NaiveDate> {
        word(self.made, DUE_ON).and_then(|on| on.parse().ok())
    }

    /// Whether it was taken, in the word of the form; empty without an answer, or where that did not say.
    pub(in crate::service) fn verdict(&self) -> &str {
        self.answer.and_then(|one| word(one, "verdict")).unwrap_or_default()
    }
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

/// By which day what is proposed now gets an answer: the setting of the workflow that the catalogue names, from today.
fn answer_by(desk: &Desk<'_>, about: About<'_>) -> Option<NaiveDate> {
    let setting = about.snapshot?.settings.get(&desk.app.library.catalogue.days.answer)?;
    let Value::Amount(count, unit) = setting else {
        return None;
    };
    let calendar = desk.app.library.calendars.values().next()?;
    match unit.0 {
        Unit::WorkingDays => calendar.add_working_days(desk.today(), *count).ok(),
        Unit::Days => desk.today().checked_add_days(Days::new(u64::from(*count))),
        Unit::Weeks => desk.today().checked_add_days(Days::new(u64::from(*count) * 7)),
        Unit::Months => desk.today().checked_add_months(Months::new(*count)),
        Unit::Hours | Unit::Minutes => None,
    }
}

/// The first day by which an open proposal gets its answer.
pub(super) fn first_due(own: &Map<String, Json>) -> Option<NaiveDate> {
    let open = all(own).into_iter().filter(|one| one.answer.is_none());
    open.filter_map(|one| one.due_on()).min()
}

/// Somebody proposes something. Those who answer are told.
pub(super) fn add(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let due_on = answer_by(desk, about);
    let mut body = work.body.clone();
    body.insert(DUE_ON.to_owned(), due_on.map(|on| on.to_string()).into());
    let done = plain::log(desk, about, Work { body: &body, ..work })?;
    let text = work.body.get("text").and_then(Json::as_str).unwrap_or_default();
    let by = due_on.map_or_else(String::new, |on| format!(" It gets an answer by {}.", words::day(on)));
    let says = format!("For “{}” it was proposed: “{}”{by}", about.row.title, text.trim());
    for person in authority::permitted(desk, about, ANSWER)? {
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
    let promise = match (said, word_of(work.body, "verdict")) {
        (Some(said), TAKEN) => Some(promised(desk, about, said, work)?),
        _ => None,
    };
    if let Some(person) = said.and_then(|one| by(one.made)) {
        let answer = work.body.get("answer").and_then(Json::as_str).unwrap_or_default();
        let became = promise.map_or_else(String::new, |(what, on)| {
            format!(
                " It is taken, and has become a promise: “{what}”, by {}.",
                words::day(on)
            )
        });
        let says = format!(
            "For “{}” you proposed something. The answer: “{}”{became}",
            about.row.title,
            answer.trim()
        );
        let letter = ("proposal_answered", "you proposed this");
        threads::write(desk, about, PAGE, letter, person, says)?;
    }
    Ok(done)
}

/// What was taken becomes a promise, like the condition of a signature: with its gate, with whoever sees to it and a day.
/// Gives what is promised, and the day.
fn promised(
    desk: &mut Desk<'_>,
    about: About<'_>,
    said: Answered<'_>,
    work: Work<'_>,
) -> Result<(String, NaiveDate), Fault> {
    let gate = word_of(work.body, "gate");
    if !desk.app.library.catalogue.gates.contains_key(gate) {
        return Err(Fault::field("gate", "Choose when it must have happened."));
    }
    let what = word_of(work.body, "promise").trim().to_owned();
    if what.is_empty() {
        return Err(Fault::field("promise", "Say in a sentence what is promised."));
    }
    let (owner, due_on) = following::planned(desk, work.body)?;
    let row = ObligationRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        subject_id: about.row.id.clone(),
        instance_id: about.snapshot.map(|one| one.instance.to_string()).unwrap_or_default(),
        gate: gate.to_owned(),
        what: what.clone(),
        person_id: by(said.made).map(str::to_owned),
        submission_id: None,
        made_at: desk.now.into(),
        met_at: None,
        met_by: None,
        evidence: None,
        proposal: i32::try_from(said.number).ok(),
        owner_id: Some(owner.clone()),
        due_on: Some(due_on.to_string()),
        word: None,
        word_says: None,
        word_at: None,
        later_word: None,
        later_says: None,
        later_at: None,
    };
    links::promise(desk.db, &row)?;
    following::tell_keeper(desk, &row, &owner, due_on)?;
    Ok((what, due_on))
}

fn word_of<'a>(body: &'a Map<String, Json>, name: &str) -> &'a str {
    body.get(name).and_then(Json::as_str).unwrap_or_default()
}
