//! Whether the same activity is paid the same.

use std::collections::BTreeMap;

/// What an activity was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid<'a> {
    /// The rate card, by name.
    pub card: &'a str,
    /// The activity, by its name there.
    pub activity: &'a str,
    /// Pence for one unit.
    pub pence: i64,
}

/// That something was paid otherwise than the same for most others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Otherwise {
    /// Its place in the list.
    pub at: usize,
    /// What is usual, pence.
    pub usual: i64,
    /// So many got that.
    pub others: usize,
}

/// Which of these were paid otherwise than most that were paid for the same activity by the same card. Of two amounts
/// that are as frequent the higher one is the usual one: nobody is told that they were paid too much where it may be
/// others who were paid too little.
pub fn otherwise(all: &[Paid<'_>]) -> Vec<Otherwise> {
    let mut amounts: BTreeMap<(&str, &str), BTreeMap<i64, usize>> = BTreeMap::new();
    for one in all {
        let of = amounts.entry((one.card, one.activity)).or_default();
        *of.entry(one.pence).or_default() += 1;
    }
    let mut out = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let of = amounts.get(&(one.card, one.activity));
        let usual = of.and_then(|of| of.iter().max_by_key(|(pence, count)| (**count, **pence)));
        if let Some((usual, others)) = usual.filter(|(usual, _)| **usual != one.pence) {
            out.push(Otherwise {
                at,
                usual: *usual,
                others: *others,
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn paid(activity: &str, pence: i64) -> Paid<'_> {
        Paid {
            card: "2026",
            activity,
            pence,
        }
    }

    #[test]
    fn what_differs_from_most_is_found() {
        let all = [paid("read", 25), paid("read", 12), paid("read", 25), paid("vote", 12)];
        let found = otherwise(&all);
        let expected = Otherwise {
            at: 1,
            usual: 25,
            others: 2,
        };
        assert_eq!(found, [expected]);
    }

    #[test]
    fn of_two_the_lower_one_is_the_odd_one() {
        let found = otherwise(&[paid("read", 25), paid("read", 12)]);
        assert_eq!(
            found.iter().map(|one| (one.at, one.usual)).collect::<Vec<_>>(),
            [(1, 25)]
        );
    }

    #[test]
    fn another_card_pays_otherwise_and_may() {
        let older = Paid {
            card: "2025",
            ..paid("read", 20)
        };
        assert_eq!(otherwise(&[older, paid("read", 25)]), []);
    }
}
