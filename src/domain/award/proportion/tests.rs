//! What is in proportion, by a small file.

use super::*;

const PACE: Pace = Pace {
    words_an_hour: 250,
    minutes_a_paper: 30,
    minutes_an_answer: 10,
};

fn file() -> Proportion {
    let band = |below_pounds, words| Band {
        below_pounds,
        words,
        hours: words / 150,
        papers: 2,
        pages: 10,
        references: 1,
        accounts_years: 2,
        turnover_percent: 100,
        insurance_pounds: 1_000_000,
        response_days: 10,
        policies: vec!["safeguarding".to_owned()],
    };
    let told = |check: Check| Told {
        says: format!("{}: {{asked}}, not {{limit}}", check.word()),
        ..Told::default()
    };
    Proportion {
        pace: PACE,
        policies: [("environment".to_owned(), "Environment".to_owned())].into(),
        bands: vec![band(Some(50_000), 1_500), band(Some(150_000), 3_000), band(None, 5_000)],
        checks: Check::ALL.into_iter().map(|check| (check, told(check))).collect(),
    }
}

#[test]
fn little_money_asks_for_few_words() {
    let check = |yearly_value, expected| {
        let file = file();
        assert_eq!(file.band(yearly_value).unwrap().words, expected);
    };
    check(None, 1_500);
    check(Some(4_999_999), 1_500);
    check(Some(5_000_000), 3_000);
    check(Some(14_999_999), 3_000);
    check(Some(15_000_000), 5_000);
}

/// What is found, for a lot of £40,000 a year.
#[track_caller]
fn check(asks: &Asks, expected: &[(Check, i64, &str)]) {
    let found = file().findings(asks, Some(4_000_000));
    let found: Vec<(Check, i64, &str)> = found
        .iter()
        .map(|one| (one.check, one.excess, one.says.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_in_proportion_is_not_found() {
    let asks = Asks {
        words: 1_500,
        papers: 2,
        pages: 10,
        references: 1,
        accounts_years: 2,
        turnover: 4_000_000,
        insurance: 100_000_000,
        policies: vec!["safeguarding".to_owned()],
        response_days: Some(10),
    };
    check(&asks, &[]);
}

#[test]
fn everything_that_is_too_much_is_found_with_how_much() {
    let asks = Asks {
        words: 2_500,
        papers: 4,
        pages: 11,
        references: 3,
        accounts_years: 3,
        turnover: 8_000_000,
        insurance: 500_000_000,
        policies: vec!["safeguarding".to_owned(), "environment".to_owned()],
        response_days: Some(4),
    };
    check(
        &asks,
        &[
            (Check::Words, 1_000, "words: 2,500, not 1,500"),
            (Check::Hours, 2, "hours: 12, not 10"),
            (Check::Papers, 2, "papers: 4, not 2"),
            (Check::Pages, 1, "pages: 11, not 10"),
            (Check::References, 2, "references: 3, not 1"),
            (Check::Accounts, 1, "accounts: 3, not 2"),
            (Check::Turnover, 40_000, "turnover: 80,000, not 40,000"),
            (Check::Insurance, 4_000_000, "insurance: 5,000,000, not 1,000,000"),
            (Check::Policies, 1, "policies: environment, not "),
            (Check::Response, 6, "response: 4, not 10"),
        ],
    );
}

#[test]
fn an_income_has_no_measure_where_no_value_is_stated() {
    let asks = Asks {
        turnover: 900_000_000,
        ..Asks::default()
    };
    assert_eq!(file().findings(&asks, None), []);
}

#[test]
fn what_a_bid_takes_is_said_in_hours() {
    let check = |questions, words, expected: &str| {
        let asked = Asked {
            questions,
            words,
            for_each_lot: 0,
        };
        assert_eq!(effort(asked, PACE), expected);
    };
    check(0, 0, "");
    check(
        1,
        100,
        "1 question, 100 words at most in all: about half an hour of writing",
    );
    check(
        2,
        250,
        "2 questions, 250 words at most in all: about an hour of writing",
    );
    check(
        6,
        2_350,
        "6 questions, 2,350 words at most in all: about 9½ hours of writing",
    );
}

#[test]
fn what_each_network_adds_is_said() {
    let asked = Asked {
        questions: 7,
        words: 2_150,
        for_each_lot: 150,
    };
    let expected = "7 questions, 2,150 words at most for one network: about 9 hours of writing; each further network adds \
                    150 words at most";
    assert_eq!(effort(asked, PACE), expected);
}

#[test]
fn a_time_is_said_up_to_the_next_half_hour() {
    let check = |minutes, expected: &str| assert_eq!(hours(minutes), expected);
    check(PACE.minutes(100), "half an hour");
    check(60, "an hour");
    check(PACE.minutes(400) + 90, "3½ hours");
}
