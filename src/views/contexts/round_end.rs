//! How a round ends: allocation, standstill, representations, contracts.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    day, instant,
    parts::{Organisation, Pair},
};

/// A question and its answer, without the asker.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Question {
    /// 1, 2, 3.
    pub number: u32,
    /// When it was asked.
    pub asked_on: Option<NaiveDate>,
    /// As published.
    pub question: String,
    /// As published.
    pub answer: String,
    /// When it was published to all.
    pub answered_on: Option<NaiveDate>,
    /// Whether the invitation changed because of it.
    pub changes_documents: bool,
}

/// How lots were given out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Allocation {
    /// The method, in words.
    pub method: String,
    /// The most lots for one bidder; 0 for no cap.
    pub cap: u32,
    /// Lot by lot.
    pub lots: Vec<AllocatedLot>,
    /// The steps that were taken, in order, each a sentence.
    pub steps: Vec<String>,
    /// What would have been different without the cap, each a sentence.
    pub without_cap: Vec<String>,
    /// Whether one scorer or a weight makes a difference, each a sentence; for those who decide.
    pub tried: Vec<String>,
    /// Ties, and how they were broken, each a sentence.
    pub ties: Vec<String>,
    /// Names of lots without an award.
    pub uncovered: Vec<String>,
}

/// A lot given out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AllocatedLot {
    /// Code.
    pub lot: String,
    /// Name.
    pub lot_name: String,
    /// To whom; empty when uncovered.
    pub winner: String,
    /// Their points.
    pub score: String,
    /// Next in line; may be empty.
    pub reserve: String,
    /// Their points; may be empty.
    pub reserve_score: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// The standstill.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Standstill {
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Its end.
    pub ends_at: Option<DateTime<Utc>>,
    /// When it would end if the notice that begins it were published today; empty once it has begun.
    pub would_end_at: Option<DateTime<Utc>>,
    /// `8 working days`.
    pub length: String,
    /// How it is counted, in a sentence.
    pub rule: String,
}

/// A representation as a line of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RepresentationLine {
    /// Its reference.
    pub reference: String,
    /// When it was made.
    pub made_on: Option<NaiveDate>,
    /// `open`, `award stands`, `step repeated`, `round abandoned`.
    pub outcome: String,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
}

/// A contract as a line of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ContractLine {
    /// Its reference.
    pub reference: String,
    /// Reference of the award.
    pub award: String,
    /// With whom.
    pub supplier: Organisation,
    /// Names of lots.
    pub lot_names: Vec<String>,
    /// Pence for the whole term.
    pub value: Option<i64>,
    /// When the last party signed.
    pub signed_on: Option<NaiveDate>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// `pending`, `active`, `ended`, `cancelled`.
    pub status: String,
    /// Quarters reported: title, due, status.
    pub quarters: Vec<QuarterLine>,
}

/// A quarter as a line of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct QuarterLine {
    /// `October to December 2026`.
    pub title: String,
    /// When the return is due.
    pub due_on: Option<NaiveDate>,
    /// When it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// `open`, `overdue`, `being read`, `accepted`, ….
    pub status: String,
    /// Figures of the host that are published, masked where they are small.
    pub figures: Vec<Pair>,
}

/// A change to something published.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Amendment {
    /// When.
    pub on: Option<NaiveDate>,
    /// What changed.
    pub description: String,
    /// Why.
    pub reason: String,
}

impl Question {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            number: 1,
            asked_on: day(2026, 3, 9),
            question: "May two organisations bid together?".into(),
            answer: "Yes. One leads, and each confirms its part.".into(),
            answered_on: day(2026, 3, 11),
            changes_documents: false,
        }
    }
}

impl Allocation {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            method: "Highest score in each lot, at most 4 lots for one bidder.".into(),
            cap: 4,
            lots: vec![AllocatedLot {
                lot: "burngreave".into(),
                lot_name: "Burngreave network".into(),
                winner: "Burngreave Wellbeing".into(),
                score: "78.00".into(),
                reserve: "Sharrow Together".into(),
                reserve_score: "71.50".into(),
                reason: "Highest score.".into(),
            }],
            steps: vec!["Burngreave: Burngreave Wellbeing came first with 78.00.".into()],
            without_cap: vec!["Without the cap, Foundry would have had a fifth lot.".into()],
            tried: vec!["Without what evaluator 2 gave alone: Burngreave to New Leaf.".into()],
            ties: vec!["Foundry: a tie at 70.00 went to the higher mark for lived experience.".into()],
            uncovered: vec!["Hillsborough network".into()],
        }
    }
}

impl Standstill {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            starts_on: day(2026, 5, 6),
            ends_at: instant("2026-05-15T22:59:59Z"),
            would_end_at: instant("2026-05-15T22:59:59Z"),
            length: "8 working days".into(),
            rule: "Counted from the day after the letters went out.".into(),
        }
    }
}

impl RepresentationLine {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            reference: "PSF-2026-001-R1".into(),
            made_on: day(2026, 5, 11),
            outcome: "award stands".into(),
            closed_on: day(2026, 5, 14),
        }
    }
}

impl ContractLine {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            reference: "PSF-C-003".into(),
            award: "PSF-2026-001-A03".into(),
            supplier: Organisation::sample(),
            lot_names: vec!["Burngreave network".into()],
            value: Some(12_000_000),
            signed_on: day(2026, 7, 20),
            starts_on: day(2026, 9, 1),
            ends_on: day(2029, 8, 31),
            status: "active".into(),
            quarters: vec![QuarterLine {
                title: "October to December 2026".into(),
                due_on: day(2027, 1, 22),
                accepted_on: day(2027, 1, 28),
                status: "accepted".into(),
                figures: vec![Pair {
                    name: "People supported".into(),
                    value: "65".into(),
                }],
            }],
        }
    }
}

impl Amendment {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            on: day(2026, 3, 12),
            description: "Bids close a week later.".into(),
            reason: "Three bidders asked for more time.".into(),
        }
    }
}
