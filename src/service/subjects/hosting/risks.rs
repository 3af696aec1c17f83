//! The register of a contract: what could happen and what did, each with what is done about it and whether it is over.
//! Nothing in it identifies anybody.

use std::collections::BTreeMap;

use accord_engine::value::Value;
use accord_store::subjects::SubjectRow;
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::answers::{all, chosen, log, text, word};
use crate::{
    domain::words,
    service::{app::Desk, fault::Fault},
    views::contexts::contract_lines::{IncidentRow, RiskRow},
};

const RISK: &str = "risk.write";
const FOLLOWED: &str = "incident.follow";
/// The question of an incident that is asked nowhere else.
const KIND: &str = "incident_kind";
const CLOSED: &str = "closed";

/// The last word on each risk, the gravest first; those that are over stand last.
///
/// # Errors
/// The record is damaged.
pub(super) fn risks(row: &SubjectRow) -> Result<Vec<RiskRow>, Fault> {
    let mut last: IndexMap<String, Map<String, Json>> = IndexMap::new();
    for entry in log(row, RISK)? {
        last.insert(word(&entry, "risk").trim().to_lowercase(), entry);
    }
    let number = |entry: &Map<String, Json>, name: &str| entry.get(name).and_then(Json::as_i64).unwrap_or(1);
    let line = |entry: Map<String, Json>| RiskRow {
        risk: word(&entry, "risk").trim().to_owned(),
        score: u32::try_from(number(&entry, "likely") * number(&entry, "harm")).unwrap_or(1),
        doing: word(&entry, "doing").to_owned(),
        who: match word(&entry, "who") {
            "both" => "Both".to_owned(),
            who => format!("The {who}"),
        },
        is_open: word(&entry, "now") != CLOSED,
    };
    let mut out: Vec<RiskRow> = last.into_values().map(line).collect();
    out.sort_by_key(|one| (!one.is_open, std::cmp::Reverse(one.score)));
    Ok(out)
}

/// Incidents, oldest first, each with what followed from it last.
///
/// # Errors
/// The store fails.
pub(super) fn incidents(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<IncidentRow>, Fault> {
    let mut followed: BTreeMap<String, Map<String, Json>> = BTreeMap::new();
    for entry in log(row, FOLLOWED)? {
        followed.insert(word(&entry, "incident").to_owned(), entry);
    }
    let day = |value: Option<&Value>| match value {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    };
    let mut out = Vec::new();
    for ((_, filled), number) in all(desk, row, KIND)?.into_iter().zip(1..) {
        let number = i32::to_string(&number);
        let then = followed.get(&number);
        out.push(IncidentRow {
            kind: chosen(desk, row, KIND, &text(&filled, KIND))?,
            happened_on: day(filled.get("happened_on")),
            known_on: day(filled.get("known_on")),
            is_serious: filled.get("serious") == Some(&Value::Bool(true)),
            what: text(&filled, "what"),
            followed: then.map(|one| word(one, "done").to_owned()).unwrap_or_default(),
            is_open: then.is_none_or(|one| word(one, "now") != CLOSED),
            number,
        });
    }
    Ok(out)
}

/// Those that are not over, to choose from.
///
/// # Errors
/// The store fails.
pub(super) fn open(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<IndexMap<String, String>, Fault> {
    let all = incidents(desk, row)?.into_iter().filter(|one| one.is_open);
    Ok(all
        .map(|one| {
            let on = one.happened_on.map(words::day).unwrap_or_default();
            (one.number, format!("{}, {on}", one.kind))
        })
        .collect())
}
