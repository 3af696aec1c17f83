//! How an indicator stands against its target, in the five statutory words (domain.md 2.2, 7.4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Higher is better.
    Up,
    /// Lower is better.
    Down,
    /// As near as can be.
    Near,
    /// Neither: it is watched, not judged.
    Watch,
}

/// The statutory words (Procurement Act 2023, section 71; used here for every regime).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the statutory words")]
pub enum Rating {
    Good,
    ApproachingTarget,
    RequiresImprovement,
    Inadequate,
    Other,
}

impl Rating {
    /// As it is printed.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Good => "Good",
            Self::ApproachingTarget => "Approaching target",
            Self::RequiresImprovement => "Requires improvement",
            Self::Inadequate => "Inadequate",
            Self::Other => "Not judged",
        }
    }

    /// Whether it asks for a conversation.
    pub const fn needs_support(self) -> bool {
        matches!(self, Self::RequiresImprovement | Self::Inadequate)
    }
}

/// Judges a value. `tolerance` is percent of the target within which it is approaching; a miss of
/// more than twice the tolerance is inadequate. Values share the target's scale (hundredths).
pub fn rate(direction: Direction, value: Option<i64>, target: Option<i64>, tolerance: i64) -> Rating {
    let (Some(value), Some(target)) = (value, target) else {
        return Rating::Other;
    };
    let miss = match direction {
        Direction::Watch => return Rating::Other,
        Direction::Up => target - value,
        Direction::Down => value - target,
        Direction::Near => (value - target).abs(),
    };
    let room = target.abs() * tolerance;
    match miss * 100 {
        miss if miss <= 0 => Rating::Good,
        miss if miss <= room => Rating::ApproachingTarget,
        miss if miss <= room * 2 => Rating::RequiresImprovement,
        _ => Rating::Inadequate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(direction: Direction, value: i64, target: i64, expected: Rating) {
        assert_eq!(rate(direction, Some(value), Some(target), 10), expected);
    }

    #[test]
    fn the_words_follow_the_miss() {
        check(Direction::Up, 90, 90, Rating::Good);
        check(Direction::Up, 81, 90, Rating::ApproachingTarget);
        check(Direction::Up, 75, 90, Rating::RequiresImprovement);
        check(Direction::Up, 60, 90, Rating::Inadequate);
        check(Direction::Down, 10, 10, Rating::Good);
        check(Direction::Down, 11, 10, Rating::ApproachingTarget);
        check(Direction::Down, 14, 10, Rating::Inadequate);
        check(Direction::Watch, 14, 10, Rating::Other);
    }

    #[test]
    fn what_was_not_reported_is_not_judged_good() {
        assert_eq!(rate(Direction::Up, None, Some(90), 10), Rating::Other);
    }
}
