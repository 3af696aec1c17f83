//! What templates may say about a bid: to its bidder at any time, to others after the opening.

use accord_store::rounds::QuestionRow;
use serde_json::{Map, Value as Json};

use super::super::round::{
    self,
    asked::for_codes,
    book::{BidOnFile, Book},
    results::{self, ResultKind},
};
use crate::{
    domain::award::proportion,
    service::{answers, app::Desk, fault::Fault, subjects::standing::Standing, uploads},
    views::contexts::{
        bid::{Answer, Bid, Partner},
        parts::Pair,
    },
};

/// The object `bid`.
///
/// # Errors
/// There is no such bid, or the store fails.
pub(in crate::service::subjects) fn context(desk: &mut Desk<'_>, book: &Book, id: &str) -> Result<Bid, Fault> {
    let decided = book.standing.as_ref().is_some_and(is_told);
    shown(desk, book, id, decided)
}

/// Whether bidders know the results of a round that stands there. A decision that is made again leaves none meanwhile.
pub(super) fn is_told(round: &Standing) -> bool {
    let again = round.since("round.scoring").max(round.since("round.moderation"));
    let decided = round.since("round.decided");
    decided.is_some_and(|decided| again.is_none_or(|again| again <= decided))
}

/// The same as it will be once bidders are told, for whoever reads the letters before.
///
/// # Errors
/// There is no such bid, or the store fails.
pub(in crate::service::subjects) fn as_decided(desk: &mut Desk<'_>, book: &Book, id: &str) -> Result<Bid, Fault> {
    shown(desk, book, id, true)
}

fn shown(desk: &mut Desk<'_>, book: &Book, id: &str, decided: bool) -> Result<Bid, Fault> {
    let Some(bid) = book.bid(id) else {
        // It is being made.
        return Ok(Bid::default());
    };
    let closing = round::closing(desk, &book.own, book.standing.as_ref())?;
    let sent = bid.last();
    let given = bid.answers()?;
    let result = if decided { results::result(book, id) } else { None };
    let mut out = Bid {
        reference: bid.record.reference.clone().unwrap_or_default(),
        organisation: round::organisation(desk, &bid.row.organisation_id)?,
        partners: partners(desk, book, id)?,
        lots: bid.lots(),
        lot_names: round::names(book, &bid.lots()),
        most_lots: given
            .get("most_lots")
            .and_then(Json::as_u64)
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(0),
        status: status(bid).to_owned(),
        submission: u32::try_from(bid.sent.len()).unwrap_or(u32::MAX),
        received_at: sent.map(|row| row.at.utc()),
        late: sent.is_some_and(|row| closing.is_some_and(|at| row.at.utc() > at)),
        to_be_confirmed: sent.is_some_and(|row| row.code_alone),
        receipt_hash: sent.map(|row| row.hash.clone()).unwrap_or_default(),
        size: sent
            .map(|row| {
                let body = row.envelope.as_ref().or(row.answers.as_ref());
                round::size_in_words(body.map_or(0, String::len))
            })
            .unwrap_or_default(),
        files: files(desk, &given)?,
        answers: texts(book, bid, &given),
        outcome: round::result_words(result).to_owned(),
        reason: match result {
            Some(ResultKind::NotEligible) => bid.row.eligibility_reason.clone(),
            Some(_) => why(book, id),
            None => String::new(),
        },
        ..Bid::default()
    };
    out.grant = super::grant::shown(desk, book, bid, false)?;
    if decided {
        out.scores = round::marks(desk, book, bid)?;
        out.totals = round::totals(desk, book, bid)?;
        out.won = book.won(id).iter().map(|lot| lot.name.clone()).collect();
        out.next = next(result).to_owned();
    }
    Ok(out)
}

fn status(bid: &BidOnFile) -> &'static str {
    let words = [
        ("bid.drafting", "draft"),
        ("bid.submitted", "sent"),
        ("bid.sealed", "sent and sealed"),
        ("bid.missed", "not sent in time"),
        ("bid.late", "sent after the closing time"),
        ("bid.disputed", "held unopened for a decision"),
        ("bid.opened", "being looked at"),
        ("bid.told", "decided"),
        ("bid.successful", "awarded"),
        ("bid.reserve", "on the reserve list"),
        ("bid.withdrawn", "taken back"),
        ("bid.closed", "over"),
    ];
    let found = words.into_iter().find(|(meaning, _)| bid.is(&[meaning]));
    found.map_or("", |(_, word)| word)
}

fn partners(desk: &mut Desk<'_>, book: &Book, id: &str) -> Result<Vec<Partner>, Fault> {
    let mut out = Vec::new();
    for row in book.partners.iter().filter(|one| one.bid_id == id) {
        out.push(Partner {
            organisation: round::organisation(desk, &row.organisation_id)?,
            part: row.part.clone(),
            share: u32::try_from(row.share).unwrap_or(0),
            confirmed: row.confirmed_at.is_some(),
        });
    }
    Ok(out)
}

/// Files by their names.
fn files(desk: &mut Desk<'_>, given: &Map<String, Json>) -> Result<Vec<Pair>, Fault> {
    let recording = answers::text(given, "recording");
    if recording.is_empty() {
        return Ok(Vec::new());
    }
    let file = uploads::by_id(desk, &recording)?;
    Ok(vec![Pair {
        name: "Recording".to_owned(),
        value: file.map_or(recording, |row| row.name),
    }])
}

/// Answers by question, in the order of the questions.
fn texts(book: &Book, bid: &BidOnFile, given: &Map<String, Json>) -> Vec<Answer> {
    let rows = given.get("answers").and_then(Json::as_array);
    let rows: Vec<&Map<String, Json>> = rows.into_iter().flatten().filter_map(Json::as_object).collect();
    // Before the opening only the bidder reads this, and the lots stand in the answers.
    let lots = match bid.lots() {
        lots if lots.is_empty() => answers::texts(given, "lots"),
        lots => lots,
    };
    for_codes(&book.questions, &book.lots, &lots)
        .into_iter()
        .filter_map(|one| {
            let row = rows.iter().find(|row| answers::text(row, "question") == one.key())?;
            let text = row.iter().find(|(column, _)| *column != "question")?.1.as_str()?;
            Some(Answer {
                criterion: one.key(),
                question: match one.lot {
                    Some(lot) => format!("{}: {}", lot.name, asked(one.question)),
                    None => asked(one.question),
                },
                words: u32::try_from(proportion::words(text)).unwrap_or(u32::MAX),
                text: text.to_owned(),
            })
        })
        .collect()
}

fn asked(question: &QuestionRow) -> String {
    let data: Map<String, Json> = serde_json::from_str(&question.data).unwrap_or_default();
    answers::text(&data, "question")
}

/// Why it has what it has, lot by lot.
fn why(book: &Book, id: &str) -> String {
    let lots = book.bid(id).map(BidOnFile::lots).unwrap_or_default();
    let mut out = Vec::new();
    for lot in book.lots.iter().filter(|lot| lots.contains(&lot.code)) {
        let Some(offer) = book.offer(lot) else { continue };
        if offer.bid_id.as_deref() == Some(id) {
            out.push(format!("{}: offered to you.", lot.name));
        } else if let Some(other) = offer.bid_id.as_deref().and_then(|one| book.bid(one)) {
            out.push(format!(
                "{}: offered to {}.",
                lot.name,
                book.name(&other.row.organisation_id)
            ));
        } else {
            out.push(format!("{}: nobody was offered it.", lot.name));
        }
    }
    out.join(" ")
}

const fn next(result: Option<ResultKind>) -> &'static str {
    match result {
        Some(ResultKind::Awarded) => {
            "Nothing is signed before the standstill has ended. Then your papers are checked and your contract is \
             prepared."
        }
        Some(ResultKind::Reserve) => "If a network needs a host, we ask you in the order of the scores.",
        Some(ResultKind::Unsuccessful) => "We offer you a call about your scores, whenever it suits you.",
        Some(ResultKind::NotEligible) => "We can tell you what would make you eligible for the next round.",
        None => "",
    }
}
