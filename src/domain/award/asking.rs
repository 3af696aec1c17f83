//! A set of questions: what bidders are asked, by which scale it is marked, and what decides.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::eligibility::BeforeBidding;

/// `workflows/question-sets/*.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionSet {
    /// The file's name without the ending.
    pub question_set: String,
    /// What people call it.
    pub title: String,
    /// How an answer is marked.
    pub scale: Scale,
    /// Questions that decide between equal bids, the first of them first; where all are equal, lots are drawn.
    pub tie_break: Vec<String>,
    /// Points of 100 that a bid needs in all; 0 where it needs none. It is written: left out by mistake, a floor
    /// would be gone.
    pub overall_minimum: u32,
    /// What somebody reads before they decide whether to bid.
    #[serde(default)]
    pub before_bidding: BeforeBidding,
    /// Questions by code, in order.
    pub criteria: IndexMap<String, Criterion>,
}

/// How an answer is marked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The best mark; the worst is 0.
    pub max: u32,
    /// What marks mean, from the worst to the best.
    pub words: Vec<Step>,
}

/// What a mark means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The mark.
    pub score: u32,
    /// In words.
    pub means: String,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// A few words.
    pub title: String,
    /// What is asked.
    pub question: String,
    /// The most words of an answer.
    pub max_words: u32,
    /// Percent of the whole.
    pub weight: u32,
    /// The mark that every bid needs here; `null` for none.
    #[serde(default)]
    pub minimum: Option<u32>,
    /// The criterion of a regime that it belongs to, by its word in `regimes.yaml`.
    #[serde(default)]
    pub key_criterion: Option<String>,
    /// What a good answer shows, for bidders and evaluators.
    #[serde(default)]
    pub good_answers_show: Vec<String>,
    /// Whether it is answered for each lot that a bid is for, with so many words for each; else one answer counts for
    /// all of them.
    #[serde(default)]
    pub for_each_lot: bool,
    /// Whether it may be spoken, in sound or on video: its words are typed, counted and scored, and whoever scores can
    /// listen.
    #[serde(default)]
    pub spoken: bool,
}

/// What stands between a question and a lot in the name of an answer.
const FOR: char = '@';

/// The name of an answer among all of a bid: the question's code, and the lot's where it is answered for each.
pub fn key(question: &str, lot: Option<&str>) -> String {
    match lot {
        Some(lot) => format!("{question}{FOR}{lot}"),
        None => question.to_owned(),
    }
}

/// The question's code in the name of an answer.
pub fn question_of(key: &str) -> &str {
    key.split(FOR).next().unwrap_or(key)
}
