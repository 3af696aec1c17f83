//! Statutory test vectors, an independent table, pauses, extensions, reminders.

use chrono::NaiveDate;

use super::*;
use crate::{calendar::tests::england, definition::scalar::Unit};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn ended(rule: &Rule, anchor: &str, pauses: &[(&str, &str)], extensions: &[&str]) -> Derived {
    let pauses: Vec<Pause> = pauses
        .iter()
        .map(|(from, until)| Pause {
            from: at(from),
            until: Some(at(until)),
        })
        .collect();
    let extensions: Vec<String> = extensions.iter().map(|one| (*one).to_owned()).collect();
    let derived = derive(rule, at(anchor), &pauses, &extensions, &england())
        .unwrap()
        .unwrap();
    // The way that a step asks, without the sentences.
    let silent = instant(rule, at(anchor), &pauses, &extensions, &england());
    assert_eq!(silent, Ok(Some(derived.at)));
    if pauses.is_empty() && extensions.is_empty() {
        let started = match rule {
            Rule::Before { count, unit, clock } => {
                ending(clock, at(anchor), &england())
                    .unwrap()
                    .reminder(*count, unit.0, &england())
            }
            _ => ending(rule, at(anchor), &england()).map(|ending| ending.at()),
        };
        assert_eq!(started, Ok(derived.at));
    }
    derived
}

#[track_caller]
fn ends(rule: &Rule, anchor: &str, pauses: &[(&str, &str)], extensions: &[&str], expected: &str) {
    let found = ended(rule, anchor, pauses, extensions);
    assert_eq!(found.at, at(expected), "{:#?}", found.derivation);
}

/// Published, last day under the PSR, last day under the Procurement Act: domain.md 2.3.
const STANDSTILLS: [(&str, &str, &str); 13] = [
    ("2025-09-25", "2025-10-08", "2025-10-06"),
    ("2026-03-02", "2026-03-13", "2026-03-11"),
    ("2026-03-27", "2026-04-10", "2026-04-09"),
    ("2026-03-30", "2026-04-14", "2026-04-10"),
    ("2026-04-02", "2026-04-16", "2026-04-15"),
    ("2026-05-20", "2026-06-03", "2026-06-01"),
    ("2026-08-24", "2026-09-07", "2026-09-03"),
    ("2026-12-16", "2026-12-31", "2026-12-29"),
    ("2026-12-23", "2027-01-08", "2027-01-06"),
    ("2027-03-22", "2027-04-06", "2027-04-02"),
    ("2027-12-20", "2028-01-05", "2027-12-31"),
    ("2028-04-10", "2028-04-25", "2028-04-21"),
    ("2026-06-06", "2026-06-17", "2026-06-17"),
];

#[test]
fn both_standstills_end_as_the_law_has_it() {
    let calendar = england();
    for (published, psr, act) in STANDSTILLS {
        for (name, last) in [("psr_standstill", psr), ("pa2023_standstill", act)] {
            let rule = Rule::named(name, &calendar).unwrap();
            let last: NaiveDate = last.parse().unwrap();
            for time in ["00:30", "09:00", "21:45"] {
                let found = ended(&rule, &format!("{published}T{time}:00Z"), &[], &[]);
                let midnight = calendar.end_of_day(last).unwrap();
                assert_eq!(
                    (found.last_day, found.at),
                    (last, midnight),
                    "{name} {published} {:#?}",
                    found.derivation
                );
            }
        }
    }
}

#[test]
fn five_working_days_after_being_told() {
    let rule = Rule::within(5, Unit::WorkingDays);
    ends(&rule, "2026-04-01T10:00:00Z", &[], &[], "2026-04-10T23:00:00Z");
    ends(&rule, "2026-12-23T10:00:00Z", &[], &[], "2027-01-05T00:00:00Z");
}

#[test]
fn an_independent_program_agrees_on_300_clocks() {
    let mut checked = 0;
    for line in include_str!("cases.txt").lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split(' ').collect();
        let [anchor, count, unit, starts, counts, ending, expected] = words.as_slice() else {
            panic!("{line}");
        };
        let quoted = |word: &str| format!("\"{word}\"");
        let rule = Rule::Within {
            count: count.parse().unwrap(),
            unit: serde_json::from_str(&quoted(unit)).unwrap(),
            starts: serde_json::from_str(&quoted(starts)).unwrap(),
            counts: serde_json::from_str(&quoted(counts)).unwrap(),
            ends: Ends::parse(ending).unwrap(),
        };
        ends(&rule, anchor, &[], &[], expected);
        checked += 1;
    }
    assert_eq!(checked, 300);
}

#[test]
fn the_clock_changes_do_not_move_a_local_deadline() {
    let five = |count| Rule::Within {
        count,
        unit: UnitWord(Unit::Days),
        starts: Starts::DayAfter,
        counts: Counts::FromStart,
        ends: Ends::parse("17:00").unwrap(),
    };
    ends(&five(2), "2026-03-27T12:00:00Z", &[], &[], "2026-03-29T16:00:00Z");
    ends(&five(2), "2026-10-23T12:00:00Z", &[], &[], "2026-10-25T17:00:00Z");
    ends(
        &Rule::within(1, Unit::Months),
        "2026-01-31T12:00:00Z",
        &[],
        &[],
        "2026-03-01T00:00:00Z",
    );
    // Hours are exact: 24 of them are not a day here.
    ends(
        &Rule::within(24, Unit::Hours),
        "2026-03-28T17:00:00Z",
        &[],
        &[],
        "2026-03-29T17:00:00Z",
    );
    let gap = Rule::Within {
        count: 1,
        unit: UnitWord(Unit::Days),
        starts: Starts::DayAfter,
        counts: Counts::FromStart,
        ends: Ends::parse("01:30").unwrap(),
    };
    let found = ended(&gap, "2026-03-28T12:00:00Z", &[], &[]);
    assert_eq!(found.at, at("2026-03-29T01:00:00Z"));
    assert!(
        found.derivation.iter().any(|line| line.contains("skip 1:30am")),
        "{:?}",
        found.derivation
    );
    let found = ended(&gap, "2026-10-24T12:00:00Z", &[], &[]);
    assert_eq!(found.at, at("2026-10-25T00:30:00Z"));
    assert!(
        found.derivation.iter().any(|line| line.contains("comes twice")),
        "{:?}",
        found.derivation
    );
}

#[test]
fn a_pause_keeps_the_days_that_are_left() {
    let rule = Rule::within(5, Unit::WorkingDays);
    // Mon 2 March: two days (3, 4) are consumed, the 5th to the 10th stand still, three are left.
    let pause = [("2026-03-05T10:00:00Z", "2026-03-10T15:00:00Z")];
    ends(&rule, "2026-03-02T10:00:00Z", &pause, &[], "2026-03-14T00:00:00Z");
    // Without it:
    ends(&rule, "2026-03-02T10:00:00Z", &[], &[], "2026-03-10T00:00:00Z");
    // A pause after the end, or of no length, changes nothing; one up to midnight spares the next day.
    ends(
        &rule,
        "2026-03-02T10:00:00Z",
        &[("2026-03-11T10:00:00Z", "2026-03-12T10:00:00Z")],
        &[],
        "2026-03-10T00:00:00Z",
    );
    ends(
        &rule,
        "2026-03-02T10:00:00Z",
        &[("2026-03-04T10:00:00Z", "2026-03-04T10:00:00Z")],
        &[],
        "2026-03-10T00:00:00Z",
    );
    ends(
        &rule,
        "2026-03-02T10:00:00Z",
        &[("2026-03-04T10:00:00Z", "2026-03-05T00:00:00Z")],
        &[],
        "2026-03-11T00:00:00Z",
    );
    let days = Rule::within(5, Unit::Days);
    ends(&days, "2026-03-02T10:00:00Z", &pause, &[], "2026-03-14T00:00:00Z");
    // Hours move by exactly as long as the clock stood still; what overlaps counts once.
    let hours = Rule::within(48, Unit::Hours);
    let twice = [
        ("2026-03-02T12:00:00Z", "2026-03-02T14:00:00Z"),
        ("2026-03-02T13:00:00Z", "2026-03-02T15:00:00Z"),
    ];
    ends(&hours, "2026-03-02T10:00:00Z", &twice, &[], "2026-03-04T13:00:00Z");
}

#[test]
fn a_clock_that_stands_still_has_no_end() {
    let pause = |from| {
        [Pause {
            from: at(from),
            until: None,
        }]
    };
    let rule = Rule::within(5, Unit::WorkingDays);
    let run = |from| derive(&rule, at("2026-03-02T10:00:00Z"), &pause(from), &[], &england()).unwrap();
    assert_eq!(run("2026-03-04T10:00:00Z"), None);
    assert!(run("2026-03-20T10:00:00Z").is_some(), "it had ended before");
}

#[test]
fn more_time_is_added_at_the_end() {
    let rule = Rule::within(5, Unit::WorkingDays);
    ends(
        &rule,
        "2026-04-01T10:00:00Z",
        &[],
        &["5 working_days"],
        "2026-04-17T23:00:00Z",
    );
    ends(
        &rule,
        "2026-04-01T10:00:00Z",
        &[],
        &["2 days", "1 working_days"],
        "2026-04-13T23:00:00Z",
    );
    ends(
        &rule,
        "2026-04-01T10:00:00Z",
        &[],
        &["12 hours"],
        "2026-04-11T11:00:00Z",
    );
    ends(
        &Rule::At(at("2026-10-23T16:00:00Z")),
        "2026-10-01T10:00:00Z",
        &[],
        &["1 working_days"],
        "2026-10-26T17:00:00Z",
    );
    let bad = derive(&rule, at("2026-04-01T10:00:00Z"), &[], &["soon".to_owned()], &england());
    assert!(matches!(bad, Err(DeadlineError::Words(_))));
}

#[test]
fn reminders_come_with_so_much_left() {
    let rule = Rule::within(10, Unit::WorkingDays);
    // Ends with Monday 16 March; on the morning of Tuesday 10 March five working days are left.
    ends(&rule, "2026-03-02T10:00:00Z", &[], &[], "2026-03-17T00:00:00Z");
    ends(
        &rule.clone().reminder(5, Unit::WorkingDays),
        "2026-03-02T10:00:00Z",
        &[],
        &[],
        "2026-03-10T09:00:00Z",
    );
    ends(
        &rule.clone().reminder(1, Unit::WorkingDays),
        "2026-03-02T10:00:00Z",
        &[],
        &[],
        "2026-03-16T09:00:00Z",
    );
    ends(
        &rule.clone().reminder(3, Unit::Days),
        "2026-03-02T10:00:00Z",
        &[],
        &[],
        "2026-03-14T09:00:00Z",
    );
    ends(
        &rule.clone().reminder(2, Unit::Hours),
        "2026-03-02T10:00:00Z",
        &[],
        &[],
        "2026-03-16T22:00:00Z",
    );
    ends(
        &rule.reminder(5, Unit::WorkingDays),
        "2026-03-02T10:00:00Z",
        &[],
        &["5 working_days"],
        "2026-03-17T09:00:00Z",
    );
    let noon = Rule::At(at("2026-04-10T11:00:00Z"));
    ends(
        &noon.reminder(2, Unit::WorkingDays),
        "2026-03-02T10:00:00Z",
        &[],
        &[],
        "2026-04-08T11:00:00Z",
    );
}

#[test]
fn the_way_to_a_date_is_told() {
    let rule = Rule::named("psr_standstill", &england()).unwrap();
    let told = ended(&rule, "2026-03-30T10:30:00Z", &[], &[]).derivation;
    assert_eq!(
        told,
        [
            "The clock was started at 11:30am on Monday 30 March 2026.",
            "It begins on Tuesday 31 March 2026, and counting begins with the day after.",
            "Not counted: 4 days at weekends.",
            "Not counted: Good Friday, Friday 3 April 2026.",
            "Not counted: Easter Monday, Monday 6 April 2026.",
            "8 working days counted; the last day is Tuesday 14 April 2026.",
            "It ends at midnight at the end of Tuesday 14 April 2026.",
        ]
    );
}

#[test]
fn a_year_that_is_not_known_is_an_error() {
    let late = derive(
        &Rule::within(10, Unit::WorkingDays),
        at("2028-12-20T10:00:00Z"),
        &[],
        &[],
        &england(),
    );
    assert!(
        late.unwrap_err()
            .to_string()
            .contains("the holidays of 2029 are not known")
    );
}
