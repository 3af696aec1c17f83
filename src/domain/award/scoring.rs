//! Weighted scores in exact arithmetic, rounded once, at the end (domain.md 5.12).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What the weights of a published set add up to.
pub const WHOLE: u32 = 100;

/// A published criterion. Weights of a set sum to [`WHOLE`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Its id, stable over the procurement.
    pub id: String,
    /// Percent of the whole.
    pub weight: u32,
    /// The best score that an answer can have; more than 0.
    pub max: u32,
    /// A bid below this fails, whatever its total.
    pub minimum: Option<u32>,
}

/// A total out of 100, kept exact until it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    numerator: i128,
    denominator: i128,
}

impl Total {
    /// Hundredths of a point, rounded half up: 8,125 is 81.25. What is shown and what ties.
    pub fn hundredths(self) -> i64 {
        let doubled = self.numerator.saturating_mul(200).saturating_add(self.denominator);
        i64::try_from(doubled.div_euclid(self.denominator.saturating_mul(2))).unwrap_or(i64::MAX)
    }
}

impl std::fmt::Display for Total {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = self.hundredths();
        write!(f, "{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// A bid's result against the criteria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// Out of 100.
    pub total: Total,
    /// Criteria whose minimum was not reached.
    pub below_minimum: Vec<String>,
}

/// Why a set of criteria or scores cannot be added up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoringError {
    /// The weights do not make a whole.
    #[error("the weights add up to {0}; they must add up to 100")]
    Weights(u32),
    /// A criterion without a range.
    #[error("criterion `{0}` has a best score of 0; give it the top of its scale")]
    NoRange(String),
    /// No score for a criterion.
    #[error("criterion `{0}` has no moderated score yet")]
    Missing(String),
    /// A score above the best.
    #[error("criterion `{criterion}` has the score {score}; its scale ends at {max}")]
    #[expect(missing_docs, reason = "said above")]
    OverMax { criterion: String, score: u32, max: u32 },
}

/// Adds moderated scores up: the sum of weight × score ÷ best score, out of 100 whatever `whole` the weights make.
///
/// # Errors
/// When the weights are not a whole, a score is missing or one is off its scale.
pub fn score(criteria: &[Criterion], moderated: &BTreeMap<String, u32>, whole: u32) -> Result<Scored, ScoringError> {
    let weights: u32 = criteria.iter().map(|one| one.weight).sum();
    if weights != whole || whole == 0 {
        return Err(ScoringError::Weights(weights));
    }
    let mut total = Total {
        numerator: 0,
        denominator: 1,
    };
    let mut below_minimum = Vec::new();
    for criterion in criteria {
        if criterion.max == 0 {
            return Err(ScoringError::NoRange(criterion.id.clone()));
        }
        let score = *moderated
            .get(&criterion.id)
            .ok_or_else(|| ScoringError::Missing(criterion.id.clone()))?;
        if score > criterion.max {
            return Err(ScoringError::OverMax {
                criterion: criterion.id.clone(),
                score,
                max: criterion.max,
            });
        }
        if criterion.minimum.is_some_and(|minimum| score < minimum) {
            below_minimum.push(criterion.id.clone());
        }
        total = add(
            total,
            i128::from(criterion.weight) * i128::from(score) * 100,
            i128::from(criterion.max) * i128::from(whole),
        );
    }
    Ok(Scored { total, below_minimum })
}

fn add(total: Total, numerator: i128, denominator: i128) -> Total {
    let top = total.numerator * denominator + numerator * total.denominator;
    let bottom = total.denominator * denominator;
    let shared = gcd(top, bottom);
    Total {
        numerator: top / shared,
        denominator: bottom / shared,
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.max(1) } else { gcd(b, a.rem_euclid(b)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn criterion(id: &str, weight: u32, max: u32, minimum: Option<u32>) -> Criterion {
        Criterion {
            id: id.to_owned(),
            weight,
            max,
            minimum,
        }
    }

    #[track_caller]
    fn check(criteria: &[Criterion], scores: &[(&str, u32)], expected: &str, below: &[&str]) {
        let moderated = scores.iter().map(|(id, score)| ((*id).to_owned(), *score)).collect();
        let scored = score(criteria, &moderated, WHOLE).unwrap();
        assert_eq!(
            (scored.total.to_string().as_str(), scored.below_minimum),
            (expected, below.iter().map(|b| (*b).to_owned()).collect())
        );
    }

    #[test]
    fn thirds_are_rounded_once() {
        let thirds = [
            criterion("a", 33, 3, None),
            criterion("b", 33, 3, None),
            criterion("c", 34, 3, None),
        ];
        check(&thirds, &[("a", 1), ("b", 1), ("c", 1)], "33.33", &[]);
        check(&thirds, &[("a", 2), ("b", 2), ("c", 2)], "66.67", &[]);
        check(&thirds, &[("a", 3), ("b", 3), ("c", 3)], "100.00", &[]);
    }

    #[test]
    fn half_a_hundredth_goes_up() {
        check(
            &[criterion("a", 99, 8, None), criterion("b", 1, 8, None)],
            &[("a", 0), ("b", 1)],
            "0.13",
            &[],
        );
    }

    #[test]
    fn a_minimum_not_reached_is_named() {
        let set = [criterion("safe", 50, 5, Some(3)), criterion("led", 50, 5, Some(3))];
        check(&set, &[("safe", 2), ("led", 5)], "70.00", &["safe"]);
    }

    #[test]
    fn what_cannot_be_added_up_is_said() {
        let none = BTreeMap::new();
        assert_eq!(
            score(&[criterion("a", 90, 5, None)], &none, WHOLE),
            Err(ScoringError::Weights(90))
        );
        assert_eq!(
            score(&[criterion("a", 100, 0, None)], &none, WHOLE),
            Err(ScoringError::NoRange("a".to_owned()))
        );
        assert_eq!(
            score(&[criterion("a", 100, 5, None)], &none, WHOLE),
            Err(ScoringError::Missing("a".to_owned()))
        );
    }
}
