//! What one person asked for about a text, and what became of it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Context, day};

/// One person's paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Trace {
    /// What the text is called.
    pub title: String,
    /// Its reference: `PSF-SPEC-001`.
    pub reference: String,
    /// Tells this paper from those of others, and says nobody's name: `4f09c2`.
    pub code: String,
    /// What they asked for, the newest first.
    pub asked: Vec<Asked>,
}

/// Something that was asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Asked {
    /// How: `Your comment`, `Your condition`, `Your proposal`.
    pub what: String,
    /// The first of its words.
    pub title: String,
    /// All of them.
    pub words: String,
    /// What happened, in order; what has not happened yet stands last.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Step {
    /// When; empty while it is to come.
    pub on: Option<NaiveDate>,
    /// What: `It was answered: Accepted`.
    pub what: String,
    /// More, in the words of whoever did it; may be empty.
    pub more: String,
}

impl Context for Trace {
    const KIND: &'static str = "trace";

    fn sample() -> Self {
        Self {
            title: "Peer support in primary care networks".into(),
            reference: "PSF-SPEC-001".into(),
            code: "4f09c2".into(),
            asked: vec![Asked {
                what: "Your comment".into(),
                title: "Say who can be rung at night.".into(),
                words: "Say who can be rung at night.".into(),
                steps: vec![
                    Step {
                        on: day(2026, 1, 16),
                        what: "It was answered: Accepted".into(),
                        more: "Section 4.2 says it now.".into(),
                    },
                    Step {
                        on: None,
                        what: "Signing off".into(),
                        more: "Both houses are asked, each on its own.".into(),
                    },
                ],
            }],
        }
    }
}
