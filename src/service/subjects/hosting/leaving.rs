//! How a contract comes to its end: who supports people from then on, network by network, what the host says in writing of
//! the information that it held, and how its last quarters went, for whoever decides whether it goes on.

use std::collections::BTreeMap;

use accord_store::subjects::{self as rows, SubjectRow};
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::{
    answers::{log, newest, part, word},
    contract_choices, quarter, quarter_shown,
};
use crate::{
    domain::{monitoring::rating::Rating, words},
    service::{app::Desk, fault::Fault, subjects::About},
    views::contexts::{
        contract_lines::HandoverRow,
        parts::{Lot, Pair},
    },
};

/// The work by which a network's handover is recorded.
const HANDOVER: &str = "handover.record";
/// The question of the host's certificate that is asked nowhere else.
const CERTIFIED: &str = "data_kept";
/// How many quarters a decision looks back on.
const QUARTERS: usize = 4;

/// The last word on each network, by its code.
fn last(row: &SubjectRow) -> Result<BTreeMap<String, Map<String, Json>>, Fault> {
    let all = log(row, HANDOVER)?.into_iter();
    Ok(all.map(|entry| (word(&entry, "lot").to_owned(), entry)).collect())
}

/// How many do not know yet, by an entry; a number, or a number as text.
fn left(entry: &Map<String, Json>) -> i64 {
    let value = entry.get("left");
    let number = value.and_then(Json::as_i64);
    number
        .or_else(|| value.and_then(Json::as_str).and_then(|text| text.parse().ok()))
        .unwrap_or(1)
}

/// Networks that the host has, and of which nobody has said that everybody there knows who supports them next.
///
/// # Errors
/// The store fails.
pub(super) fn open(desk: &mut Desk<'_>, about: About<'_>) -> Result<usize, Fault> {
    let said = last(about.row)?;
    let lots = contract_choices::of(desk, about, "lots")?.unwrap_or_default();
    let settled = |code: &String| said.get(code).is_some_and(|entry| left(entry) == 0);
    Ok(lots.keys().filter(|code| !settled(code)).count())
}

/// Whether a handover may be recorded so.
///
/// # Errors
/// It is no network of the host, or nobody is named.
pub(super) fn judge(desk: &mut Desk<'_>, about: About<'_>, body: &Map<String, Json>) -> Result<(), Fault> {
    let lots = contract_choices::of(desk, about, "lots")?.unwrap_or_default();
    if !lots.contains_key(word(body, "lot")) {
        let names: Vec<String> = lots.into_values().collect();
        return Err(Fault::field(
            "lot",
            format!("Choose a network that the host has: {}.", words::list_or(&names)),
        ));
    }
    match word(body, "to_whom").trim().is_empty() {
        true => Err(Fault::field("to_whom", "Write who supports people there from now on.")),
        false => Ok(()),
    }
}

/// Whether the host has said in writing what became of the information.
///
/// # Errors
/// The store fails.
pub(super) fn certified(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<bool, Fault> {
    Ok(newest(desk, row, CERTIFIED)?.is_some())
}

/// Each network of the host that no other host has taken over, and who supports people there from then on. How many do not
/// know yet is in no paper: whether there are any is.
///
/// # Errors
/// The record is damaged.
pub(super) fn handovers(row: &SubjectRow, lots: &[Lot], gone: &[Pair]) -> Result<Vec<HandoverRow>, Fault> {
    let said = last(row)?;
    let kept = lots.iter().filter(|lot| !gone.iter().any(|one| one.name == lot.name));
    let line = |lot: &Lot| {
        let entry = said.get(&lot.code);
        let says = |field: &str| entry.map(|one| word(one, field).to_owned()).unwrap_or_default();
        HandoverRow {
            network: lot.name.clone(),
            to_whom: says("to_whom"),
            everybody_knows: entry.is_some_and(|one| left(one) == 0),
            note: says("note"),
        }
    };
    Ok(kept.map(line).collect())
}

/// How the last quarters went, the oldest first: the quarter, and how many figures are rated how.
///
/// # Errors
/// The store fails.
pub(super) fn performance(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<Pair>, Fault> {
    let returns = rows::children(desk.db, &desk.alliance, &row.id, "return")?;
    let mut out = Vec::new();
    for (place, one) in returns.iter().enumerate().rev() {
        if out.len() == QUARTERS {
            break;
        }
        if quarter::sent(desk, one)?.is_empty() {
            continue;
        }
        let from = part::<String>(one, "period_from")?.and_then(|on| on.parse::<NaiveDate>().ok());
        let rated = quarter::rated(desk, one, place == 0)?;
        out.push(Pair {
            name: from.map(quarter_shown::quarter_in_words).unwrap_or_default(),
            value: counted(rated.iter().map(|one| one.2)),
        });
    }
    out.reverse();
    Ok(out)
}

/// `5 good, 1 requires improvement`.
fn counted(ratings: impl Iterator<Item = Rating>) -> String {
    let mut counts: BTreeMap<Rating, usize> = BTreeMap::new();
    for one in ratings {
        *counts.entry(one).or_default() += 1;
    }
    let said: Vec<String> = counts
        .into_iter()
        .map(|(rating, number)| format!("{number} {}", rating.words().to_lowercase()))
        .collect();
    said.join(", ")
}
