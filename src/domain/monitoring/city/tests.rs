//! Sums, ratios, middle values and masks of several hosts.

use super::*;

const SET: &str = "
indicators: set
title: Set
inputs:
  received: { label: Received, definition: x }
  accepted: { label: Accepted, definition: x }
  days: { label: Days, definition: x, counts: service }
  opening: { label: Opening, definition: x }
  starters: { label: Starters, definition: x }
  endings: { label: Endings, definition: x }
  closing: { label: Closing, definition: x }
  cases: { label: Cases, definition: x, optional: true }
  change: { label: Change, definition: x, may_be_negative: true, optional: true }
  funded: { label: Funded, definition: x, counts: service }
  filled: { label: Filled, definition: x, counts: service }
figures:
  accepted: { title: Accepted, made: { percent: { of: accepted, out_of: [received] } }, direction: up, target: 90 }
  wait: { title: Wait, made: { median: { of: days, cases: starters } }, direction: down, target: 10, said_as: working_days }
  supported: { title: Supported, made: { sum: [opening, starters] }, direction: watch, by_host: true }
  change: { title: Change, made: { mean_change: { sum: change, cases: cases } }, direction: up, target: 500 }
  filled: { title: Filled, made: { percent: { of: filled, out_of: [funded] } }, direction: up, target: 90 }
  vacant: { title: Vacant, made: { less: { of: funded, less: filled } }, direction: watch, said_as: hundredths }
checks:
  - { sum: [opening, starters], less: [endings], equals: closing, because: x }
";

const ORDER: [&str; 11] = [
    "received", "accepted", "days", "opening", "starters", "endings", "closing", "cases", "change", "funded", "filled",
];

fn set() -> IndicatorSet {
    serde_saphyr::from_str(SET).unwrap()
}

/// A host's answers, in the order above; less than -999 is not answered.
fn host(numbers: [i64; 11]) -> Answers {
    let pairs = ORDER.iter().zip(numbers).filter(|(_, number)| *number > -1000);
    pairs.map(|(input, number)| ((*input).to_owned(), number)).collect()
}

fn words(published: &Published) -> Vec<String> {
    let said = published.figures.iter();
    said.map(|one| format!("{} ({}, {})", one.words, one.rating.words().to_lowercase(), one.hosts))
        .collect()
}

fn lines(published: &Published) -> Vec<String> {
    let all = published.by_host.iter().flat_map(|(_, line)| line);
    all.map(|one| one.map_or_else(String::new, |one| one.to_string()))
        .collect()
}

#[test]
fn ratios_come_from_parts_and_middle_values_are_never_averaged() {
    let hosts = [
        host([100, 50, 6, 40, 30, 20, 50, 10, 200, 400, 300]),
        host([20, 20, 9, 10, 12, 8, 14, 5, -50, 100, 100]),
    ];
    let published = publish(&set(), &hosts, false);
    assert_eq!(
        words(&published),
        [
            // 70 of 120; the mean of the hosts' percentages would be 75.
            "58% (inadequate, 2)",
            "6 to 9 working days (good, 2)",
            "90 (not judged, 2)",
            // 150 tenths over 15 people, not the mean of 2 and -1.
            "1.00 (inadequate, 2)",
            "80% (requires improvement, 2)",
            "1.00 (not judged, 2)",
        ]
    );
    assert_eq!(lines(&published), ["70", "20"]);
    assert_eq!(published.figures[2].number, Some(90));
}

#[test]
fn a_host_without_an_answer_is_left_out_of_what_needs_it() {
    let hosts = [
        host([100, 90, 6, 40, 30, 20, 50, 10, 200, 400, 300]),
        host([20, 2, 9, 10, 12, 8, 14, -1000, -1000, 100, 100]),
    ];
    let published = publish(&set(), &hosts, false);
    assert_eq!(published.figures[3].words, "2.00");
    assert_eq!(published.figures[3].hosts, 1);
    assert_eq!(published.figures[0].hosts, 2);
}

#[test]
fn middle_values_of_few_cases_are_not_shown_and_what_is_not_alike_is_not_judged() {
    let hosts = [
        host([100, 90, 6, 40, 30, 20, 50, 10, 200, 400, 300]),
        host([20, 20, 15, 10, 12, 8, 14, 5, -50, 100, 100]),
        host([20, 20, 99, 10, 2, 8, 4, 5, -50, 100, 100]),
    ];
    let wait = publish(&set(), &hosts, false).figures[1].clone();
    assert_eq!((wait.words.as_str(), wait.hosts), ("6 to 15 working days", 2));
    assert_eq!((wait.rating, wait.number), (Rating::Other, None));
    let few = publish(&set(), &hosts[2..], false).figures[1].clone();
    assert_eq!(few.words, "too few to show");
}

#[test]
fn a_small_host_is_masked_and_the_city_does_not_give_it_away() {
    let hosts = [
        host([100, 90, 6, 40, 30, 20, 50, 10, 200, 400, 300]),
        host([4, 4, 9, 1, 2, 1, 2, 2, 5, 100, 100]),
    ];
    let published = publish(&set(), &hosts, false);
    assert_eq!(published.figures[2].words, "75");
    assert_eq!(lines(&published), ["70", "under 5"]);
    let exact = IndicatorSet {
        small_numbers: crate::domain::monitoring::suppression::Rule {
            step: 1,
            ..set().small_numbers
        },
        ..set()
    };
    let published = publish(&exact, &hosts, false);
    assert_eq!(published.figures[2].words, "73");
    assert_eq!(lines(&published), ["not shown", "under 5"]);
}

#[test]
fn nothing_reported_is_nothing_said() {
    let published = publish(&set(), &[], true);
    assert!(
        published
            .figures
            .iter()
            .all(|one| one.words.is_empty() && one.hosts == 0)
    );
    let none_asked = [host([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])];
    let published = publish(&set(), &none_asked, true);
    assert_eq!(
        words(&published),
        [
            " (not judged, 1)",
            "too few to show (not judged, 0)",
            "0 (not judged, 1)",
            " (not judged, 1)",
            " (not judged, 1)",
            "0.00 (not judged, 1)"
        ]
    );
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(40))]

    /// Whatever hosts report, a number that is shown lies within rounding of the truth, and what is
    /// small is not shown as a number.
    #[test]
    fn what_is_published_is_true_and_never_small(
        numbers in proptest::collection::vec((0_i64..60, 0_i64..40, 0_i64..30), 1..6),
        step in 1_i64..7,
    ) {
        let hosts: Vec<Answers> = numbers
            .iter()
            .map(|(opening, starters, endings)| {
                let endings = *endings.min(&(opening + starters));
                host([50, 45, 5, *opening, *starters, endings, opening + starters - endings, 0, 0, 100, 100])
            })
            .collect();
        let mut set = set();
        set.small_numbers.step = step;
        let published = publish(&set, &hosts, false);
        let raw: Vec<i64> = numbers.iter().map(|(opening, starters, _)| opening + starters).collect();
        for (shown, raw) in published.by_host[0].1.iter().zip(&raw) {
            if let Some(Shown::Number(number)) = shown {
                proptest::prop_assert!((number - raw).abs() * 2 <= step);
                proptest::prop_assert!(*raw == 0 || *raw >= set.small_numbers.least);
            }
        }
        let all: i64 = raw.iter().sum();
        if let Some(number) = published.figures[2].number {
            proptest::prop_assert!((number - all).abs() * 2 <= step);
        }
    }
}
