//! Every fact of a round, from its rows.

use std::collections::BTreeSet;

use accord_engine::value::Value;
use accord_store::{appointments, rounds::SeatRow, subjects};

use super::{
    book::{BidOnFile, Book},
    cards, grants, hosts, letters, proportion, regime, sharing,
    standing_aside::has_declared,
    suitable, timetable,
};
use crate::service::{
    app::Desk,
    authority::powers,
    fault::Fault,
    outages,
    subjects::{
        About, Values,
        bid::sender,
        count, promises,
        specification::{self, AsSigned},
        values,
    },
};

/// The house of experts by experience; a word of the roles file.
pub(super) const EXPERTS: &str = "lived_experience";
/// The fact whose last word is the role of those who name evaluators of their own.
const NAMED_BY: &str = "panel.working_group";

/// The power of those who decide an award in the board's place; a word of the roles file.
const STANDS_IN: &str = "awards.decide";

/// What every name of the facts about the signed texts begins with.
const SIGNED: &str = "signed.";

/// Those that are asked for, or all: what both houses signed is read whole and hashed, which few steps need.
pub(super) fn facts(desk: &mut Desk<'_>, about: About<'_>, asked: Option<&BTreeSet<String>>) -> Result<Values, Fault> {
    let book = Book::open(desk, about.row, about.snapshot)?;
    let mut out = Values::new();
    prepared(desk, &book, &mut out)?;
    submitted(&book, &mut out);
    let calls = sender::calls_of(desk, &book)?;
    put(&mut out, "submissions.unconfirmed", sender::unsettled(&book, &calls));
    panel(desk, &book, &mut out)?;
    scored(desk, &book, &mut out)?;
    out.extend(promises::facts(desk, about.row)?);
    if asked.is_none_or(|names| names.iter().any(|name| name.starts_with(SIGNED))) {
        out.extend(signed(desk, &book)?);
    }
    if asked.is_none_or(|names| names.iter().any(|name| name.starts_with(cards::CARDS))) {
        cards::put(desk, &book, &mut out)?;
    }
    if asked.is_none_or(|names| sharing::FACTS.iter().any(|name| names.contains(*name))) {
        sharing::facts(desk, &book, &mut out)?;
    }
    if asked.is_none_or(|names| names.contains(proportion::FACT)) {
        proportion::facts(desk, &book, &mut out)?;
    }
    if asked.is_none_or(|names| names.iter().any(|name| name.starts_with(letters::LETTERS))) {
        letters::facts(desk, about, &book, &mut out)?;
    }
    if asked.is_none_or(|names| names.iter().any(|name| name.starts_with(grants::GRANTS))) {
        grants::facts(&book, &mut out)?;
    }
    hosts::facts(desk, &book, &mut out)?;
    Ok(out)
}

/// Whether what bids will rest on is what both houses signed: the text, the clauses, what hosts count.
fn signed(desk: &mut Desk<'_>, book: &Book) -> Result<Values, Fault> {
    let links = match &book.standing {
        Some(at) => desk.links_of(&at.row.id)?,
        None => Vec::new(),
    };
    let mut found = AsSigned::default();
    if let Some(link) = links.first() {
        let row = desk.instance(&link.target_id)?;
        let record = subjects::load(desk.db, &desk.alliance, &row.subject_id)?;
        found = specification::as_signed(desk, &record, &serde_json::from_str(&row.snapshot)?)?;
    }
    Ok(values([
        ("signed.text", Value::Bool(found.text)),
        ("signed.clauses", Value::Bool(found.clauses)),
        ("signed.measures", Value::Bool(found.measures)),
    ]))
}

pub(super) fn put(out: &mut Values, name: &str, number: usize) {
    out.extend(values([(name, count(number))]));
}

fn prepared(desk: &mut Desk<'_>, book: &Book, out: &mut Values) -> Result<(), Fault> {
    put(out, "lots.count", book.lots.len());
    put(out, "questions.count", book.questions.len());
    let by_experts = book
        .questions
        .iter()
        .filter(|one| one.house.as_deref() == Some(EXPERTS));
    put(out, "questions.set_by_experts", by_experts.count());
    put(out, "criteria.missing", regime::unasked(desk, book));
    put(out, "providers.new", suitable::new(desk, book)?.len());
    let total = |part: fn(&accord_store::rounds::QuestionRow) -> i32| {
        Value::Integer(book.questions.iter().map(|one| i64::from(part(one))).sum())
    };
    out.insert("weights.total".to_owned(), total(|one| one.weight));
    out.insert("words.asked".to_owned(), total(|one| one.max_words));
    let smallest = book.lots.iter().filter_map(|lot| lot.yearly_value).min();
    let budget = desk.app.library.proportion.band(smallest);
    out.insert(
        "words.budget".to_owned(),
        Value::Integer(budget.map_or(0, |band| i64::from(band.words))),
    );
    let reason = book.own.get("words_reason").and_then(|text| text.as_str());
    let given = reason.is_some_and(|text| !text.trim().is_empty());
    out.insert("words.reason_given".to_owned(), Value::Bool(given));
    for day in ["questions_day", "answers_day"] {
        let value = timetable::planned(&book.own, day).map_or(Value::Nothing, Value::Date);
        out.insert(format!("timetable.{day}"), value);
    }
    let closing = timetable::closing(desk, &book.own, book.standing.as_ref())?;
    let away = match closing {
        Some(at) => outages::before(desk, at)?,
        None => None,
    };
    let whole = |number: Option<i64>| number.map_or(Value::Nothing, Value::Integer);
    let away = values([
        ("outage.minutes", whole(away.map(|(minutes, _)| minutes))),
        ("outage.hours_left", whole(away.map(|(_, hours)| hours))),
    ]);
    let closing = closing.map_or(Value::Nothing, |at| Value::Date(timetable::day(at)));
    out.insert("timetable.closing_day".to_owned(), closing);
    out.extend(away);
    let told = timetable::published(&book.own).map_or(Value::Nothing, Value::Date);
    out.insert("timetable.published_day".to_owned(), told);
    Ok(())
}

/// Sent in time, or late and let in, and not taken back.
pub(super) fn counts(bid: &BidOnFile) -> bool {
    bid.is(&["bid.submitted", "bid.sealed"]) || (bid.row.opened_at.is_some() && !bid.withdrawn())
}

fn submitted(book: &Book, out: &mut Values) {
    let bids = &book.bids;
    put(out, "submissions.count", bids.iter().filter(|bid| counts(bid)).count());
    let late = bids.iter().filter(|bid| bid.is(&["bid.late"]));
    put(out, "submissions.late_undecided", late.count());
    let unchecked = bids
        .iter()
        .filter(|bid| bid.row.opened_at.is_some() && bid.row.eligible.is_none() && !bid.withdrawn());
    put(out, "submissions.unchecked", unchecked.count());
    put(
        out,
        "submissions.eligible",
        bids.iter().filter(|bid| bid.competes()).count(),
    );
    put(
        out,
        "providers.likely",
        bids.iter().filter(|bid| !bid.withdrawn()).count(),
    );
    put(out, "providers.unassessed", suitable::unassessed(book).count());
    let untold = bids.iter().filter(|bid| bid.is(&["bid.opened"]));
    put(out, "submissions.untold", untold.count());
}

/// Whether a person sits, by any appointment, in the house of experts.
pub(in crate::service) fn is_expert(desk: &mut Desk<'_>, person: &str) -> Result<bool, Fault> {
    let held = appointments::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    let roles = &desk.app.library.roles.roles;
    Ok(held
        .iter()
        .filter_map(|one| roles.get(&one.role)?.house.as_deref())
        .any(|house| house == EXPERTS))
}

/// The title of the house that a person sits in; empty for none.
///
/// # Errors
/// The store fails.
pub(in crate::service) fn house_of(desk: &mut Desk<'_>, person: &str) -> Result<String, Fault> {
    let held = appointments::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    let roles = &desk.app.library.roles;
    let house = held.iter().find_map(|one| roles.roles.get(&one.role)?.house.as_ref());
    Ok(house
        .and_then(|name| roles.houses.get(name))
        .cloned()
        .unwrap_or_default())
}

fn panel(desk: &mut Desk<'_>, book: &Book, out: &mut Values) -> Result<(), Fault> {
    let evaluators = book.evaluators(desk);
    let mut experts = 0;
    for seat in &evaluators {
        experts += usize::from(is_expert(desk, &seat.person_id)?);
    }
    let named = evaluators.iter().filter(|seat| is_nominated(seat));
    put(out, "panel.evaluators", evaluators.len());
    put(out, "panel.experts", experts);
    put(out, NAMED_BY, named.count());
    let undeclared: BTreeSet<&str> = book
        .seats
        .iter()
        .map(|seat| seat.person_id.as_str())
        .filter(|person| !book.recused(person) && !has_declared(&book.declarations, person))
        .collect();
    put(out, "panel.undeclared", undeclared.len());
    committee(desk, book, out)?;
    let asked: BTreeSet<&str> = book
        .declarations
        .iter()
        .filter_map(|(record, _)| record.person_id.as_deref())
        .collect();
    let seated = book.seats.iter().map(|seat| seat.person_id.as_str());
    let unasked: BTreeSet<&str> = seated
        .filter(|person| !asked.contains(person) && !book.barred.contains(*person))
        .collect();
    put(out, "panel.unasked", unasked.len());
    let waiting = book
        .declarations
        .iter()
        .filter(|(_, at)| at.is(&["declaration.being_assessed"]));
    put(out, "panel.unassessed", waiting.count());
    Ok(())
}

/// Who decides the award in the board's place, if so many of it step aside that it cannot.
fn committee(desk: &mut Desk<'_>, book: &Book, out: &mut Values) -> Result<(), Fault> {
    let roles = powers::holders(&desk.app.library.roles, STANDS_IN);
    let members: BTreeSet<String> = book
        .seats
        .iter()
        .filter(|seat| roles.contains(&seat.role) && !book.recused(&seat.person_id))
        .map(|seat| seat.person_id.clone())
        .collect();
    let mut experts = 0;
    for person in &members {
        experts += usize::from(is_expert(desk, person)?);
    }
    put(out, "committee.members", members.len());
    put(out, "committee.experts", experts);
    Ok(())
}

/// Whether somebody who held the role then, and not the person alone, named them.
pub(super) fn is_nominated(seat: &SeatRow) -> bool {
    let named_by = NAMED_BY.rsplit('.').next().unwrap_or_default();
    let roles: Vec<String> = serde_json::from_str(&seat.named_as).unwrap_or_default();
    roles.iter().any(|role| role == named_by)
}

fn scored(desk: &mut Desk<'_>, book: &Book, out: &mut Values) -> Result<(), Fault> {
    let people: BTreeSet<String> = book
        .locked(desk)?
        .into_iter()
        .filter_map(|(record, _)| record.person_id.clone())
        .filter(|person| !book.recused(person))
        .collect();
    let mut experts = 0;
    for person in &people {
        experts += usize::from(is_expert(desk, person)?);
    }
    put(out, "scores.locked", people.len());
    put(out, "scores.by_experts", experts);
    let agreed = book.agreed(desk)?;
    let open = book.bids.iter().filter(|bid| bid.competes()).flat_map(|bid| {
        let asked = book.asked_of(bid).into_iter();
        asked.filter(|one| !agreed.contains_key(&one.of(&bid.row.id)))
    });
    put(out, "moderation.open", open.count());
    let tied = book.offers.iter().filter(|one| super::results::outcome_of(one).tied);
    put(out, "allocation.ties", tied.count());
    let uncovered: Vec<_> = book
        .lots
        .iter()
        .filter(|lot| book.offer(lot).is_none_or(|one| one.bid_id.is_none()))
        .collect();
    let unexplained = uncovered.iter().filter(|lot| lot.cover_plan.is_none());
    put(out, "allocation.uncovered_unexplained", unexplained.count());
    put(out, "allocation.uncovered", uncovered.len());
    let (scores, agreed) = book.sent_back(desk)?;
    let step = agreed.max(scores).map(|repeat| repeat.step);
    out.insert("review.step".to_owned(), step.map_or(Value::Nothing, Value::Text));
    Ok(())
}
