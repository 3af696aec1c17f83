//! Who sent a bid. One that was sent with an email code alone is in time, and is not opened before its
//! organisation has said on the telephone that it sent it: on a number that it had given before the bid
//! was begun, never one from the bid.

use accord_store::{
    calls::{self, Answered, CallRow},
    organisations, people, subjects as subject_rows,
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::super::round::book::{BidOnFile, Book};
use crate::{
    domain::words,
    service::{
        app::Desk,
        fault::Fault,
        organisations::profile,
        people as office,
        subjects::{About, Work},
    },
};

/// To record a call; a word of the catalogue.
pub(in crate::service::subjects) const CALL: &str = "bid.call_back";

/// What somebody reads who is about to send a bid so.
pub(in crate::service::subjects) const BEFORE: &str = "You have come in with a code from an email alone. You can send \
    your bid now, and it is in time. After the closing time we call your organisation, on the number that its profile \
    held before this bid was begun, and ask whether it sent one. Another way to show that it is you (under your name, at \
    the top) counts for bids that you begin after you have set it up.";

/// How it stands with the sender of a bid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::service::subjects) struct Sender {
    /// It was sent with an email code alone, and neither a call nor a decision has settled whose it is.
    pub unconfirmed: bool,
    /// Whoever was called says that their organisation did not send it, and nothing was decided since.
    pub denied: bool,
    /// Calls since the last decision that reached nobody.
    pub tries: usize,
}

/// How it stands with the sender of a bid, given every call about it.
pub(in crate::service::subjects) fn of(bid: &BidOnFile, all: &[CallRow]) -> Sender {
    let Some(sent) = bid.last().filter(|row| row.code_alone) else {
        return Sender::default();
    };
    let decided = bid
        .standing
        .as_ref()
        .and_then(|at| at.since("bid.disputed"))
        .filter(|_| !bid.is(&["bid.disputed"]));
    let own = all.iter().filter(|call| call.bid_id == bid.row.id);
    let open: Vec<&CallRow> = own
        .filter(|call| call.at >= sent.at && decided.is_none_or(|at| call.at.utc() > at))
        .collect();
    let last = open.iter().rev().find(|call| call.answer != Answered::NotReached);
    let answer = last.map(|call| call.answer);
    Sender {
        unconfirmed: answer != Some(Answered::Yes) && decided.is_none_or(|at| at < sent.at.utc()),
        denied: answer == Some(Answered::No),
        tries: open.iter().filter(|call| call.answer == Answered::NotReached).count(),
    }
}

/// Every call about the bids of a round.
pub(in crate::service::subjects) fn calls_of(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<CallRow>, Fault> {
    let ids: Vec<String> = book.bids.iter().map(|bid| bid.row.id.clone()).collect();
    Ok(calls::of_bids(desk.db, &desk.alliance, &ids)?)
}

/// The bids that wait for a call: those that count, and are sealed, once bids are closed. Before that,
/// nobody is told who has bid.
pub(in crate::service::subjects) fn to_call<'a>(book: &'a Book, all: &[CallRow]) -> Vec<&'a BidOnFile> {
    if !book.standing.as_ref().is_some_and(|at| at.is(&["round.closed"])) {
        return Vec::new();
    }
    let bids = book.bids.iter();
    bids.filter(|bid| bid.is(&["bid.sealed"]) && of(bid, all).unconfirmed)
        .collect()
}

/// How many bids keep the round from being opened because nobody knows yet who sent them.
pub(in crate::service::subjects) fn unsettled(book: &Book, all: &[CallRow]) -> usize {
    let counts = |bid: &&BidOnFile| {
        bid.is(&["bid.disputed"]) || (bid.is(&["bid.submitted", "bid.sealed"]) && of(bid, all).unconfirmed)
    };
    book.bids.iter().filter(counts).count()
}

/// What whoever calls reads first: each organisation, its number, and calls so far.
pub(in crate::service::subjects) fn to_read(desk: &mut Desk<'_>, about: About<'_>) -> Result<Vec<String>, Fault> {
    let book = Book::open(desk, about.row, about.snapshot)?;
    let all = calls_of(desk, &book)?;
    let waiting = to_call(&book, &all);
    if waiting.is_empty() {
        let held = book.bids.iter().filter(|bid| bid.is(&["bid.disputed"])).count();
        let held = words::count(held.try_into().unwrap_or(u64::MAX), "bid is", "bids are");
        return Ok(vec![
            "There is nobody to call: no bid waits for a call.".to_owned(),
            format!("{held} held unopened for a board member and the auditor to decide about."),
        ]);
    }
    let mut out = vec![
        "These bids were sent by somebody who had shown an email code alone. They are in time. Call each organisation \
         on the number below, which it had given before its bid was begun, and ask one thing: did your organisation \
         send a bid in this round? Say nothing of what a bid says; you do not know it."
            .to_owned(),
    ];
    for bid in waiting {
        let name = book.name(&bid.row.organisation_id);
        let number = number(desk, bid)?;
        let number = number.unwrap_or_else(|| {
            "it had given no number before. Reach it in another way that you know from before, and say which".to_owned()
        });
        let tries = of(bid, &all).tries;
        let so_far = match tries {
            0 => String::new(),
            n => format!(
                " Nobody was reached in {}.",
                words::count(n.try_into().unwrap_or(u64::MAX), "call", "calls")
            ),
        };
        out.push(format!("{name}: {number}.{so_far}"));
    }
    Ok(out)
}

/// The number that the organisation's profile held before the bid was begun.
fn number(desk: &mut Desk<'_>, bid: &BidOnFile) -> Result<Option<String>, Fault> {
    profile::number_before(desk, &bid.row.organisation_id, bid.record.created_at.utc())
}

/// A call, as it is recorded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    /// The organisation's handle.
    bid: String,
    answer: String,
    #[serde(default)]
    spoken_to: String,
    #[serde(default)]
    note: String,
}

/// Writes a call down, and tells the organisation's lead contacts of it.
pub(in crate::service::subjects) fn record(
    desk: &mut Desk<'_>,
    about: About<'_>,
    work: Work<'_>,
) -> Result<Json, Fault> {
    let call: Call = read(work.body)?;
    let book = Book::open(desk, about.row, about.snapshot)?;
    let all = calls_of(desk, &book)?;
    let waiting = to_call(&book, &all);
    let found = waiting.into_iter().find(|bid| book.handle(bid) == call.bid);
    let bid = found.ok_or_else(|| Fault::field("bid", "Choose an organisation that waits for a call."))?;
    if work.actor.organisation.as_ref() == Some(&bid.row.organisation_id) {
        return Err(Fault::field(
            "bid",
            "This is your own organisation. Somebody else calls it.",
        ));
    }
    let answer = match call.answer.as_str() {
        "yes" => Answered::Yes,
        "no" => Answered::No,
        "not_reached" => Answered::NotReached,
        _ => return Err(Fault::field("answer", "Say yes, no or not_reached.")),
    };
    let spoken_to = call.spoken_to.trim().to_owned();
    if spoken_to.is_empty() && answer != Answered::NotReached {
        return Err(Fault::field("spoken_to", "Enter whom you spoke to."));
    }
    let number = number(desk, bid)?;
    if number.is_none() && call.note.trim().is_empty() {
        return Err(Fault::field(
            "note",
            "Say in which way you reached them, since they had given no number before.",
        ));
    }
    let row = CallRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        bid_id: bid.row.id.clone(),
        person_id: work.actor.person.clone(),
        number: number.unwrap_or_default(),
        spoken_to,
        answer,
        note: call.note.trim().to_owned(),
        at: desk.now.into(),
    };
    calls::put(desk.db, &row)?;
    tell(desk, &book, bid, &row)?;
    Ok(json!({}))
}

/// The organisation's lead contacts hear of each call that reached somebody.
fn tell(desk: &mut Desk<'_>, book: &Book, bid: &BidOnFile, call: &CallRow) -> Result<(), Fault> {
    let said = match call.answer {
        Answered::Yes => "that your organisation sent it. It is opened with the others",
        Answered::No => "that your organisation did not send it. It stays sealed until two people have decided",
        Answered::NotReached => return Ok(()),
    };
    let record = subject_rows::load(desk.db, &desk.alliance, &book.record.id)?;
    let says = format!(
        "We called about a bid in {}, because it was sent with an email code alone. {} said {said}.",
        record.title, call.spoken_to
    );
    let by = people::load(desk.db, &call.person_id)?.map_or_else(String::new, |one| one.name);
    for one in organisations::members(desk.db, &bid.row.organisation_id, desk.now.into())? {
        if one.lead_contact
            && let Some(to) = people::load(desk.db, &one.person_id)?
        {
            office::tell(desk, &to, &by, &format!("/bid/{}", bid.row.id), says.clone())?;
        }
    }
    Ok(())
}

fn read(body: &Map<String, Json>) -> Result<Call, Fault> {
    serde_json::from_value(Json::Object(body.clone()))
        .map_err(|error| Fault::field("bid", format!("This cannot be read: {error}.")))
}
