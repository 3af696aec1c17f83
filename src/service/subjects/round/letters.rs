//! Letters that tell bidders their results, read by two people before any of them goes out: whoever gets one has
//! nobody beside them to say that a number belongs to another bid.
//!
//! What was read is what the award says (its hash): once a score, a reason or an offer changes, nobody has read it.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::{
    book::{BidOnFile, Book},
    deciding::{self, AWARD},
    facts::put,
    results,
};
use crate::{
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{About, Values, Work, bid, keeping},
    },
    views::contexts::bid::Bid,
};

/// The permit under which somebody says that they have read them.
pub(super) const READING: &str = "letter.read";
/// What every name of the facts about them begins with.
pub(super) const LETTERS: &str = "letters.";
/// While they are read: the award is decided, and no bidder knows.
const WRITTEN: &str = "round.letters";
/// So many people read each, whatever a workflow asks beside that.
const TWO: usize = 2;
/// Where the record keeps who has read what.
const READ: &str = "letters_read";

/// Somebody has read some of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Reading {
    by: String,
    at: String,
    /// Ids of bids.
    letters: Vec<String>,
    /// The hash of the award as it then was.
    award: String,
    /// What is wrong in them, or hard to read; empty for nothing.
    wrong: String,
}

/// Bids whose letter is written: those that have a result, while letters are read.
fn written(book: &Book) -> impl Iterator<Item = &BidOnFile> {
    let now = book.standing.as_ref().is_some_and(|at| at.is(&[WRITTEN]));
    let told = move |bid: &&BidOnFile| now && !bid.withdrawn() && results::result(book, &bid.row.id).is_some();
    book.bids.iter().filter(told)
}

/// Each letter's bid as the letter will speak of it; none while no letters are read.
///
/// # Errors
/// The store fails.
pub(super) fn drafts(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<Bid>, Fault> {
    let mut out = Vec::new();
    for one in written(book) {
        out.push(bid::as_decided(desk, book, &one.row.id)?);
    }
    Ok(out)
}

/// Who has read each letter as it now stands, and what the last word of each of them about it was.
fn read_by(book: &Book, award: &str) -> Result<BTreeMap<String, BTreeMap<String, String>>, Fault> {
    let mut out: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for one in readings(&book.own)?.into_iter().filter(|one| one.award == award) {
        for letter in one.letters {
            let readers = out.entry(letter).or_default();
            readers.insert(one.by.clone(), one.wrong.clone());
        }
    }
    Ok(out)
}

fn readings(own: &Map<String, Json>) -> Result<Vec<Reading>, Fault> {
    match own.get(READ) {
        Some(all) => Ok(serde_json::from_value(all.clone())?),
        None => Ok(Vec::new()),
    }
}

fn award(desk: &mut Desk<'_>, about: About<'_>) -> Result<String, Fault> {
    let mut hashes = deciding::hashes(desk, about)?;
    Ok(hashes.remove(AWARD).unwrap_or_default())
}

/// The facts about them.
///
/// # Errors
/// The store fails.
pub(super) fn facts(desk: &mut Desk<'_>, about: About<'_>, book: &Book, out: &mut Values) -> Result<(), Fault> {
    let letters: Vec<&BidOnFile> = written(book).collect();
    let read = match letters.is_empty() {
        true => BTreeMap::new(),
        false => read_by(book, &award(desk, about)?)?,
    };
    let of = |bid: &&BidOnFile| read.get(&bid.row.id);
    let fewest = letters.iter().map(|bid| of(bid).map_or(0, BTreeMap::len)).min();
    let wrong = |bid: &&&BidOnFile| of(bid).is_some_and(|readers| readers.values().any(|said| !said.is_empty()));
    put(out, "letters.count", letters.len());
    put(out, "letters.readers", fewest.unwrap_or(0));
    put(out, "letters.wrong", letters.iter().filter(wrong).count());
    Ok(())
}

/// Letters by the handle of the organisation; with `unread`, those that fewer than two have read.
///
/// # Errors
/// The store fails.
pub(super) fn collection(
    desk: &mut Desk<'_>,
    about: About<'_>,
    book: &Book,
    unread: bool,
) -> Result<IndexMap<String, String>, Fault> {
    let letters: Vec<&BidOnFile> = written(book).collect();
    let read = match letters.is_empty() || !unread {
        true => BTreeMap::new(),
        false => read_by(book, &award(desk, about)?)?,
    };
    let wanted = |bid: &&&BidOnFile| read.get(&bid.row.id).is_none_or(|readers| readers.len() < TWO);
    let named = |bid: &BidOnFile| {
        let result = results::result(book, &bid.row.id);
        let (name, result) = (book.name(&bid.row.organisation_id), super::result_words(result));
        (book.handle(bid).to_owned(), format!("To {name}: {result}"))
    };
    Ok(letters.iter().filter(wanted).map(|bid| named(bid)).collect())
}

/// Somebody says which letters they have read, and whether something in them is wrong.
///
/// # Errors
/// No such letter is written, or they stand aside from the award.
pub(super) fn read(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    if let Some(why) = work.actor.exclusions.values().next() {
        let why = format!("{why} Somebody else reads the letters.");
        return Err(Fault::field("letters", why));
    }
    let book = Book::open(desk, about.row, about.snapshot)?;
    let given = answers::texts(work.body, "letters");
    let known: BTreeMap<&str, &str> = written(&book)
        .map(|bid| (book.handle(bid), bid.row.id.as_str()))
        .collect();
    let letters: BTreeSet<String> = given
        .iter()
        .filter_map(|handle| known.get(handle.as_str()))
        .map(|id| (*id).to_owned())
        .collect();
    if letters.is_empty() || letters.len() < given.len() {
        let says = "Choose letters of this round, as they are listed in the paper with all of them.";
        return Err(Fault::field("letters", says));
    }
    let reading = Reading {
        by: work.actor.person.clone(),
        at: desk.now.to_rfc3339(),
        letters: letters.into_iter().collect(),
        award: award(desk, about)?,
        wrong: answers::text(work.body, "wrong").trim().to_owned(),
    };
    keeping::add(desk, about.row, READ, reading)?;
    Ok(json!({}))
}
