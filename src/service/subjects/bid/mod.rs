//! A bid: a sealed form, partners, and in the end a result.

pub(super) mod grant;
pub(super) mod sender;
mod showing;
mod writing;

pub use self::writing::read_draft;
pub(super) use self::{
    showing::{as_decided, context},
    writing::check,
};

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{definition::model::Form, event::Actor, value::Value};
use accord_store::{
    bids::{self, BidRow},
    counters, instances, organisations,
    subjects::SubjectRow,
    tasks,
};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::round::{
    self, asked,
    book::Book,
    results::{self, ResultKind},
};
use crate::service::{
    app::Desk,
    authority::Caller,
    earlier::Said,
    fault::Fault,
    opening::{Lock, circle},
    subjects::{
        About, Beside, Collections, Explained, NewSubject, Subject, Values, Work, count, data, standing, values,
    },
};

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Bid;

impl Subject for Bid {
    fn kind(&self) -> &'static str {
        "bid"
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let mut out = sent(desk, about)?;
        out.extend(own_facts(desk, about)?);
        out.extend(granted(desk, about)?);
        Ok(out)
    }

    fn some_facts(&self, desk: &mut Desk<'_>, about: About<'_>, names: &BTreeSet<String>) -> Result<Values, Fault> {
        let mut out = own_facts(desk, about)?;
        if names.iter().any(|name| name.starts_with("sender.")) {
            out.extend(sent(desk, about)?);
        }
        if names
            .iter()
            .any(|name| GRANT_FACTS.iter().any(|first| name.starts_with(first)))
        {
            out.extend(granted(desk, about)?);
        }
        Ok(out)
    }

    fn collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        let record = round_of(desk, about.row)?;
        let lots = accord_store::rounds::lots(desk.db, &record.id)?;
        let questions = accord_store::rounds::questions(desk.db, &record.id)?;
        let wanted = writing::copy_wanted(desk, about.row, &record)?;
        Ok([
            (
                "copies_wanted".to_owned(),
                wanted
                    .then(|| ("bid".to_owned(), about.row.title.clone()))
                    .into_iter()
                    .collect(),
            ),
            (
                "lots".to_owned(),
                lots.iter().map(|lot| (lot.code.clone(), lot.name.clone())).collect(),
            ),
            (
                "questions".to_owned(),
                round::named_answers(asked::any(&questions, &lots)),
            ),
        ]
        .into())
    }

    fn explained(&self, desk: &mut Desk<'_>, about: About<'_>, _: &Map<String, Json>) -> Result<Explained, Fault> {
        let record = round_of(desk, about.row)?;
        let lots = accord_store::rounds::lots(desk.db, &record.id)?;
        let questions = accord_store::rounds::questions(desk.db, &record.id)?;
        let explained = asked::any(&questions, &lots).into_iter().map(|one| {
            let mut says = round::asks(one.question);
            says.extend(one.lot.map(|lot| format!("Write here about {} alone.", lot.name)));
            says.extend(asked::is_spoken(one.question).then(|| writing::SPOKEN.to_owned()));
            let beside = Beside {
                says,
                most_words: u32::try_from(one.question.max_words).ok().filter(|most| *most > 0),
            };
            (one.key(), beside)
        });
        Ok([("questions".to_owned(), explained.collect())].into())
    }

    /// What is answered for each network is answered for those that the bid is for.
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
        let record = round_of(desk, about.row)?;
        let lots = accord_store::rounds::lots(desk.db, &record.id)?;
        let questions = accord_store::rounds::questions(desk.db, &record.id)?;
        let chosen = writing::chosen_lots(typed);
        let asked = round::named_answers(asked::for_codes(&questions, &lots, &chosen));
        Ok([(round::QUESTIONS.to_owned(), asked)].into())
    }

    /// An answer has no more words than its question asks for. That every question has one is the
    /// workflow's to ask, but for those that are answered for each network: a count does not tell which is missing.
    fn judge(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        answers: &IndexMap<String, Value>,
    ) -> Result<Vec<(String, String)>, Fault> {
        let record = round_of(desk, about.row)?;
        let mut wrong = too_many(desk, &record, answers)?;
        let Some(Value::Rows(rows)) = answers.get(ANSWERS) else {
            return Ok(wrong);
        };
        let lots = accord_store::rounds::lots(desk.db, &record.id)?;
        let questions = accord_store::rounds::questions(desk.db, &record.id)?;
        let chosen = match answers.get(writing::LOTS) {
            Some(Value::Texts(codes)) => codes.clone(),
            _ => Vec::new(),
        };
        let asked = asked::for_codes(&questions, &lots, &chosen);
        wrong.extend(
            writing::misfits(&asked, rows)
                .into_iter()
                .map(|says| (ANSWERS.to_owned(), says)),
        );
        Ok(wrong)
    }

    /// What its own organisation sent last stands in the form again, when it changes the bid or takes it up
    /// again, and over it what its people have written together since. The seal stays on what is stored; nobody
    /// else is asked these questions.
    fn copied(&self, desk: &mut Desk<'_>, about: About<'_>, form: &Form) -> Result<Map<String, Json>, Fault> {
        match form.fields.iter().any(|field| field.id == ANSWERS) {
            true => writing::written(desk, about.row),
            false => Ok(Map::new()),
        }
    }

    fn filled(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        permit: &str,
        _given: &Map<String, Json>,
    ) -> Result<Map<String, Json>, Fault> {
        match permit {
            writing::EDIT => writing::written(desk, about.row),
            _ => Ok(Map::new()),
        }
    }

    /// What was sent is locked or sealed; what was written together until then was mostly the same.
    fn shut(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<(), Fault> {
        writing::forget(desk, about.row)
    }

    /// The bid itself can be sent until the round closes; a late one has its own ways.
    fn closes(&self, desk: &mut Desk<'_>, about: About<'_>, form: &Form) -> Result<Option<DateTime<Utc>>, Fault> {
        if !form.fields.iter().any(|field| field.id == ANSWERS) {
            return Ok(None);
        }
        let record = round_of(desk, about.row)?;
        let at = standing::of(desk, &record.id)?;
        let closing = round::closing(desk, &data(&record)?, at.as_ref())?;
        Ok(closing.filter(|at| *at > desk.now))
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        let book = Book::around(desk, about.row)?;
        Ok(serde_json::to_value(showing::context(desk, &book, &about.row.id)?)?)
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
        let record = round_of(desk, about.row)?;
        round::exclusions(desk, &record, people)
    }

    fn is_secret(&self) -> bool {
        true
    }

    fn locked_by(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Option<Lock>, Fault> {
        let record = round_of(desk, about.row)?;
        let Some(circle) = circle::of(desk, &record.id)? else {
            return Ok(None);
        };
        let at = standing::of(desk, &record.id)?;
        Ok(Some(Lock {
            closes: round::closing(desk, &data(&record)?, at.as_ref())?,
            round: record.id,
            circle,
        }))
    }

    /// Until it is opened, nobody but the bidder knows that there is a bid, unless they are asked to
    /// do something about it: to let a late one in, unread.
    fn hidden(&self, desk: &mut Desk<'_>, about: About<'_>, actor: &Actor) -> Result<bool, Fault> {
        let row = about.row;
        if row.organisation_id.is_some() && row.organisation_id == actor.organisation {
            return Ok(false);
        }
        if bids::load(desk.db, &row.id)?.opened_at.is_some() {
            return Ok(false);
        }
        for instance in instances::of_subject(desk.db, &desk.alliance, &row.id)? {
            let tasks = tasks::of_instance(desk.db, &desk.alliance, &instance.id)?;
            let mut open = tasks.iter().filter(|task| task.closed_at.is_none());
            if open.any(|task| task.roles.iter().any(|role| actor.roles.contains(role))) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn withheld(&self, desk: &mut Desk<'_>, about: About<'_>, actor: &Actor) -> Result<BTreeSet<String>, Fault> {
        let row = about.row;
        let theirs = row.organisation_id.is_some() && row.organisation_id == actor.organisation;
        if theirs || bids::load(desk.db, &row.id)?.opened_at.is_none() {
            return Ok(BTreeSet::new());
        }
        let record = round_of(desk, row)?;
        round::withheld(desk, &record, actor)
    }

    fn beside(&self, desk: &mut Desk<'_>, about: About<'_>, permit: &str) -> Result<Vec<String>, Fault> {
        if permit != writing::CONFIRM {
            return Ok(Vec::new());
        }
        let partners = bids::partners(desk.db, &about.row.id)?;
        Ok(partners.into_iter().map(|one| one.organisation_id).collect())
    }

    fn before_work(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        (permit, _given): (&str, &Map<String, Json>),
        caller: &Caller,
    ) -> Result<Vec<String>, Fault> {
        match permit {
            writing::CONFIRM => writing::parts_of(desk, about, caller),
            writing::EDIT => writing::who_sends(desk, about),
            _ => Ok(Vec::new()),
        }
    }

    /// What was sent last, where we can show it: what opening cards still lock nobody can.
    fn said_before(&self, desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<Said>, Fault> {
        writing::said(desk, row)
    }

    fn sent_with_code_alone(&self) -> Option<&'static str> {
        Some(sender::BEFORE)
    }

    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        let round = new.parent.as_ref().ok_or(Fault::NotFound("round"))?;
        let organisation = new.organisation.as_ref().ok_or_else(|| {
            Fault::field(
                "organisation",
                "Only somebody who speaks for an organisation can start a bid.",
            )
        })?;
        let series = format!("{}-B", round.reference.as_deref().unwrap_or(&round.id));
        let number = counters::next(desk.db, &desk.alliance, &series)?;
        row.reference = Some(drawn(desk, &series)?);
        if let Some(found) = organisations::load(desk.db, organisation)? {
            row.title = found.name;
        }
        let bid = BidRow {
            id: row.id.clone(),
            alliance_id: desk.alliance.clone(),
            round_id: round.id.clone(),
            organisation_id: organisation.clone(),
            number: i32::try_from(number).unwrap_or(i32::MAX),
            draft: None,
            opened_at: None,
            lots: "[]".to_owned(),
            eligible: None,
            eligibility_reason: String::new(),
            checked_by: None,
            checked_at: None,
        };
        Ok(bids::insert(desk.db, &bid)?)
    }

    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        writing::work(desk, about, work)
    }

    fn run_with(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str, form: &str) -> Result<(), Fault> {
        grant::run_with(desk, about, rule, form)
    }
}

/// Letters that are told apart on the telephone, and make no word.
const LETTERS: &[u8; 11] = b"FHJLMQRTWXZ";

/// A reference that tells neither how many bids there are nor which began first: whoever is given one has no business
/// knowing that there are others. `PSF-2026-001-B-MXTR`.
fn drawn(desk: &mut Desk<'_>, series: &str) -> Result<String, Fault> {
    loop {
        let letters: String = desk
            .app
            .rng
            .bytes::<4>()
            .into_iter()
            .filter_map(|byte| LETTERS.get(usize::from(byte) % LETTERS.len()))
            .map(|letter| char::from(*letter))
            .collect();
        let reference = format!("{series}-{letters}");
        if accord_store::subjects::by_reference(desk.db, &desk.alliance, &reference)?.is_none() {
            return Ok(reference);
        }
    }
}

/// Whose word it is, as far as that has to be asked.
fn sent(desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
    let book = Book::around(desk, about.row)?;
    let calls = sender::calls_of(desk, &book)?;
    let found = book
        .bid(&about.row.id)
        .map(|bid| sender::of(bid, &calls))
        .unwrap_or_default();
    Ok(values([
        ("sender.unconfirmed", Value::Bool(found.unconfirmed)),
        ("sender.denied", Value::Bool(found.denied)),
        ("sender.tries", count(found.tries)),
    ]))
}

/// What the names of facts about grants begin with.
const GRANT_FACTS: [&str; 3] = ["grants.", "grant.", "application."];

/// What is true of it in a round of grants.
fn granted(desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
    let book = Book::around(desk, about.row)?;
    let mut out = round::grants::for_one(&book)?;
    let own = book.bid(&about.row.id);
    let kept = match own {
        Some(bid) => grant::OnGrant::of(bid)?,
        None => grant::OnGrant::default(),
    };
    let unpaid = own.filter(|bid| grant::is_accepted(bid)).map_or(0, |_| kept.unpaid());
    let eligible = own.is_some_and(|bid| bid.row.eligible == Some(true));
    out.extend(values([
        ("application.eligible", Value::Bool(eligible)),
        ("grant.verdict", Value::Text(kept.verdict)),
        ("grant.amount", Value::Money(kept.amount)),
        ("grant.unpaid", Value::Money(unpaid)),
    ]));
    Ok(out)
}

fn own_facts(desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
    let record = round_of(desk, about.row)?;
    let own = data(&record)?;
    let at = standing::of(desk, &record.id)?;
    let closing = round::closing(desk, &own, at.as_ref())?;
    let partners = bids::partners(desk.db, &about.row.id)?;
    let unconfirmed = partners.iter().filter(|one| one.confirmed_at.is_none()).count();
    let questions = accord_store::rounds::questions(desk.db, &record.id)?.len();
    let told = at.as_ref().is_some_and(showing::is_told);
    let kind = if told {
        let book = Book::open(desk, &record, None)?;
        results::result(&book, &about.row.id)
    } else {
        None
    };
    Ok(values([
        (
            "closing.day",
            closing.map_or(Value::Nothing, |at| Value::Date(round::day(at))),
        ),
        // Late is what was received after the moment itself (S11).
        ("closing.passed", Value::Bool(closing.is_some_and(|at| desk.now > at))),
        ("partners.unconfirmed", count(unconfirmed)),
        ("questions.count", count(questions)),
        (
            "result.kind",
            Value::Text(kind.map(ResultKind::word).unwrap_or_default()),
        ),
    ]))
}

/// Nobody takes on more lots than there are.
fn too_many(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    answers: &IndexMap<String, Value>,
) -> Result<Vec<(String, String)>, Fault> {
    let lots = accord_store::rounds::lots(desk.db, &round.id)?.len();
    let Some(Value::Integer(most)) = answers.get(MOST_LOTS) else {
        return Ok(Vec::new());
    };
    let more = usize::try_from(*most).is_ok_and(|most| most > lots);
    let there = crate::domain::words::count(lots.try_into().unwrap_or(u64::MAX), "network", "networks");
    let says = format!("Enter a number from 1 to {lots}: the round has {there}.");
    let mut wrong: Vec<(String, String)> = more.then(|| (MOST_LOTS.to_owned(), says)).into_iter().collect();
    if let Some(Value::Integer(least)) = answers.get(LEAST_LOTS)
        && least > most
    {
        let says = format!("Enter a number from 1 to {most}, or leave it empty: you take on {most} at most.");
        wrong.push((LEAST_LOTS.to_owned(), says));
    }
    Ok(wrong)
}

/// The question of the form that says how many lots an organisation could take on.
const MOST_LOTS: &str = "most_lots";
/// The question of the form that says below how many it would not be worth its while.
const LEAST_LOTS: &str = "least_lots";
/// The question of the form under which the answers to the round's questions stand.
const ANSWERS: &str = "answers";

impl ResultKind {
    /// The word of the fact.
    pub(super) fn word(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|json| json.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// Takes everything about other bids out of a round that one bidder, or anybody outside, reads.
pub(super) fn others_unseen(above: &mut Map<String, Json>) {
    if let Some(Json::Object(round)) = above.get_mut("round") {
        for part in [
            "bids",
            "letters",
            "moderation",
            "conflicts",
            "representations",
            "decision",
        ] {
            if let Some(value) = round.get_mut(part) {
                *value = match value {
                    Json::Array(_) => Json::Array(Vec::new()),
                    _ => continue,
                };
            }
        }
    }
}

fn round_of(desk: &mut Desk<'_>, record: &SubjectRow) -> Result<SubjectRow, Fault> {
    standing::above(desk, record, "round")?.ok_or(Fault::NotFound("round"))
}
