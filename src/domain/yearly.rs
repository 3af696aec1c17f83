//! What a relevant authority counts of each financial year (domain.md 2.1: regulation 25 of the Provider Selection
//! Regime): arithmetic over what was awarded, with no rule that a person could argue with hidden in it.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

/// A financial year of a public body in England: 1 April to 31 March.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FinancialYear(i32);

impl FinancialYear {
    /// The one that begins in a calendar year.
    pub const fn beginning(year: i32) -> Self {
        Self(year)
    }

    /// The one that a day is in.
    pub fn of(day: NaiveDate) -> Self {
        Self(if day.month() < 4 { day.year() - 1 } else { day.year() })
    }

    /// The calendar year in which it begins: its word in addresses and files.
    pub const fn begins(self) -> i32 {
        self.0
    }

    /// The next.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The one before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// `2026/27`.
    pub fn name(self) -> String {
        format!("{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }

    /// Its first day.
    pub fn from(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 4, 1).unwrap_or_default()
    }

    /// Its last day.
    pub fn until(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 3, 31).unwrap_or_default()
    }

    /// The last day on which its summary is published: within six months of its end.
    pub fn due(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 9, 30).unwrap_or_default()
    }

    /// Whether a day is in it.
    pub fn has(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }
}

/// A contract that was awarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// By which route, as the vocabulary names it.
    pub route: String,
    /// Which provider; any word that is the same for the same one.
    pub provider: String,
    /// On which day the notice of its award was published.
    pub awarded_on: NaiveDate,
    /// Its last day, or the day on which it ended before; nothing where it is not known yet.
    pub until: Option<NaiveDate>,
    /// Pence over the whole term.
    pub value: i64,
    /// It ended before its last day.
    pub ended_early: bool,
}

impl Held {
    fn during(&self, year: FinancialYear) -> bool {
        self.awarded_on <= year.until() && self.until.is_none_or(|day| day >= year.from())
    }
}

/// What is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Contracts awarded in the year, by route, in the order of the routes.
    pub by_route: Vec<usize>,
    /// What these are worth together, pence over their whole terms.
    pub value: i64,
    /// Providers that were awarded one, and held none in the year before.
    pub new_providers: usize,
    /// Providers that held one in the year before, and hold none in this.
    pub gone_providers: usize,
    /// Contracts that ended in the year before their last day.
    pub ended_early: usize,
}

/// Counts one year.
pub fn count(year: FinancialYear, routes: &[&str], all: &[Held]) -> Counts {
    let awarded: Vec<&Held> = all.iter().filter(|one| year.has(one.awarded_on)).collect();
    let holding = |year: FinancialYear| -> BTreeSet<&str> {
        let own = all.iter().filter(|one| one.during(year));
        own.map(|one| one.provider.as_str()).collect()
    };
    let (before, now) = (holding(year.previous()), holding(year));
    let chosen: BTreeSet<&str> = awarded.iter().map(|one| one.provider.as_str()).collect();
    let of = |route: &&str| awarded.iter().filter(|one| one.route == **route).count();
    let left = |one: &&Held| one.ended_early && one.until.is_some_and(|day| year.has(day));
    Counts {
        by_route: routes.iter().map(of).collect(),
        value: awarded.iter().map(|one| one.value).fold(0, i64::saturating_add),
        new_providers: chosen.difference(&before).count(),
        gone_providers: before.difference(&now).count(),
        ended_early: all.iter().filter(left).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn held(provider: &str, route: &str, awarded: &str, until: &str) -> Held {
        Held {
            route: route.to_owned(),
            provider: provider.to_owned(),
            awarded_on: day(awarded),
            until: until.parse().ok(),
            value: 100,
            ended_early: false,
        }
    }

    #[test]
    fn a_year_begins_in_april_and_its_summary_is_due_at_the_end_of_september() {
        for (on, name) in [
            ("2026-03-31", "2025/26"),
            ("2026-04-01", "2026/27"),
            ("2099-12-31", "2099/00"),
        ] {
            assert_eq!(FinancialYear::of(day(on)).name(), name, "{on}");
        }
        let year = FinancialYear::beginning(2026);
        let days = (year.from(), year.until(), year.due());
        assert_eq!(days, (day("2026-04-01"), day("2027-03-31"), day("2027-09-30")));
        assert_eq!(year.next().previous(), year);
    }

    #[test]
    fn contracts_count_in_the_year_of_their_award_and_by_route() {
        let all = [
            held("a", "open", "2026-04-01", "2028-03-31"),
            held("b", "direct", "2027-03-31", ""),
            held("c", "open", "2027-04-01", ""),
        ];
        let found = count(FinancialYear::beginning(2026), &["open", "direct", "urgent"], &all);
        assert_eq!(found.by_route, [1, 1, 0]);
        assert_eq!((found.value, found.new_providers, found.gone_providers), (200, 2, 0));
    }

    #[test]
    fn a_provider_is_new_without_one_the_year_before_and_gone_without_one_now() {
        let mut ended = held("b", "open", "2025-05-01", "2025-12-31");
        ended.ended_early = true;
        let all = [
            held("a", "open", "2024-05-01", "2026-06-30"), // held one in both years
            held("a", "open", "2026-07-01", "2028-06-30"), // so this makes it no new provider
            ended,                                         // held one before, and none now
            held("c", "open", "2026-07-01", ""),           // new
        ];
        let (routes, year) = (["open"], FinancialYear::beginning(2026));
        let found = count(year, &routes, &all);
        assert_eq!(
            (found.new_providers, found.gone_providers, found.ended_early),
            (1, 1, 0)
        );
        assert_eq!(count(year.previous(), &routes, &all).ended_early, 1);
        let none = count(year, &routes, &[]);
        assert_eq!(
            none,
            Counts {
                by_route: vec![0],
                ..Counts::default()
            }
        );
    }
}
