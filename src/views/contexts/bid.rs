//! A bid, for its bidder and after opening for those who may read it.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Context,
    grants::Grant,
    instant,
    parts::{Organisation, Pair},
    round_bids::{LotTotal, Mark},
};

/// A bid.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Bid {
    /// `PSF-2026-001-B-MXTR`.
    pub reference: String,
    /// Who bids.
    pub organisation: Organisation,
    /// Partners, with their part.
    pub partners: Vec<Partner>,
    /// Codes of lots, in order of preference.
    pub lots: Vec<String>,
    /// Names of lots, in order of preference.
    pub lot_names: Vec<String>,
    /// The most lots wanted; 0 for any number.
    pub most_lots: u32,
    /// `draft`, `submitted`, `withdrawn`, `late`, ….
    pub status: String,
    /// Which submission this is: 1, 2, ….
    pub submission: u32,
    /// When it was received.
    pub received_at: Option<DateTime<Utc>>,
    /// Whether that was after the deadline.
    pub late: bool,
    /// It was sent with an email code alone: its organisation is called before it is opened.
    pub to_be_confirmed: bool,
    /// SHA-256 of what was sealed, hex.
    pub receipt_hash: String,
    /// `2.4 MB`.
    pub size: String,
    /// Files in it: name and SHA-256.
    pub files: Vec<Pair>,
    /// Answers, once opened; empty before.
    pub answers: Vec<Answer>,
    /// `awarded`, `reserve`, `not awarded`, `not eligible`, `late`, `withdrawn`; empty before the decision.
    pub outcome: String,
    /// Why, in words for the bidder; may be empty.
    pub reason: String,
    /// Marks, once moderated.
    pub scores: Vec<Mark>,
    /// Totals by lot, once moderated.
    pub totals: Vec<LotTotal>,
    /// Lots won.
    pub won: Vec<String>,
    /// What to do next, in words; may be empty.
    pub next: String,
    /// In a round of grants: the grant; what the panel recommends is empty before it is decided.
    pub grant: Option<Grant>,
}

/// A partner in a bid.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Partner {
    /// Who.
    pub organisation: Organisation,
    /// What they do.
    pub part: String,
    /// Percent of the money.
    pub share: u32,
    /// Whether they have confirmed.
    pub confirmed: bool,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Answer {
    /// Code of the criterion.
    pub criterion: String,
    /// The question.
    pub question: String,
    /// What they wrote.
    pub text: String,
    /// How many words.
    pub words: u32,
}

impl Context for Bid {
    const KIND: &'static str = "bid";

    fn sample() -> Self {
        Self {
            reference: "PSF-2026-001-B-MXTR".into(),
            organisation: Organisation::sample(),
            partners: vec![Partner {
                organisation: Organisation::sample(),
                part: "Arabic-speaking peer workers".into(),
                share: 25,
                confirmed: true,
            }],
            lots: vec!["burngreave".into()],
            lot_names: vec!["Burngreave network".into()],
            most_lots: 2,
            status: "submitted".into(),
            submission: 2,
            received_at: instant("2026-04-09T14:12:00Z"),
            late: false,
            to_be_confirmed: true,
            receipt_hash: "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9".into(),
            size: "2.4 MB".into(),
            files: vec![Pair {
                name: "budget.xlsx".into(),
                value: "9f86d081884c7d65".into(),
            }],
            answers: vec![Answer {
                criterion: "Q2".into(),
                question: "How are you trusted by the communities of this network?".into(),
                text: "We have been here for twenty years.".into(),
                words: 7,
            }],
            outcome: "awarded".into(),
            reason: "Highest score in its lot.".into(),
            scores: vec![Mark::sample()],
            totals: vec![LotTotal::sample()],
            won: vec!["Burngreave network".into()],
            next: "We will be in touch about the checks before a contract.".into(),
            grant: Some(Grant::sample()),
        }
    }
}
