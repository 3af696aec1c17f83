//! The checks of a host, in proportion to its size (domain.md 6).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::identifiers::{self, Scheme};

/// `workflows/checks/*.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPack {
    /// The file's name without the ending.
    pub pack: String,
    /// What people call it.
    pub title: String,
    /// The code of the check that holds the bank details.
    pub bank: String,
    /// Bands of yearly income that count as small.
    pub small_bands: Vec<String>,
    /// So many days before something runs out, or a condition is due, somebody is told; the most first.
    #[serde(default)]
    pub remind_days: Vec<u32>,
    /// The checks, in order.
    pub checks: Vec<Asked>,
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Unique in the pack.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// By when.
    pub needed_by: NeededBy,
    /// What is enough for a small organisation.
    pub small: String,
    /// What a larger one shows.
    pub large: String,
    /// Whether it runs out.
    pub expires: bool,
    /// How it may be shown; nothing: in any way.
    #[serde(default)]
    pub shown_by: Vec<Evidence>,
    /// The kind of number that belongs to it, whose format is looked at.
    #[serde(default)]
    pub number: Option<Identifier>,
}

/// How something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A file, or the place where it is kept.
    File,
    /// The host's own word.
    Declaration,
    /// Somebody who can say so.
    Reference,
    /// A public register.
    Register,
}

impl Evidence {
    /// As it is printed.
    pub const fn words(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Declaration => "a declaration",
            Self::Reference => "a reference",
            Self::Register => "a register",
        }
    }
}

/// A kind of number whose format is looked at, never whether it is theirs (domain.md 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Identifier {
    /// A company or a charity.
    CompanyOrCharity,
    /// The Information Commissioner's register of who pays the fee.
    DataProtection,
}

impl Identifier {
    /// The number as it is usually written.
    ///
    /// # Errors
    /// What to enter instead.
    pub fn tidy(self, entered: &str) -> Result<String, String> {
        match self {
            Self::CompanyOrCharity => identifiers::tidy(Scheme::Charity, entered)
                .or_else(|_not_a_charity| identifiers::tidy(Scheme::Company, entered))
                .map_err(|_neither| {
                    "Enter a charity number of 6 or 7 digits, like 1123456, or a company number of 8 characters, like \
                     CE012345."
                        .to_owned()
                }),
            Self::DataProtection => identifiers::tidy(Scheme::DataProtection, entered),
        }
    }
}

/// By when something must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum NeededBy {
    Award,
    Signature,
    Start,
}

/// Where one check of one host stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The check.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// What this host is asked for.
    pub asked: String,
    /// By when.
    pub needed_by: NeededBy,
    /// How far it is.
    pub progress: Progress,
    /// What was seen, never a certificate's content.
    #[serde(default)]
    pub evidence: String,
    /// Said by the reviewer: what is missing, or the condition.
    #[serde(default)]
    pub note: String,
    /// Who looked at it.
    #[serde(default)]
    pub reviewed_by: Option<String>,
    /// When.
    #[serde(default)]
    pub reviewed_on: Option<NaiveDate>,
    /// When it runs out.
    #[serde(default)]
    pub expires_on: Option<NaiveDate>,
    /// How it may be shown; nothing: in any way.
    #[serde(default)]
    pub shown_by: Vec<Evidence>,
    /// How it was shown.
    #[serde(default)]
    pub shown: Option<Evidence>,
    /// The kind of number that belongs to it.
    #[serde(default)]
    pub number: Option<Identifier>,
    /// Until when a condition is to be met.
    #[serde(default)]
    pub condition_by: Option<NaiveDate>,
}

impl Standing {
    /// The next day on which somebody has to do something about a check that is settled: a condition is due, or it runs
    /// out.
    pub fn due(&self) -> Option<NaiveDate> {
        if !self.progress.is_settled() {
            return None;
        }
        let condition = self
            .condition_by
            .filter(|_| self.progress == Progress::AcceptedWithCondition);
        [condition, self.expires_on].into_iter().flatten().min()
    }
}

/// How far a check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Progress {
    NotStarted,
    Sent,
    ChangesRequested,
    Accepted,
    AcceptedWithCondition,
    Waived,
}

impl Progress {
    /// Whether it stands in nobody's way.
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Accepted | Self::AcceptedWithCondition | Self::Waived)
    }

    /// As it is printed.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotStarted => "not started",
            Self::Sent => "sent",
            Self::ChangesRequested => "changes asked for",
            Self::Accepted => "accepted",
            Self::AcceptedWithCondition => "accepted with a condition",
            Self::Waived => "waived",
        }
    }
}

impl NeededBy {
    /// As it is printed.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Award => "award",
            Self::Signature => "signature",
            Self::Start => "start",
        }
    }
}

/// What one host is asked for.
pub fn for_host(pack: &CheckPack, small: bool) -> Vec<Standing> {
    let standing = |asked: &Asked| Standing {
        code: asked.code.clone(),
        title: asked.title.clone(),
        asked: if small {
            asked.small.clone()
        } else {
            asked.large.clone()
        },
        needed_by: asked.needed_by,
        progress: Progress::NotStarted,
        evidence: String::new(),
        note: String::new(),
        reviewed_by: None,
        reviewed_on: None,
        expires_on: None,
        shown_by: asked.shown_by.clone(),
        shown: None,
        number: asked.number,
        condition_by: None,
    };
    pack.checks.iter().map(standing).collect()
}

/// How many are needed by then and not settled, or have run out by `today`, or rest on a condition whose day has passed.
pub fn missing(checks: &[Standing], by: NeededBy, today: NaiveDate) -> usize {
    checks
        .iter()
        .filter(|one| one.needed_by <= by)
        .filter(|one| !one.progress.is_settled() || one.due().is_some_and(|on| on < today))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(needed_by: NeededBy, progress: Progress, expires: Option<(i32, u32, u32)>) -> Standing {
        Standing {
            code: "c".to_owned(),
            title: "C".to_owned(),
            asked: String::new(),
            needed_by,
            progress,
            evidence: String::new(),
            note: String::new(),
            reviewed_by: None,
            reviewed_on: None,
            expires_on: expires.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)),
            shown_by: Vec::new(),
            shown: None,
            number: None,
            condition_by: None,
        }
    }

    #[test]
    fn what_is_needed_later_is_not_missing_yet() {
        let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let all = [
            check(NeededBy::Award, Progress::Accepted, None),
            check(NeededBy::Signature, Progress::Sent, None),
            check(NeededBy::Start, Progress::NotStarted, None),
        ];
        assert_eq!(missing(&all, NeededBy::Signature, today), 1);
        assert_eq!(missing(&all, NeededBy::Start, today), 2);
    }

    #[test]
    fn a_condition_whose_day_has_passed_is_missing_again() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let one = Standing {
            condition_by: Some(day("2026-06-01")),
            ..check(NeededBy::Start, Progress::AcceptedWithCondition, Some((2027, 3, 31)))
        };
        for (today, missing_then) in [("2026-06-01", 0), ("2026-06-02", 1)] {
            assert_eq!(
                missing(std::slice::from_ref(&one), NeededBy::Start, day(today)),
                missing_then,
                "{today}"
            );
        }
        assert_eq!(one.due(), Some(day("2026-06-01")));
        let met = Standing {
            progress: Progress::Accepted,
            ..one
        };
        assert_eq!(
            met.due(),
            Some(day("2027-03-31")),
            "a condition that is met is due no more"
        );
    }

    #[test]
    fn a_format_is_looked_at_and_nothing_is_called_verified() {
        for (number, entered, expected) in [
            (Identifier::CompanyOrCharity, "1123456", Some("1123456")),
            (Identifier::CompanyOrCharity, "ce012345", Some("CE012345")),
            (Identifier::CompanyOrCharity, "12", Some("00000012")),
            (Identifier::CompanyOrCharity, "ours", None),
            (Identifier::DataProtection, "za123456", Some("ZA123456")),
            (Identifier::DataProtection, "Z1234567", Some("Z1234567")),
            (Identifier::DataProtection, "123", None),
        ] {
            assert_eq!(number.tidy(entered).ok().as_deref(), expected, "{entered}");
        }
    }

    #[test]
    fn what_has_run_out_is_missing_again() {
        let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        assert_eq!(
            missing(
                &[check(NeededBy::Award, Progress::Accepted, Some((2026, 5, 31)))],
                NeededBy::Award,
                today
            ),
            1
        );
        assert_eq!(
            missing(
                &[check(NeededBy::Award, Progress::Waived, Some((2026, 6, 1)))],
                NeededBy::Award,
                today
            ),
            0
        );
    }
}
