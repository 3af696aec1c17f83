//! What templates may say about people and marks in a round: panel, interests, opening, moderation.

use accord_engine::{event::Event, journal::JournalEntry};
use accord_store::{journal, people, rounds::SeatRow};
use chrono::TimeDelta;
use serde_json::{Map, Value as Json};

use super::{
    asked::Asked,
    book::{BidOnFile, Book, Marks},
    cards, facts,
    results::{self, result},
    sharing::{self, Load},
    showing::{local, organisation, result_words},
};
use crate::{
    domain::{award::sharing::time_for, words},
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{bid::grant, conflict_declaration::DECLARED, standing::Standing},
    },
    views::contexts::{
        parts::Pair,
        round::Round,
        round_bids::{BidLine, Conflict, LotTotal, Mark, Moderated, PanelMember},
    },
};

/// An expert by experience in papers.
pub(in crate::service) const UNNAMED: &str = "An expert by experience";
/// How far apart marks are when people should talk.
const FAR_APART: i32 = 2;
/// Who acts on the round so shortly before or after the opening has taken part in it.
const AROUND_OPENING: TimeDelta = TimeDelta::minutes(15);

/// Who sits on the panel, as they wish to be named.
pub(super) fn seats(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<PanelMember>, Fault> {
    let mut out = Vec::new();
    let loads = sharing::loads(desk, book)?;
    let minutes = desk.app.library.proportion.pace.minutes_an_answer;
    for seat in book.seats.iter().filter(|seat| !book.recused(&seat.person_id)) {
        let experts = facts::is_expert(desk, &seat.person_id)?;
        let roles = &desk.app.library.roles;
        let title = roles.roles.get(&seat.role).map(|role| role.title.to_lowercase());
        let house = if experts {
            roles.houses.get(facts::EXPERTS).cloned()
        } else {
            None
        };
        out.push(PanelMember {
            name: named(desk, book, seat)?,
            role: title.unwrap_or_default(),
            house: house.unwrap_or_default(),
            nominated: facts::is_nominated(seat),
            scores: match Book::scores(desk, seat) {
                true => load(loads.get(&seat.person_id).copied().unwrap_or_default(), minutes),
                false => String::new(),
            },
        });
    }
    Ok(out)
}

/// What scoring so much is, and about how long it takes; empty for nothing.
fn load(Load { answers, bids }: Load, minutes_an_answer: u32) -> String {
    if answers == 0 {
        return String::new();
    }
    let (bids, said) = (
        words::count_of(bids, "bid", "bids"),
        words::count_of(answers, "answer", "answers"),
    );
    format!("{bids}, {said}, {}", time_for(answers, minutes_an_answer))
}

/// How somebody wishes to be named; empty if they have not said.
fn wished(seat: &SeatRow) -> String {
    let about: Map<String, Json> = serde_json::from_str(&seat.data).unwrap_or_default();
    answers::text(&about, "named")
}

/// An expert is named only if they wish to be.
fn named(desk: &mut Desk<'_>, book: &Book, seat: &SeatRow) -> Result<String, Fault> {
    let wished = wished(seat);
    if !wished.is_empty() {
        return Ok(wished);
    }
    if facts::is_expert(desk, &seat.person_id)? {
        let number = book.numbers.get(&seat.id).copied().unwrap_or(1);
        return Ok(format!("Expert by experience {number}"));
    }
    Ok(people::load(desk.db, &seat.person_id)?
        .map(|one| one.name)
        .unwrap_or_default())
}

/// How somebody is named in papers of this round.
pub(in crate::service::subjects) fn name_of(desk: &mut Desk<'_>, book: &Book, person: &str) -> Result<String, Fault> {
    match book.seats.iter().find(|seat| seat.person_id == person) {
        Some(seat) => named(desk, book, seat),
        None => Ok(people::load(desk.db, person)?.map(|one| one.name).unwrap_or_default()),
    }
}

/// The same in papers that anybody may come to read: an expert who has not said how they wish to be named has there
/// neither name nor number, for that they are one is health data by inference.
pub(super) fn in_papers(desk: &mut Desk<'_>, book: &Book, person: &str) -> Result<Option<String>, Fault> {
    let seat = book.seats.iter().find(|seat| seat.person_id == person);
    if seat.is_none_or(|seat| wished(seat).is_empty()) && facts::is_expert(desk, person)? {
        return Ok(None);
    }
    name_of(desk, book, person).map(Some)
}

/// The register of interests.
pub(super) fn conflicts(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<Conflict>, Fault> {
    let mut out = Vec::new();
    for (record, at) in &book.declarations {
        let Some(person) = record.person_id.as_deref() else {
            continue;
        };
        let Some((row, given)) = answers::to_question(desk, &at.row.id, DECLARED)?.pop() else {
            continue;
        };
        let named = in_papers(desk, book, person)?;
        out.push(Conflict {
            category: answers::text(&given, "kind"),
            // With whom would tell who they are.
            about: match named {
                Some(_) => answers::text(&given, "with_whom"),
                None => String::new(),
            },
            person: named.unwrap_or_else(|| UNNAMED.to_owned()),
            declared_on: Some(local(row.at.utc())),
            handling: handling(at, &given).to_owned(),
        });
    }
    Ok(out)
}

/// What follows from a declaration, in words.
pub(in crate::service::subjects) fn handling(at: &Standing, given: &Map<String, Json>) -> &'static str {
    if at.is(&["declaration.recused"]) {
        "took no part"
    } else if at.is(&["declaration.barred_in_part"]) {
        "took no part in what it concerns"
    } else if at.is(&["declaration.clear"]) && answers::text(given, "kind") == "none" {
        "nothing to declare"
    } else if at.is(&["declaration.clear"]) {
        "no action"
    } else {
        ""
    }
}

/// The opening, and bids: nothing of a bid is known before, not even whose it is.
pub(super) fn opening(desk: &mut Desk<'_>, book: &Book, out: &mut Round) -> Result<(), Fault> {
    let Some(opened) = book.bids.iter().filter_map(|bid| bid.row.opened_at).min() else {
        return Ok(());
    };
    out.opening.opened_at = Some(opened.utc());
    out.opening.notes = cards::noted(desk, &book.record.id)?;
    if let Some(standing) = &book.standing {
        let near = (opened.utc() - AROUND_OPENING, opened.utc() + AROUND_OPENING);
        for row in journal::of_instance_between(desk.db, &desk.alliance, &standing.row.id, near)? {
            let Ok(entry) = serde_json::from_str::<JournalEntry>(&row.body) else {
                continue;
            };
            let who = match entry.event {
                Some(Event::Act(act)) => Some(act.actor.person),
                Some(Event::Second(second)) => Some(second.actor.person),
                _ => None,
            };
            if let Some(person) = who.and_then(|id| people::load(desk.db, &id).transpose()).transpose()? {
                let seat = book.seats.iter().find(|seat| seat.person_id == person.id);
                let role = seat.and_then(|seat| desk.app.library.roles.roles.get(&seat.role));
                let pair = Pair {
                    name: person.name,
                    value: role.map(|role| role.title.to_lowercase()).unwrap_or_default(),
                };
                if !out.opening.openers.contains(&pair) {
                    out.opening.openers.push(pair);
                }
            }
        }
    }
    // Where there is no competition nothing was sent, and what was found about each stands in its row.
    let shown = |bid: &&BidOnFile| !bid.sent.is_empty() || bid.row.opened_at.is_some();
    for bid in book.bids.iter().filter(shown) {
        let mut line = line(desk, book, bid)?;
        line.late = line.received_at > out.dates.bids_close_at && out.dates.bids_close_at.is_some();
        if line.status.is_empty() {
            line.status = if line.late {
                "sent after the closing time"
            } else {
                "in time"
            }
            .to_owned();
        }
        out.bids.push(line);
    }
    Ok(())
}

fn line(desk: &mut Desk<'_>, book: &Book, bid: &BidOnFile) -> Result<BidLine, Fault> {
    let lots = bid.lots();
    let size = bid.last().map_or(0, |row| {
        let body = row.envelope.as_ref().or(row.answers.as_ref());
        body.map_or(0, String::len)
    });
    let status = if bid.withdrawn() {
        "taken back"
    } else {
        result_words(result(book, &bid.row.id))
    };
    Ok(BidLine {
        reference: bid.record.reference.clone().unwrap_or_default(),
        organisation: organisation(desk, &bid.row.organisation_id)?,
        lot_names: names(book, &lots),
        lots,
        received_at: bid.last().map(|row| row.at.utc()),
        receipt_hash: bid.last().map(|row| row.hash.clone()).unwrap_or_default(),
        size: size_in_words(size),
        late: false,
        withdrawn: bid.withdrawn(),
        status: status.to_owned(),
        reason: bid.row.eligibility_reason.clone(),
        scores: marks(desk, book, bid)?,
        totals: totals(desk, book, bid)?,
        grant: grant::shown(desk, book, bid, true)?,
    })
}

pub(in crate::service::subjects) fn size_in_words(bytes: usize) -> String {
    format!("{} KB", bytes.div_ceil(1024).max(1))
}

/// Names of lots by their codes.
pub(in crate::service::subjects) fn names(book: &Book, codes: &[String]) -> Vec<String> {
    let name = |code: &String| {
        book.lots
            .iter()
            .find(|lot| lot.code == *code)
            .map(|lot| lot.name.clone())
    };
    codes.iter().filter_map(name).collect()
}

/// The bid that its marks are compared with: of the lots that it is for, the chosen bid with the
/// most points.
fn chosen<'a>(book: &'a Book, bid: &BidOnFile) -> Option<&'a BidOnFile> {
    let lots = bid.lots();
    book.lots
        .iter()
        .filter(|lot| lots.contains(&lot.code))
        .filter_map(|lot| book.offer(lot)?.bid_id.as_deref())
        .find(|id| *id != bid.row.id)
        .and_then(|id| book.bid(id))
}

/// Another bid that is chosen in a lot.
fn chosen_in<'a>(book: &'a Book, lot: &accord_store::rounds::LotRow, bid: &BidOnFile) -> Option<&'a BidOnFile> {
    let id = book.offer(lot)?.bid_id.as_deref().filter(|id| *id != bid.row.id)?;
    book.bid(id)
}

/// The agreed marks of one bid, beside those of the chosen one.
pub(in crate::service::subjects) fn marks(
    desk: &mut Desk<'_>,
    book: &Book,
    bid: &BidOnFile,
) -> Result<Vec<Mark>, Fault> {
    let agreed = book.agreed(desk)?;
    let chosen = chosen(book, bid).filter(|_| book.won(&bid.row.id).is_empty());
    Ok(book
        .asked_of(bid)
        .into_iter()
        .filter_map(|asked| {
            let row = agreed.get(&asked.of(&bid.row.id))?;
            // What is answered for a network is held against whoever was chosen there.
            let against = match asked.lot {
                Some(lot) => chosen_in(book, lot, bid),
                None => chosen,
            };
            let winner = against.and_then(|one| agreed.get(&asked.of(&one.row.id)));
            let mut out = mark(asked, row.marks, &row.reason, winner.map(|one| one.marks));
            let offered = |lot| book.offer(lot).is_some_and(|one| one.bid_id.is_some());
            if asked.lot.is_some_and(|lot| !offered(lot)) {
                "Nobody was chosen".clone_into(&mut out.winner_marks);
            }
            Some(out)
        })
        .collect())
}

pub(in crate::service::subjects) fn mark(asked: Asked<'_>, marks: i32, reason: &str, winner: Option<i32>) -> Mark {
    let question = asked.question;
    let unsigned = |n: i32| u32::try_from(n).unwrap_or(0);
    let top = i64::from(question.weight) * i64::from(marks) * 100;
    let hundredths = (top * 2 + i64::from(question.out_of)) / (i64::from(question.out_of) * 2).max(1);
    Mark {
        lot: asked.lot_code().to_owned(),
        criterion: question.code.clone(),
        criterion_title: asked.title(),
        weight: unsigned(question.weight),
        marks: unsigned(marks),
        out_of: unsigned(question.out_of),
        weighted: format!("{}.{:02}", hundredths / 100, hundredths % 100),
        reason: reason.to_owned(),
        winner_marks: winner.map(|n| n.to_string()).unwrap_or_default(),
    }
}

/// A bid's points by lot, beside those of the chosen bid, with what made that one stronger.
pub(in crate::service::subjects) fn totals(
    desk: &mut Desk<'_>,
    book: &Book,
    bid: &BidOnFile,
) -> Result<Vec<LotTotal>, Fault> {
    let agreed = book.agreed(desk)?;
    let mut out = Vec::new();
    for lot in book.lots.iter().filter(|lot| bid.lots().contains(&lot.code)) {
        let Some(offer) = book.offer(lot) else { continue };
        let outcome = results::outcome_of(offer);
        let of = |id: &str| outcome.order.iter().find(|one| one.bid == id);
        let own = of(&bid.row.id);
        let winner = offer.bid_id.as_deref().and_then(|id| book.bid(id));
        let is_own = winner.is_some_and(|one| one.row.id == bid.row.id);
        let strengths = winner.filter(|_| !is_own).map(|one| {
            let counting = book.asked_of(bid).into_iter();
            let counting = counting.filter(|asked| asked.counts_in(&lot.code));
            let better = counting.filter_map(|asked| {
                let theirs = agreed.get(&asked.of(&one.row.id))?;
                let ours = agreed.get(&asked.of(&bid.row.id))?;
                (theirs.marks > ours.marks).then(|| format!("{}: {}", asked.title(), theirs.reason))
            });
            better.take(3).collect::<Vec<_>>().join(" ")
        });
        out.push(LotTotal {
            lot: lot.code.clone(),
            lot_name: lot.name.clone(),
            total: own.map(|one| one.points.clone()).unwrap_or_default(),
            rank: own.map_or(0, |one| u32::try_from(one.place).unwrap_or(0)),
            outcome: match (is_own, own) {
                (true, _) => "awarded".to_owned(),
                (false, Some(_)) => "on the reserve list".to_owned(),
                (false, None) => below_minimum(book, &agreed, bid, &lot.code),
            },
            winner: winner
                .map(|one| book.name(&one.row.organisation_id).to_owned())
                .unwrap_or_default(),
            winner_total: winner
                .and_then(|one| of(&one.row.id))
                .map(|one| one.points.clone())
                .unwrap_or_default(),
            winner_strengths: strengths.unwrap_or_default(),
        });
    }
    Ok(out)
}

/// Which minimum a bid missed in a lot: `below the minimum. Starting safely: 2 of a needed 3`.
fn below_minimum(book: &Book, agreed: &Marks<'_>, bid: &BidOnFile, lot: &str) -> String {
    let counting = book.asked_of(bid).into_iter().filter(|one| one.counts_in(lot));
    let missed = counting.filter_map(|one| {
        let (least, own) = (one.question.minimum?, agreed.get(&one.of(&bid.row.id))?.marks);
        (own < least).then(|| format!("{}: {own} of a needed {least}", one.title()))
    });
    let missed: Vec<String> = missed.collect();
    match missed.is_empty() {
        true => "below the minimum".to_owned(),
        false => format!("below the minimum. {}", missed.join("; ")),
    }
}

/// What the panel agreed, with what each had given before.
pub(super) fn moderation(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<Moderated>, Fault> {
    let mut scorers = Vec::new();
    for (record, _) in book.locked(desk)? {
        let person = record.person_id.as_deref().unwrap_or_default();
        scorers.push((name_of(desk, book, person)?, book.marks_of(desk, &record.id)?));
    }
    let agreed = book.agreed(desk)?;
    let mut out = Vec::new();
    for bid in book.bids.iter().filter(|bid| bid.competes()) {
        for asked in book.asked_of(bid) {
            let (pair, title) = (asked.of(&bid.row.id), asked.question);
            let Some(row) = agreed.get(&pair) else {
                continue;
            };
            let given: Vec<(&String, i32)> = scorers
                .iter()
                .filter_map(|(name, marks)| Some((name, marks.get(&pair)?.marks)))
                .collect();
            let spread =
                given.iter().map(|(_, n)| *n).max().unwrap_or(0) - given.iter().map(|(_, n)| *n).min().unwrap_or(0);
            out.push(Moderated {
                bid: bid.record.reference.clone().unwrap_or_default(),
                organisation: book.name(&bid.row.organisation_id).to_owned(),
                lot: asked.lot_code().to_owned(),
                criterion: title.code.clone(),
                criterion_title: asked.title(),
                before: given
                    .into_iter()
                    .map(|(name, n)| Pair {
                        name: name.clone(),
                        value: n.to_string(),
                    })
                    .collect(),
                agreed: u32::try_from(row.marks).unwrap_or(0),
                out_of: u32::try_from(title.out_of).unwrap_or(0),
                reason: row.reason.clone(),
                far_apart: spread >= FAR_APART,
                dissent: row.dissent.clone(),
            });
        }
    }
    Ok(out)
}
