//! What is found in a return, and the sentence that it is told with.

use super::*;

const SET: &str = "
indicators: set
title: Set
inputs:
  received: { label: Referrals received, definition: x }
  accepted: { label: Referrals accepted, definition: x }
  opening: { label: Opening, definition: x, carried_from: closing }
  starters: { label: Starters, definition: x }
  closures: { label: Closures, definition: x }
  closing: { label: Closing, definition: x }
  cases: { label: People measured twice, definition: x }
  change: { label: Sum of changes, definition: x, may_be_negative: true }
  held: { label: Meetings held, definition: x, counts: service }
  due: { label: Meetings due, definition: x, counts: service }
  notes: { label: Notes, definition: x, optional: true, most: 50 }
figures:
  accepted: { title: Accepted, made: { percent: { of: accepted, out_of: [received] } }, direction: up }
  held: { title: Held, made: { percent: { of: held, out_of: [due], may_exceed: true } }, direction: up }
  change: { title: Change, made: { mean_change: { sum: change, cases: cases, widest: 400 } }, direction: up }
checks:
  - { sum: [opening, starters], less: [closures], equals: closing, because: \"The closing caseload is the opening one, plus starters, less closures.\" }
warnings:
  - { number: held, below: due, because: Fewer meetings were held than were due. }
  - { number: notes, above_payment: 120, because: Much more was spent than is paid. }
";

const GOOD: &[(&str, i64)] = &[
    ("received", 20),
    ("accepted", 18),
    ("opening", 10),
    ("starters", 5),
    ("closures", 3),
    ("closing", 12),
    ("cases", 2),
    ("change", -30),
    ("held", 13),
    ("due", 12),
];

fn set() -> IndicatorSet {
    serde_saphyr::from_str(SET).unwrap()
}

fn with(changes: &[(&str, Option<i64>)]) -> Problems {
    let mut answers: Answers = GOOD.iter().map(|(id, number)| ((*id).to_owned(), *number)).collect();
    for (id, number) in changes {
        match number {
            Some(number) => _ = answers.insert((*id).to_owned(), *number),
            None => _ = answers.remove(*id),
        }
    }
    problems(&set(), &answers)
}

#[track_caller]
fn says(found: &[Problem], expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|one| (one.input.as_str(), one.says.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn numbers_that_fit_have_no_problem() {
    assert_eq!(with(&[]), Problems::default());
}

#[test]
fn a_number_that_is_missing_is_asked_for_by_its_question() {
    says(
        &with(&[("accepted", None), ("notes", None)]).missing,
        &[(
            "accepted",
            "Enter a number for “Referrals accepted”; 0 if there was none.",
        )],
    );
}

#[test]
fn numbers_that_cannot_be_are_said_where_they_stand() {
    let check = |changes: &[(&str, Option<i64>)], expected: &[(&str, &str)]| says(&with(changes).impossible, expected);
    check(
        &[("accepted", Some(-3))],
        &[("accepted", "“Referrals accepted” is -3. Enter 0 or more.")],
    );
    check(
        &[("accepted", Some(48))],
        &[(
            "accepted",
            "“Referrals accepted” is 48. It cannot be more than “Referrals received”, which is 20. Correct one of them.",
        )],
    );
    check(
        &[("received", Some(20_000_000))],
        &[(
            "received",
            "“Referrals received” is 20000000, which is more than 1000000. Look for a slip of the keyboard.",
        )],
    );
    check(
        &[("notes", Some(51))],
        &[(
            "notes",
            "“Notes” is 51, which is more than 50. Look for a slip of the keyboard.",
        )],
    );
    check(
        &[("change", Some(-900))],
        &[(
            "change",
            "“Sum of changes” is -900. With 2 for “People measured twice” it is between -800 and 800.",
        )],
    );
    check(
        &[("received", Some(i64::MIN))],
        &[(
            "received",
            "“Referrals received” is -9223372036854775808. Enter 0 or more.",
        )],
    );
    check(&[("held", Some(40))], &[]);
}

#[test]
fn a_caseload_that_does_not_carry_forward_holds_the_return_back() {
    says(
        &with(&[("closing", Some(13))]).unequal,
        &[(
            "closing",
            "The closing caseload is the opening one, plus starters, less closures. (12 was expected; 13 was entered.)",
        )],
    );
}

#[test]
fn what_may_be_so_wants_a_reason() {
    let known = Known {
        before: [("closing".to_owned(), 9)].into(),
        payment: Some(2_000),
    };
    let mut answers: Answers = GOOD.iter().map(|(id, number)| ((*id).to_owned(), *number)).collect();
    answers.insert("held".to_owned(), 11);
    answers.insert("notes".to_owned(), 25);
    says(
        &unusual(&set(), &answers, &known),
        &[
            ("opening", "“Opening” is 10. Your last return ended with 9."),
            (
                "held",
                "Fewer meetings were held than were due. (“Meetings held” is 11, against 12.)",
            ),
            (
                "notes",
                "Much more was spent than is paid. (“Notes” is 25, against 20.)",
            ),
        ],
    );
    answers.insert("notes".to_owned(), 24);
    answers.insert("held".to_owned(), 12);
    says(&unusual(&set(), &answers, &Known::default()), &[]);
}

#[test]
fn rows_about_nothing_or_twice_about_one_thing_are_found() {
    let rows = |rows: &[(&str, i64)]| {
        let rows: Vec<(String, i64)> = rows.iter().map(|(id, number)| ((*id).to_owned(), *number)).collect();
        collect(&set(), rows)
    };
    assert_eq!(rows(&[("received", 3)]).unwrap().get("received"), Some(&3));
    says(
        &rows(&[("recieved", 3), ("due", 1), ("due", 2), ("xyzzy", 1)]).unwrap_err(),
        &[
            (
                "recieved",
                "This return has no question “recieved”. Did you mean “received”?",
            ),
            ("due", "“Meetings due” is answered twice. Keep one of the two rows."),
            ("xyzzy", "This return has no question “xyzzy”."),
        ],
    );
}

#[test]
fn a_set_that_speaks_of_nothing_says_where() {
    assert_eq!(faults(&set()), Vec::<String>::new());
    let broken = SET
        .replace("out_of: [received]", "out_of: [receved]")
        .replace("carried_from: closing", "carried_from: clsing")
        .replace("title: Change,", "title: Change, by_host: true,")
        .replace("title: Set", "title: Set\nsmall_numbers: { least: 1 }");
    let broken: IndicatorSet = serde_saphyr::from_str(&broken).unwrap();
    assert_eq!(
        faults(&broken),
        [
            "inputs.opening.carried_from: there is no input `clsing`. Did you mean “closing”?",
            "figures.accepted.made: there is no input `receved`. Did you mean “received”?",
            "figures.change.by_host: only a count or a sum is published for each host",
            "small_numbers: `least` is 2 or more, `step` and `least_base` are 1 or more",
        ]
    );
}
