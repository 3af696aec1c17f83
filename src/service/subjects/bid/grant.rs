//! A grant: what the panel recommends for an application, what is offered, paid and given back.
//!
//! What somebody decides with a second person beside them is taken over by a rule, when it is done, and stands in the
//! record; a form that a second person did not confirm changes nothing.

use accord_store::submissions::SubmissionRow;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::super::round::{
    self,
    book::{BidOnFile, Book},
};
use crate::{
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{About, data, keeping},
    },
    views::contexts::grants::{Grant, GrantMark, GrantPayment, GrantReport},
};

/// Under which name the record of an application keeps it.
const KEPT: &str = "grant";
/// What the round says that it can give; a round that says nothing gives no grants.
const BUDGET: &str = "budget";
/// The question of whoever accepts a grant.
const ACCEPTED: &str = "accepted_by";
/// The question of whoever reports, and of whoever answers.
const SPENT: &str = "spent";
const THANKS: &str = "thanks";

/// What is on record of a grant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::service) struct OnGrant {
    /// `offer`, `reserve` or `no`; empty before the panel has recommended anything.
    pub verdict: String,
    /// Pence.
    pub amount: i64,
    pub instalments: u32,
    pub condition: String,
    pub why: String,
    pub at: Option<DateTime<Utc>>,
    pub paid: Vec<GrantPayment>,
    /// Pence given back, where it ended early.
    pub returned: Option<i64>,
    pub ended: String,
}

impl OnGrant {
    /// What stands in a record.
    ///
    /// # Errors
    /// The record is damaged.
    pub(in crate::service) fn of(bid: &BidOnFile) -> Result<Self, Fault> {
        let own = data(&bid.record)?;
        Ok(match own.get(KEPT) {
            Some(kept) => serde_json::from_value(kept.clone())?,
            None => Self::default(),
        })
    }

    /// Pence paid so far.
    pub(in crate::service) fn paid(&self) -> i64 {
        self.paid.iter().map(|one| one.amount).sum()
    }

    /// Pence that the alliance has given, or will: of a grant that ended early, what was kept.
    pub(in crate::service) fn binds(&self) -> i64 {
        match self.returned {
            Some(returned) => self.paid().saturating_sub(returned),
            None => self.amount,
        }
    }

    /// Whether a grant is to be given.
    pub(in crate::service) fn is_offer(&self) -> bool {
        self.verdict == "offer"
    }

    /// Pence that are not paid.
    pub(in crate::service) fn unpaid(&self) -> i64 {
        match self.returned {
            Some(_) => 0,
            None => self.amount.saturating_sub(self.paid()).max(0),
        }
    }

    /// The next instalment, pence: equal parts in whole pounds, and what is left with the last.
    fn next(&self) -> i64 {
        let so_far = u32::try_from(self.paid.len()).unwrap_or(u32::MAX);
        if so_far.saturating_add(1) >= self.instalments {
            return self.unpaid();
        }
        let part = self.amount / i64::from(self.instalments.max(1));
        (part - part % 100).clamp(0, self.unpaid())
    }
}

/// Whether the organisation has accepted its grant.
pub(in crate::service) fn is_accepted(bid: &BidOnFile) -> bool {
    let at = bid.standing.as_ref();
    at.is_some_and(|one| one.since("bid.successful").is_some())
}

/// Whether an offer stands, to be answered.
pub(in crate::service) fn is_offered(bid: &BidOnFile, kept: &OnGrant) -> bool {
    kept.is_offer() && bid.is(&["bid.told"]) && !is_accepted(bid)
}

/// Takes over what was filled in last.
pub(super) fn run_with(desk: &mut Desk<'_>, about: About<'_>, rule: &str, form: &str) -> Result<(), Fault> {
    let forms = round::forms_of(desk, about, form)?;
    let given = match forms.last() {
        Some(form) => answers::of(form)?,
        None => return Ok(()),
    };
    let mut kept: OnGrant = match data(about.row)?.get(KEPT) {
        Some(kept) => serde_json::from_value(kept.clone())?,
        None => OnGrant::default(),
    };
    match rule {
        "record_recommendation" => recommend(&mut kept, &given, desk.now),
        "record_instalment" => kept.paid.push(GrantPayment {
            amount: pence(&given, "paid_amount"),
            paid_on: day(&given, "paid_on"),
            reference: answers::text(&given, "payment_reference"),
        }),
        "record_end_of_grant" => {
            kept.returned = Some(returned(&kept, &given)?);
            kept.ended = answers::text(&given, "reason");
        }
        _ => {
            return Err(Fault::Internal(anyhow::anyhow!(
                "a bid has no rule `{rule}` that reads a form"
            )));
        }
    }
    keeping::keep(desk, about.row, &[(KEPT, kept)])
}

fn recommend(kept: &mut OnGrant, given: &Map<String, Json>, now: DateTime<Utc>) {
    let verdict = answers::text(given, "verdict");
    let gives = verdict != "no";
    kept.amount = if gives { pence(given, "grant") } else { 0 };
    kept.instalments = match given.get("instalments").and_then(Json::as_u64) {
        Some(number) if gives => u32::try_from(number).unwrap_or(1),
        Some(_) | None => 0,
    };
    kept.condition = if gives {
        answers::text(given, "condition")
    } else {
        String::new()
    };
    kept.why = answers::text(given, "why");
    kept.at = Some(now);
    kept.verdict = verdict;
}

/// Nobody gives back more than they were paid.
fn returned(kept: &OnGrant, given: &Map<String, Json>) -> Result<i64, Fault> {
    let (back, paid) = (pence(given, "returned"), kept.paid());
    if back > paid {
        let says = format!("Enter {} or less: no more was paid.", crate::domain::words::money(paid));
        return Err(Fault::field("returned", says));
    }
    Ok(back)
}

/// A grant as papers and letters show it; nothing in a round that gives none. What the panel recommends is told to
/// whoever asked for it only once it is decided.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(in crate::service::subjects) fn shown(
    desk: &mut Desk<'_>,
    book: &Book,
    bid: &BidOnFile,
    with_recommended: bool,
) -> Result<Option<Grant>, Fault> {
    if !book.own.contains_key(BUDGET) {
        return Ok(None);
    }
    let asked = bid.answers()?;
    let kept = OnGrant::of(bid)?;
    let mut out = Grant {
        asked: asked.get("amount").and_then(Json::as_i64),
        purpose: answers::text(&asked, "purpose"),
        starts_on: day(&asked, "starts_on"),
        ends_on: day(&asked, "ends_on"),
        communities: answers::text(&asked, "communities"),
        ..Grant::default()
    };
    let decided = book
        .standing
        .as_ref()
        .is_some_and(|at| at.since("round.decided").is_some());
    if bid.row.eligible == Some(false) {
        "not possible".clone_into(&mut out.answer);
        out.why.clone_from(&bid.row.eligibility_reason);
    }
    if !decided && !with_recommended {
        return Ok(Some(out));
    }
    if !kept.verdict.is_empty() {
        answer(kept.verdict.as_str()).clone_into(&mut out.answer);
        out.why.clone_from(&kept.why);
        out.amount = (kept.amount > 0).then_some(kept.amount);
        out.instalments = kept.instalments;
        out.condition.clone_from(&kept.condition);
    }
    marks(desk, book, bid, &mut out)?;
    if is_accepted(bid) {
        out.unpaid = kept.unpaid();
        out.next_instalment = (kept.unpaid() > 0).then(|| kept.next());
    }
    out.paid = kept.paid();
    out.payments.clone_from(&kept.paid);
    out.returned = kept.returned.unwrap_or(0);
    out.ended.clone_from(&kept.ended);
    status(bid, &kept).clone_into(&mut out.status);
    said(desk, bid, &mut out)?;
    Ok(Some(out))
}

fn answer(verdict: &str) -> &'static str {
    match verdict {
        "offer" => "a grant",
        "reserve" => "a grant if money comes free",
        _ => "not this time",
    }
}

fn status(bid: &BidOnFile, kept: &OnGrant) -> &'static str {
    let over = bid.is(&["bid.closed"]);
    match (is_accepted(bid), over) {
        (true, true) if kept.returned.is_some() => "ended early",
        (true, true) => "used",
        (true, false) => "being used",
        (false, true) if kept.is_offer() => "declined",
        (false, false) if is_offered(bid, kept) => "offered",
        (false, _) => "",
    }
}

/// Everybody's marks weigh the same: they are added up.
fn marks(desk: &mut Desk<'_>, book: &Book, bid: &BidOnFile, out: &mut Grant) -> Result<(), Fault> {
    let locked = book.locked(desk)?;
    let number = |n: i64| u32::try_from(n).unwrap_or(0);
    let mut of_each = Vec::new();
    for (record, _) in &locked {
        of_each.push(book.marks_of(desk, &record.id)?);
    }
    let mut readers = 0;
    for asked in book.asked_of(bid) {
        let (question, pair) = (asked.question, asked.of(&bid.row.id));
        let given: Vec<i32> = of_each
            .iter()
            .filter_map(|marks| Some(marks.get(&pair)?.marks))
            .collect();
        let many = i64::try_from(given.len()).unwrap_or(0);
        readers = readers.max(many);
        out.marks.push(GrantMark {
            title: asked.title(),
            points: number(given.iter().map(|one| i64::from(*one)).sum()),
            out_of: number(many * i64::from(question.out_of)),
        });
    }
    out.points = out.marks.iter().map(|one| one.points).sum();
    out.out_of = out.marks.iter().map(|one| one.out_of).sum();
    out.readers = number(readers);
    if readers == 0 {
        out.marks.clear();
    }
    Ok(())
}

/// What the organisation said since: that it accepts, and what it did with the money.
fn said(desk: &mut Desk<'_>, bid: &BidOnFile, out: &mut Grant) -> Result<(), Fault> {
    let Some(at) = &bid.standing else { return Ok(()) };
    let instance = at.row.id.clone();
    if let Some((row, given)) = answers::to_question(desk, &instance, ACCEPTED)?.pop() {
        let names = [ACCEPTED, "position"].map(|name| answers::text(&given, name));
        out.accepted_on = Some(round::day(row.at.utc()));
        out.accepted_by = names.join(", ");
    }
    let thanks = answers::to_question(desk, &instance, THANKS)?;
    let reports = answers::to_question(desk, &instance, SPENT)?;
    let next = reports.iter().skip(1).map(Some).chain([None]);
    for ((row, given), next) in reports.iter().zip(next) {
        let when = |one: &SubmissionRow| (one.at, one.seq);
        let answered = thanks.iter().find(|(one, _)| when(one) > when(row));
        // What was asked about, and said once more, stands as it was said then.
        let before = |next: &answers::Filled| answered.is_none_or(|(one, _)| when(one) > when(&next.0));
        if next.is_some_and(before) {
            continue;
        }
        out.reports.push(GrantReport {
            sent_on: Some(round::day(row.at.utc())),
            did: answers::text(given, "did"),
            spent: pence(given, SPENT),
            helped: given
                .get("helped")
                .and_then(Json::as_u64)
                .map_or(0, |n| u32::try_from(n).unwrap_or(0)),
            learned: answers::text(given, "learned"),
            thanks: answered
                .map(|(_, said)| answers::text(said, THANKS))
                .unwrap_or_default(),
        });
    }
    Ok(())
}

pub(in crate::service) fn pence(given: &Map<String, Json>, field: &str) -> i64 {
    given.get(field).and_then(Json::as_i64).unwrap_or(0)
}

fn day(given: &Map<String, Json>, field: &str) -> Option<NaiveDate> {
    answers::text(given, field).parse().ok()
}

/// What a decision of the board is bound to, beside marks and offers: each application with what is recommended for it.
pub(in crate::service::subjects) fn decided_on(book: &Book) -> Result<Vec<(String, Json)>, Fault> {
    let mut out = Vec::new();
    for bid in &book.bids {
        let kept = OnGrant::of(bid)?;
        if !kept.verdict.is_empty() {
            let what = json!([kept.verdict, kept.amount, kept.instalments, kept.condition, kept.why]);
            out.push((bid.row.id.clone(), what));
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paid(amount: i64, instalments: u32, paid: &[i64]) -> OnGrant {
        let one = |amount: &i64| GrantPayment {
            amount: *amount,
            ..GrantPayment::default()
        };
        OnGrant {
            amount,
            instalments,
            paid: paid.iter().map(one).collect(),
            ..OnGrant::default()
        }
    }

    #[test]
    fn instalments_are_equal_and_the_last_takes_what_is_left() {
        for (so_far, next) in [(&[][..], 33_300), (&[33_300], 33_300), (&[33_300, 33_300], 33_400)] {
            assert_eq!(paid(100_000, 3, so_far).next(), next, "{so_far:?}");
        }
        assert_eq!(paid(50_000, 1, &[]).next(), 50_000);
        assert_eq!(paid(50_000, 1, &[50_000]).next(), 0);
    }

    #[test]
    fn a_grant_that_ended_early_binds_what_was_kept() {
        let mut one = paid(100_000, 2, &[50_000]);
        assert_eq!((one.binds(), one.unpaid()), (100_000, 50_000));
        one.returned = Some(12_000);
        assert_eq!((one.binds(), one.unpaid()), (38_000, 0));
    }
}
