//! Bids shared out among the evaluators of a round: who reads which, how much that is for each, and what a share is
//! kept as.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::appointments::{self, Interest, InterestRow};
use serde_json::{Value as Json, json};

use super::{
    book::{BidOnFile, Book},
    facts::{is_expert, put},
};
use crate::{
    domain::award::sharing::{self, Reader, TooFew, Wanted},
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, Values, Work, keeping},
    },
};

/// The permit under which bids are shared out.
pub(super) const SHARING: &str = "panel.share";
/// The facts about it.
pub(super) const FACTS: [&str; 2] = ["panel.answers", "panel.fewest"];
/// Where the record keeps who reads which bid.
const SHARED: &str = "shared";

/// Whether somebody scores a bid: everybody does until bids are shared out. What they may not read is another question.
pub(in crate::service::subjects) fn reads(book: &Book, person: &str, bid: &BidOnFile) -> bool {
    let shared = book.own.get(SHARED).and_then(|all| all.get(&bid.row.id));
    let people = shared.and_then(Json::as_array);
    people.is_none_or(|people| people.iter().any(|one| one.as_str() == Some(person)))
}

/// Bids that somebody is barred from by an interest in who sends them.
///
/// # Errors
/// The store fails.
pub(in crate::service::subjects) fn barred(
    desk: &mut Desk<'_>,
    book: &Book,
    person: &str,
) -> Result<BTreeSet<String>, Fault> {
    let interests = appointments::interests(desk.db, &desk.alliance, desk.now.into())?;
    Ok(barred_by(&interests, book, person))
}

fn barred_by(interests: &[InterestRow], book: &Book, person: &str) -> BTreeSet<String> {
    let own = |one: &&InterestRow| one.person_id == person && one.about_kind == Interest::Organisation;
    let kept_from: BTreeSet<&str> = interests.iter().filter(own).map(|one| one.about_id.as_str()).collect();
    let behind = |bid: &&BidOnFile| {
        let mut partners = book.partners.iter().filter(|one| one.bid_id == bid.row.id);
        kept_from.contains(bid.row.organisation_id.as_str())
            || partners.any(|one| kept_from.contains(one.organisation_id.as_str()))
    };
    book.bids.iter().filter(behind).map(|bid| bid.row.id.clone()).collect()
}

/// How much somebody scores.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Load {
    /// Answers, those for each lot among them.
    pub answers: usize,
    /// Bids.
    pub bids: usize,
}

/// How much each evaluator scores.
///
/// # Errors
/// The store fails.
pub(super) fn loads(desk: &mut Desk<'_>, book: &Book) -> Result<BTreeMap<String, Load>, Fault> {
    // Nothing is scored before bids are opened.
    if !book.bids.iter().any(BidOnFile::competes) {
        return Ok(BTreeMap::new());
    }
    let readers = readers(desk, book)?.into_iter();
    Ok(readers.map(|one| (one.person.clone(), load(book, &one))).collect())
}

fn load(book: &Book, reader: &Reader) -> Load {
    let own =
        |bid: &&BidOnFile| bid.competes() && !reader.barred.contains(&bid.row.id) && reads(book, &reader.person, bid);
    let own: Vec<&BidOnFile> = book.bids.iter().filter(own).collect();
    Load {
        answers: own.iter().map(|bid| book.asked_of(bid).len()).sum(),
        bids: own.len(),
    }
}

/// The most answers that one of them scores, and the fewest of them that one bid has.
pub(super) fn facts(desk: &mut Desk<'_>, book: &Book, out: &mut Values) -> Result<(), Fault> {
    let [answers, of_each] = FACTS;
    let readers = readers(desk, book)?;
    let most = readers.iter().map(|one| load(book, one)).max().unwrap_or_default();
    put(out, answers, most.answers);
    let of = |bid: &&BidOnFile| {
        let own = |one: &&Reader| !one.barred.contains(&bid.row.id) && reads(book, &one.person, bid);
        readers.iter().filter(own).count()
    };
    let fewest = book.bids.iter().filter(|bid| bid.competes()).map(|bid| of(&bid)).min();
    put(out, of_each, fewest.unwrap_or(readers.len()));
    Ok(())
}

fn readers(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<Reader>, Fault> {
    let people: Vec<String> = book
        .evaluators(desk)
        .iter()
        .map(|seat| seat.person_id.clone())
        .collect();
    let interests = appointments::interests(desk.db, &desk.alliance, desk.now.into())?;
    let mut out = Vec::new();
    for person in people {
        out.push(Reader {
            expert: is_expert(desk, &person)?,
            barred: barred_by(&interests, book, &person),
            person,
        });
    }
    Ok(out)
}

/// Shares the bids out: `readers` for each, of whom `experts` are experts by experience.
///
/// # Errors
/// There are too few people for a bid: with the bid and what is missing.
pub(super) fn share(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let number = |name: &str| {
        let found = work.body.get(name).and_then(Json::as_u64);
        found.and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
    };
    let wanted = Wanted {
        readers: number("readers"),
        experts: number("experts"),
    };
    if wanted.experts > wanted.readers {
        return Err(Fault::field(
            "experts",
            "No more of them can be experts than there are in all.",
        ));
    }
    let book = Book::open(desk, about.row, about.snapshot)?;
    let bids: Vec<(String, usize)> = book
        .bids
        .iter()
        .filter(|bid| bid.competes())
        .map(|bid| (bid.row.id.clone(), book.asked_of(bid).len()))
        .collect();
    let shared = match sharing::share(&bids, &readers(desk, &book)?, wanted) {
        Ok(shared) => shared,
        Err(few) => return Err(too_few(&book, &few)),
    };
    keeping::keep(desk, about.row, &[(SHARED, shared)])?;
    Ok(json!({}))
}

fn too_few(book: &Book, few: &TooFew) -> Fault {
    let name = book.bid(&few.bid).map(|bid| book.name(&bid.row.organisation_id));
    let (field, who) = match few.of_experts {
        true => ("experts", "experts by experience"),
        false => ("readers", "evaluators"),
    };
    let says = format!(
        "Too few {who} may read the bid of {}. Name more, or share it among fewer.",
        name.unwrap_or("an organisation")
    );
    Fault::field(field, says)
}
