//! The money that comes in: what the commissioners fund in all contracts, until when, and which of their terms hosts keep
//! too. It stands in the alliance's own record, because it is for all contracts.

use accord_engine::{definition::scalar::Scalar, value::Value};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::answers::word;
use crate::service::{app::Desk, fault::Fault};

/// The sum, in pence.
pub(in crate::service) const FUNDED: &str = "funded_pence";
/// What else is known of it.
pub(in crate::service) const FUNDING: &str = "funding";

/// What is known of the funding beside its sum.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Funding {
    /// `contract` or `grant`; empty where nobody said.
    pub comes_as: String,
    /// Where the commissioners agreed to it.
    pub evidence: String,
    /// Its last day.
    pub ends_on: Option<NaiveDate>,
    /// Its terms that hosts keep too.
    pub flow_down: String,
}

impl Funding {
    /// What it is, as it is printed.
    pub fn words(&self) -> &'static str {
        match self.comes_as.as_str() {
            "contract" => "A contract with the commissioners",
            "grant" => "A grant",
            _ => "",
        }
    }
}

/// The sum, if one is noted, and what is known of it.
///
/// # Errors
/// What is stored is damaged.
pub(super) fn of(own: &Map<String, Json>) -> Result<(Option<i64>, Funding), Fault> {
    let known = match own.get(FUNDING) {
        Some(json) => serde_json::from_value(json.clone())?,
        None => Funding::default(),
    };
    Ok((own.get(FUNDED).and_then(Json::as_i64), known))
}

/// Writes down what the commissioners have agreed to. What is left out stands as it was.
pub(super) fn agree(desk: &mut Desk<'_>, body: &Map<String, Json>) -> Result<(), Fault> {
    let total = body.get("total").cloned().unwrap_or_default();
    let Ok(Value::Money(pence)) = serde_json::from_value::<Scalar>(total).map(|one| Value::from(&one)) else {
        return Err(Fault::field(
            "total",
            "Write the whole sum for all contracts, such as £1,155,000.00.",
        ));
    };
    if word(body, "evidence").trim().is_empty() {
        return Err(Fault::field("evidence", "Say where the commissioners agreed to it."));
    }
    let mut alliance = accord_store::alliances::load(desk.db, &desk.alliance)?;
    let mut own: Map<String, Json> = serde_json::from_str(&alliance.data)?;
    let (_, before) = of(&own)?;
    let said = |name: &str, before: String| match word(body, name).trim() {
        "" => before,
        said => said.to_owned(),
    };
    let now = Funding {
        comes_as: said("comes_as", before.comes_as),
        evidence: word(body, "evidence").trim().to_owned(),
        ends_on: word(body, "ends_on").parse().ok().or(before.ends_on),
        flow_down: said("flow_down", before.flow_down),
    };
    own.insert(FUNDED.to_owned(), pence.into());
    own.insert(FUNDING.to_owned(), serde_json::to_value(now)?);
    alliance.data = Json::Object(own).to_string();
    Ok(accord_store::alliances::update(desk.db, &alliance)?)
}
