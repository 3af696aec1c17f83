//! The answers so far, house by house, where they may be seen.

use serde::Serialize;

use super::Component;

/// A tally: every house must pass by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Houses, in order.
    pub houses: Vec<House>,
}

/// The answers of one house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct House {
    /// Unique on the page.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it takes, in a sentence: "At least 5 of 7 answer, and two thirds of those support it."
    pub rule: String,
    /// How it stands in a sentence: "4 of 7 answered. 1 more is needed."
    pub stands: String,
    /// Whether it has passed, and whether that can still change.
    pub result: Standing,
    /// The answers are not shown until voting ends.
    pub blind: bool,
    /// Answers by kind.
    pub answers: Vec<Answers>,
}

/// How a house stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Standing {
    Open,
    Passed,
    Failed,
}

/// How many gave one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// "Support".
    pub label: String,
    /// How many.
    pub count: u64,
    /// Its part of the bar, from 0 to 100.
    pub share: u64,
    /// Where its part begins.
    pub from: u64,
    /// Which pattern it has: 1 to 5, in the order of the answers.
    pub pattern: u64,
}

impl House {
    /// Answers by kind over the seats of a house: (label, how many).
    pub fn answers(seats: u64, counts: &[(&str, u64)]) -> Vec<Answers> {
        let mut from = 0;
        let mut all = Vec::new();
        for (pattern, (label, count)) in (1_u64..).zip(counts) {
            let share = count * 100 / seats.max(1);
            all.push(Answers {
                label: (*label).to_owned(),
                count: *count,
                share,
                from,
                pattern,
            });
            from += share;
        }
        all
    }
}

impl Component for Tally {
    const PARTIAL: &'static str = "ac-tally";
    const TITLE: &'static str = "Vote tally";
    const SAYS: &'static str =
        "The answers so far, house by house, with the rule of each. A blind vote shows only how many answered.";

    fn samples() -> Vec<(&'static str, Self)> {
        let house = |id: &str, title: &str, result, blind, stands: &str, counts: &[(&str, u64)]| House {
            id: id.into(),
            title: title.into(),
            rule: "At least 5 of 7 answer, and two thirds of those who say yes or no support it.".into(),
            stands: stands.into(),
            result,
            blind,
            answers: House::answers(7, counts),
        };
        let open = Self {
            houses: vec![
                house(
                    "tally-experts",
                    "Experts by experience",
                    Standing::Open,
                    false,
                    "4 of 7 answered. 1 more answer is needed.",
                    &[("Support", 2), ("With conditions", 1), ("Ask for changes", 1)],
                ),
                house(
                    "tally-partners",
                    "VCSE partners",
                    Standing::Passed,
                    false,
                    "6 of 7 answered, and all support it.",
                    &[("Support", 6)],
                ),
            ],
        };
        let blind = Self {
            houses: vec![house(
                "tally-board",
                "Partnership board",
                Standing::Open,
                true,
                "5 of 7 answered. Answers are shown when voting ends.",
                &[],
            )],
        };
        let failed = Self {
            houses: vec![house(
                "tally-failed",
                "Working group",
                Standing::Failed,
                false,
                "6 of 7 answered. 3 support it; 4 were needed.",
                &[("Support", 3), ("Cannot support", 2), ("Stand aside", 1)],
            )],
        };
        vec![("under way", open), ("blind", blind), ("not passed", failed)]
    }
}
