//! Bars: numbers side by side, each in words as well.

use serde::Serialize;

use super::Component;

/// A bar chart. Labels and numbers are text, the bars beside them only drawn; what is drawn is worked
/// out here, in whole units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bars {
    /// What it shows.
    pub caption: String,
    /// What one would say about it on the telephone.
    pub says: String,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// Its number, in words: `72 of 100`, `£38,500`, `fewer than 5`.
    pub words: String,
    /// How long, from 0 to [`LENGTH`].
    pub length: u64,
    /// The one that is spoken of: "your bid".
    pub marked: bool,
}

/// The length of the longest possible bar.
pub const LENGTH: u64 = 400;

/// A number for a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// What it is.
    pub label: String,
    /// The number; nothing is not known or not shown.
    pub value: Option<u64>,
    /// The number in words.
    pub words: String,
    /// The one that is spoken of.
    pub marked: bool,
}

impl Bars {
    /// Bars over numbers; the longest possible is `most`.
    pub fn new(caption: impl Into<String>, says: impl Into<String>, most: u64, numbers: Vec<Measured>) -> Self {
        let bar = |number: Measured| Bar {
            length: number.value.unwrap_or_default().min(most) * LENGTH / most.max(1),
            label: number.label,
            words: number.words,
            marked: number.marked,
        };
        Self {
            caption: caption.into(),
            says: says.into(),
            bars: numbers.into_iter().map(bar).collect(),
        }
    }
}

impl Component for Bars {
    const PARTIAL: &'static str = "ac-bars";
    const TITLE: &'static str = "Bar chart";
    const SAYS: &'static str =
        "A few numbers to compare. Each is said in words; what is not known has no bar and says so.";

    fn samples() -> Vec<(&'static str, Self)> {
        let number = |label: &str, value: Option<u64>, marked| Measured {
            label: label.into(),
            value,
            words: value.map_or_else(|| "not scored".into(), |value| format!("{value} of 100")),
            marked,
        };
        let says = "Your bid has 72 of 100. The bid that was chosen has 81.";
        vec![(
            "scores",
            Self::new(
                "Scores for Hillsborough",
                says,
                100,
                vec![
                    number("Chosen bid", Some(81), false),
                    number("Your bid", Some(72), true),
                    number("Third bid", Some(64), false),
                    number("Fourth bid", None, false),
                ],
            ),
        )]
    }
}
