//! A change to a contract: its size with all that came before, its money, its words.

use std::collections::BTreeMap;

use accord_engine::value::Value;
use accord_store::subjects::{self as rows, SubjectRow};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::{
    answers::{Filled, below_contract, chosen, newest, organisation, parent, part, snapshot, table, text},
    contract, contract_choices, contract_text,
};
use crate::{
    domain::{
        contracts::{
            modification::{self, Class},
            money,
        },
        hex, words,
    },
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, Beside, Collections, Explained, NewSubject, Subject, Values, keeping::keep, naming, values},
    },
    views::contexts::{
        monitoring::{ClauseChange, Variation as Shown},
        parts::Pair,
    },
};

/// The question in which clauses get other words, and what a change keeps of it once it applies.
const NEW_WORDS: &str = "new_words";
const CHANGED: &str = "changed";

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Variation;

impl Subject for Variation {
    fn kind(&self) -> &'static str {
        "variation"
    }

    fn create(&self, _desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        below_contract(new, row)
    }

    fn imagine(&self, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        below_contract(new, row)
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let said = latest(desk, about.row)?;
        let size = Size::of(desk, about.row, &said)?;
        let more = if size.applied { 0 } else { size.own };
        let above = About {
            row: &size.contract_row,
            snapshot: None,
        };
        let covers = contract::funded(desk, above, more)?;
        let changes = said.get("text_changes") == Some(&Value::Bool(true));
        Ok(values([
            ("variation.text_changes", Value::Bool(changes)),
            ("variation.cumulative_value", Value::Money(size.cumulative)),
            ("variation.cumulative_percent", Value::Integer(size.percent)),
            ("funding.covers", Value::Bool(covers)),
        ]))
    }

    fn hashes(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<BTreeMap<String, String>, Fault> {
        Ok([("variation.text".to_owned(), hash(desk, about.row)?)].into())
    }

    fn collections(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Collections, Fault> {
        let clauses = match parent(desk, about.row)? {
            Some(above) => contract_choices::of(desk, of(&above), "clauses")?.unwrap_or_default(),
            None => IndexMap::new(),
        };
        Ok([("clauses".to_owned(), clauses)].into())
    }

    /// Beside each clause stands what it says now.
    fn explained(&self, desk: &mut Desk<'_>, about: About<'_>, _typed: &Map<String, Json>) -> Result<Explained, Fault> {
        let Some(above) = parent(desk, about.row)? else {
            return Ok(Explained::new());
        };
        let now = contract_text::clauses(desk, of(&above))?;
        let beside = now.into_iter().map(|(number, says)| {
            let beside = Beside { says, most_words: None };
            (number, beside)
        });
        Ok([("clauses".to_owned(), beside.collect())].into())
    }

    fn whose(&self, desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
        naming::organisation(desk, row)
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        let said = latest(desk, about.row)?;
        let size = Size::of(desk, about.row, &said)?;
        let signed = super::contract_text::signatures(desk, about.row)?;
        let out = Shown {
            reference: about.row.reference.clone().unwrap_or_default(),
            contract: size.contract_row.reference.clone().unwrap_or_default(),
            host: organisation(desk, about.row)?
                .as_ref()
                .map(super::onboarding::host)
                .unwrap_or_default(),
            title: text(&said, "what"),
            class: chosen(desk, about.row, "reason_class", &text(&said, "reason_class"))?,
            changes: changes(desk, about.row, &size.contract_row, &said)?,
            notice_test: test(desk, about, &said, &size)?,
            reason: text(&said, "why"),
            effective_on: match said.get("from") {
                Some(Value::Date(date)) => Some(*date),
                _ => None,
            },
            value_change: size.own,
            value_after: size.contract + if size.applied { 0 } else { size.own },
            cumulative: format!("{}%", size.percent),
            changes_specification: said.get("text_changes") == Some(&Value::Bool(true)),
            content_hash: hash(desk, about.row)?,
            signed_on: signed
                .iter()
                .filter_map(|one| one.signed_at)
                .max()
                .map(words::local_day),
            status: if size.applied { "signed" } else { "proposed" }.to_owned(),
        };
        Ok(serde_json::to_value(out)?)
    }

    fn run(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
        if rule != "apply_variation" {
            return Err(Fault::Internal(anyhow::anyhow!("a variation has no rule `{rule}`")));
        }
        if part::<bool>(about.row, "applied")? == Some(true) {
            return Ok(());
        }
        let said = latest(desk, about.row)?;
        let size = Size::of(desk, about.row, &said)?;
        let changed: i64 = part(&size.contract_row, "changed_by")?.unwrap_or(0);
        let changes = changes(desk, about.row, &size.contract_row, &said)?;
        keep(desk, &size.contract_row, &[("changed_by", changed + size.own)])?;
        let mut amended = contract::amended(&size.contract_row)?;
        amended.extend(changes.iter().map(|one| (one.clause.clone(), one.after.clone())));
        if !changes.is_empty() {
            keep(desk, &size.contract_row, &[("amended", amended)])?;
            keep(desk, about.row, &[(CHANGED, changes)])?;
        }
        keep(desk, about.row, &[("applied", true)])
    }
}

fn of(row: &SubjectRow) -> About<'_> {
    About { row, snapshot: None }
}

/// Clauses before and after. Once the change applies they are those that were signed, whatever the contract says since.
fn changes(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    contract_row: &SubjectRow,
    said: &Filled,
) -> Result<Vec<ClauseChange>, Fault> {
    if let Some(kept) = part(row, CHANGED)? {
        return Ok(kept);
    }
    let words = table(said, NEW_WORDS);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let now = contract_text::clauses(desk, of(contract_row))?;
    let line = |one: &Filled| {
        let clause = text(one, "clause");
        let before = now.iter().find(|(number, _)| *number == clause);
        ClauseChange {
            before: before.map(|(_, says)| says.join(" ")).unwrap_or_default(),
            after: text(one, "words"),
            clause,
        }
    };
    Ok(words.iter().map(line).collect())
}

/// The questions of regulation 13 with their answers, by the numbers of the workflow's settings; nothing before the change
/// is described. Whether the regulation binds is the round's regime to say.
fn test(desk: &mut Desk<'_>, about: About<'_>, said: &Filled, size: &Size) -> Result<Vec<Pair>, Fault> {
    let Some(class) = Class::of(&text(said, "reason_class")) else {
        return Ok(Vec::new());
    };
    let snapshot = snapshot(desk, about)?;
    let setting = |name: &str| match snapshot.as_ref().and_then(|one| one.settings.get(name)) {
        Some(Value::Money(number) | Value::Integer(number)) => *number,
        _ => i64::MAX,
    };
    let size = modification::Size {
        cumulative: size.cumulative,
        percent: size.percent,
        value_limit: setting("large_value"),
        percent_limit: setting("large_percent"),
    };
    let answer = modification::answer(class, size);
    let yes = |is: bool| if is { "Yes" } else { "No" };
    let pair = |name: &str, value: String| Pair {
        name: name.to_owned(),
        value,
    };
    Ok(vec![
        pair(
            "Does the contract provide for it, clearly?",
            yes(class == Class::ProvidedFor).to_owned(),
        ),
        pair(
            "Is it only that the provider is another?",
            yes(class == Class::Identity).to_owned(),
        ),
        pair(
            "Is it for something outside both sides' control?",
            yes(class == Class::Outside).to_owned(),
        ),
        pair(
            "Do all changes together stay below one of the limits?",
            format!(
                "{}: {} and {}% of the first value; the limits are {} and {}%",
                yes(size.cumulative < size.value_limit || size.percent < size.percent_limit),
                words::money(size.cumulative),
                size.percent,
                words::money(size.value_limit),
                size.percent_limit
            ),
        ),
        pair(
            "Could it be made without another selection?",
            match answer.permitted {
                true => "Yes, as far as its reason and its size go, and if the contract stays what it was in kind"
                    .to_owned(),
                false => "No: by its size it would need another selection".to_owned(),
            },
        ),
        pair(
            "Would a notice be due?",
            match answer.notice {
                true => format!(
                    "Yes: all changes together come to {} or more",
                    words::money(size.value_limit)
                ),
                false => "No; we publish one all the same".to_owned(),
            },
        ),
    ])
}

fn latest(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Filled, Fault> {
    Ok(newest(desk, row, "reason_class")?
        .map(|(_, filled)| filled)
        .unwrap_or_default())
}

/// What people sign: the proposal as it was described.
fn hash(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<String, Fault> {
    let said = latest(desk, row)?;
    Ok(hex(&Sha256::digest(serde_json::to_string(&said)?)))
}

/// How large a change is.
struct Size {
    contract_row: SubjectRow,
    /// Pence of the contract as it stands.
    contract: i64,
    /// Pence of this change.
    own: i64,
    /// Pence of all changes in force and this one, without their signs.
    cumulative: i64,
    /// The same in percent of the first value.
    percent: i64,
    applied: bool,
}

impl Size {
    fn of(desk: &mut Desk<'_>, row: &SubjectRow, said: &Filled) -> Result<Self, Fault> {
        let money_of = |said: &Filled| match said.get("value") {
            Some(Value::Money(pence)) => *pence,
            _ => 0,
        };
        let contract_row = parent(desk, row)?.unwrap_or_else(|| row.clone());
        let terms = contract::terms(
            desk,
            About {
                row: &contract_row,
                snapshot: None,
            },
        )?;
        let own = money_of(said);
        let mut cumulative = own.abs();
        for other in rows::children(desk.db, &desk.alliance, &contract_row.id, &row.kind)? {
            if other.id != row.id && part::<bool>(&other, "applied")? == Some(true) {
                cumulative += money_of(&latest(desk, &other)?).abs();
            }
        }
        let first = terms.value() - terms.changed_by;
        Ok(Self {
            contract: terms.value(),
            own,
            cumulative,
            percent: money::cumulative_percent(cumulative, first),
            applied: part::<bool>(row, "applied")? == Some(true),
            contract_row,
        })
    }
}
