//! Who buys, who pays, for how much and by which rules, as far as it is on record: what papers and notices
//! say first, and what nobody should have to type twice.

use accord_store::organisations;
use serde_json::{Map, Value as Json};

use super::{book::Book, determination, showing};
use crate::{
    domain::{award::proportion, words},
    service::{answers, app::Desk, fault::Fault},
    views::contexts::{
        parts::{Organisation, Section},
        round::Round,
    },
};

/// The kind of organisation that pays.
const PAYS: &str = "commissioner";

/// Fills in what was not typed as such but follows from what is on record.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn fill(desk: &mut Desk<'_>, book: &Book, out: &mut Round) -> Result<(), Fault> {
    if out.buyer.name.is_empty() {
        let own = determination::now(desk, book)?;
        out.buyer = showing::organisation(desk, &determination::purchaser(&own))?;
    }
    if out.buyer.name.is_empty() {
        out.buyer = lead_body(desk)?;
    }
    if out.funder.name.is_empty() {
        let all = organisations::all(desk.db, &desk.alliance)?;
        let mut payers = all.iter().filter(|one| one.kind == PAYS);
        // Where several pay, the head contract says who pays what.
        if let (Some(only), None) = (payers.next(), payers.next()) {
            out.funder = showing::organisation(desk, &only.id)?;
        }
    }
    if out.value.is_none() {
        let values: Option<Vec<i64>> = out.lots.iter().map(|lot| lot.value).collect();
        out.value = values.map(|all| all.into_iter().sum()).filter(|sum| *sum > 0);
    }
    out.words_asked = out.criteria.iter().filter_map(|one| one.words).sum();
    let each = out.criteria.iter().filter(|one| one.for_each_lot);
    out.words_for_each_lot = each.filter_map(|one| one.words).sum();
    let pace = desk.app.library.proportion.pace;
    for one in &mut out.criteria {
        one.minutes = u32::try_from(pace.minutes(one.words.unwrap_or(0))).unwrap_or(u32::MAX);
    }
    let asked = proportion::Asked {
        questions: out.criteria.len(),
        words: out.words_asked,
        for_each_lot: out.words_for_each_lot,
    };
    out.effort = proportion::effort(asked, pace);
    out.hours = hours(out, pace);
    (out.brought, out.exceptions) = super::proportion::shown(desk, book)?;
    out.url = format!("{}/{}/{}", desk.app.origin, book.record.kind, book.record.id);
    out.public_url = format!("{}/register/{}", desk.app.origin, out.reference);
    out.bidding_url = format!("{}/can-we-bid", out.public_url);
    if out.eligibility.is_empty() {
        out.eligibility = said(&answers::text(&book.own, "who_may_bid"));
    }
    if out.rules.is_empty() {
        out.rules = rules(book);
    }
    Ok(())
}

/// About how long a bid takes, with everything beside the answers.
fn hours(round: &Round, pace: proportion::Pace) -> String {
    if round.words_asked == 0 {
        return String::new();
    }
    let beside = round.before_bidding.needs.iter().map(|need| u64::from(need.minutes));
    proportion::hours(pace.minutes(round.words_asked) + beside.sum::<u64>())
}

/// The alliance's lead body, by its name alone.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(in crate::service::subjects) fn lead_body(desk: &mut Desk<'_>) -> Result<Organisation, Fault> {
    let alliance = accord_store::alliances::load(desk.db, &desk.alliance)?;
    let own: Map<String, Json> = serde_json::from_str(&alliance.data)?;
    Ok(Organisation {
        name: answers::text(&own, "lead_body"),
        ..Organisation::default()
    })
}

/// A text as a section without a heading of its own; nothing for nothing.
fn said(text: &str) -> Vec<Section> {
    let paragraphs: Vec<String> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    match paragraphs.is_empty() {
        true => Vec::new(),
        false => vec![Section {
            title: "What we ask of an organisation".to_owned(),
            paragraphs,
            ..Section::default()
        }],
    }
}

/// What was settled before anybody bid: what a bid needs, and what decides between equal ones.
fn rules(book: &Book) -> Vec<Section> {
    let mut points = Vec::new();
    if let Some(least) = book
        .own
        .get("overall_minimum")
        .and_then(Json::as_i64)
        .filter(|n| *n > 0)
    {
        points.push(format!("A bid needs at least {least} of 100 points in all."));
    }
    let order = book.own.get("tie_break").and_then(Json::as_array);
    let titles: Vec<String> = order
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .filter_map(|code| book.questions.iter().find(|one| one.code == code))
        .map(|one| format!("‘{}’", showing::title_of(one)))
        .collect();
    if !titles.is_empty() {
        points.push(format!(
            "Where two bids are equal, their points for these questions decide, in this order: {}. Where all of them are \
             equal, lots are drawn in front of a witness.",
            words::list(&titles)
        ));
    }
    match points.is_empty() {
        true => Vec::new(),
        false => vec![Section {
            title: "What a bid needs, and what decides between equal ones".to_owned(),
            points,
            ..Section::default()
        }],
    }
}
