//! The money of a round of grants: what there is, what is recommended, offered and left.

use accord_engine::value::Value;
use accord_store::submissions;
use serde_json::{Map, Value as Json};

use super::{book::Book, facts::put};
use crate::{
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{
            Values,
            bid::grant::{self, OnGrant, pence},
            values,
        },
    },
    views::contexts::{grants::Grants, round::Round},
};

/// What the names of the facts begin with.
pub(super) const GRANTS: &str = "grants.";
/// What can be given in all; a round that says nothing gives no grants.
const BUDGET: &str = "budget";

/// The facts.
///
/// # Errors
/// A record is damaged.
pub(super) fn facts(book: &Book, out: &mut Values) -> Result<(), Fault> {
    let mut all = sums(book)?;
    let (mut silent, mut unanswered) = (0, 0);
    for bid in &book.bids {
        let kept = OnGrant::of(bid)?;
        silent += usize::from(bid.competes() && kept.verdict.is_empty());
        let waits = bid.is(&["bid.opened"]) && bid.competes();
        unanswered += usize::from(kept.is_offer() && (waits || grant::is_offered(bid, &kept)));
    }
    put(out, "grants.unrecommended", silent);
    put(out, "grants.unanswered", unanswered);
    // Between the decision and its letters what is to be offered is as good as offered.
    let telling = book.standing.as_ref().is_some_and(|at| at.is(&["round.decided"]));
    if telling {
        all.offered = all.offered.max(all.recommended);
    }
    out.extend(values([
        ("grants.budget", Value::Money(all.budget)),
        ("grants.recommended", Value::Money(all.recommended)),
        ("grants.offered", Value::Money(all.offered)),
    ]));
    Ok(())
}

/// What one application has to know of its round.
///
/// # Errors
/// A record is damaged.
pub(in crate::service::subjects) fn for_one(book: &Book) -> Result<Values, Fault> {
    let all = sums(book)?;
    Ok(values([
        ("grants.smallest", Value::Money(all.smallest)),
        ("grants.largest", Value::Money(all.largest)),
        ("grants.free", Value::Money(all.free)),
    ]))
}

/// The sums, in pence.
fn sums(book: &Book) -> Result<Grants, Fault> {
    let mut out = Grants {
        budget: pence(&book.own, BUDGET),
        smallest: pence(&book.own, "smallest"),
        largest: pence(&book.own, "largest"),
        ..Grants::default()
    };
    for bid in &book.bids {
        let kept = OnGrant::of(bid)?;
        if bid.competes() {
            out.asked += pence(&bid.answers()?, "amount");
            out.recommended += if kept.is_offer() { kept.amount } else { 0 };
        }
        if grant::is_accepted(bid) {
            out.accepted += 1;
            out.given += kept.binds();
            out.offered += kept.binds();
            out.paid += kept.paid();
            out.returned += kept.returned.unwrap_or(0);
        } else if grant::is_offered(bid, &kept) {
            out.offered += kept.amount;
        }
    }
    out.free = out.budget.saturating_sub(out.offered).max(0);
    Ok(out)
}

/// Fills in what papers say of the money; nothing in a round that gives none.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn show(desk: &mut Desk<'_>, book: &Book, out: &mut Round) -> Result<(), Fault> {
    if !book.own.contains_key(BUDGET) {
        return Ok(());
    }
    let mut all = sums(book)?;
    let said = said(desk, book)?;
    let text = |name: &str| answers::text(&said, name);
    all.source = text("source");
    all.why = text("why");
    all.chosen_how = text("summary");
    all.small_organisations = text("small_organisations");
    all.dissent = text("dissent");
    all.changed = text("changed");
    all.next_time = text("next_time");
    out.value = Some(all.budget).filter(|pence| *pence > 0);
    out.grants = Some(all);
    Ok(())
}

/// What was filled in on the round, by question; what was said last counts.
fn said(desk: &mut Desk<'_>, book: &Book) -> Result<Map<String, Json>, Fault> {
    let mut out = Map::new();
    if let Some(at) = &book.standing {
        for row in submissions::of_instance(desk.db, &desk.alliance, &at.row.id)? {
            out.extend(answers::of(&row)?);
        }
    }
    Ok(out)
}
