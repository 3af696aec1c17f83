//! How the hosts of a round are doing together: what is in, what is open, what may be published.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    day,
    parts::{Pair, Table},
};

/// The last quarter that hosts have reported.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Reporting {
    /// `October to December 2026 (Q3 2026-27)`; empty before the first return is accepted.
    pub quarter: String,
    /// Last day of the quarter.
    pub to: Option<NaiveDate>,
    /// Hosts that report for it.
    pub hosts: u32,
    /// Of these, hosts whose return is accepted.
    pub received: u32,
    /// The others: host, and where its return stands.
    pub missing: Vec<Pair>,
    /// Figures host by host, with everyone together in the last line; small numbers are masked.
    pub by_host: Table,
    /// What readers are told about small numbers.
    pub rounding: String,
    /// Networks with an offer that people can use today.
    pub open: u32,
}

/// A network, and whether people can use its offer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CoverLine {
    /// `Burngreave network`.
    pub name: String,
    /// Who hosts it; empty without a host.
    pub host: String,
    /// `open`, `starting`, `paused`, `no host`, …
    pub status: String,
    /// For a map: `full`, `part` or `none`.
    pub cover: String,
    /// How there will be an offer, for a network without a host; may be empty.
    pub plan: String,
}

impl Reporting {
    /// Made-up values.
    pub(super) fn sample() -> Self {
        Self {
            quarter: "October to December 2026 (Q3 2026-27)".into(),
            to: day(2026, 12, 31),
            hosts: 5,
            received: 4,
            missing: vec![Pair {
                name: "Sharrow Together".into(),
                value: "overdue".into(),
            }],
            by_host: Table {
                title: "By host".into(),
                columns: vec!["Host".into(), "People supported".into()],
                rows: vec![
                    vec!["Burngreave Wellbeing".into(), "65".into()],
                    vec!["Sharrow Together".into(), "under 5".into()],
                    vec!["All hosts together".into(), "70".into()],
                ],
            },
            rounding: "Numbers of people from 1 to 4 are not shown, and others are rounded to the nearest 5.".into(),
            open: 14,
        }
    }
}

impl CoverLine {
    /// Made-up values.
    pub(super) fn sample() -> Self {
        Self {
            name: "Burngreave network".into(),
            host: "Burngreave Wellbeing".into(),
            status: "open".into(),
            cover: "full".into(),
            plan: "A neighbour reaches it from January.".into(),
        }
    }
}
