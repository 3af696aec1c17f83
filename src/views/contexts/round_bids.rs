//! What happens to bids in a round: opening, panel, scores, awards.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    day,
    grants::Grant,
    instant,
    parts::{Organisation, Pair},
};

/// A bid as a line of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BidLine {
    /// `PSF-2026-001-B-MXTR`.
    pub reference: String,
    /// Who bids.
    pub organisation: Organisation,
    /// Codes of lots.
    pub lots: Vec<String>,
    /// Names of lots.
    pub lot_names: Vec<String>,
    /// When it was received.
    pub received_at: Option<DateTime<Utc>>,
    /// SHA-256 of the sealed bid, hex.
    pub receipt_hash: String,
    /// `2.4 MB`.
    pub size: String,
    /// Received after the deadline.
    pub late: bool,
    /// Taken back.
    pub withdrawn: bool,
    /// `in time`, `late`, `withdrawn`, `not eligible`, `scored`, `awarded`, `reserve`, `not awarded`.
    pub status: String,
    /// Why, where the status needs it.
    pub reason: String,
    /// Marks by criterion and lot.
    pub scores: Vec<Mark>,
    /// Totals by lot.
    pub totals: Vec<LotTotal>,
    /// In a round of grants: the grant, with what the panel recommends.
    pub grant: Option<Grant>,
}

/// A mark.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Mark {
    /// Code of the lot; empty when the answer counts for all.
    pub lot: String,
    /// Code of the criterion.
    pub criterion: String,
    /// Its title.
    pub criterion_title: String,
    /// Percent of the whole.
    pub weight: u32,
    /// Marks agreed.
    pub marks: u32,
    /// The most marks.
    pub out_of: u32,
    /// Points of 100, two decimals: `16.00`.
    pub weighted: String,
    /// Why, in a sentence that the bidder reads.
    pub reason: String,
    /// Marks of the bid that came first, for letters; empty when this is it.
    pub winner_marks: String,
}

/// A total.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LotTotal {
    /// Code of the lot.
    pub lot: String,
    /// Its name.
    pub lot_name: String,
    /// Points of 100, two decimals.
    pub total: String,
    /// 1 is first; 0 when it was not ranked.
    pub rank: u32,
    /// `awarded`, `reserve`, `not awarded`, `below the minimum`.
    pub outcome: String,
    /// Who came first.
    pub winner: String,
    /// Their points.
    pub winner_total: String,
    /// What made theirs stronger, in a sentence or two.
    pub winner_strengths: String,
}

/// The opening.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Opening {
    /// When.
    pub opened_at: Option<DateTime<Utc>>,
    /// Who opened: name and role.
    pub openers: Vec<Pair>,
    /// What was noted.
    pub notes: String,
}

/// Somebody on the panel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PanelMember {
    /// As they wish to be named: `Expert by experience 2`.
    pub name: String,
    /// `evaluator`, `moderator`.
    pub role: String,
    /// House; may be empty.
    pub house: String,
    /// The working group nominated them.
    pub nominated: bool,
    /// What they score, once bids are open: `4 bids, 24 answers, about 4 hours`; empty for whoever scores nothing.
    pub scores: String,
}

/// An interest that was declared.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Conflict {
    /// As they wish to be named.
    pub person: String,
    /// `trustee or board seat`, `none`, ….
    pub category: String,
    /// What, as published; may be empty.
    pub about: String,
    /// When.
    pub declared_on: Option<NaiveDate>,
    /// `no action`, `took no part in lot 3`, `took no part`.
    pub handling: String,
}

/// What the panel agreed on one answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Moderated {
    /// Reference of the bid.
    pub bid: String,
    /// Who bid.
    pub organisation: String,
    /// Name of the lot; may be empty.
    pub lot: String,
    /// Code of the criterion.
    pub criterion: String,
    /// Its title.
    pub criterion_title: String,
    /// Marks before, by evaluator.
    pub before: Vec<Pair>,
    /// Marks agreed.
    pub agreed: u32,
    /// The most marks.
    pub out_of: u32,
    /// Why.
    pub reason: String,
    /// Whether marks lay two or more apart before.
    pub far_apart: bool,
    /// What somebody asked to have written down; may be empty.
    pub dissent: String,
}

/// An award.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Award {
    /// `PSF-2026-001-A03`.
    pub reference: String,
    /// Reference of the bid.
    pub bid: String,
    /// To whom.
    pub supplier: Organisation,
    /// Codes of lots.
    pub lots: Vec<String>,
    /// Names of lots.
    pub lot_names: Vec<String>,
    /// Pence for the whole term.
    pub value: Option<i64>,
    /// Points of 100.
    pub score: String,
    /// When the board decided.
    pub decided_on: Option<NaiveDate>,
    /// `intended` in the standstill, `confirmed`, `withdrawn`.
    pub status: String,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Why them.
    pub reason: String,
}

impl BidLine {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            reference: "PSF-2026-001-B-MXTR".into(),
            organisation: Organisation::sample(),
            lots: vec!["burngreave".into()],
            lot_names: vec!["Burngreave network".into()],
            received_at: instant("2026-04-09T14:12:00Z"),
            receipt_hash: "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9".into(),
            size: "2.4 MB".into(),
            late: false,
            withdrawn: false,
            status: "awarded".into(),
            reason: "Highest score in its lot.".into(),
            scores: vec![Mark::sample()],
            totals: vec![LotTotal::sample()],
            grant: Some(Grant::sample()),
        }
    }
}

impl Mark {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            lot: "burngreave".into(),
            criterion: "Q2".into(),
            criterion_title: "Reach and trust".into(),
            weight: 20,
            marks: 4,
            out_of: 5,
            weighted: "16.00".into(),
            reason: "Clear examples of trust with local communities.".into(),
            winner_marks: "5".into(),
        }
    }
}

impl LotTotal {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            lot: "burngreave".into(),
            lot_name: "Burngreave network".into(),
            total: "78.00".into(),
            rank: 1,
            outcome: "awarded".into(),
            winner: "Burngreave Wellbeing".into(),
            winner_total: "78.00".into(),
            winner_strengths: "Peer workers from the communities served, in post already.".into(),
        }
    }
}

impl Opening {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            opened_at: instant("2026-04-10T13:00:00Z"),
            openers: vec![Pair {
                name: "Sam Lee".into(),
                value: "opener".into(),
            }],
            notes: "Both openers signed in within five minutes.".into(),
        }
    }
}

impl PanelMember {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            name: "Expert by experience 2".into(),
            role: "evaluator".into(),
            house: "Lived experience".into(),
            nominated: true,
            scores: "4 bids, 24 answers, about 4 hours".into(),
        }
    }
}

impl Conflict {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            person: "Board member 3".into(),
            category: "trustee or board seat".into(),
            about: "Trustee of an organisation that bids.".into(),
            declared_on: day(2026, 3, 3),
            handling: "took no part".into(),
        }
    }
}

impl Moderated {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            bid: "PSF-2026-001-B-MXTR".into(),
            organisation: "Burngreave Wellbeing".into(),
            lot: "Burngreave network".into(),
            criterion: "Q2".into(),
            criterion_title: "Reach and trust".into(),
            before: vec![Pair {
                name: "Evaluator 1".into(),
                value: "5".into(),
            }],
            agreed: 4,
            out_of: 5,
            reason: "Strong on trust, less on young people.".into(),
            far_apart: true,
            dissent: "One evaluator would have given 5.".into(),
        }
    }
}

impl Award {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            reference: "PSF-2026-001-A03".into(),
            bid: "PSF-2026-001-B-MXTR".into(),
            supplier: Organisation::sample(),
            lots: vec!["burngreave".into()],
            lot_names: vec!["Burngreave network".into()],
            value: Some(12_000_000),
            score: "78.00".into(),
            decided_on: day(2026, 5, 1),
            status: "intended".into(),
            starts_on: day(2026, 9, 1),
            ends_on: day(2029, 8, 31),
            reason: "Highest score in the lot.".into(),
        }
    }
}
