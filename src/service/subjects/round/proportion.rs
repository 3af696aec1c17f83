//! What a round asks that is out of proportion to what it is worth, and why it asks that all the same.

use accord_engine::value::Value;
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::{book::Book, timetable};
use crate::{
    domain::{
        award::proportion::{Asks, Check, Finding, Proportion},
        words,
    },
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{About, Values, Work, keeping, values},
    },
    views::contexts::parts::Pair,
};

/// The permit of whoever says why; a word of the catalogue.
pub(super) const EXPLAINING: &str = "proportion.explain";
/// The fact about it.
pub(super) const FACT: &str = "proportion.open";
/// The collection of what waits for a reason.
pub(super) const COLLECTION: &str = "out_of_proportion";
/// Where the record keeps reasons.
pub(super) const KEPT: &str = "proportion";
/// What the form of a round's terms asks about what a bid brings, beside answers.
pub(super) const ASKED: [&str; 7] = [
    "papers",
    "pages",
    "references",
    "accounts_years",
    "turnover",
    "insurance",
    "policies",
];

/// A reason that somebody gave.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Reason {
    check: Check,
    /// By how much it was out of proportion then.
    excess: i64,
    why: String,
    by: String,
    at: DateTime<Utc>,
}

/// What is out of proportion, with the reason for it, if there is one.
pub(super) type Found = (Finding, Option<String>);

/// What a round asks that is out of proportion.
///
/// # Errors
/// What is stored is damaged, or the calendar does not reach so far.
pub(super) fn found(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<Found>, Fault> {
    let asks = asks(desk, book)?;
    let smallest = book.lots.iter().filter_map(|lot| lot.yearly_value).min();
    let reasons = reasons(book)?;
    let words = answers::text(&book.own, "words_reason");
    let why = |one: &Finding| {
        let given = reasons
            .iter()
            .rev()
            .find(|reason| reason.check == one.check && reason.excess >= one.excess);
        let about_words = (one.check == Check::Words && !words.trim().is_empty()).then(|| words.clone());
        given.map(|reason| reason.why.clone()).or(about_words)
    };
    let file = &desk.app.library.proportion;
    let found = file.findings(&asks, smallest).into_iter();
    Ok(found.map(|one| (one.clone(), why(&one))).collect())
}

fn reasons(book: &Book) -> Result<Vec<Reason>, Fault> {
    match book.own.get(KEPT) {
        Some(kept) => Ok(serde_json::from_value(kept.clone())?),
        None => Ok(Vec::new()),
    }
}

fn asks(desk: &mut Desk<'_>, book: &Book) -> Result<Asks, Fault> {
    let number = |name: &str| book.own.get(name).and_then(Json::as_i64).unwrap_or(0);
    let closing = timetable::closing(desk, &book.own, book.standing.as_ref())?;
    let response_days = match (&book.standing, closing) {
        (Some(at), Some(closing)) => {
            let workflow = desk.app.library.pinned(desk.db, &at.row.definition)?;
            let from = at.since("round.open").unwrap_or(desk.now);
            let between = workflow
                .calendar
                .working_days_between(timetable::day(from), timetable::day(closing));
            Some(between.map_err(|error| Fault::field("closing_day", error.to_string()))?)
        }
        _ => None,
    };
    Ok(Asks {
        words: book.questions.iter().map(|one| i64::from(one.max_words)).sum(),
        papers: number("papers"),
        pages: number("pages"),
        references: number("references"),
        accounts_years: number("accounts_years"),
        turnover: number("turnover"),
        insurance: number("insurance"),
        policies: answers::texts(&book.own, "policies"),
        response_days,
    })
}

/// What waits for a reason. How many words are asked is a condition of its own.
fn open(found: &[Found]) -> impl Iterator<Item = &Finding> {
    let open = found
        .iter()
        .filter(|(one, why)| why.is_none() && one.check != Check::Words);
    open.map(|(one, _)| one)
}

/// The fact.
///
/// # Errors
/// As [`found`].
pub(super) fn facts(desk: &mut Desk<'_>, book: &Book, out: &mut Values) -> Result<(), Fault> {
    let found = found(desk, book)?;
    let count = i64::try_from(open(&found).count()).unwrap_or(i64::MAX);
    out.extend(values([(FACT, Value::Integer(count))]));
    Ok(())
}

/// What waits for a reason, by its name.
///
/// # Errors
/// As [`found`].
pub(super) fn collection(desk: &mut Desk<'_>, book: &Book) -> Result<IndexMap<String, String>, Fault> {
    let found = found(desk, book)?;
    let checks = &desk.app.library.proportion.checks;
    let title = |one: &Finding| {
        checks
            .get(&one.check)
            .map(|told| told.title.clone())
            .unwrap_or_default()
    };
    let open = found.iter().filter(|(_, why)| why.is_none());
    Ok(open.map(|(one, _)| (one.check.word().to_owned(), title(one))).collect())
}

/// Puts down why something is asked all the same.
///
/// # Errors
/// Nothing of the kind is out of proportion, or no reason is taken for it from this person.
pub(super) fn explain(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let book = Book::open(desk, about.row, about.snapshot)?;
    let named = answers::text(work.body, "check");
    let found = found(desk, &book)?;
    let Some((one, _)) = found.iter().find(|(one, _)| one.check.word() == named) else {
        return Err(Fault::field("check", "Nothing of this kind is out of proportion now."));
    };
    let why = answers::text(work.body, "why");
    if why.trim().is_empty() {
        return Err(Fault::field(
            "why",
            "Say why it is needed: everybody reads it in the invitation.",
        ));
    }
    let told = desk
        .app
        .library
        .proportion
        .checks
        .get(&one.check)
        .cloned()
        .unwrap_or_default();
    if !told.may_explain.iter().any(|role| work.actor.roles.contains(role)) {
        let roles = &desk.app.library.roles.roles;
        let titles: Vec<String> = told
            .may_explain
            .iter()
            .filter_map(|role| Some(roles.get(role)?.title.to_lowercase()))
            .collect();
        let says = match titles.is_empty() {
            true => format!("No reason is taken for this. {}", told.mend),
            false => format!(
                "Only {} can say why this is needed. {}",
                words::list_or(&titles),
                told.mend
            ),
        };
        return Err(Fault::field("check", says));
    }
    let reason = Reason {
        check: one.check,
        excess: one.excess,
        why,
        by: work.actor.person.clone(),
        at: desk.now,
    };
    keeping::add(desk, about.row, KEPT, reason)?;
    Ok(json!({}))
}

/// What stands beside the forms in which a round is set: each finding, with its reason or how it is mended. Nothing
/// where the round's own workflow does not ask for it.
///
/// # Errors
/// As [`found`].
pub(super) fn to_read(desk: &mut Desk<'_>, about: About<'_>) -> Result<Vec<String>, Fault> {
    let book = Book::open(desk, about.row, about.snapshot)?;
    let Some(at) = &book.standing else {
        return Ok(Vec::new());
    };
    let workflow = desk.app.library.pinned(desk.db, &at.row.definition)?;
    if !workflow.definition.facts.contains_key(FACT) {
        return Ok(Vec::new());
    }
    let found = found(desk, &book)?;
    let checks = &desk.app.library.proportion.checks;
    if found.is_empty() {
        return Ok(vec![
            "What this round asks so far is in proportion to what a network is worth.".to_owned(),
        ]);
    }
    let said = found.iter().map(|(one, why)| match (why, checks.get(&one.check)) {
        (Some(why), _) => format!("{} The reason that is published: {why}", one.says),
        (None, Some(told)) => format!("Out of proportion: {} {} ({})", one.says, told.mend, told.source),
        (None, None) => one.says.clone(),
    });
    Ok(said.collect())
}

/// What the invitation says: what a bid brings beside its answers, and why something goes beyond what is usual.
///
/// # Errors
/// As [`found`].
pub(super) fn shown(desk: &mut Desk<'_>, book: &Book) -> Result<(Vec<String>, Vec<Pair>), Fault> {
    let exceptions = found(desk, book)?.into_iter().filter_map(|(one, why)| {
        Some(Pair {
            name: one.says,
            value: why?,
        })
    });
    let exceptions = exceptions.collect();
    Ok((brought(&book.own, &desk.app.library.proportion), exceptions))
}

/// What a bid brings beside its answers, each a sentence.
fn brought(own: &Map<String, Json>, file: &Proportion) -> Vec<String> {
    let number = |name: &str| own.get(name).and_then(Json::as_u64).filter(|number| *number > 0);
    let money = |name: &str| own.get(name).and_then(Json::as_i64).filter(|pence| *pence > 0);
    let mut out = Vec::new();
    if let Some(papers) = number("papers") {
        let pages =
            number("pages").map(|pages| format!(", with {} in all at most", words::count(pages, "page", "pages")));
        let papers = words::count(papers, "paper", "papers");
        out.push(format!(
            "{papers} to show when bids are checked{}.",
            pages.unwrap_or_default()
        ));
    }
    if let Some(references) = number("references") {
        let people = words::count(references, "person who speaks", "people who speak");
        out.push(format!("{people} for your organisation."));
    }
    if let Some(years) = number("accounts_years") {
        out.push(format!("Accounts of {}.", words::count(years, "year", "years")));
    }
    if let Some(pence) = money("turnover") {
        out.push(format!("An income of at least {} a year.", words::money(pence)));
    }
    if let Some(pence) = money("insurance") {
        out.push(format!(
            "Insurance for {}; it can be taken out once you are chosen.",
            words::money(pence)
        ));
    }
    let policies = answers::texts(own, "policies");
    if !policies.is_empty() {
        let names = policies
            .iter()
            .map(|one| file.policies.get(one).unwrap_or(one).to_lowercase());
        out.push(format!("Policies: {}.", names.collect::<Vec<_>>().join(", ")));
    }
    out
}
