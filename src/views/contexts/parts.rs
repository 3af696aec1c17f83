//! Pieces that several subjects share.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::specification::text::points;

/// An organisation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Organisation {
    /// Its id in the register of identifiers: `GB-CHC-1234567`; ours if it has none.
    pub id: String,
    /// Legal name.
    pub name: String,
    /// `registered charity`, `community interest company`, …
    pub kind: String,
    /// Charity number; may be empty.
    pub charity_number: String,
    /// Company number; may be empty.
    pub company_number: String,
    /// One line; may be empty.
    pub address: String,
    /// Postcode; may be empty.
    pub postcode: String,
    /// `under £100,000`; may be empty.
    pub income_band: String,
    /// Whom to write to; may be empty.
    pub contact: String,
    /// Where to write; may be empty.
    pub email: String,
}

/// A lot: one primary care network.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Lot {
    /// `burngreave`.
    pub code: String,
    /// `Burngreave network`.
    pub name: String,
    /// Neighbourhoods, in words.
    pub area: String,
    /// What is asked for here beyond the specification; may be empty.
    pub description: String,
    /// Pence for the whole term, if stated.
    pub value: Option<i64>,
    /// Bids that name it.
    pub bids: u32,
    /// `open`, `awarded`, `not covered`, …
    pub status: String,
    /// Whether it has an award.
    pub covered: bool,
}

/// A criterion that bids are judged by.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Criterion {
    /// `Q1`.
    pub code: String,
    /// `Reach and trust`.
    pub title: String,
    /// What the bidder is asked.
    pub question: String,
    /// What a good answer shows; may be empty.
    pub guidance: String,
    /// Percent of the whole; 0 for pass or fail.
    pub weight: u32,
    /// The fewest marks that pass, if there is a minimum.
    pub minimum: Option<u32>,
    /// The most marks.
    pub out_of: u32,
    /// The most words, if there is a limit.
    pub words: Option<u32>,
    /// About how many minutes an answer takes to write that uses every word.
    pub minutes: u32,
    /// It is answered for each lot that a bid is for, and marked for each.
    pub for_each_lot: bool,
    /// It may be spoken; its words are written down, counted and scored.
    pub spoken: bool,
    /// `quality`, `price` or `pass or fail`.
    pub kind: String,
    /// The criterion of the regime that it belongs to: `Social value`; empty where the regime has none.
    pub key_criterion: String,
}

/// A step of a scale.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ScaleStep {
    /// 0 to 5.
    pub marks: u32,
    /// What it means.
    pub meaning: String,
}

/// A row of a timetable.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TimetableRow {
    /// `Questions close`.
    pub title: String,
    /// When; empty in a timetable that has only periods.
    pub at: Option<DateTime<Utc>>,
    /// In words: `midday on Friday 8 May 2026`, or `May 2026`.
    pub words: String,
    /// Whether it has happened.
    pub done: bool,
}

/// A heading and what stands below it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Section {
    /// `3`, `3.1`.
    pub number: String,
    /// Heading.
    pub title: String,
    /// Paragraphs of plain text.
    pub paragraphs: Vec<String>,
    /// Points of a list that follows; may be empty.
    pub points: Vec<String>,
    /// All of it in its order, paragraphs and lists, where somebody wrote it so; what was put together has none.
    pub blocks: Vec<Block>,
}

/// A paragraph or a list of a text that somebody wrote.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Block {
    /// The paragraph; empty for a list.
    pub text: String,
    /// The points of a list; empty for a paragraph.
    pub points: Vec<String>,
    /// The points are numbered.
    pub numbered: bool,
}

impl Block {
    /// What a paragraph in Markdown is.
    pub fn of(paragraph: &str) -> Self {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        match points(paragraph) {
            Some((numbered, all)) => Self {
                text: String::new(),
                points: all.into_iter().map(one_line).collect(),
                numbered,
            },
            None => Self {
                text: one_line(paragraph),
                ..Self::default()
            },
        }
    }
}

/// Two cells: a name and what is said of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Pair {
    /// `Insurance`.
    pub name: String,
    /// `£5 million, to 31 March 2027`.
    pub value: String,
}

/// A table whose shape only its subject knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Table {
    /// Caption.
    pub title: String,
    /// Heads.
    pub columns: Vec<String>,
    /// Cells, row by row.
    pub rows: Vec<Vec<String>>,
}

/// One house in a decision.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HouseVotes {
    /// `Lived experience`.
    pub title: String,
    /// Those who could vote.
    pub seats: u32,
    /// In favour, with or without conditions.
    pub approve: u32,
    /// Of those, with conditions.
    pub conditions: u32,
    /// Asked for changes.
    pub changes: u32,
    /// Blocked.
    pub block: u32,
    /// Abstained.
    pub abstain: u32,
    /// Stood aside.
    pub aside: u32,
    /// Did not vote.
    pub silent: u32,
    /// Of those who could vote, whom the working group nominated.
    pub nominated: u32,
    /// The rule, in words: `more than half of those who vote, at least 3`.
    pub rule: String,
    /// `passed`, `not passed`, `blocked`, `lapsed`.
    pub result: String,
}

/// A decision that people took.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DecisionRecord {
    /// What was decided.
    pub question: String,
    /// `approved`, …
    pub outcome: String,
    /// When.
    pub on: Option<NaiveDate>,
    /// Votes by house.
    pub houses: Vec<HouseVotes>,
    /// Reasons on the record.
    pub reasons: String,
    /// Those who took no part, and why.
    pub recused: Vec<Pair>,
    /// What a minority asked to have written down; may be empty.
    pub dissent: String,
    /// SHA-256 of the text that was voted on, hex; may be empty.
    pub text_hash: String,
}

/// A condition that somebody set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Condition {
    /// What.
    pub text: String,
    /// Who set it: a house, a board, a role.
    pub set_by: String,
    /// By when it must be met, in words.
    pub due: String,
    /// `open`, `met`, `waived`.
    pub status: String,
}

/// A payment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Payment {
    /// `First quarter, in advance`.
    pub title: String,
    /// Pence.
    pub amount: i64,
    /// When it falls due.
    pub due_on: Option<NaiveDate>,
    /// When it was paid.
    pub paid_on: Option<NaiveDate>,
    /// `due`, `paid`, `held`.
    pub status: String,
}

/// A measure with its target.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Measure {
    /// `B1`.
    pub code: String,
    /// `People supported`.
    pub title: String,
    /// What is counted.
    pub definition: String,
    /// In words, suppressed where numbers are small: `under 5`.
    pub value: String,
    /// In words; may be empty.
    pub target: String,
    /// The quarter before; may be empty.
    pub before: String,
    /// `good`, `close to target`, `needs improvement`, `not rated`.
    pub rating: String,
    /// What the host says about it; may be empty.
    pub comment: String,
}

/// Made-up values, for previews and for the test that renders every template.
macro_rules! samples {
    ($($name:ident { $($field:ident : $value:expr),+ $(,)? })+) => {$(
        impl $name {
            /// Made-up values.
            pub fn sample() -> Self {
                Self { $($field: $value),+ }
            }
        }
    )+};
}

samples! {
    Organisation {
        id: "GB-CHC-1234567".into(),
        name: "Burngreave Wellbeing".into(),
        kind: "registered charity".into(),
        charity_number: "1234567".into(),
        company_number: "09876543".into(),
        address: "2 Example Road, Sheffield".into(),
        postcode: "S3 9AA".into(),
        income_band: "under £100,000".into(),
        contact: "Amina Yusuf".into(),
        email: "amina@burngreave.example".into(),
    }
    Lot {
        code: "burngreave".into(),
        name: "Burngreave network".into(),
        area: "Burngreave, Firshill and Pitsmoor".into(),
        description: "Somali and Arabic speakers wanted.".into(),
        value: Some(12_000_000),
        bids: 3,
        status: "awarded".into(),
        covered: true,
    }
    Criterion {
        code: "Q2".into(),
        title: "Reach and trust".into(),
        question: "How are you trusted by the communities of this network?".into(),
        guidance: "Give examples that we could ask people about.".into(),
        weight: 20,
        minimum: Some(3),
        out_of: 5,
        words: Some(500),
        minutes: 120,
        for_each_lot: false,
        spoken: false,
        kind: "quality".into(),
            key_criterion: "Social value".into(),
    }
    TimetableRow {
        title: "Bids close".into(),
        at: super::instant("2026-04-10T11:00:00Z"),
        words: "midday on Friday 10 April 2026".into(),
        done: true,
    }
    Section {
        number: "1".into(),
        title: "Who may bid".into(),
        paragraphs: vec!["Any member of the alliance.".into()],
        points: vec!["On your own".into(), "With partners".into()],
        blocks: vec![
            Block {
                text: "Any member of the alliance.".into(),
                points: Vec::new(),
                numbered: false,
            },
            Block {
                text: String::new(),
                points: vec!["On your own".into(), "With partners".into()],
                numbered: true,
            },
        ],
    }
    Pair {
        name: "Public liability insurance".into(),
        value: "£5 million, to 31 March 2027".into(),
    }
    Table {
        title: "Referrals by network".into(),
        columns: vec!["Network".into(), "Referrals".into()],
        rows: vec![vec!["Burngreave".into(), "45".into()]],
    }
    HouseVotes {
        title: "Lived experience".into(),
        seats: 7,
        approve: 6,
        conditions: 1,
        changes: 0,
        block: 0,
        abstain: 1,
        aside: 0,
        silent: 0,
        nominated: 2,
        rule: "more than half of those who vote, at least 4 votes".into(),
        result: "passed".into(),
    }
    DecisionRecord {
        question: "Approve the awards as recommended?".into(),
        outcome: "approved".into(),
        on: super::day(2026, 5, 1),
        houses: vec![HouseVotes::sample()],
        reasons: "The panel's reasons are sound.".into(),
        recused: vec![Pair { name: "Board member 3".into(), value: "trustee of a bidder".into() }],
        dissent: "One member would have waited for the uncovered lot.".into(),
        text_hash: "baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096".into(),
    }
    Condition {
        text: "Out-of-hours arrangements are written down.".into(),
        set_by: "Lived experience".into(),
        due: "before go-live".into(),
        status: "open".into(),
    }
    Payment {
        title: "First quarter, in advance".into(),
        amount: 1_000_000,
        due_on: super::day(2026, 9, 1),
        paid_on: super::day(2026, 9, 4),
        status: "paid".into(),
    }
    Measure {
        code: "B1".into(),
        title: "People supported".into(),
        definition: "Different people seen at least once in the quarter.".into(),
        value: "64".into(),
        target: "60".into(),
        before: "51".into(),
        rating: "good".into(),
        comment: "A second worker started in May.".into(),
    }
}
