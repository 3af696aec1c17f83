//! What a claim says: when it was done, what was spent, how its person would like to be paid.

use accord_engine::value::Value;
use accord_store::{subjects::SubjectRow, uploads};
use chrono::NaiveDate;

use super::answers::{chosen, log, newest, part, text, word};
use crate::service::{app::Desk, fault::Fault, library::payments::Payments};

/// The question for receipts of what was spent.
const RECEIPTS: &str = "receipts";

/// How somebody would like to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service) enum Way {
    /// Not at all: it is given to somebody else. In words.
    Given(String),
    /// As it was agreed with somebody who wrote it down, in words.
    Arranged(String),
    /// As they answered when they took it.
    Answered(String),
}

impl Way {
    /// The words, or the word of the answer.
    pub(in crate::service) fn says(&self) -> &str {
        match self {
            Self::Given(says) | Self::Arranged(says) | Self::Answered(says) => says,
        }
    }

    /// It goes into an account, which has to be known.
    pub(in crate::service) fn wants_account(&self, payments: &Payments) -> bool {
        matches!(self, Self::Answered(word) if payments.account.contains(word))
    }
}

/// How the person would like to be paid, as they said when they took it, or as it was written down
/// since; nothing while nobody knows.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn way(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<Way>, Fault> {
    if let Some((_, given)) = newest(desk, row, "to_whom")? {
        return Ok(Some(Way::Given(format!("given to {}", text(&given, "to_whom")))));
    }
    if let Some(arranged) = log(row, "payment.arrange")?.last() {
        let says = word(arranged, "way").to_owned();
        return Ok(Some(says).filter(|says| !says.is_empty()).map(Way::Arranged));
    }
    let answered = newest(desk, row, "way")?.map(|(_, one)| text(&one, "way"));
    Ok(answered.filter(|way| !way.is_empty()).map(Way::Answered))
}

/// The words of an answer to the question how.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn in_words(desk: &mut Desk<'_>, row: &SubjectRow, answer: &str) -> Result<String, Fault> {
    chosen(desk, row, "way", answer)
}

/// What they spent, as they said when they took it; pence.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn expenses(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<i64, Fault> {
    let said = newest(desk, row, "expenses")?;
    Ok(match said.as_ref().and_then(|(_, one)| one.get("expenses")) {
        Some(Value::Money(pence)) => *pence,
        _ => 0,
    })
}

/// The day of the activity.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn done_on(row: &SubjectRow) -> Result<Option<NaiveDate>, Fault> {
    Ok(part::<String>(row, "done_on")?.and_then(|on| on.parse().ok()))
}

/// What was done and what it pays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::service) struct Terms {
    /// The activity, by its name in the rate card.
    pub(in crate::service) activity: String,
    /// The same in words.
    pub(in crate::service) title: String,
    /// What it was about, in words.
    pub(in crate::service) about: String,
    /// For the activity, pence.
    pub(in crate::service) pence: i64,
    /// How often it was done: three bids were scored.
    pub(in crate::service) units: i64,
    /// The rate card, by name.
    pub(in crate::service) card: String,
    /// It comes to less an hour than the floor.
    pub(in crate::service) below_floor: bool,
}

/// What stands in a claim.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn terms(row: &SubjectRow) -> Result<Terms, Fault> {
    let word = |name| Ok::<_, Fault>(part::<String>(row, name)?.unwrap_or_default());
    Ok(Terms {
        activity: word("activity")?,
        title: word("activity_title")?,
        about: word("about")?,
        pence: part::<i64>(row, "pence")?.unwrap_or(0),
        units: units(row)?,
        card: word("rate_card")?,
        below_floor: part::<bool>(row, "below_floor")?.unwrap_or(false),
    })
}

/// What the activity comes to an hour, preparation counted; pence, nothing where the card knows no time for it.
pub(in crate::service) fn an_hour(desk: &Desk<'_>, terms: &Terms) -> i64 {
    let card = desk.app.library.rate_cards.get(&terms.card);
    let rate = card.and_then(|card| card.activities.get(&terms.activity));
    rate.filter(|rate| rate.minutes > 0).map_or(0, |rate| {
        terms.pence.saturating_mul(60) / rate.minutes.saturating_mul(terms.units).max(1)
    })
}

/// Names of the receipts that they sent with what they spent.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn receipts(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
    let said = newest(desk, row, RECEIPTS)?;
    let Some(Value::Texts(ids)) = said.as_ref().and_then(|(_, one)| one.get(RECEIPTS)) else {
        return Ok(Vec::new());
    };
    let each = ids
        .iter()
        .map(|id| Ok(uploads::by_id(desk.db, id)?.map(|file| file.name)));
    let names: Result<Vec<Option<String>>, Fault> = each.collect();
    Ok(names?.into_iter().flatten().collect())
}

/// How often the activity was done.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn units(row: &SubjectRow) -> Result<i64, Fault> {
    Ok(part::<i64>(row, "units")?.unwrap_or(1).max(1))
}

/// Their person wants this one all the same, though it is more than they chose for one week; in the record.
pub(in crate::service) const ABOVE: &str = "above_limit";

/// Whether their person has said so.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn is_above_all_the_same(row: &SubjectRow) -> Result<bool, Fault> {
    Ok(part::<bool>(row, ABOVE)?.unwrap_or(false))
}

/// The most in one week that was said when it was offered by hand, pence.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn cap(row: &SubjectRow) -> Result<Option<i64>, Fault> {
    part::<i64>(row, "weekly_cap")
}
