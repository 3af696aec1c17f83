//! The copy of a contract that everybody may read: what is left out of it, why, and that it is said so where it stood.
//! Names of whoever signed stand in none.

use std::collections::BTreeMap;

use accord_store::subjects::SubjectRow;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::answers::{part, word};
use crate::{
    domain::words,
    service::{app::Desk, fault::Fault, subjects::keeping::keep},
    views::contexts::{
        contract_lines::PublicText,
        hosting::{Contract, Schedule},
        parts::{Pair, Section},
    },
};

/// What a contract keeps of it.
const KEPT: &str = "left_out";
/// The price, wherever it stands.
const PRICE: &str = "price";
/// Where the host is.
const ADDRESS: &str = "address";
/// What stands before the number of a clause, and of a schedule.
const CLAUSE: &str = "clause-";
const SCHEDULE: &str = "schedule-";

/// Why something is left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Because {
    /// On which ground, as it was chosen.
    ground: String,
    /// In a sentence.
    why: String,
}

/// What can be left out of the public copy: variables, clauses and schedules.
pub(super) fn parts_of(text: &Contract) -> IndexMap<String, String> {
    let mut out = IndexMap::from([
        (
            PRICE.to_owned(),
            "The price, wherever it stands, and the payments".to_owned(),
        ),
        (ADDRESS.to_owned(), "The address of the host".to_owned()),
    ]);
    let clause = |one: &Section| {
        (
            format!("{CLAUSE}{}", one.number),
            format!("Clause {}. {}", one.number, one.title),
        )
    };
    out.extend(text.clauses.iter().map(clause));
    let schedule = |one: &Schedule| (format!("{SCHEDULE}{}", one.number), one.title.clone());
    out.extend(text.schedules.iter().map(schedule));
    out
}

/// Leaves something out of the public copy, or puts it back in.
///
/// # Errors
/// It cannot be left out, or there is no reason that everybody may read.
pub(super) fn leave_out(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    text: &Contract,
    body: &Map<String, Json>,
) -> Result<Json, Fault> {
    let (what, why) = (word(body, "what"), word(body, "why").trim());
    if !parts_of(text).contains_key(what) {
        return Err(Fault::field(
            "what",
            "Choose a clause, a schedule, the price or the address.",
        ));
    }
    let mut all = kept(row)?;
    if word(body, "now") == "in" {
        all.remove(what);
    } else {
        if why.is_empty() {
            return Err(Fault::field(
                "why",
                "Write why it is left out; everybody reads it where the words stood.",
            ));
        }
        let ground = word(body, "ground").to_owned();
        let why = why.to_owned();
        all.insert(what.to_owned(), Because { ground, why });
    }
    keep(desk, row, &[(KEPT, all)])?;
    Ok(json!({}))
}

fn kept(row: &SubjectRow) -> Result<BTreeMap<String, Because>, Fault> {
    Ok(part(row, KEPT)?.unwrap_or_default())
}

/// The copy for everybody.
///
/// # Errors
/// The record is damaged.
pub(super) fn of(row: &SubjectRow, text: &Contract) -> Result<PublicText, Fault> {
    let left_out = kept(row)?;
    let price = words::money(text.value);
    let hide = |mut one: Section, key: String| {
        if let Some(because) = left_out.get(&key) {
            one.paragraphs = vec![instead(because)];
            (one.blocks, one.points) = (Vec::new(), Vec::new());
        } else if left_out.contains_key(PRICE) {
            one.paragraphs = one
                .paragraphs
                .iter()
                .map(|said| said.replace(&price, "[left out]"))
                .collect();
            one.blocks = Vec::new();
        }
        one
    };
    let schedules = text.schedules.iter().cloned().map(|mut one| {
        let key = format!("{SCHEDULE}{}", one.number);
        one.sections = match left_out.get(&key) {
            Some(because) => vec![Section {
                title: "Left out".to_owned(),
                paragraphs: vec![instead(because)],
                ..Section::default()
            }],
            None => one
                .sections
                .into_iter()
                .map(|section| hide(section, String::new()))
                .collect(),
        };
        one
    });
    let titles = parts_of(text);
    let line = |(key, because): (&String, &Because)| Pair {
        name: titles.get(key).cloned().unwrap_or_else(|| key.clone()),
        value: said(because),
    };
    Ok(PublicText {
        price: !left_out.contains_key(PRICE),
        address: match left_out.contains_key(ADDRESS) {
            true => String::new(),
            false => text.host.address.clone(),
        },
        clauses: text
            .clauses
            .iter()
            .cloned()
            .map(|one| {
                let key = format!("{CLAUSE}{}", one.number);
                hide(one, key)
            })
            .collect(),
        schedules: schedules.collect(),
        left_out: left_out.iter().map(line).collect(),
    })
}

/// What stands where the words stood.
fn instead(because: &Because) -> String {
    format!("[Left out of this copy: {}]", said(because))
}

fn said(because: &Because) -> String {
    match ground(&because.ground) {
        "" => because.why.clone(),
        ground => format!("{ground}. {}", because.why),
    }
}

/// On which ground, in words.
fn ground(word: &str) -> &'static str {
    match word {
        "person" => "It is about a person",
        "commercial" => "It would harm somebody’s trade",
        "safety" => "It could put somebody in danger",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::views::contexts::Context as _;

    fn row(left_out: &Json) -> SubjectRow {
        SubjectRow {
            id: "c".to_owned(),
            alliance_id: "a".to_owned(),
            kind: "contract".to_owned(),
            title: "Contract".to_owned(),
            reference: None,
            parent_id: None,
            organisation_id: None,
            person_id: None,
            data: json!({ KEPT: left_out }).to_string(),
            created_at: DateTime::UNIX_EPOCH.into(),
        }
    }

    #[test]
    fn what_is_left_out_is_said_where_it_stood_and_at_the_end() {
        let mut text = Contract::sample();
        let price = words::money(text.value);
        text.clauses = vec![Section {
            number: "4".to_owned(),
            title: "Money".to_owned(),
            paragraphs: vec![format!("{price} in all.")],
            ..Section::default()
        }];
        let because = |why: &str| json!({ "ground": "commercial", "why": why });
        for (left_out, clause, lines) in [
            (json!({}), format!("{price} in all."), 0),
            (
                json!({ PRICE: because("Bids are open.") }),
                "[left out] in all.".to_owned(),
                1,
            ),
            (
                json!({ "clause-4": because("Bids are open.") }),
                "[Left out of this copy: It would harm somebody’s trade. Bids are open.]".to_owned(),
                1,
            ),
        ] {
            let public = of(&row(&left_out), &text).unwrap();
            let shown = serde_json::to_string(&public).unwrap();
            assert_eq!(public.clauses.first().unwrap().paragraphs, [clause], "{left_out}");
            assert_eq!(public.left_out.len(), lines, "{left_out}");
            assert_eq!(shown.contains(&price), lines == 0, "{left_out}");
        }
    }
}
