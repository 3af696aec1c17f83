//! Small numbers are never published (domain.md 7.3): the rule for one number.
//!
//! 0 stays 0; 1 to 4 becomes "under 5"; from 5 on, the nearest 5. Totals are computed from the raw
//! numbers and then rounded by themselves. Percentages come from rounded numbers. What of a whole
//! table may be shown, so that nobody can work a small number out, is `disclosure`'s business.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The least number that is shown, and the step that numbers are rounded to; a setting of the
/// indicator file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// Below this (and above 0) a number is masked.
    pub least: i64,
    /// Shown numbers are multiples of this; 1 for no rounding.
    pub step: i64,
    /// A percentage, a mean or a middle value needs at least so many cases.
    pub least_base: i64,
    /// So many values must stay possible for a masked number, whatever a reader works out.
    pub keep_possible: i64,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            least: 5,
            step: 5,
            least_base: 10,
            keep_possible: 2,
        }
    }
}

/// A number as it may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// As it is: 0, or rounded.
    Number(i64),
    /// Too small to show; the least number that would be.
    Under(i64),
    /// Too few cases for a percentage or a mean.
    TooFew,
    /// Left out, because a small number could be worked out from it.
    Withheld,
}

impl Shown {
    /// The number, where one is shown.
    pub const fn number(self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Under(_) | Self::TooFew | Self::Withheld => None,
        }
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Under(least) => write!(f, "under {least}"),
            Self::TooFew => f.write_str("too few to show"),
            Self::Withheld => f.write_str("not shown"),
        }
    }
}

impl Rule {
    /// What is wrong with the rule itself, as a sentence.
    pub fn fault(self) -> Option<String> {
        if self.least < 2 || self.step < 1 || self.least_base < 1 {
            return Some("`least` is 2 or more, `step` and `least_base` are 1 or more".to_owned());
        }
        if self.step > self.least * 2 {
            return Some(
                "`step` is at most twice `least`: otherwise a number that is shown would be shown as 0".to_owned(),
            );
        }
        if !(2..self.least).contains(&self.keep_possible) {
            return Some(format!(
                "`keep_possible` is from 2 to {}: a masked number is one of 1 to {}",
                self.least - 1,
                self.least - 1
            ));
        }
        None
    }

    /// What readers are told.
    pub fn words(self) -> String {
        let rounded = if self.step > 1 {
            format!(", and others are rounded to the nearest {}", self.step)
        } else {
            String::new()
        };
        format!(
            "Numbers of people from 1 to {} are not shown{rounded}, so that nobody can be recognised. A share or a \
             middle value is shown only where there are {} cases or more.",
            self.least - 1,
            self.least_base
        )
    }

    /// A count as it may be published, by itself.
    pub fn count(self, raw: i64) -> Shown {
        if raw <= 0 {
            Shown::Number(0)
        } else if raw < self.least {
            Shown::Under(self.least)
        } else {
            Shown::Number(self.nearest(raw))
        }
    }

    /// A whole percentage, from numbers as they are published.
    pub fn percent(self, part: Shown, whole: Shown) -> Shown {
        match (part, whole) {
            (Shown::Withheld, _) | (_, Shown::Withheld) => Shown::Withheld,
            // Rounded apart, a part can come out above its whole.
            (Shown::Number(part), Shown::Number(whole)) if whole >= self.least_base => {
                Shown::Number(((part * 200 + whole) / (whole * 2)).min(100))
            }
            _ => Shown::TooFew,
        }
    }

    /// A mean change in hundredths, if there are cases enough.
    pub const fn mean(self, hundredths: i64, cases: i64) -> Shown {
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

    /// The numbers that are shown in the same way as this one, ends included.
    pub(super) fn alike(self, raw: i64) -> (i64, i64) {
        if raw <= 0 {
            return (0, 0);
        }
        if raw < self.least {
            return (1, self.least - 1);
        }
        let (step, shown) = (self.step.max(1), self.nearest(raw));
        // The least number that rounds up to what is shown, and the last one before the next.
        let from = (shown * 2 - step + 1).div_euclid(2);
        let to = (shown * 2 + step + 1).div_euclid(2) - 1;
        (from.max(self.least), to)
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
        let percent = |part, whole| rule.percent(rule.count(part), rule.count(whole));
        assert_eq!(percent(50, 100), Shown::Number(50));
        assert_eq!(percent(3, 100), Shown::TooFew);
        assert_eq!(percent(5, 6), Shown::TooFew);
        assert_eq!(percent(13, 12), Shown::Number(100));
        assert_eq!(percent(0, 40), Shown::Number(0));
        assert_eq!(rule.percent(Shown::Withheld, Shown::Number(40)), Shown::Withheld);
    }

    #[test]
    fn a_rule_that_masks_nothing_is_none() {
        assert_eq!(Rule::default().fault(), None);
        for bad in [
            Rule {
                least: 1,
                ..Rule::default()
            },
            Rule {
                step: 0,
                ..Rule::default()
            },
            Rule {
                step: 11,
                ..Rule::default()
            },
            Rule {
                keep_possible: 1,
                ..Rule::default()
            },
            Rule {
                keep_possible: 5,
                ..Rule::default()
            },
        ] {
            assert!(bad.fault().is_some(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_never_gives_a_small_number_away(raw in 0_i64..10_000) {
            match Rule::default().count(raw) {
                Shown::Number(0) => prop_assert_eq!(raw, 0),
                Shown::Number(shown) => prop_assert!(shown >= 5 && (shown - raw).abs() <= 2),
                Shown::Under(_) => prop_assert!((1..5).contains(&raw)),
                Shown::TooFew | Shown::Withheld => prop_assert!(false),
            }
        }

        #[test]
        fn numbers_that_are_alike_are_shown_alike(raw in 0_i64..200, least in 2_i64..12, step in 1_i64..12) {
            let rule = Rule { least, step: step.min(least * 2), ..Rule::default() };
            let (from, to) = rule.alike(raw);
            for other in 0..260 {
                let same = rule.count(other) == rule.count(raw);
                prop_assert_eq!((from..=to).contains(&other), same, "{} and {}", raw, other);
            }
        }
    }
}
