//! By which rules a round runs, and how they were found to apply.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::day;

/// The rules that a round runs under, as `workflows/vocabulary/regimes.yaml` has them for its workflow.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Regime {
    /// `alliance framework`.
    pub name: String,
    /// The sentence that notices carry; says that it is voluntary where it is.
    pub sentence: String,
    /// Whether it follows from law.
    pub statutory: bool,
    /// How the open contracting standard calls the procedure: `open`, `selective`, `limited`, `direct`.
    pub method: String,
    /// Whether it is worth as much as the thresholds of the law on buying, or more; nothing where no regime says.
    pub above_threshold: Option<bool>,
    /// From which statute it follows, or that it follows from none.
    pub legal_basis: String,
    /// In whose name notices are published: `Rethink Mental Illness, as lead accountable body of Synergy`.
    pub publisher: String,
    /// Who decides, in the middle of a sentence: `the partnership board of Synergy`.
    pub decider: String,
    /// By what right a bidder can ask for the decision to be looked at again.
    pub review: String,
    /// Whom a bidder can ask after that; empty where there is nobody.
    pub panel: String,
}

/// A criterion that the regime wants considered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KeyCriterion {
    /// `Social value`.
    pub title: String,
    /// Percent of the whole, over all its questions.
    pub weight: u32,
    /// Titles of its questions.
    pub questions: Vec<String>,
}

/// Which rules apply to a round, and why: recorded before it is agreed, by the questions of its form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Determination {
    /// Who signs the contracts.
    pub buyer: String,
    /// What kind of body that is, as it was said.
    pub buyer_is: String,
    /// Whether it is a relevant authority of the Provider Selection Regime.
    pub relevant_authority: bool,
    /// Whether it is a contracting authority of the Procurement Act 2023.
    pub contracting_authority: bool,
    /// Whether what is bought is health care for individuals.
    pub health_care: bool,
    /// The number of the Common Procurement Vocabulary: `85323000`.
    pub cpv: String,
    /// Pence over the whole term, with VAT; an estimate.
    pub lifetime_value: Option<i64>,
    /// The clause of the head contract that allows it; may be empty.
    pub head_contract: String,
    /// Why this process.
    pub rationale: String,
    /// Who decided it.
    pub decided_by: String,
    /// Who checked it for the law.
    pub checked_by: String,
    /// When it was recorded.
    pub on: Option<NaiveDate>,
    /// The process that was chosen: its title, and the version by its hash.
    pub workflow: String,
    /// SHA-256 of the workflow's file, hex.
    pub version: String,
}

impl Regime {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            name: "alliance framework".into(),
            sentence: "This is a voluntary process of the alliance. It follows the spirit of the Provider \
                           Selection Regime and gives no statutory rights."
                .into(),
            statutory: false,
            method: "open".into(),
            above_threshold: Some(false),
            legal_basis: "No statute prescribes this process.".into(),
            publisher: "Rethink Mental Illness, as lead accountable body of Synergy".into(),
            decider: "the partnership board of Synergy".into(),
            review: "The alliance offers this by choice.".into(),
            panel: "After that you can ask an independent panel.".into(),
        }
    }
}

impl KeyCriterion {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            title: "Social value".into(),
            weight: 20,
            questions: vec!["Reach and trust".into()],
        }
    }
}

impl Determination {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            buyer: "Rethink Mental Illness".into(),
            buyer_is: "a charity that leads an alliance".into(),
            relevant_authority: false,
            contracting_authority: false,
            health_care: true,
            cpv: "85323000".into(),
            lifetime_value: Some(180_000_000),
            head_contract: "Clause 14 of the head contract".into(),
            rationale: "Many small organisations can host.".into(),
            decided_by: "Rachel Okafor".into(),
            checked_by: "Hugh Ellison".into(),
            on: day(2026, 2, 9),
            workflow: "A round of the alliance's framework".into(),
            version: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".into(),
        }
    }
}
