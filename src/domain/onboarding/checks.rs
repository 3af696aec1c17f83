//! The checks of a host, in proportion to its size (domain.md 6).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    };
    pack.checks.iter().map(standing).collect()
}

/// How many are needed by then and not settled, or have run out by `today`.
pub fn missing(checks: &[Standing], by: NeededBy, today: NaiveDate) -> usize {
    checks
        .iter()
        .filter(|one| one.needed_by <= by)
        .filter(|one| !one.progress.is_settled() || one.expires_on.is_some_and(|on| on < today))
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
