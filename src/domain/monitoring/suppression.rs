//! Small numbers are never published (domain.md 7.3): one pipeline for every face.
//!
//! 0 stays 0; 1 to 4 becomes "under 5"; from 5 on, the nearest 5. Totals are computed from the raw
//! numbers and then rounded by themselves. Percentages come from rounded numbers.

use serde::{Deserialize, Serialize};

/// The least number that is shown, and the step that numbers are rounded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Below this (and above 0) a number is masked.
    pub least: i64,
    /// Shown numbers are multiples of this.
    pub step: i64,
    /// A percentage or a mean needs at least so many cases.
    pub least_base: i64,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            least: 5,
            step: 5,
            least_base: 10,
        }
    }
}

/// A number as it may be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// As it is: 0, or rounded.
    Number(i64),
    /// Too small to show; the least number that would be.
    Under(i64),
    /// Too few cases for a percentage or a mean.
    TooFew,
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Under(least) => write!(f, "under {least}"),
            Self::TooFew => f.write_str("too few to show"),
        }
    }
}

impl Rule {
    /// A count as it may be published.
    pub fn count(self, raw: i64) -> Shown {
        if raw <= 0 {
            Shown::Number(0)
        } else if raw < self.least {
            Shown::Under(self.least)
        } else {
            Shown::Number(self.nearest(raw))
        }
    }

    /// A total: from the raw parts, then rounded by itself.
    pub fn total(self, raw: &[i64]) -> Shown {
        self.count(raw.iter().sum())
    }

    /// A whole percentage, from rounded numbers.
    pub fn percent(self, part: i64, whole: i64) -> Shown {
        let (Shown::Number(part), Shown::Number(whole)) = (self.count(part), self.count(whole)) else {
            return Shown::TooFew;
        };
        if whole < self.least_base {
            return Shown::TooFew;
        }
        // Rounded apart, a part can come out above its whole.
        Shown::Number(((part * 200 + whole) / (whole * 2)).min(100))
    }

    /// A mean change in hundredths, if there are cases enough.
    pub fn mean(self, hundredths: i64, cases: i64) -> Shown {
        if cases < self.least_base {
            Shown::TooFew
        } else {
            Shown::Number(hundredths)
        }
    }

    fn nearest(self, raw: i64) -> i64 {
        let step = self.step.max(1);
        (raw * 2 + step) / (step * 2) * step
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(raw: i64, expected: &str) {
        assert_eq!(Rule::default().count(raw).to_string(), expected, "{raw}");
    }

    #[test]
    fn small_counts_are_masked_and_others_rounded() {
        for (raw, shown) in [
            (0, "0"),
            (1, "under 5"),
            (4, "under 5"),
            (5, "5"),
            (7, "5"),
            (8, "10"),
            (12, "10"),
            (13, "15"),
        ] {
            check(raw, shown);
        }
    }

    #[test]
    fn percentages_need_a_base() {
        let rule = Rule::default();
        assert_eq!(rule.percent(50, 100), Shown::Number(50));
        assert_eq!(rule.percent(3, 100), Shown::TooFew);
        assert_eq!(rule.percent(5, 6), Shown::TooFew);
        assert_eq!(rule.percent(13, 12), Shown::Number(100));
        assert_eq!(rule.percent(0, 40), Shown::Number(0));
    }

    proptest! {
        #[test]
        fn what_is_shown_never_gives_a_small_number_away(raw in 0_i64..10_000) {
            match Rule::default().count(raw) {
                Shown::Number(0) => prop_assert_eq!(raw, 0),
                Shown::Number(shown) => prop_assert!(shown >= 5 && (shown - raw).abs() <= 2),
                Shown::Under(_) => prop_assert!((1..5).contains(&raw)),
                Shown::TooFew => prop_assert!(false),
            }
        }
    }
}
