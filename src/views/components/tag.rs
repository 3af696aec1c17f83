//! How something stands, in one or two words.

use serde::Serialize;

use super::Component;

/// A status. The words say it; the colour only helps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// An adjective, in sentence case: "Signed off".
    pub text: String,
    /// How it looks.
    pub tone: Tone,
}

/// What kind of status it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Neither good nor bad.
    Quiet,
    /// Under way.
    Active,
    /// As it should be.
    Good,
    /// Somebody has to look.
    Attention,
    /// Something is wrong. Never for a bid that was not chosen.
    Problem,
}

impl Tag {
    /// A status.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }

    /// Somebody has to look.
    pub fn attention(text: impl Into<String>) -> Self {
        Self::new(text, Tone::Attention)
    }
}

impl Component for Tag {
    const PARTIAL: &'static str = "ac-tag";
    const TITLE: &'static str = "Status";
    const SAYS: &'static str = "One or two words. A bid that was not chosen is quiet, never a problem.";

    fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("quiet", Self::new("Not chosen", Tone::Quiet)),
            ("active", Self::new("Open for bids", Tone::Active)),
            ("good", Self::new("Signed off", Tone::Good)),
            ("attention", Self::attention("Waiting on you")),
            ("problem", Self::new("Could not be delivered", Tone::Problem)),
        ]
    }
}
