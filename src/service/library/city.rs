//! `workflows/vocabulary/city.yaml`: who lives in the city, and what people who take part may say of themselves, so that
//! the two can be compared.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::judge::Faults;
use crate::domain::{involvement::presence::Question, monitoring::suppression::Rule};

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/city.yaml";

/// Of a thousand: what rounding may leave open.
const ROUNDING: u32 = 5;

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// What people call it.
    pub name: String,
    /// Where its numbers are from, and of when: stands under each comparison.
    pub source: String,
    /// How small numbers of people are shown, and from how many on anything is compared (`least_base`).
    #[serde(default)]
    pub figures: Rule,
    /// By the word that is stored; none where nothing is asked and nothing compared.
    #[serde(default)]
    pub questions: IndexMap<String, Question>,
}

/// What is wrong with the file.
pub(super) fn judge(file: &City, out: &mut Faults) {
    if let Some(fault) = file.figures.fault() {
        out.say("figures", fault);
    }
    for (word, question) in &file.questions {
        let at = format!("questions.{word}");
        let names: Vec<String> = question.groups.keys().cloned().collect();
        let none = "Nobody could answer this. Name at least two groups.";
        out.some(&format!("{at}.groups"), names.get(1..).unwrap_or_default(), none);
        let sum: u32 = question.groups.values().map(|group| group.of_thousand).sum();
        if sum.abs_diff(1000) > ROUNDING {
            out.say(
                &format!("{at}.groups"),
                format_args!(
                    "The groups of `{word}` are {sum} of a thousand together. Write numbers that make 1000 (rounding may \
                     leave {ROUNDING} open)."
                ),
            );
        }
    }
}
