//! Questions, scoring, declarations and representations: the people around a round.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Context, day, instant, parts::Pair, round_bids::Mark};

/// A question about a round.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Clarification {
    /// Its number, once published; 0 before.
    pub number: u32,
    /// `PSF-2026-001-Q04`.
    pub reference: String,
    /// As asked, for the asker and the manager only.
    pub asked: String,
    /// As published, without a trace of the asker.
    pub question: String,
    /// As published; empty before.
    pub answer: String,
    /// When it was asked.
    pub asked_on: Option<NaiveDate>,
    /// When the answer went to all.
    pub answered_on: Option<NaiveDate>,
    /// Whether the asker asked for it to be kept confidential.
    pub confidential: bool,
    /// Whether the invitation changed because of it.
    pub changes_documents: bool,
}

/// An evaluator's work.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Evaluation {
    /// `PSF-2026-001-E02`.
    pub reference: String,
    /// As they wish to be named.
    pub evaluator: String,
    /// House; may be empty.
    pub house: String,
    /// Bids to score.
    pub bids_total: u32,
    /// Bids scored and locked.
    pub bids_locked: u32,
    /// When all were locked.
    pub locked_at: Option<DateTime<Utc>>,
    /// Score sheets, bid by bid.
    pub sheets: Vec<ScoreSheet>,
    /// The declaration that came first.
    pub declared: String,
}

/// One evaluator's marks for one bid.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ScoreSheet {
    /// Reference of the bid.
    pub bid: String,
    /// Who bid.
    pub organisation: String,
    /// Names of lots.
    pub lot_names: Vec<String>,
    /// Marks with reasons.
    pub marks: Vec<Mark>,
    /// When it was locked.
    pub locked_at: Option<DateTime<Utc>>,
}

/// A representation by a bidder in the standstill.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Representation {
    /// `PSF-2026-001-R1`.
    pub reference: String,
    /// Who made it.
    pub organisation: String,
    /// When.
    pub made_on: Option<NaiveDate>,
    /// What it is about.
    pub grounds: String,
    /// What they ask for; may be empty.
    pub asks: String,
    /// Who reviews it, and that they took no part before.
    pub reviewer: String,
    /// What was given to the bidder: name and day.
    pub information: Vec<Pair>,
    /// What the reviewer found.
    pub findings: String,
    /// `award stands`, `step repeated`, `round abandoned`; empty while open.
    pub outcome: String,
    /// Why.
    pub reasons: String,
    /// What the independent panel advised, if it was asked and has; may be empty.
    pub advice: String,
    /// When it was decided.
    pub decided_on: Option<NaiveDate>,
    /// When the standstill now ends.
    pub standstill_ends_at: Option<DateTime<Utc>>,
}

/// A declaration of interests.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConflictDeclaration {
    /// `PSF-COI-012`.
    pub reference: String,
    /// As they wish to be named.
    pub person: String,
    /// Their role in what it is about.
    pub role: String,
    /// What it is about: a round, a lot, a bid.
    pub about: String,
    /// Interests: category and words. Empty when there are none.
    pub interests: Vec<Pair>,
    /// When.
    pub declared_on: Option<NaiveDate>,
    /// `no action`, `information barrier`, `took no part in one lot`, `took no part`; empty while open.
    pub handling: String,
    /// Why; may be empty.
    pub reasons: String,
    /// Who decided that, by role.
    pub assessed_by: String,
}

impl Context for Clarification {
    const KIND: &'static str = "clarification";

    fn sample() -> Self {
        Self {
            number: 4,
            reference: "PSF-2026-001-Q04".into(),
            asked: "May we at Burngreave Wellbeing bid together with a mosque?".into(),
            question: "May two organisations bid together?".into(),
            answer: "Yes. One leads, and each confirms its part.".into(),
            asked_on: day(2026, 3, 9),
            answered_on: day(2026, 3, 11),
            confidential: false,
            changes_documents: false,
        }
    }
}

impl Context for Evaluation {
    const KIND: &'static str = "evaluation";

    fn sample() -> Self {
        Self {
            reference: "PSF-2026-001-E02".into(),
            evaluator: "Expert by experience 2".into(),
            house: "Lived experience".into(),
            bids_total: 6,
            bids_locked: 6,
            locked_at: instant("2026-04-22T15:00:00Z"),
            sheets: vec![ScoreSheet {
                bid: "PSF-2026-001-B-MXTR".into(),
                organisation: "Burngreave Wellbeing".into(),
                lot_names: vec!["Burngreave network".into()],
                marks: vec![Mark::sample()],
                locked_at: instant("2026-04-20T10:00:00Z"),
            }],
            declared: "no interests".into(),
        }
    }
}

impl Context for Representation {
    const KIND: &'static str = "representation";

    fn sample() -> Self {
        Self {
            reference: "PSF-2026-001-R1".into(),
            organisation: "Sharrow Together".into(),
            made_on: day(2026, 5, 11),
            grounds: "We think that question 2 was marked on something we were not asked.".into(),
            asks: "Please look at question 2 again.".into(),
            reviewer: "A trustee of the lead body who took no part in the round".into(),
            information: vec![Pair {
                name: "Marks and reasons".into(),
                value: "12 May 2026".into(),
            }],
            findings: "The marks follow the published guidance.".into(),
            outcome: "award stands".into(),
            reasons: "Nothing outside the question was counted.".into(),
            advice: String::new(),
            decided_on: day(2026, 5, 14),
            standstill_ends_at: instant("2026-05-21T22:59:59Z"),
        }
    }
}

impl Context for ConflictDeclaration {
    const KIND: &'static str = "conflict_declaration";

    fn sample() -> Self {
        Self {
            reference: "PSF-COI-012".into(),
            person: "Board member 3".into(),
            role: "board member".into(),
            about: "Sheffield Peer Support Framework".into(),
            interests: vec![Pair {
                name: "Trustee or board seat".into(),
                value: "Trustee of an organisation that bids.".into(),
            }],
            declared_on: day(2026, 3, 3),
            handling: "took no part".into(),
            reasons: "The organisation bids for two lots.".into(),
            assessed_by: "contract manager".into(),
        }
    }
}
