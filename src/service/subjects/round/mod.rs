//! A round: lots, questions, weights and a panel; bids under it; and what follows from them.
//!
//! `book` reads everything that is on record; `facts`, `showing` and `rules` answer from it.

pub(in crate::service) mod asked;
mod awarded;
pub mod book;
mod buying;
pub(in crate::service) mod cards;
mod city;
mod collections;
mod deciding;
mod determination;
mod edit;
mod ending;
mod facts;
pub(in crate::service::subjects) mod grants;
mod hosts;
mod letters;
mod panel;
mod proportion;
mod question_set;
mod regime;
pub mod results;
mod rules;
mod seating;
mod sharing;
mod showing;
mod standing_aside;
mod suitable;
mod taking_in;
mod taking_part;
mod timetable;
mod tried;

pub(super) use self::{
    awarded::awarded,
    buying::lead_body,
    collections::{answers_of, bids, named_answers, questions},
    deciding::voters,
    determination::purchaser,
    ending::{answered, outcome_words},
    hosts::{Handed, could_take, reassign},
    panel::{handling, mark, marks, name_of, names, size_in_words, totals},
    regime::has_panel,
    rules::{all as forms_of, marks as mark_on_scale},
    sharing::{barred, reads},
    showing::{asks, organisation, result_words, title_of},
    standing_aside::{exclusions, said, withheld},
    timetable::{closing, day},
};
pub(in crate::service) use self::{
    ending::changed_by_cap,
    facts::{house_of, is_expert},
    panel::UNNAMED,
};

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{event::Actor, value::Value};
use accord_store::{counters, organisations, rounds, subjects::SubjectRow};
use chrono::{DateTime, Datelike as _, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::service::{
    answers,
    app::Desk,
    authority,
    fault::Fault,
    recipients,
    subjects::{About, Collections, NewSubject, Subject, Values, Work, bid::sender, standing},
};

/// While bids are open or sealed.
const UNOPENED: [&str; 2] = [timetable::OPEN, timetable::CLOSED];

/// The collection of what is asked; a word of the catalogue.
pub(super) const QUESTIONS: &str = "questions";

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Round;

impl Subject for Round {
    fn kind(&self) -> &'static str {
        "round"
    }

    fn texts(&self) -> &'static [&'static str] {
        &["question-sets"]
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        facts::facts(desk, about, None)
    }

    fn some_facts(&self, desk: &mut Desk<'_>, about: About<'_>, names: &BTreeSet<String>) -> Result<Values, Fault> {
        facts::facts(desk, about, Some(names))
    }

    fn collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        let all = collections::NAMES.iter().map(|name| (*name).to_owned()).collect();
        self.some_collections(desk, about, &all)
    }

    fn some_collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        names: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        collections::some(desk, about, names)
    }

    /// What is agreed about a bid is about one of its answers; what is said of the round is about its questions.
    fn still_asked(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        typed: &Map<String, Json>,
        collections: &Collections,
    ) -> Result<Collections, Fault> {
        if !collections.contains_key(QUESTIONS) {
            return Ok(Collections::new());
        }
        let book = book::Book::open(desk, about.row, about.snapshot)?;
        let questions = match typed.get("bid").and_then(Json::as_str) {
            Some(bid) => answers_of(&book, Some(bid)),
            None => collections::codes(&book),
        };
        Ok([(QUESTIONS.to_owned(), questions)].into())
    }

    fn hashes(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<BTreeMap<String, String>, Fault> {
        deciding::hashes(desk, about)
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        Ok(serde_json::to_value(showing::context(desk, about)?)?)
    }

    fn audience(&self, desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Option<Vec<String>>, Fault> {
        audience(desk, about.row, name)
    }

    fn took_part(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        since: Option<DateTime<Utc>>,
    ) -> Result<Vec<String>, Fault> {
        taking_part::took_part(desk, about, since)
    }

    fn nominated(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<BTreeSet<String>, Fault> {
        let seats = rounds::seats(desk.db, &about.row.id)?.into_iter();
        let named = seats.filter(|seat| seat.until.is_none() && facts::is_nominated(seat));
        Ok(named.map(|seat| seat.person_id).collect())
    }

    fn excluded(&self, desk: &mut Desk<'_>, about: About<'_>, person: &str) -> Result<BTreeMap<String, String>, Fault> {
        let mut all = self.excluded_each(desk, about, &[person.to_owned()])?;
        Ok(all.remove(person).unwrap_or_default())
    }

    fn excluded_each(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        people: &[String],
    ) -> Result<BTreeMap<String, BTreeMap<String, String>>, Fault> {
        let mut all = exclusions(desk, about.row, people)?;
        standing_aside::of_the_panel(desk, about.row, &mut all)?;
        Ok(all)
    }

    /// Who bids is nobody's to know before bids are opened.
    fn telling(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<&'static [&'static str], Fault> {
        let at = standing::of(desk, &about.row.id)?;
        Ok(match at.is_some_and(|at| at.is(&UNOPENED)) {
            true => standing_aside::TELLING,
            false => &[],
        })
    }

    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        // `series: PSF` gives PSF-2026-001, the reference that everything below it begins with.
        let series = answers::text(&new.details, "series");
        if !series.is_empty() {
            let series = format!("{series}-{}", desk.now.year());
            let number = counters::next(desk.db, &desk.alliance, &series)?;
            row.reference = Some(format!("{series}-{number:03}"));
        }
        Ok(())
    }

    fn filled(
        &self,
        _desk: &mut Desk<'_>,
        about: About<'_>,
        permit: &str,
        _given: &Map<String, Json>,
    ) -> Result<Map<String, Json>, Fault> {
        edit::filled(about, permit)
    }

    fn not_to_choose(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        permit: &str,
        caller: &authority::Caller,
        people: &[String],
    ) -> Result<BTreeSet<String>, Fault> {
        if permit != seating::NAMING {
            return Ok(BTreeSet::new());
        }
        let mut namers = vec![caller.person.as_str()];
        namers.extend(caller.acting_for.as_deref());
        Ok(seating::barred(desk, about.row, people, &namers)?.into_keys().collect())
    }

    fn withheld(&self, desk: &mut Desk<'_>, about: About<'_>, actor: &Actor) -> Result<BTreeSet<String>, Fault> {
        withheld(desk, about.row, actor)
    }

    /// Whoever bids reads of a round what every bidder reads, whatever else they are; and while bids are sealed so
    /// does whoever could.
    fn reads_as_outsider(&self, desk: &mut Desk<'_>, about: About<'_>, actor: &Actor) -> Result<bool, Fault> {
        standing_aside::bids_or_could(desk, about.row, actor)
    }

    fn judge(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        answers: &IndexMap<String, Value>,
    ) -> Result<Vec<(String, String)>, Fault> {
        taking_in::judge(desk, about.row, answers)
    }

    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        edit::work(desk, about, work)
    }

    fn before_work(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        (permit, _given): (&str, &Map<String, Json>),
        _caller: &authority::Caller,
    ) -> Result<Vec<String>, Fault> {
        match permit {
            sender::CALL => sender::to_read(desk, about),
            edit::TERMS | edit::QUESTIONS | edit::LOTS | proportion::EXPLAINING => proportion::to_read(desk, about),
            _ => Ok(Vec::new()),
        }
    }

    fn run(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
        rules::run(desk, about, rule)
    }

    fn run_with(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str, form: &str) -> Result<(), Fault> {
        rules::run_with(desk, about, rule, form)
    }
}

/// Whether bids are open or sealed in any round: whoever speaks for an organisation matters then.
///
/// # Errors
/// The store fails.
pub fn any_unopened(desk: &mut Desk<'_>) -> Result<bool, Fault> {
    for round in accord_store::subjects::of_kind(desk.db, &desk.alliance, "round")? {
        let at = standing::of(desk, &round.id)?;
        if at.is_some_and(|at| at.is(&UNOPENED)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Audiences that the round and everything below it know.
pub(super) fn audience(desk: &mut Desk<'_>, round: &SubjectRow, name: &str) -> Result<Option<Vec<String>>, Fault> {
    Ok(match name {
        "all_bidders" => {
            let mut out = Vec::new();
            for bid in accord_store::bids::of_round(desk.db, &round.id)? {
                out.extend(recipients::contacts(desk, &bid.organisation_id)?);
            }
            Some(out)
        }
        "members" => {
            let mut out = Vec::new();
            for one in organisations::all(desk.db, &desk.alliance)? {
                if one.kind == "member" {
                    out.extend(recipients::contacts(desk, &one.id)?);
                }
            }
            Some(out)
        }
        _ => None,
    })
}
