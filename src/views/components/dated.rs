//! A date with where it comes from.

use serde::Serialize;

use super::Component;

/// A date, and how it was worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dated {
    /// What it is: "Bids close".
    pub label: String,
    /// In words: "midday on Friday 15 May 2026".
    pub words: String,
    /// For machines: `2026-05-15T11:00:00Z` or `2026-05-15`.
    pub machine: String,
    /// One step of the derivation each, in order. None for a date that somebody set.
    pub because: Vec<String>,
    /// It lies behind us.
    pub past: bool,
}

impl Dated {
    /// The end of a sign-off.
    pub(super) fn sample() -> Self {
        Self {
            label: "Answers close".into(),
            words: "midday on Friday 10 April 2026".into(),
            machine: "2026-04-10T11:00:00Z".into(),
            because: vec![
                "Version 3 was sent to both houses on Monday 23 March 2026.".into(),
                "They have 10 working days: that ends on Tuesday 7 April, because Friday 3 and Monday 6 April are bank holidays."
                    .into(),
                "Tom Hadfield gave 3 working days more on 1 April, because two experts asked for time.".into(),
            ],
            past: false,
        }
    }
}

impl Component for Dated {
    const PARTIAL: &'static str = "ac-dated";
    const TITLE: &'static str = "Date with its derivation";
    const SAYS: &'static str = "Wherever somebody may ask \"why this day?\". No countdowns.";

    fn samples() -> Vec<(&'static str, Self)> {
        let set = Self {
            label: "Partnership board meets".into(),
            words: "5:30pm on Thursday 16 April 2026".into(),
            machine: "2026-04-16T16:30:00Z".into(),
            because: Vec::new(),
            past: false,
        };
        let past = Self {
            label: "Questions closed".into(),
            words: "11:59pm on Friday 1 May 2026, UK time".into(),
            machine: "2026-05-01T22:59:00Z".into(),
            because: vec!["10 working days before bids close.".into()],
            past: true,
        };
        vec![("derived", Self::sample()), ("set by somebody", set), ("past", past)]
    }
}
