//! A network that goes to another host while a contract ends: both contracts say who has it from which day. The
//! texts that were signed stay what they are; the price changes by a variation.

use accord_store::subjects::{self as rows, SubjectRow};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::answers::{Filled, above, newest, part, text};
use crate::{
    domain::words,
    service::{
        app::Desk,
        fault::Fault,
        recipients,
        subjects::{
            keeping,
            round::{self, Handed},
        },
    },
    views::contexts::parts::Pair,
};

/// The questions that the form of such an act must have; words that the catalogue, forms and this kind share.
pub(super) const LOT: &str = "lot";
const TO: &str = "to";
const FROM_DAY: &str = "from_day";
/// What a contract keeps: what it gave, and what it took over.
const GAVE: &str = "gave";
const TOOK: &str = "took";

/// One network that changed hands.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Given {
    /// The network's name.
    network: String,
    /// The other host's name.
    host: String,
    /// From when.
    on: Option<NaiveDate>,
}

/// Gives the network of the newest answer to the host that it names.
///
/// # Errors
/// The network is not this host's, or nobody's contract there goes on; or the store fails.
pub(super) fn give(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<(), Fault> {
    let (_, filled) = newest(desk, row, LOT)?.ok_or(Fault::NotFound("answer"))?;
    let round = above(desk, row, "round")?.ok_or(Fault::NotFound("round"))?;
    let from = row.organisation_id.clone().unwrap_or_default();
    let on = day(&filled);
    let handed = round::reassign(desk, &round, &from, (&text(&filled, LOT), &text(&filled, TO)), on)?;
    let Handed {
        network,
        from,
        to,
        host,
    } = handed;
    let gave = Given {
        network: network.clone(),
        host,
        on,
    };
    keeping::add(desk, row, GAVE, gave)?;
    let all = rows::children(desk.db, &desk.alliance, &round.id, &row.kind)?;
    if let Some(other) = all.iter().rfind(|one| one.organisation_id.as_ref() == Some(&to)) {
        let host = from;
        keeping::add(desk, other, TOOK, Given { network, host, on })?;
    }
    Ok(())
}

fn day(filled: &Filled) -> Option<NaiveDate> {
    match filled.get(FROM_DAY) {
        Some(accord_engine::value::Value::Date(day)) => Some(*day),
        _ => None,
    }
}

/// Networks that another host has taken over: the network, and who has it from when.
pub(super) fn gave(row: &SubjectRow) -> Result<Vec<Pair>, Fault> {
    said(row, GAVE)
}

/// Networks that it has taken over from another host, likewise.
pub(super) fn took(row: &SubjectRow) -> Result<Vec<Pair>, Fault> {
    said(row, TOOK)
}

fn said(row: &SubjectRow, list: &str) -> Result<Vec<Pair>, Fault> {
    let all: Vec<Given> = part(row, list)?.unwrap_or_default();
    let line = |one: Given| Pair {
        value: match one.on {
            Some(on) => format!("{}, from {}", one.host, words::day(on)),
            None => one.host,
        },
        name: one.network,
    };
    Ok(all.into_iter().map(line).collect())
}

/// The people of the host that gets a network: they are told.
///
/// # Errors
/// The store fails.
pub(super) fn new_host(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
    let Some((_, filled)) = newest(desk, row, LOT)? else {
        return Ok(Vec::new());
    };
    let to = text(&filled, TO);
    let all = accord_store::organisations::all(desk.db, &desk.alliance)?;
    match all.iter().find(|one| one.handle == to || one.id == to) {
        Some(one) => recipients::contacts(desk, &one.id),
        None => Ok(Vec::new()),
    }
}
