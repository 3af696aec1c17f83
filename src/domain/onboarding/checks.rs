//! The checks of a host, in proportion to its size (domain.md 6).

use chrono::NaiveDate;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::pack::{Asked, CheckPack, Enough, Evidence, Identifier, NeededBy, Status};

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
    /// When it is asked at all; nothing: of everybody.
    #[serde(default)]
    pub applies_if: Option<String>,
    /// What could go wrong without it.
    #[serde(default)]
    pub risk: Option<String>,
    /// What the alliance offers to begin from.
    #[serde(default)]
    pub template: Option<String>,
    /// What a register can say of it.
    #[serde(default)]
    pub statuses: IndexMap<String, Status>,
    /// What the register says, as the host wrote it down.
    #[serde(default)]
    pub status: Option<String>,
    /// Why it was done without, and who agreed, in a sentence.
    #[serde(default)]
    pub waived: Option<String>,
}

impl Standing {
    /// A check as it is asked, before anybody has sent anything.
    pub fn asked(asked: &Asked, small: bool) -> Self {
        let words = if small { &asked.small } else { &asked.large };
        Self {
            code: asked.code.clone(),
            title: asked.title.clone(),
            asked: words.clone(),
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
            applies_if: asked.applies_if.clone(),
            risk: asked.risk.clone(),
            template: asked.template.clone(),
            statuses: asked.statuses.clone(),
            status: None,
            waived: None,
        }
    }

    /// How far it is on a day: what was settled may have run out.
    pub fn progress_on(&self, today: NaiveDate) -> Progress {
        match self.progress.is_settled() && self.expires_on.is_some_and(|on| on < today) {
            true => Progress::Expired,
            false => self.progress,
        }
    }

    /// How far what its register says is enough; all the way where it has no such status.
    pub fn enough(&self) -> Enough {
        let status = self.status.as_ref().and_then(|status| self.statuses.get(status));
        match (self.statuses.is_empty(), status) {
            (true, _) => Enough::Yes,
            (false, Some(status)) => status.enough,
            (false, None) => Enough::No,
        }
    }

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
    DoesNotApply,
    Expired,
}

impl Progress {
    /// Whether it stands in nobody's way.
    pub const fn is_settled(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::AcceptedWithCondition | Self::Waived | Self::DoesNotApply
        )
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
            Self::DoesNotApply => "does not apply",
            Self::Expired => "run out",
        }
    }
}

/// What one host is asked for.
pub fn for_host(pack: &CheckPack, small: bool) -> Vec<Standing> {
    pack.checks.iter().map(|asked| Standing::asked(asked, small)).collect()
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
        let asked = Asked {
            code: "c".to_owned(),
            title: "C".to_owned(),
            needed_by,
            small: String::new(),
            large: String::new(),
            expires: expires.is_some(),
            shown_by: Vec::new(),
            number: None,
            applies_if: None,
            risk: None,
            template: None,
            statuses: IndexMap::new(),
        };
        Standing {
            progress,
            expires_on: expires.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)),
            ..Standing::asked(&asked, true)
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
    fn a_status_is_enough_as_far_as_the_pack_says() {
        let status = |enough| Status {
            title: "A status".to_owned(),
            enough,
        };
        let statuses = IndexMap::from([
            ("met".to_owned(), status(Enough::Yes)),
            ("approaching".to_owned(), status(Enough::WithCondition)),
        ]);
        for (statuses, status, expected) in [
            (IndexMap::new(), None, Enough::Yes),
            (statuses.clone(), Some("met"), Enough::Yes),
            (statuses.clone(), Some("approaching"), Enough::WithCondition),
            (statuses.clone(), Some("not one of them"), Enough::No),
            (statuses, None, Enough::No),
        ] {
            let one = Standing {
                statuses,
                status: status.map(str::to_owned),
                ..check(NeededBy::Start, Progress::Sent, None)
            };
            assert_eq!(one.enough(), expected, "{status:?}");
        }
    }

    #[test]
    fn what_is_settled_runs_out_the_day_after() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (progress, today, expected) in [
            (Progress::Accepted, "2026-05-31", Progress::Accepted),
            (Progress::Accepted, "2026-06-01", Progress::Expired),
            (Progress::Sent, "2026-06-01", Progress::Sent),
        ] {
            let one = check(NeededBy::Award, progress, Some((2026, 5, 31)));
            assert_eq!(one.progress_on(day(today)), expected, "{today}");
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
