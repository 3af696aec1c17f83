//! A run of payments, as the paper says it that is kept of it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Context, day};

/// A run that was paid. No account stands in it: where money went stands in the payroll's own file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PaymentRun {
    /// `PAY-2026-004`.
    pub reference: String,
    /// Who made it.
    pub made_by: String,
    /// On which day.
    pub made_on: Option<NaiveDate>,
    /// Who recorded that it was paid.
    pub paid_by: String,
    /// The day on which the money went.
    pub paid_on: Option<NaiveDate>,
    /// Each payment.
    pub payments: Vec<RunLine>,
    /// For activities, pence.
    pub activities: i64,
    /// For what was spent, pence.
    pub expenses: i64,
    /// Pence, all in all.
    pub total: i64,
}

/// A payment of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RunLine {
    /// The payment's own reference.
    pub reference: String,
    /// Who was paid.
    pub person: String,
    /// What they did.
    pub activity: String,
    /// What that was about.
    pub about: String,
    /// On which day.
    pub on: Option<NaiveDate>,
    /// For the activity, pence.
    pub amount: i64,
    /// For what was spent, pence.
    pub expenses: i64,
    /// How they wished to be paid.
    pub way: String,
}

impl Context for PaymentRun {
    const KIND: &'static str = "payment_run";

    fn sample() -> Self {
        Self {
            reference: "PAY-2026-004".into(),
            made_by: "Meera Shah".into(),
            made_on: day(2026, 5, 6),
            paid_by: "Meera Shah".into(),
            paid_on: day(2026, 5, 7),
            payments: vec![RunLine {
                reference: "PSF-IC-031".into(),
                person: "Robin Ash".into(),
                activity: "Scoring a bid".into(),
                about: "Peer support framework".into(),
                on: day(2026, 4, 20),
                amount: 3_750,
                expenses: 620,
                way: "Into my bank account".into(),
            }],
            activities: 3_750,
            expenses: 620,
            total: 4_370,
        }
    }
}
