//! What contracts commit, and when they end, for whoever answers for the money.

use accord_store::{organisations, subjects as rows};
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::{
    contract::{NEVER_SIGNED, terms},
    funding::{self, Funding},
};
use crate::service::{
    app::Desk,
    fault::Fault,
    subjects::{About, standing},
};

/// The kind of record.
pub const KIND: &str = "contract";
/// What the states mean in which a contract is over.
const OVER: [&str; 2] = ["contract.ended", NEVER_SIGNED];
/// What the states mean in which it is not in force yet.
const BEFORE: [&str; 3] = ["contract.preparing", "contract.checking", "contract.signing"];

/// A contract that is not over, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The record.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What they quote.
    pub reference: String,
    /// Who hosts.
    pub host: String,
    /// It is signed and in force, or being handed over.
    pub in_force: bool,
    /// The first and the last day, extensions counted in; nothing before terms are written.
    pub term: Option<(NaiveDate, NaiveDate)>,
    /// A year, pence.
    pub yearly: i64,
    /// All of its time, with variations, pence.
    pub value: i64,
}

/// The money.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Money {
    /// What commissioners agreed to for all contracts, pence; nothing before that is noted.
    pub funded: Option<i64>,
    /// What else is known of that.
    pub funding: Funding,
    /// What contracts that were ever signed or are on their way commit, pence: also those that have ended.
    pub committed: i64,
    /// Those that are not over; what ends first stands first.
    pub contracts: Vec<Committed>,
}

/// Reads it.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn money(desk: &mut Desk<'_>) -> Result<Money, Fault> {
    let alliance = accord_store::alliances::load(desk.db, &desk.alliance)?;
    let own: Map<String, Json> = serde_json::from_str(&alliance.data)?;
    let (funded, funding) = funding::of(&own)?;
    let mut out = Money {
        funded,
        funding,
        ..Money::default()
    };
    for row in rows::of_kind(desk.db, &desk.alliance, KIND)? {
        let Some(at) = standing::of(desk, &row.id)? else {
            continue;
        };
        if at.is(&[NEVER_SIGNED]) {
            continue;
        }
        let about = About {
            row: &row,
            snapshot: None,
        };
        let terms = terms(desk, about)?;
        out.committed = out.committed.saturating_add(terms.value());
        if at.is(&OVER) {
            continue;
        }
        let host = match &row.organisation_id {
            Some(id) => organisations::load(desk.db, id)?,
            None => None,
        };
        out.contracts.push(Committed {
            host: host.map_or_else(String::new, |one| one.name),
            in_force: !at.is(&BEFORE),
            term: terms.starts_on.zip(terms.ends_on),
            yearly: terms.yearly,
            value: terms.value(),
            reference: row.reference.clone().unwrap_or_default(),
            title: row.title.clone(),
            id: row.id,
        });
    }
    out.contracts
        .sort_by(|a, b| (a.term.map(|term| term.1), &a.host, &a.id).cmp(&(b.term.map(|term| term.1), &b.host, &b.id)));
    Ok(out)
}
