//! Bars: numbers side by side, with the same numbers as a table.

use serde::Serialize;

use super::Component;

/// A bar chart. Its geometry is worked out here, in whole units; the template only draws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bars {
    /// Unique on the page.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// What one would say about it on the telephone.
    pub says: String,
    /// "Bid", "Quarter": the heading over the labels in the table.
    pub of: String,
    /// "Score", "People": the heading over the numbers.
    pub unit: String,
    /// The bars.
    pub bars: Vec<Bar>,
    /// The height of the drawing.
    pub height: u64,
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
    /// Where from the top.
    pub top: u64,
    /// The one that is spoken of: "your bid".
    pub marked: bool,
}

/// The length of the longest possible bar.
pub const LENGTH: u64 = 400;
/// From bar to bar.
const STEP: u64 = 56;

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
    pub fn new(
        id: impl Into<String>,
        caption: impl Into<String>,
        says: impl Into<String>,
        (of, unit): (&str, &str),
        most: u64,
        numbers: Vec<Measured>,
    ) -> Self {
        let mut top = 0;
        let mut bars = Vec::new();
        for number in numbers {
            let length = number.value.unwrap_or_default().min(most) * LENGTH / most.max(1);
            bars.push(Bar {
                label: number.label,
                words: number.words,
                length,
                top,
                marked: number.marked,
            });
            top += STEP;
        }
        Self {
            id: id.into(),
            caption: caption.into(),
            says: says.into(),
            of: of.to_owned(),
            unit: unit.to_owned(),
            bars,
            height: top,
        }
    }
}

impl Component for Bars {
    const PARTIAL: &'static str = "ac-bars";
    const TITLE: &'static str = "Bar chart";
    const SAYS: &'static str =
        "A few numbers to compare, with the same numbers as a table. What is not known has no bar and says so.";

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
                "gallery-bars",
                "Scores for Hillsborough",
                says,
                ("Bid", "Score"),
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
