//! What templates may say about a round: its terms and its days.

use accord_store::{
    bids::BidRow, instances, links, organisations, people, rounds::LotRow, scores::OfferRow, subjects as subject_rows,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value as Json};

use super::{
    asked::{for_each_lot, is_spoken},
    book::Book,
    buying, cards, city, deciding, determination,
    edit::KEY_CRITERION,
    ending, grants, letters, panel, regime, results, timetable,
};
use crate::{
    domain::words,
    service::{
        answers,
        app::Desk,
        fault::Fault,
        library::regimes::Regime,
        spoken,
        subjects::{self, About, bid::sender, specification, standing},
    },
    views::contexts::{
        parts::{Criterion, Lot, Organisation, TimetableRow},
        round::{Round, RoundCounts, RoundDates, SignedText},
    },
};

/// The object `round`.
pub(super) fn context(desk: &mut Desk<'_>, about: About<'_>) -> Result<Round, Fault> {
    let book = Book::open(desk, about.row, about.snapshot)?;
    let mut own = book.own.clone();
    for taken in [
        "log",
        "timetable",
        "may_bid",
        "tie_break",
        "draw_seed",
        "drawn_at",
        "budget",
        determination::KEPT,
    ] {
        own.remove(taken);
    }
    let mut out = filled(own);
    out.title.clone_from(&book.record.title);
    out.reference = book.record.reference.clone().unwrap_or_default();
    out.specification = specification(desk, &book)?;
    out.lots = lots(&book);
    grants::show(desk, &book, &mut out)?;
    let regime = regime::of(desk, &book);
    out.criteria = book
        .questions
        .iter()
        .map(|one| criterion(one, regime.as_ref(), !book.lots.is_empty()))
        .collect();
    out.key_criteria = regime::weighed(regime.as_ref(), &out.criteria);
    buying::fill(desk, &book, &mut out)?;
    out.regime = regime::shown(desk, &book, &out.buyer.name)?;
    out.determination = determination::shown(desk, &book)?;
    out.dates = dates(desk, &book)?;
    out.timetable = rows(&book, &out.dates, desk.now);
    out.questions = ending::questions(desk, &book)?;
    out.panel = panel::seats(desk, &book)?;
    out.conflicts = panel::conflicts(desk, &book)?;
    panel::opening(desk, &book, &mut out)?;
    out.cards_unchecked = cards::to_check(desk, &book)?
        .unwrap_or_default()
        .into_values()
        .collect();
    out.moderation = panel::moderation(desk, &book)?;
    out.allocation = ending::allocation(&book)?;
    out.decision = deciding::decision(desk, &book)?;
    out.awards = ending::awards(&book, &out);
    out.standstill = ending::standstill(desk, &book)?;
    out.representations = ending::representations(&book);
    out.amendments.extend(timetable::moved(&book.own));
    out.amendments.extend(timetable::changed(&book.own));
    out.amendments.sort_by_key(|one| one.on);
    out.contracts = ending::contracts(desk, &book, &out.awards)?;
    out.letters = letters::drafts(desk, &book)?;
    out.counts = RoundCounts {
        to_call: to_call(desk, &book)?,
        ..counts(&book, &out)
    };
    // Papers about a bid or a return name the round and say nothing of how all hosts do.
    if about.snapshot.is_some() {
        city::show(desk, &book, &mut out)?;
    }
    Ok(out)
}

/// The record's own fields, as far as each of them fits.
pub(super) fn filled(own: Map<String, Json>) -> Round {
    crate::views::contexts::kind("round")
        .map(|kind| kind.filled(own))
        .and_then(|json| serde_json::from_value(json).ok())
        .unwrap_or_default()
}

pub(super) fn local(at: DateTime<Utc>) -> NaiveDate {
    timetable::day(at)
}

/// An organisation, as documents show it.
pub(in crate::service::subjects) fn organisation(desk: &mut Desk<'_>, id: &str) -> Result<Organisation, Fault> {
    let Some(row) = organisations::load(desk.db, id)? else {
        return Ok(Organisation::default());
    };
    let profile: Map<String, Json> = serde_json::from_str(&row.profile)?;
    let lead = organisations::members(desk.db, id, desk.now.into())?.into_iter().next();
    let contact = match lead {
        Some(member) => people::load(desk.db, &member.person_id)?,
        None => None,
    };
    Ok(Organisation {
        id: row.id,
        name: row.name,
        kind: row.kind.replace('_', " "),
        charity_number: answers::text(&profile, "charity_number"),
        company_number: answers::text(&profile, "company_number"),
        address: answers::text(&profile, "address"),
        postcode: answers::text(&profile, "postcode"),
        income_band: words::income_band(&row.income_band.unwrap_or_default()),
        contact: contact.as_ref().map(|one| one.name.clone()).unwrap_or_default(),
        email: row.email.or_else(|| contact?.email).unwrap_or_default(),
    })
}

fn lots(book: &Book) -> Vec<Lot> {
    let bids: Vec<BidRow> = book.bids.iter().map(|bid| bid.row.clone()).collect();
    // A winner who took its bid back covers nothing.
    let mut offers = book.offers.clone();
    for offer in &mut offers {
        let left = |id: &String| book.bid(id).is_some_and(super::book::BidOnFile::withdrawn);
        offer.bid_id = offer.bid_id.take().filter(|id| !left(id));
    }
    let all = book.lots.iter();
    all.map(|row| lot(&book.own, row, &bids, &offers)).collect()
}

/// A lot, with how many bid for it and what came of that.
pub(super) fn lot(own: &Map<String, Json>, row: &LotRow, bids: &[BidRow], offers: &[OfferRow]) -> Lot {
    let data: Map<String, Json> = serde_json::from_str(&row.data).unwrap_or_default();
    let years = own.get("years").and_then(Json::as_i64).unwrap_or(1);
    let for_it = |bid: &&BidRow| serde_json::from_str(&bid.lots).is_ok_and(|all: Vec<String>| all.contains(&row.code));
    let offer = offers.iter().find(|one| one.lot_id == row.id);
    let covered = offer.is_some_and(|offer| offer.bid_id.is_some()) || super::taking_in::host(row).is_some();
    Lot {
        code: row.code.clone(),
        name: row.name.clone(),
        area: answers::text(&data, "area"),
        description: answers::text(&data, "description"),
        value: row.yearly_value.map(|value| value.saturating_mul(years)),
        bids: u32::try_from(bids.iter().filter(for_it).count()).unwrap_or(u32::MAX),
        status: match (covered, offers.is_empty()) {
            (true, _) => "awarded",
            (false, true) => "open",
            (false, false) => "not covered",
        }
        .to_owned(),
        covered,
    }
}

fn criterion(row: &accord_store::rounds::QuestionRow, regime: Option<&Regime>, in_lots: bool) -> Criterion {
    let data: Map<String, Json> = serde_json::from_str(&row.data).unwrap_or_default();
    let unsigned = |n: i32| u32::try_from(n).unwrap_or(0);
    Criterion {
        code: row.code.clone(),
        title: title_of(row),
        question: answers::text(&data, "question"),
        guidance: answers::text(&data, "guidance"),
        weight: unsigned(row.weight),
        minimum: row.minimum.map(unsigned),
        out_of: unsigned(row.out_of),
        words: Some(unsigned(row.max_words)),
        minutes: 0,
        for_each_lot: in_lots && for_each_lot(row),
        spoken: is_spoken(row),
        kind: if row.weight > 0 { "quality" } else { "pass or fail" }.to_owned(),
        key_criterion: regime
            .and_then(|regime| regime.criteria.get(&answers::text(&data, KEY_CRITERION)))
            .cloned()
            .unwrap_or_default(),
    }
}

/// A question's title; its code where it has none.
pub(in crate::service::subjects) fn title_of(row: &accord_store::rounds::QuestionRow) -> String {
    let data: Map<String, Json> = serde_json::from_str(&row.data).unwrap_or_default();
    let title = answers::text(&data, "title");
    if title.is_empty() { row.code.clone() } else { title }
}

/// What a question asks, as bidders and evaluators read it: paragraphs.
pub(in crate::service::subjects) fn asks(row: &accord_store::rounds::QuestionRow) -> Vec<String> {
    let data: Map<String, Json> = serde_json::from_str(&row.data).unwrap_or_default();
    let [question, guidance] = ["question", "guidance"].map(|part| answers::text(&data, part));
    let guidance = guidance.trim_end_matches('.');
    let good = (!guidance.is_empty()).then(|| format!("What makes a good answer: {guidance}."));
    (!question.is_empty())
        .then_some(question)
        .into_iter()
        .chain(good)
        .collect()
}

fn word(shown: &Json, name: &str) -> String {
    shown.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn specification(desk: &mut Desk<'_>, book: &Book) -> Result<SignedText, Fault> {
    let Some(standing) = &book.standing else {
        return Ok(SignedText::default());
    };
    let first = links::of_instance(desk.db, &standing.row.id)?.into_iter().next();
    if let Some(link) = first {
        let instance = instances::load(desk.db, &desk.alliance, &link.target_id)?;
        let record = subject_rows::load(desk.db, &desk.alliance, &instance.subject_id)?;
        let about = About {
            row: &record,
            snapshot: None,
        };
        let signed = standing::of(desk, &record.id)?;
        let shown = subjects::of(&record.kind)?.context(desk, about)?;
        // Whoever could not support the text is heard wherever it goes, beside the board's reasons.
        let against = match &signed {
            Some(at) => specification::passed_over(desk, &record, &at.snapshot)?,
            None => None,
        };
        let (override_by_board, blocks) = against
            .map(|(by_board, blocks)| (Some(by_board), blocks))
            .unwrap_or_default();
        return Ok(SignedText {
            version: shown
                .get("version")
                .and_then(Json::as_u64)
                .map_or(0, |n| u32::try_from(n).unwrap_or(0)),
            hash: word(&shown, "content_hash"),
            clauses_hash: word(&shown, "clauses_hash"),
            counted_hash: word(&shown, "counted_hash"),
            signed_off_on: signed.and_then(|one| one.since("specification.signed")).map(local),
            url: format!("{}/{}/{}", desk.app.origin, record.kind, record.id),
            title: record.title,
            reference: record.reference.unwrap_or_default(),
            blocks,
            override_by_board,
        });
    }
    Ok(SignedText::default())
}

fn dates(desk: &mut Desk<'_>, book: &Book) -> Result<RoundDates, Fault> {
    let own_day = |name: &str| {
        book.own
            .get(name)
            .and_then(Json::as_str)
            .and_then(|text| text.parse().ok())
    };
    let since = |meaning: &str| book.standing.as_ref().and_then(|one| one.since(meaning));
    let standstill = match &book.standing {
        Some(one) => one.due(desk, ("round.standstill", standing::DEADLINE))?,
        None => None,
    };
    Ok(RoundDates {
        published_on: since("round.open").map(local),
        questions_close_at: timetable::planned(&book.own, "questions_day").and_then(|day| timetable::at_hour(day, 17)),
        answers_due_on: timetable::planned(&book.own, "answers_day"),
        bids_close_at: timetable::closing(desk, &book.own, book.standing.as_ref())?,
        closing_published: timetable::published(&book.own),
        opened_at: since("round.opened"),
        decided_on: since("round.decided").map(local),
        letters_on: since("round.decided").map(local),
        standstill_ends_at: standstill,
        confirmed_on: since("round.awarded").map(local),
        contracts_start_on: own_day("contracts_start_on"),
        contracts_end_on: own_day("contracts_end_on"),
    })
}

fn rows(book: &Book, dates: &RoundDates, now: DateTime<Utc>) -> Vec<TimetableRow> {
    let zone = chrono_tz::Europe::London;
    let at_noon = |day: Option<NaiveDate>| day.and_then(|day| timetable::at_hour(day, 12));
    let answers = dates.answers_due_on.and_then(|day| timetable::at_hour(day, 17));
    let steps = [
        ("Bids are invited", at_noon(dates.published_on), false),
        ("Questions close", dates.questions_close_at, true),
        ("The last answers are published", answers, true),
        ("Bids close", dates.bids_close_at, true),
        ("Bids are opened", dates.opened_at, true),
        ("The award is decided", at_noon(dates.decided_on), false),
        ("Standstill ends", dates.standstill_ends_at, true),
        ("Services start", at_noon(dates.contracts_start_on), false),
    ];
    let planned = book.own.get("periods").and_then(Json::as_object);
    let periods = planned.into_iter().flatten().filter_map(|(title, when)| {
        Some(TimetableRow {
            title: title.clone(),
            at: None,
            words: when.as_str()?.to_owned(),
            done: false,
        })
    });
    steps
        .into_iter()
        .filter_map(|(title, at, hour)| {
            let at = at?;
            Some(TimetableRow {
                title: title.to_owned(),
                at: Some(at),
                words: if hour {
                    spoken::clock(at, zone, now).full
                } else {
                    words::day(local(at))
                },
                done: at <= now,
            })
        })
        .chain(periods)
        .collect()
}

/// How many bids count that were sent with an email code alone and are not confirmed.
fn to_call(desk: &mut Desk<'_>, book: &Book) -> Result<u32, Fault> {
    let calls = sender::calls_of(desk, book)?;
    let counts = |bid: &&super::book::BidOnFile| super::facts::counts(bid) && sender::of(bid, &calls).unconfirmed;
    Ok(u32::try_from(book.bids.iter().filter(counts).count()).unwrap_or(u32::MAX))
}

fn counts(book: &Book, round: &Round) -> RoundCounts {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let closes = round.dates.bids_close_at;
    let late = |bid: &&super::book::BidOnFile| bid.last().is_some_and(|sent| Some(sent.at.utc()) > closes);
    RoundCounts {
        bids: count(book.bids.iter().filter(|bid| super::facts::counts(bid)).count()),
        late: count(book.bids.iter().filter(late).count()),
        withdrawn: count(book.bids.iter().filter(|bid| bid.withdrawn()).count()),
        ineligible: count(book.bids.iter().filter(|bid| bid.row.eligible == Some(false)).count()),
        lots: count(book.lots.len()),
        covered: count(round.lots.iter().filter(|lot| lot.covered).count()),
        questions: count(round.questions.len()),
        to_call: 0,
    }
}

/// A result, as letters and reports say it.
pub(in crate::service::subjects) fn result_words(kind: Option<results::ResultKind>) -> &'static str {
    match kind {
        Some(results::ResultKind::Awarded) => "awarded",
        Some(results::ResultKind::Reserve) => "on the reserve list",
        Some(results::ResultKind::Unsuccessful) => "not awarded",
        Some(results::ResultKind::NotEligible) => "not eligible",
        None => "",
    }
}
