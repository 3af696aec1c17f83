//! While a service runs: returns, improvement plans, variations.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Context, day, instant,
    parts::{Measure, Organisation, Pair, Payment, Section, Table},
};

/// A quarterly return.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Return {
    /// `PSF-C-003-2026-Q4`.
    pub reference: String,
    /// Reference of the contract.
    pub contract: String,
    /// Who reports.
    pub host: Organisation,
    /// `October to December 2026`.
    pub quarter: String,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Until when.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was sent.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who confirmed it, by name and position; not its author.
    pub certified_by: String,
    /// `open`, `submitted`, `queried`, `accepted`, `accepted with issues`, `overdue`, ….
    pub status: String,
    /// The host has sent these numbers to be certified.
    pub reported: bool,
    /// Every question, with the number that stands there; exact.
    pub questions: Vec<ReturnQuestion>,
    /// What does not fit: the question and a sentence.
    pub problems: Vec<Pair>,
    /// Measures, exact: for the host, its certifier and the contract manager alone.
    pub measures: Vec<Measure>,
    /// Further tables: equality, money.
    pub tables: Vec<Table>,
    /// What was said in words: heading and text.
    pub narrative: Vec<Section>,
    /// Questions to the host, and answers.
    pub queries: Vec<Query>,
    /// What the reader is told about rounding.
    pub rounding: String,
    /// The payment that follows.
    pub payment: Payment,
    /// All returns of the quarter, for the commissioner's report: host and status.
    pub others: Vec<Pair>,
    /// Networks with a service: name and `yes` or `no`.
    pub coverage: Vec<Pair>,
    /// Series for charts: the same measure over the quarters.
    pub trends: Vec<Trend>,
}

/// A question of a return.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnQuestion {
    /// `starters`.
    pub code: String,
    /// `People who started in the quarter`.
    pub label: String,
    /// What counts and what does not.
    pub definition: String,
    /// The number: sent, else written, else carried from the return before; empty without one.
    pub value: String,
    /// The number of the return before; empty without one.
    pub before: String,
}

/// A question to a host about its return.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Query {
    /// The measure or heading.
    pub about: String,
    /// What was asked.
    pub question: String,
    /// What was answered; may be empty.
    pub answer: String,
}

/// A measure over time, for a chart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Trend {
    /// `People supported`.
    pub title: String,
    /// What stands behind the numbers: `%`, or nothing.
    pub unit: String,
    /// Quarters and whole numbers.
    pub points: Vec<TrendPoint>,
}

/// A point of a chart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TrendPoint {
    /// `Q4 2026`.
    pub label: String,
    /// The number; empty where it may not be shown.
    pub value: Option<i64>,
}

/// An improvement plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ImprovementPlan {
    /// `PSF-IP-002`.
    pub reference: String,
    /// Reference of the contract.
    pub contract: String,
    /// Whom it is about.
    pub host: Organisation,
    /// What is not going well.
    pub issue: String,
    /// Why.
    pub cause: String,
    /// What the alliance does.
    pub alliance_does: Vec<Action>,
    /// What the host does.
    pub host_does: Vec<Action>,
    /// How we will know.
    pub measures: Vec<Measure>,
    /// When we look again.
    pub review_on: Option<NaiveDate>,
    /// Reviews held: day and finding.
    pub reviews: Vec<Pair>,
    /// `open`, `agreed`, `closed`, `extended`, `formal notice`.
    pub status: String,
    /// How it ended; may be empty.
    pub outcome: String,
    /// How both sides will know that it is better, in their own words.
    pub better_when: String,
}

/// Something that somebody does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Action {
    /// What.
    pub text: String,
    /// Who, by role.
    pub owner: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
}

/// A change of a contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Variation {
    /// `PSF-V-001`.
    pub reference: String,
    /// Reference of the contract.
    pub contract: String,
    /// With whom.
    pub host: Organisation,
    /// What changes, in one sentence.
    pub title: String,
    /// Why.
    pub reason: String,
    /// `provided for in the contract`, `outside events`, ….
    pub class: String,
    /// Clauses: old and new words.
    pub changes: Vec<ClauseChange>,
    /// Pence that the value changes by; negative for less.
    pub value_change: i64,
    /// Pence after.
    pub value_after: i64,
    /// Percent of the first value, all variations together: `4%`.
    pub cumulative: String,
    /// Whether the specification's text changes, so that both houses sign again.
    pub changes_specification: bool,
    /// From when.
    pub effective_on: Option<NaiveDate>,
    /// When the last party signed.
    pub signed_on: Option<NaiveDate>,
    /// `proposed`, `agreed`, `signed`, `refused`.
    pub status: String,
    /// SHA-256 of the text that is signed, hex.
    pub content_hash: String,
    /// Whether it could be made so under the Provider Selection Regime, question by question.
    pub notice_test: Vec<Pair>,
}

/// A clause before and after.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClauseChange {
    /// `7.2`.
    pub clause: String,
    /// Words before.
    pub before: String,
    /// Words after.
    pub after: String,
}

impl Action {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            text: "Weekly call with the practices".into(),
            owner: "contract manager".into(),
            due_on: day(2027, 2, 26),
            done_on: day(2027, 2, 24),
        }
    }
}

impl Context for Return {
    const KIND: &'static str = "return";

    fn sample() -> Self {
        Self {
            reference: "PSF-C-003-2026-Q4".into(),
            contract: "PSF-C-003".into(),
            host: Organisation::sample(),
            quarter: "October to December 2026".into(),
            from: day(2026, 10, 1),
            to: day(2026, 12, 31),
            due_at: instant("2027-01-22T17:00:00Z"),
            submitted_at: instant("2027-01-20T11:00:00Z"),
            certified_by: "Amina Yusuf, Director".into(),
            status: "accepted".into(),
            questions: vec![ReturnQuestion {
                code: "starters".into(),
                label: "People who started in the quarter".into(),
                definition: "First conversation took place in the quarter.".into(),
                value: "17".into(),
                before: "12".into(),
            }],
            reported: true,
            problems: vec![Pair {
                name: "People you were supporting on the last day of the quarter".into(),
                value: "The closing caseload is the opening caseload, plus starters, less endings.".into(),
            }],
            measures: vec![Measure::sample()],
            tables: vec![Table::sample()],
            narrative: vec![Section::sample()],
            queries: vec![Query {
                about: "B1".into(),
                question: "Is this different people, or visits?".into(),
                answer: "Different people.".into(),
            }],
            rounding: "These numbers are exact. They are for the host, its certifier and the contract manager.".into(),
            payment: Payment::sample(),
            others: vec![Pair {
                name: "Sharrow Together".into(),
                value: "accepted".into(),
            }],
            coverage: vec![Pair {
                name: "Burngreave network".into(),
                value: "yes".into(),
            }],
            trends: vec![Trend::sample()],
        }
    }
}

impl Trend {
    /// Made-up values.
    pub(super) fn sample() -> Self {
        let point = |label: &str, value| TrendPoint {
            label: label.into(),
            value: Some(value),
        };
        Self {
            title: "People supported".into(),
            unit: String::new(),
            points: vec![point("Q3 2026", 50), point("Q4 2026", 65)],
        }
    }
}

impl Context for ImprovementPlan {
    const KIND: &'static str = "improvement_plan";

    fn sample() -> Self {
        Self {
            reference: "PSF-IP-002".into(),
            contract: "PSF-C-003".into(),
            host: Organisation::sample(),
            issue: "Few referrals come from two practices.".into(),
            cause: "The practices do not know the worker yet.".into(),
            alliance_does: vec![Action::sample()],
            host_does: vec![Action::sample()],
            measures: vec![Measure::sample()],
            review_on: day(2027, 3, 31),
            reviews: vec![Pair {
                name: "31 March 2027".into(),
                value: "Referrals have doubled.".into(),
            }],
            status: "closed".into(),
            outcome: "Closed: both practices refer.".into(),
            better_when: "Both practices refer every month.".into(),
        }
    }
}

impl Context for Variation {
    const KIND: &'static str = "variation";

    fn sample() -> Self {
        Self {
            reference: "PSF-V-001".into(),
            contract: "PSF-C-003".into(),
            host: Organisation::sample(),
            title: "A second peer worker".into(),
            reason: "More people ask than one worker can see.".into(),
            class: "provided for in the contract".into(),
            changes: vec![ClauseChange {
                clause: "7.2".into(),
                before: "one peer worker".into(),
                after: "two peer workers".into(),
            }],
            value_change: 500_000,
            value_after: 12_500_000,
            cumulative: "4%".into(),
            changes_specification: false,
            effective_on: day(2027, 4, 1),
            signed_on: day(2027, 3, 20),
            status: "signed".into(),
            content_hash: "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730".into(),
            notice_test: vec![Pair {
                name: "Would a notice be due?".into(),
                value: "No; we publish one all the same".into(),
            }],
        }
    }
}
