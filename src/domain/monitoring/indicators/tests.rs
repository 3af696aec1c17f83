//! Figures of one host, and how their numbers are said.

use super::*;

fn answers(given: &[(&str, i64)]) -> Answers {
    given.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect()
}

#[track_caller]
fn check(made: &Made, given: &[(&str, i64)], expected: Option<i64>) {
    assert_eq!(figure(made, &answers(given)), expected);
}

fn of(made: Made, said_as: SaidAs) -> Indicator {
    Indicator {
        title: "A figure".to_owned(),
        made,
        direction: Direction::Up,
        target: None,
        tolerance: 10,
        first_quarter_exempt: true,
        said_as,
        trend: false,
        by_host: false,
    }
}

fn percent() -> Made {
    Made::Percent {
        of: "a".to_owned(),
        out_of: vec!["a".to_owned(), "b".to_owned()],
        may_exceed: false,
    }
}

fn change() -> Made {
    Made::MeanChange {
        sum: "s".to_owned(),
        cases: "n".to_owned(),
        widest: None,
    }
}

#[test]
fn figures_are_made_of_answers() {
    check(&percent(), &[("a", 1), ("b", 2)], Some(33));
    check(&percent(), &[("a", 0), ("b", 0)], None);
    check(&percent(), &[("a", 1)], None);
    check(
        &Made::Sum(vec!["a".to_owned(), "b".to_owned()]),
        &[("a", 1), ("b", 2)],
        Some(3),
    );
    check(&change(), &[("s", 125), ("n", 10)], Some(125));
    check(&change(), &[("s", -125), ("n", 10)], Some(-125));
    let vacant = Made::Less {
        of: "funded".to_owned(),
        less: "filled".to_owned(),
    };
    check(&vacant, &[("funded", 400), ("filled", 250)], Some(150));
    check(&vacant, &[("funded", 400)], None);
}

#[test]
fn numbers_are_said_in_their_unit() {
    let count = Made::Count("a".to_owned());
    for (indicator, number, words) in [
        (of(percent(), SaidAs::Number), 78, "78%"),
        (of(change(), SaidAs::Number), 550, "5.50"),
        (of(change(), SaidAs::Number), -25, "-0.25"),
        (of(count.clone(), SaidAs::Number), 1250, "1,250"),
        (of(count.clone(), SaidAs::Hundredths), 150, "1.50"),
        (of(count.clone(), SaidAs::Pounds), 19_250, "£19,250"),
        (of(count, SaidAs::WorkingDays), 1, "1 working day"),
    ] {
        assert_eq!(indicator.say(number), words);
    }
}

#[test]
fn a_first_quarter_is_not_judged_where_the_set_says_so() {
    let indicator = Indicator {
        target: Some(90),
        ..of(percent(), SaidAs::Number)
    };
    assert_eq!(indicator.rate(Some(20), true), Rating::Other);
    assert_eq!(indicator.rate(Some(20), false), Rating::Inadequate);
    let judged_at_once = Indicator {
        first_quarter_exempt: false,
        ..indicator
    };
    assert_eq!(judged_at_once.rate(Some(20), true), Rating::Inadequate);
}
