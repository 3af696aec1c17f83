//! Question sets and pages of words are judged when the library is read, as the vocabulary is.

use accord::service::library::{Library, Shelf};

/// A file below `workflows/`, what stands there, what is put in its place, and what is said of it.
const WRONG: &[(&str, &str, &str, &str)] = &[
    (
        PLAN,
        "amber_days: 14",
        "amber_days: 99",
        "`amber_days` is 99. Write a number from 0 to 60",
    ),
    (PLAN, "amber_days:", "amber_day:", "Did you mean `amber_days`?"),
    (
        PLAN,
        "id: advertise,",
        "id: kick_off,",
        "The task `kick_off` stands here twice",
    ),
    (
        PLAN,
        "week: -12",
        "week: -120",
        "`week` is -120. Write one from -52 to 52",
    ),
    (
        PACK,
        "bank: bank",
        "bank: bnk",
        "`bank` names the check `bnk`, which is not here",
    ),
    (
        PACK,
        "bank_approvers: 2",
        "bank_approvers: 9",
        "`bank_approvers` is 9. Write a number from 0 to 5",
    ),
    (
        PACK,
        "bank_rests: 2",
        "bank_rests: 30",
        "`bank_rests` is 30. Write a number from 0 to 20",
    ),
    (PACK, "code: legal,", "code: pay,", "The check `pay` stands here twice"),
    (PACK, "needed_by: award", "needed_by: awrd", "Did you mean `award`?"),
    (
        PACK,
        "enough: with_condition",
        "enough: with_conditions",
        "Did you mean `with_condition`?",
    ),
    (
        SET,
        "overall_minimum:",
        "overal_minimum:",
        "Did you mean `overall_minimum`?",
    ),
    (SET, "overall_minimum: 60\n", "", "`overall_minimum`"),
    (
        SET,
        "overall_minimum: 60",
        "overall_minimum: 600",
        ":17:18: `overall_minimum` is 600",
    ),
    (
        SET,
        "overall_minimum: 60",
        "overall_minimum: sixty",
        "`overall_minimum` takes a whole number, and this is text.",
    ),
    (SET, "tie_break:", "tie_brake:", "Did you mean `tie_break`?"),
    (
        SET,
        "[led_by_experience,",
        "[led_by_experence,",
        "Did you mean `led_by_experience`?",
    ),
    (
        SET,
        "[led_by_experience, reach,",
        "[reach, reach,",
        "`reach` stands here twice",
    ),
    (SET, "weight: 20", "wieght: 20", "Did you mean `weight`?"),
    (
        SET,
        "weight: 20",
        "weight: 10",
        "add up to 90. Make them add up to 100.",
    ),
    (
        SET,
        "minimum: 3",
        "minimum: 6",
        "`minimum` is 6. Write a number from 0 to 5.",
    ),
    (SET, "max: 5", "max: 0", "`max` is 0. Write a number from 1 to 100."),
    (SET, "score: 5", "score: 6", "`score` is 6. Write a number from 0 to 5."),
    (
        SET,
        "score: 1",
        "score: 0",
        "Write each mark once, from the worst to the best.",
    ),
    (SET, "max_words: 400", "max_words: 0", "`max_words` is 0"),
    (SET, "spoken: true", "spokn: true", "Did you mean `spoken`?"),
    (
        SET,
        "question_set: peer-support-2026",
        "question_set: peer-support",
        "Give both one name.",
    ),
    (SET, "      stops: true\n", "", "stops"),
    (SET, "- id: fair_pay", "- id: insurance", "`insurance` is here twice."),
    (
        SET,
        "id: fair_pay",
        "id: Fair pay",
        "Write a short name in small letters",
    ),
    (
        SET,
        "mend: Put it into your price. Nothing has to change before the contract.",
        "mend: \"\"",
        "Nothing is written after `mend`.",
    ),
    (SET, "minutes: 90", "minutes: 0", "`minutes` is 0."),
    (
        HELP,
        "{{alliance.email}}",
        "{{alliance.emial}}",
        "There is no `alliance.emial`. Did you mean `email`?",
    ),
    (
        HELP,
        "{{alliance.email}}",
        "{{aliance.email}}",
        "There is no `aliance.email` here.",
    ),
    (
        HELP,
        "{{alliance.email}}",
        "{{alliance}}",
        "There is no `alliance` here.",
    ),
    (HELP, "{{alliance.email}}", "{{alliance.email", ":"),
    (HELP, "# ", "", "the first line is the title"),
];

/// Plans of a start, and packs of checks.
const PLAN: &str = "mobilisation/host-start.yaml";
const PACK: &str = "checks/host-pack.yaml";
const SET: &str = "question-sets/peer-support-2026.yaml";
const HELP: &str = "words/help.md";

#[test]
fn what_cannot_be_meant_is_refused_with_its_place() {
    let shelf = Shelf::built_in();
    let mut missed = Vec::new();
    for (file, from, to, says) in WRONG {
        let path = format!("workflows/{file}");
        let text = shelf.get(&path).unwrap();
        assert!(text.contains(from), "{path} has no `{from}`");
        let said = match Library::read(shelf.clone().with(&path, &text.replacen(from, to, 1))) {
            Ok(_) => "nothing".to_owned(),
            Err(error) => format!("{error:#}"),
        };
        let place = format!("{path}:");
        let has_line = |line: &str| {
            line.strip_prefix(&place)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        if !said.lines().any(|line| line.contains(says) && has_line(line)) {
            missed.push(format!("{file}: `{from}` => `{to}`: {said}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_page_of_words_that_nobody_shows_is_found() {
    let shelf = Shelf::built_in().with("workflows/words/halp.md", "# Help\n");
    let said = Library::read(shelf).unwrap_err().to_string();
    assert!(
        said.contains("no page of words called `halp`. Did you mean `help`?"),
        "{said}"
    );
}
