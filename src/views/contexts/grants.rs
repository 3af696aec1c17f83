//! A round of grants, and one grant: asked for, given, paid, reported.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::day;

/// The money of a round of grants, in pence; nothing of it in a round that gives none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Grants {
    /// What can be given in all.
    pub budget: i64,
    /// The smallest grant.
    pub smallest: i64,
    /// The largest grant.
    pub largest: i64,
    /// What was asked for, by all that may be given one.
    pub asked: i64,
    /// What the panel recommends.
    pub recommended: i64,
    /// What is offered, or was accepted.
    pub offered: i64,
    /// What was accepted; of a grant that ended early, what was kept.
    pub given: i64,
    /// What was paid so far.
    pub paid: i64,
    /// What was given back.
    pub returned: i64,
    /// What can still be offered.
    pub free: i64,
    /// How many grants were accepted.
    pub accepted: u32,
    /// Where the money comes from, as it was published.
    pub source: String,
    /// What the grants make possible, as it was published.
    pub why: String,
    /// How the panel chose.
    pub chosen_how: String,
    /// What that means for very small and community-led organisations.
    pub small_organisations: String,
    /// Who on the panel saw it differently; may be empty.
    pub dissent: String,
    /// What the grants changed; empty until the round is summed up.
    pub changed: String,
    /// What is to be done differently next time, likewise.
    pub next_time: String,
}

/// One grant, from what was asked to what was done with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Grant {
    /// Pence asked for; nothing before applications are opened.
    pub asked: Option<i64>,
    /// What it is for, in one line.
    pub purpose: String,
    /// About when it is used first.
    pub starts_on: Option<NaiveDate>,
    /// About when it is used up.
    pub ends_on: Option<NaiveDate>,
    /// For which communities; may be empty.
    pub communities: String,
    /// `a grant`, `a grant if money comes free`, `not this time`, `not possible`; empty before.
    pub answer: String,
    /// Pence recommended, offered or given.
    pub amount: Option<i64>,
    /// In how many instalments.
    pub instalments: u32,
    /// What is asked beside the purpose; may be empty.
    pub condition: String,
    /// Why, as the organisation reads it.
    pub why: String,
    /// Marks of everybody on the panel added up, question by question.
    pub marks: Vec<GrantMark>,
    /// Of all questions.
    pub points: u32,
    /// Out of so many.
    pub out_of: u32,
    /// How many people read it.
    pub readers: u32,
    /// When the organisation accepted it.
    pub accepted_on: Option<NaiveDate>,
    /// Who accepted it, and what they are there.
    pub accepted_by: String,
    /// The next instalment, pence; nothing where the whole is paid or it is not accepted.
    pub next_instalment: Option<i64>,
    /// Instalments, oldest first.
    pub payments: Vec<GrantPayment>,
    /// Of them all, pence.
    pub paid: i64,
    /// Of the grant, pence that are not paid.
    pub unpaid: i64,
    /// What the organisation said of its use, oldest first.
    pub reports: Vec<GrantReport>,
    /// Pence given back.
    pub returned: i64,
    /// Why it ended early; empty if it did not.
    pub ended: String,
    /// `offered`, `being used`, `used`, `ended early`, `declined`; empty before an answer.
    pub status: String,
}

/// The marks for one question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GrantMark {
    /// The question's title.
    pub title: String,
    /// Everybody's marks added up.
    pub points: u32,
    /// The most that they could be.
    pub out_of: u32,
}

/// An instalment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GrantPayment {
    /// Pence.
    pub amount: i64,
    /// When.
    pub paid_on: Option<NaiveDate>,
    /// The payment's reference.
    pub reference: String,
}

/// What an organisation said of the use of a grant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GrantReport {
    /// When.
    pub sent_on: Option<NaiveDate>,
    /// What it did.
    pub did: String,
    /// Pence spent so far, in all.
    pub spent: i64,
    /// About how many people it reached; 0 where that was not said.
    pub helped: u32,
    /// What it learned.
    pub learned: String,
    /// What the alliance said to it; may be empty.
    pub thanks: String,
}

impl Grants {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            budget: 500_000,
            smallest: 25_000,
            largest: 100_000,
            asked: 340_000,
            recommended: 260_000,
            offered: 260_000,
            given: 210_000,
            paid: 180_000,
            returned: 4_000,
            free: 294_000,
            accepted: 3,
            source: "A grant of the integrated care board for small organisations.".into(),
            why: "Small organisations can pay somebody for the hours that a bid takes.".into(),
            chosen_how: "By what it makes possible, and for whom.".into(),
            small_organisations: "Four of five grants go to organisations with less than £10,000 a year.".into(),
            dissent: "One of us would have given less to each, and to more.".into(),
            changed: "Three groups took part in the framework that could not have.".into(),
            next_time: "We would invite applications by phone from the first day.".into(),
        }
    }
}

impl Grant {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            asked: Some(80_000),
            purpose: "Twenty hours of a bookkeeper, and childcare on four Saturdays.".into(),
            starts_on: day(2026, 6, 1),
            ends_on: day(2026, 11, 30),
            communities: "Somali".into(),
            answer: "a grant".into(),
            amount: Some(70_000),
            instalments: 2,
            condition: "Two of your committee sign for each payment.".into(),
            why: "The need is plain, and the people are known by name.".into(),
            marks: vec![GrantMark {
                title: "What it makes possible".into(),
                points: 13,
                out_of: 15,
            }],
            points: 38,
            out_of: 45,
            readers: 3,
            accepted_on: day(2026, 5, 20),
            accepted_by: "Ifrah Jama, founder".into(),
            next_instalment: Some(35_000),
            payments: vec![GrantPayment {
                amount: 35_000,
                paid_on: day(2026, 5, 26),
                reference: "CAP-2026-001-B-MXTR/1".into(),
            }],
            paid: 35_000,
            unpaid: 35_000,
            reports: vec![GrantReport {
                sent_on: day(2026, 11, 20),
                did: "We met on four Saturdays and wrote our bid together.".into(),
                spent: 31_000,
                helped: 24,
                learned: "Childcare made the difference.".into(),
                thanks: "Thank you. We tell others of the Saturdays.".into(),
            }],
            returned: 4_000,
            ended: "The bookkeeper moved away; what is left goes back.".into(),
            status: "being used".into(),
        }
    }
}
