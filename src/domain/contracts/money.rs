//! Money over a term: what a contract is worth, when it is paid, what changes add up to.

use chrono::{Datelike as _, Months, NaiveDate};

/// Pence for a term at a yearly price: by days, a year being 365.
pub fn over_term(yearly: i64, from: NaiveDate, until: NaiveDate) -> i64 {
    let days = (until - from).num_days() + 1;
    if days <= 0 {
        return 0;
    }
    // Whole years first, so that a leap day never costs a penny.
    let mut years = 0;
    let mut next = from;
    while let Some(after) = next
        .checked_add_months(Months::new(12))
        .filter(|after| *after <= until.succ_opt().unwrap_or(until))
    {
        years += 1;
        next = after;
    }
    let left = (until - next).num_days() + 1;
    yearly * years + (yearly * left.max(0) * 2 + 365) / 730
}

/// The quarters of a term that are paid in advance: first day and pence. The parts add up to the
/// whole, the last one taking what rounding leaves.
pub fn instalments(value: i64, from: NaiveDate, until: NaiveDate) -> Vec<(NaiveDate, i64)> {
    let mut starts = vec![from];
    let mut next = quarter_after(from);
    while next <= until {
        starts.push(next);
        next = quarter_after(next);
    }
    let days = (until - from).num_days() + 1;
    let mut paid = 0;
    let count = starts.len();
    let mut out = Vec::with_capacity(count);
    for (place, start) in starts.iter().enumerate() {
        let end = starts
            .get(place + 1)
            .copied()
            .unwrap_or_else(|| until.succ_opt().unwrap_or(until));
        let part = if place + 1 == count {
            value - paid
        } else {
            value * (end - *start).num_days() / days.max(1)
        };
        paid += part;
        out.push((*start, part));
    }
    out
}

/// The first day of the next financial quarter.
pub fn quarter_after(day: NaiveDate) -> NaiveDate {
    let month = day.month0() / 3 * 3 + 3;
    let (year, month) = if month >= 12 {
        (day.year() + 1, 1)
    } else {
        (day.year(), month + 1)
    };
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(day)
}

/// What changes add up to, without their signs, in percent of the first value, rounded up.
pub fn cumulative_percent(changes: i64, first: i64) -> i64 {
    if first <= 0 {
        100
    } else {
        (changes * 100 + first - 1) / first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn whole_years_cost_whole_prices() {
        assert_eq!(over_term(3_850_000, day(2026, 10, 1), day(2028, 9, 30)), 7_700_000);
        assert_eq!(over_term(36_500, day(2026, 1, 1), day(2026, 1, 10)), 1_000);
        assert_eq!(over_term(100, day(2026, 1, 2), day(2026, 1, 1)), 0);
    }

    #[test]
    fn instalments_add_up() {
        let parts = instalments(7_700_001, day(2026, 9, 1), day(2028, 8, 31));
        assert_eq!(parts.iter().map(|(_, part)| part).sum::<i64>(), 7_700_001);
        assert_eq!(parts.get(1).map(|(start, _)| *start), Some(day(2026, 10, 1)));
    }

    #[test]
    fn a_change_is_rounded_up() {
        assert_eq!(cumulative_percent(1, 1000), 1);
        assert_eq!(cumulative_percent(250, 1000), 25);
        assert_eq!(cumulative_percent(251, 1000), 26);
    }
}
