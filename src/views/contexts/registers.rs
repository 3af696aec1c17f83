//! The registers of interests and of decisions, as one person may read them.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Context, day};

/// One person's paper of both registers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Registers {
    /// Tells this paper from those of others, and says nobody's name: `4f09c2`.
    pub code: String,
    /// Everybody's interests stand here, and not the reader's own alone.
    pub whole: bool,
    /// What keeps whom from what, the newest first; what has ended stays.
    pub interests: Vec<Kept>,
    /// What was decided together, the newest first.
    pub decisions: Vec<Decided>,
}

/// Something that keeps somebody from something.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Kept {
    /// Whose interest it is.
    pub person: String,
    /// In what.
    pub about: String,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// When it ended; empty while it holds.
    pub until: Option<NaiveDate>,
}

/// A decision.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Decided {
    /// When the count was taken.
    pub on: Option<NaiveDate>,
    /// The question.
    pub question: String,
    /// What it was about, with its reference.
    pub about: String,
    /// Who decided: `Partnership board`.
    pub by: String,
    /// By which rule, in a sentence; may be empty.
    pub rule: String,
    /// Where it led.
    pub outcome: String,
    /// How each house answered, as far as the reader may know; may be empty.
    pub votes: String,
}

impl Context for Registers {
    const KIND: &'static str = "registers";

    fn sample() -> Self {
        Self {
            code: "4f09c2".into(),
            whole: true,
            interests: vec![Kept {
                person: "Charlotte Bramall".into(),
                about: "Peer Support Framework 2026".into(),
                since: day(2026, 4, 13),
                until: None,
            }],
            decisions: vec![Decided {
                on: day(2026, 6, 9),
                question: "Do you approve the recommended award?".into(),
                about: "Peer Support Framework 2026, PSF-2026-001".into(),
                by: "Board member, VCSE seat and Board member, expert by experience seat".into(),
                rule: "It needed that more than half support it.".into(),
                outcome: "Every bidder is being told".into(),
                votes: "Lived experience: 2 “I approve it”; 2 of 2 answered.".into(),
            }],
        }
    }
}
