//! What was proposed for a text, by which house, and what was answered.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;

use crate::{
    domain::words::local_day,
    service::{
        app::App,
        authority::Caller,
        bodies,
        fault::Fault,
        parity,
        sight::{self, Seen},
        subjects::{data, specification::proposals},
    },
};

/// Who proposes.
pub const ADD: &str = "proposal.add";
/// Who answers.
pub const ANSWER: &str = "proposal.answer";

/// Every proposal for a record.
#[derive(Debug)]
pub struct Proposals {
    /// The record, and who reads.
    pub seen: Seen,
    /// The oldest first.
    pub all: Vec<Proposal>,
    /// The reader may propose something now.
    pub may_add: bool,
    /// The reader may answer now.
    pub may_answer: bool,
    /// The reader may see whose words count, by house.
    pub may_compare: bool,
}

/// One.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// 1, 2, 3: stays.
    pub number: usize,
    /// What is proposed.
    pub text: String,
    /// The house; nobody's name.
    pub house: String,
    /// The reader made it.
    pub own: bool,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// What was answered, and why; empty if nothing was yet.
    pub answer: String,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// Working days that it has waited, or waited, for its answer.
    pub waited: i64,
    /// By which day it gets its answer; nothing where the workflow says no time.
    pub due_on: Option<NaiveDate>,
    /// That day has passed, and it has none.
    pub late: bool,
    /// Whether it was taken, in the word of the form; empty without an answer.
    pub verdict: String,
}

/// What was proposed for a record.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn open(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<Proposals, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person).clone();
        let own = data(&seen.record)?;
        let calendar = desk.app.library.calendars.values().next();
        let mut all = Vec::new();
        for one in proposals::all(&own) {
            let word = |entry: &Json, name: &str| entry.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
            let at = |entry: &Json| word(entry, "at").parse::<DateTime<Utc>>().ok();
            let by = word(one.made, "by");
            let (made_at, answered_at) = (at(one.made), one.answer.and_then(at));
            let until = local_day(answered_at.unwrap_or(desk.now));
            let waited = made_at
                .zip(calendar)
                .and_then(|(from, calendar)| calendar.working_days_between(local_day(from), until).ok());
            all.push(Proposal {
                number: one.number,
                text: word(one.made, "text"),
                house: bodies::speaks_for(desk, &by)?,
                own: by == person,
                at: made_at,
                answer: one.answer.map(|entry| word(entry, "answer")).unwrap_or_default(),
                answered_at,
                waited: waited.unwrap_or(0),
                due_on: one.due_on(),
                late: one.answer.is_none() && one.due_on().is_some_and(|on| on < desk.today()),
                verdict: one.verdict().to_owned(),
            });
        }
        let may = |permit: &str| seen.may_do(permit);
        Ok(Proposals {
            may_add: may(ADD),
            may_answer: may(ANSWER),
            may_compare: parity::may(desk, caller)?,
            all,
            seen,
        })
    })
}
