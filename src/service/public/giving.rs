//! Grants that were given, as notices have published them: the newest notice of each round counts.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;

use super::register::pence;

/// One grant, for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Of the round, for its page.
    pub round: String,
    /// What the round is called.
    pub programme: String,
    /// The grant's identifier.
    pub id: String,
    /// To whom.
    pub organisation: String,
    /// What for, in one line.
    pub purpose: String,
    /// Pence.
    pub amount: Option<i64>,
    /// When it was agreed.
    pub on: Option<NaiveDate>,
    /// From about when to about when it is used.
    pub dates: (Option<NaiveDate>, Option<NaiveDate>),
}

/// The grants of one round, from what was published of it as open data, the newest first; nothing of a procurement.
pub fn grants(packages: &[(DateTime<Utc>, Json)]) -> Vec<Json> {
    let newest = packages.iter().find(|(_, package)| package.get("call").is_some());
    let all = newest.and_then(|(_, package)| package.get("grants")?.as_array());
    all.cloned().unwrap_or_default()
}

/// A grant as a line of a list.
pub fn line(round: &str, grant: &Json) -> Given {
    let text = |path: &str| {
        grant
            .pointer(path)
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let day = |path: &str| text(path).parse().ok();
    Given {
        round: round.to_owned(),
        programme: text("/grantProgramme/0/title"),
        id: text("/id"),
        organisation: text("/recipientOrganization/0/name"),
        purpose: text("/title"),
        amount: pence(grant, "/amountAwarded"),
        on: day("/awardDate"),
        dates: (day("/plannedDates/0/startDate"), day("/plannedDates/0/endDate")),
    }
}
