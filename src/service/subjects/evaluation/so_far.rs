//! What an evaluator has scored so far: told beside each bid, shown again where a bid is opened again, and judged where
//! it is written.

use accord_engine::value::Value;
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::{REASON, SCORES};
use crate::{
    domain::{award::proportion, words},
    service::subjects::{
        Beside,
        round::book::{BidOnFile, Book, Marks},
    },
};

/// How many questions of a bid have a score and a reason that is long enough.
pub(super) fn scored(book: &Book, marks: &Marks<'_>, bid: &BidOnFile) -> usize {
    let done = book.asked_of(bid).into_iter().filter(|one| {
        let row = marks.get(&one.of(&bid.row.id));
        row.is_some_and(|row| proportion::words(&row.reason) >= REASON)
    });
    done.count()
}

/// So many of so many bids, as a sentence.
pub(super) fn says(scored: usize, all: usize) -> String {
    let bids = words::count_of(all, "bid", "bids");
    match scored {
        0 => format!("You have not scored any of the {bids} yet."),
        scored if scored == all => format!("You have scored {scored} of {bids}. You can lock your scores now."),
        scored => format!("You have scored {scored} of {bids}."),
    }
}

/// Beside each bid: whether it is scored.
pub(super) fn beside(book: &Book, marks: &Marks<'_>, allowed: &[&BidOnFile]) -> IndexMap<String, Beside> {
    let one = |bid: &&BidOnFile| {
        let says = match scored(book, marks, bid) {
            0 => "Not scored yet",
            some if some < book.asked_of(bid).len() => "Scored in part",
            _ => "Scored. You can look at your scores again, and change them",
        };
        let beside = Beside {
            says: vec![says.to_owned()],
            most_words: None,
        };
        (book.handle(bid).to_owned(), beside)
    };
    allowed.iter().map(one).collect()
}

/// The scores that an evaluator has sent for a bid before, as answers to the form that asks for them.
pub(super) fn sent_before(book: &Book, marks: &Marks<'_>, allowed: &[&BidOnFile], chosen: &str) -> Map<String, Json> {
    let Some(bid) = allowed.iter().find(|bid| book.handle(bid) == chosen) else {
        return Map::new();
    };
    let rows = book.asked_of(bid).into_iter().filter_map(|one| {
        let row = marks.get(&one.of(&bid.row.id))?;
        Some(json!({ "question": one.key(), "score": row.marks, "reason": row.reason }))
    });
    let rows: Vec<Json> = rows.collect();
    if rows.is_empty() {
        return Map::new();
    }
    [("bid".to_owned(), chosen.into()), (SCORES.to_owned(), rows.into())]
        .into_iter()
        .collect()
}

/// Reasons that are too short, each at its question.
pub(super) fn short(given: &IndexMap<String, Value>) -> Vec<(String, String)> {
    let Some(Value::Rows(rows)) = given.get(SCORES) else {
        return Vec::new();
    };
    let text = |row: &IndexMap<String, Value>, id: &str| match row.get(id) {
        Some(Value::Text(text)) => text.clone(),
        Some(_) | None => String::new(),
    };
    let short = rows.iter().filter_map(|row| {
        let count = proportion::words(&text(row, "reason"));
        let says = format!(
            "Say why in {REASON} words or more: the bidder reads it. There {} so far.",
            match count {
                1 => "is 1 word".to_owned(),
                many => format!("are {}", words::count_of(many, "word", "words")),
            }
        );
        (count < REASON).then(|| (format!("{SCORES}.{}.reason", text(row, "question")), says))
    });
    short.collect()
}
