//! The annual summary of a relevant authority, as its paper and open data say it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Context, day, parts::Pair};

/// What an authority publishes of each financial year.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnnualSummary {
    /// `PSR-01`.
    pub reference: String,
    /// Whose contracts they are.
    pub authority: String,
    /// The newest that is published; empty before the first.
    pub last: Year,
    /// The next, with its numbers as they are by now.
    pub next: Year,
    /// Which records there are of the regime, and who keeps each: name and words.
    pub records: Vec<Pair>,
    /// Its address for everybody.
    pub public_url: String,
}

/// One financial year.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Year {
    /// `2026/27`; empty for none.
    pub name: String,
    /// The calendar year in which it begins.
    pub begins: i32,
    /// Its first day.
    pub from: Option<NaiveDate>,
    /// Its last day.
    pub until: Option<NaiveDate>,
    /// By when it is to be published.
    pub due_on: Option<NaiveDate>,
    /// When it was.
    pub published_on: Option<NaiveDate>,
    /// Numbers, in the order of the regulation.
    pub figures: Vec<Figure>,
    /// What the contracts of the year are worth together over their terms, pence.
    pub value: i64,
    /// Representations that were answered in the year, by how they ended: words and number.
    pub outcomes: Vec<Figure>,
    /// What they were about.
    pub nature: String,
    /// What came of them.
    pub impact: String,
    /// How far the Regulations were followed.
    pub monitoring: String,
    /// What is done better from now on.
    pub improvements: String,
}

/// A number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Figure {
    /// Its word in open data: `competitive`.
    pub code: String,
    /// What is counted.
    pub title: String,
    /// How many.
    pub number: u64,
}

impl Figure {
    /// A number with what it counts.
    pub fn new(code: impl Into<String>, title: impl Into<String>, number: usize) -> Self {
        Self {
            code: code.into(),
            title: title.into(),
            number: u64::try_from(number).unwrap_or(u64::MAX),
        }
    }
}

impl Year {
    fn sample() -> Self {
        Self {
            name: "2026/27".into(),
            begins: 2026,
            from: day(2026, 4, 1),
            until: day(2027, 3, 31),
            due_on: day(2027, 9, 30),
            published_on: day(2027, 6, 14),
            figures: vec![
                Figure::new("competitive", "Contracts awarded by the Competitive Process", 2),
                Figure::new("urgent", "Urgent awards and modifications", 0),
            ],
            value: 7_100_000,
            outcomes: vec![Figure::new("stands", "The decision stands", 1)],
            nature: "Whether reasons said enough about languages.".into(),
            impact: "Reasons now name what was read.".into(),
            monitoring: "One notice was published two days late.".into(),
            improvements: "A reminder ten days before.".into(),
        }
    }
}

impl Context for AnnualSummary {
    const KIND: &'static str = "annual_summary";

    fn sample() -> Self {
        Self {
            reference: "PSR-01".into(),
            authority: "NHS South Yorkshire Integrated Care Board".into(),
            last: Year::sample(),
            next: Year {
                name: "2027/28".into(),
                begins: 2027,
                published_on: None,
                ..Year::sample()
            },
            records: vec![Pair {
                name: "The record of each process (regulation 24)".into(),
                value: "The alliance writes and keeps it for the authority.".into(),
            }],
            public_url: "https://accord.example/annual-summaries/PSR-01/2026".into(),
        }
    }
}
