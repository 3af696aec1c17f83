//! What files choose from and start things for: lots, questions, bids, people of the panel, providers.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{
    asked::{self, Asked},
    book::{BidOnFile, Book},
    cards, hosts, letters, name_of, proportion, suitable, title_of,
};
use crate::service::{
    app::Desk,
    authority,
    fault::Fault,
    library,
    subjects::{About, bid::sender},
};

/// Every one of them.
pub(super) const NAMES: &[&str] = &[
    "lots",
    "questions",
    "bids",
    "opened",
    "declarers",
    "evaluators",
    "winners",
    "to_call",
    "card_makers",
    "cards_to_check",
    "to_unlock",
    "letters",
    "letters_unread",
    "could_provide",
    "networks",
    "likely_providers",
    "likely",
    proportion::COLLECTION,
];

/// Those that are asked for.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn some(
    desk: &mut Desk<'_>,
    about: About<'_>,
    names: &BTreeSet<String>,
) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
    let book = Book::open(desk, about.row, about.snapshot)?;
    let mut out = BTreeMap::new();
    for name in names {
        let members = match name.as_str() {
            "lots" => lots(&book),
            "questions" => codes(&book).into_iter().chain(questions(&book)).collect(),
            "bids" => bids(&book, |_| true),
            // Those that may still turn out not to compete.
            "opened" => named(&book, |bid| bid.row.opened_at.is_some()),
            "declarers" => declarers(desk, about, &book)?,
            "evaluators" => evaluators(desk, &book)?,
            "to_call" => {
                let calls = sender::calls_of(desk, &book)?;
                let waiting = sender::to_call(&book, &calls);
                let name = |bid: &&BidOnFile| book.name(&bid.row.organisation_id).to_owned();
                waiting
                    .iter()
                    .map(|bid| (book.handle(bid).to_owned(), name(bid)))
                    .collect()
            }
            "winners" => hosts::winners(desk, &book)?,
            "could_provide" => suitable::could(desk)?,
            "networks" => crate::service::organisations::areas(desk)?,
            "likely_providers" => named(&book, |bid| !bid.withdrawn()),
            "likely" => suitable::new(desk, &book)?,
            proportion::COLLECTION => proportion::collection(desk, &book)?,
            "card_makers" => cards::without(desk, about.row)?,
            "cards_to_check" => cards::to_check(desk, &book)?.unwrap_or_default(),
            "to_unlock" => cards::to_unlock(&book)?,
            "letters" => letters::collection(desk, about, &book, false)?,
            "letters_unread" => letters::collection(desk, about, &book, true)?,
            _ => continue,
        };
        out.insert(name.clone(), members);
    }
    Ok(out)
}

/// Lots by code.
fn lots(book: &Book) -> IndexMap<String, String> {
    let pairs = book.lots.iter().map(|lot| (lot.code.clone(), lot.name.clone()));
    pairs.collect()
}

/// Questions by code.
pub(super) fn codes(book: &Book) -> IndexMap<String, String> {
    let pairs = book.questions.iter().map(|one| (one.code.clone(), title_of(one)));
    pairs.collect()
}

/// Everything that any bid may answer, by its name.
pub(in crate::service::subjects) fn questions(book: &Book) -> IndexMap<String, String> {
    named_answers(asked::any(&book.questions, &book.lots))
}

/// What a bid answers, by name; what every bid does where none is said.
pub(in crate::service::subjects) fn answers_of(book: &Book, bid: Option<&str>) -> IndexMap<String, String> {
    named_answers(match bid.and_then(|key| book.bid_by_key(key)) {
        Some(bid) => book.asked_of(bid),
        None => asked::for_codes(&book.questions, &book.lots, &[]),
    })
}

/// Answers by name: name to title.
pub(in crate::service::subjects) fn named_answers(all: Vec<Asked<'_>>) -> IndexMap<String, String> {
    all.into_iter().map(|one| (one.key(), one.title())).collect()
}

/// Bids that compete, by the handle of the organisation.
pub(in crate::service::subjects) fn bids(book: &Book, wanted: impl Fn(&BidOnFile) -> bool) -> IndexMap<String, String> {
    named(book, |bid| bid.competes() && wanted(bid))
}

fn named(book: &Book, wanted: impl Fn(&BidOnFile) -> bool) -> IndexMap<String, String> {
    book.bids
        .iter()
        .filter(|bid| wanted(bid))
        .map(|bid| {
            let reference = bid.record.reference.clone().unwrap_or_default();
            let title = format!("{reference}, {}", book.name(&bid.row.organisation_id));
            (book.handle(bid).to_owned(), title)
        })
        .collect()
}

/// Everyone of the panel and of the board who has not been asked to declare yet.
fn declarers(desk: &mut Desk<'_>, about: About<'_>, book: &Book) -> Result<IndexMap<String, String>, Fault> {
    let asked: BTreeSet<&str> = book
        .declarations
        .iter()
        .filter_map(|(record, _)| record.person_id.as_deref())
        .collect();
    let mut people: Vec<String> = book.seats.iter().map(|seat| seat.person_id.clone()).collect();
    people.extend(board(desk, about, book)?);
    let mut out = IndexMap::new();
    for person in people {
        if !asked.contains(person.as_str()) && !out.contains_key(&person) && !book.barred.contains(&person) {
            let name = name_of(desk, book, &person)?;
            out.insert(person, name);
        }
    }
    Ok(out)
}

/// Whoever votes in this workflow's decisions.
fn board(desk: &mut Desk<'_>, about: About<'_>, book: &Book) -> Result<Vec<String>, Fault> {
    let Some(at) = &book.standing else {
        return Ok(Vec::new());
    };
    let workflow = desk.app.library.pinned(desk.db, &at.row.definition)?;
    let mut roles: Vec<String> = library::states(&workflow.definition)
        .into_iter()
        .filter_map(|state| library::find_state(&workflow.definition, state))
        .filter_map(|state| state.decision.as_ref())
        .flat_map(|decision| decision.who.clone())
        .collect();
    roles.sort();
    roles.dedup();
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let members = authority::members(desk, about, &roles)?;
    Ok(members.into_iter().map(|one| one.person).collect())
}

/// People on the panel who still have to score in the current pass.
fn evaluators(desk: &mut Desk<'_>, book: &Book) -> Result<IndexMap<String, String>, Fault> {
    let done: BTreeSet<String> = book
        .locked(desk)?
        .into_iter()
        .filter_map(|(record, _)| record.person_id.clone())
        .collect();
    let people: Vec<String> = book
        .evaluators(desk)
        .iter()
        .map(|seat| seat.person_id.clone())
        .collect();
    let mut out = IndexMap::new();
    for person in people.into_iter().filter(|person| !done.contains(person)) {
        let name = name_of(desk, book, &person)?;
        out.insert(person, name);
    }
    Ok(out)
}
