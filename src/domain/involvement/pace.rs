//! How long payments take, from the activity to the money: the middle one, the slowest, and what of it everybody may
//! be shown.

use std::collections::BTreeSet;

use crate::domain::monitoring::suppression::{Rule, Shown};

/// A payment that was made, and how many working days it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// To whom.
    pub person: String,
    /// Working days from the activity.
    pub days: i64,
}

/// How long it takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// Payments that were made.
    pub payments: usize,
    /// To so many people.
    pub people: usize,
    /// Half of them took no longer, working days; nothing where there are none.
    pub middle: Option<i64>,
    /// The slowest of them.
    pub slowest: Option<i64>,
    /// So many people wait longer than the setting says.
    pub late: usize,
}

/// How long these took; `late` are the people who wait too long.
pub fn of(made: &[Made], late: &BTreeSet<String>) -> Pace {
    let mut days: Vec<i64> = made.iter().map(|one| one.days).collect();
    days.sort_unstable();
    let people: BTreeSet<&String> = made.iter().map(|one| &one.person).collect();
    Pace {
        payments: days.len(),
        people: people.len(),
        middle: days.len().checked_sub(1).and_then(|last| days.get(last / 2)).copied(),
        slowest: days.last().copied(),
        late: late.len(),
    }
}

/// What everybody may be shown of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Public {
    /// As in [`Pace`].
    pub middle: Shown,
    /// As in [`Pace`].
    pub slowest: Shown,
    /// As in [`Pace`].
    pub late: Shown,
}

impl Pace {
    /// What everybody may be shown: nothing that one of a few could be recognised by.
    pub fn public(self, rule: Rule) -> Public {
        let people = i64::try_from(self.people).unwrap_or(i64::MAX);
        let days = |days: Option<i64>| match days {
            Some(days) => rule.mean(days, people),
            None => Shown::TooFew,
        };
        Public {
            middle: days(self.middle),
            slowest: days(self.slowest),
            late: rule.count(i64::try_from(self.late).unwrap_or(i64::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule {
        least: 5,
        step: 1,
        least_base: 5,
        keep_possible: 2,
    };

    fn made(all: &[(&str, i64)]) -> Vec<Made> {
        let one = |(person, days): &(&str, i64)| Made {
            person: (*person).to_owned(),
            days: *days,
        };
        all.iter().map(one).collect()
    }

    #[test]
    fn the_middle_one_and_the_slowest_are_found() {
        for (days, middle, slowest) in [
            (vec![], None, None),
            (vec![("a", 4)], Some(4), Some(4)),
            (vec![("a", 9), ("b", 2)], Some(2), Some(9)),
            (vec![("a", 9), ("b", 2), ("a", 5)], Some(5), Some(9)),
        ] {
            let pace = of(&made(&days), &BTreeSet::new());
            assert_eq!((pace.middle, pace.slowest), (middle, slowest), "{days:?}");
        }
    }

    #[test]
    fn many_payments_to_few_people_are_not_shown() {
        let few = made(&[("a", 1), ("a", 2), ("a", 3), ("b", 4), ("c", 5), ("d", 6)]);
        let late = BTreeSet::from(["a".to_owned()]);
        let shown = of(&few, &late).public(RULE);
        assert_eq!(shown.middle, Shown::TooFew);
        assert_eq!(shown.slowest, Shown::TooFew);
        assert_eq!(shown.late, Shown::Under(5));
        let more = made(&[("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)]);
        let shown = of(&more, &BTreeSet::new()).public(RULE);
        assert_eq!((shown.middle, shown.slowest), (Shown::Number(3), Shown::Number(5)));
        assert_eq!(shown.late, Shown::Number(0));
    }
}
