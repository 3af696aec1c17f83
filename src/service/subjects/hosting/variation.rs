//! A change to a contract: its size with all that came before, its money, its words.

use std::collections::BTreeMap;

use accord_engine::value::Value;
use accord_store::subjects::{self as rows, SubjectRow};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::{
    answers::{Filled, below_contract, newest, organisation, parent, part, text},
    contract,
};
use crate::{
    domain::{contracts::money, hex, words},
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, NewSubject, Subject, Values, keeping::keep, naming, values},
    },
    views::contexts::monitoring::Variation as Shown,
};

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
            class: text(&said, "reason_class").replace('_', " "),
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
            ..Shown::default()
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
        keep(desk, &size.contract_row, &[("changed_by", changed + size.own)])?;
        keep(desk, about.row, &[("applied", true)])
    }
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
