//! The rules that a round's workflow asks for by name.

use accord_store::{
    appointments, bids,
    incidents::{self, IncidentRow},
    scores::{self, ScoreRow},
    submissions::{self, SubmissionRow},
};
use serde_json::Value as Json;

use super::{
    book::{BidOnFile, Book},
    cards, determination, facts, hosts,
    results::{self},
    suitable, taking_in, timetable,
};
use crate::service::{answers, app::Desk, fault::Fault, opening::supply, sealing, subjects::About};

pub(super) fn run(desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
    let book = Book::open(desk, about.row, about.snapshot)?;
    match rule {
        "open_bids" => open_bids(desk, &book),
        supply::ASK => cards::ask_for_copies(desk, about),
        cards::DEAL => cards::deal(desk, about),
        "publish_closing_day" => timetable::publish(desk, about, &book),
        // The order follows from the marks; it is put down with the offers.
        "rank" => Ok(()),
        "allocate" => results::allocate(desk, &book),
        "draw_between_equals" => results::draw(desk, about.row),
        "promote_reserve" => results::promote_reserve(desk, &book),
        "coverage_alarm" => coverage_alarm(desk, about, &book),
        _ => Err(Fault::Internal(anyhow::anyhow!("a round has no rule `{rule}`"))),
    }
}

/// The rules that read a form; the workflow says which.
pub(super) fn run_with(desk: &mut Desk<'_>, about: About<'_>, rule: &str, form: &str) -> Result<(), Fault> {
    let book = Book::open(desk, about.row, about.snapshot)?;
    let forms = all(desk, about, form)?;
    match rule {
        "record_moderated_score" => record_moderated_score(desk, &forms, &book),
        "record_change" => match forms.last() {
            Some(form) => timetable::change(desk, about, &answers::of(form)?),
            None => Ok(()),
        },
        "record_determination" => match forms.last() {
            Some(form) => determination::record(desk, about, form),
            None => Ok(()),
        },
        "record_likely_providers" => match forms.last() {
            Some(form) => suitable::name(desk, about, &answers::of(form)?),
            None => Ok(()),
        },
        "record_assessment" => match forms.last() {
            Some(form) => suitable::assess(desk, &book, form),
            None => Ok(()),
        },
        "take_in" => match forms.last() {
            Some(form) => taking_in::take_in(desk, &book, &answers::of(form)?),
            None => Ok(()),
        },
        "record_choice" => match forms.last() {
            Some(form) => suitable::choose(desk, &book, &answers::of(form)?),
            None => Ok(()),
        },
        "record_cover_plan" => match forms.last() {
            Some(form) => results::plan_cover(desk, &book, &answers::of(form)?),
            None => Ok(()),
        },
        _ => Err(Fault::Internal(anyhow::anyhow!(
            "a round has no rule `{rule}` that reads a form"
        ))),
    }
}

/// Every submission of a form by the instance that is being stepped, oldest first.
pub(in crate::service::subjects) fn all(
    desk: &mut Desk<'_>,
    about: About<'_>,
    form: &str,
) -> Result<Vec<SubmissionRow>, Fault> {
    match about.snapshot {
        Some(snapshot) => Ok(submissions::of_form(desk.db, &desk.alliance, &snapshot.instance, form)?),
        None => Ok(Vec::new()),
    }
}

/// Opens every bid that counts: which lots it is for may be known from now on. What else it says
/// stays sealed until the bid's own workflow unseals it.
fn open_bids(desk: &mut Desk<'_>, book: &Book) -> Result<(), Fault> {
    for bid in book.bids.iter().filter(|bid| facts::counts(bid)) {
        let mut row = bid.row.clone();
        if let Some(sent) = bid.last() {
            let inside = sealing::look_inside(desk, sent)?;
            row.lots = Json::from(answers::texts(&answers::of(&inside)?, "lots")).to_string();
        }
        row.opened_at = Some(desk.now.into());
        bids::change(desk.db, &row)?;
    }
    Ok(())
}

/// Takes over what was filled in since the last time.
fn record_moderated_score(desk: &mut Desk<'_>, forms: &[SubmissionRow], book: &Book) -> Result<(), Fault> {
    let known = scores::taken_over(desk.db, &book.record.id)?;
    let mut rows = Vec::new();
    for form in forms.iter().filter(|form| !known.contains(&form.id)) {
        let given = answers::of(form)?;
        let (bid, question) = (answers::text(&given, "bid"), answers::text(&given, "question"));
        let bid = book.bid_by_key(&bid).ok_or(Fault::NotFound("bid"))?;
        let of_bid = book.asked_of(bid);
        let found = of_bid.iter().find(|one| one.key() == question);
        let asked = found.ok_or_else(|| not_answered(book, bid))?;
        let question = asked.question;
        rows.push(ScoreRow {
            submission_id: form.id.clone(),
            bid_id: bid.row.id.clone(),
            question_id: question.id.clone(),
            lot: asked.lot_code().to_owned(),
            alliance_id: desk.alliance.clone(),
            round_id: book.record.id.clone(),
            evaluation_id: None,
            person_id: form.person_id.clone(),
            place: 0,
            marks: marks(given.get("score"), question.out_of)?,
            reason: answers::text(&given, "reason"),
            dissent: answers::text(&given, "dissent"),
            at: form.at,
        });
    }
    Ok(scores::add(desk.db, rows)?)
}

/// A mark for something that a bid does not answer: a network that it is not for.
fn not_answered(book: &Book, bid: &BidOnFile) -> Fault {
    let name = book.name(&bid.row.organisation_id);
    let says =
        format!("{name} has no such answer: select one of those that its bid has, for a network that it is for.");
    Fault::field("question", says)
}

/// A mark on the scale of its question.
pub(in crate::service::subjects) fn marks(given: Option<&Json>, out_of: i32) -> Result<i32, Fault> {
    let found = given.and_then(Json::as_i64).and_then(|n| i32::try_from(n).ok());
    found
        .filter(|marks| (0..=out_of).contains(marks))
        .ok_or_else(|| Fault::field("score", format!("Give a score from 0 to {out_of}.")))
}

/// People must look: a lot has no host.
fn coverage_alarm(desk: &mut Desk<'_>, about: About<'_>, book: &Book) -> Result<(), Fault> {
    let lots = hosts::lots_without_host(desk, book)?;
    let names: Vec<&str> = lots.iter().map(|lot| lot.name.as_str()).collect();
    let row = IncidentRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        instance_id: about.snapshot.map(|snapshot| snapshot.instance.to_string()),
        what: "coverage".to_owned(),
        detail: format!("Without a host: {}.", names.join(", ")),
        at: desk.now.into(),
        closed_at: None,
        closed_by: None,
        outbox_key: None,
        mend: None,
    };
    Ok(incidents::open(desk.db, &row)?)
}

/// Everyone who sits on a panel that another round also has keeps that seat: ends only this one.
pub(super) fn release(desk: &mut Desk<'_>, seat: &accord_store::rounds::SeatRow) -> Result<(), Fault> {
    appointments::end(desk.db, &seat.appointment_id, desk.now.into())?;
    Ok(accord_store::rounds::leave_seat(desk.db, &seat.id, desk.now.into())?)
}
