//! Answers as people type them, and as JSON.

use serde_json::json;

use super::*;
use crate::calendar::tests::england;

struct Host(Calendar);

impl Env for Host {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        (name == "settings.asked").then_some(Cow::Owned(Value::Bool(true)))
    }

    fn now(&self) -> DateTime<Utc> {
        "2026-04-01T10:00:00Z".parse().unwrap()
    }

    fn calendar(&self) -> &Calendar {
        &self.0
    }
}

fn form(fields: &str) -> Form {
    serde_saphyr::from_str(&format!("fields:\n{fields}")).unwrap()
}

fn run(fields: &str, given: serde_json::Value) -> Result<Answers, Vec<String>> {
    let given: IndexMap<String, serde_json::Value> = serde_json::from_value(given).unwrap();
    let lots = IndexMap::from([("north".to_owned(), "North".to_owned())]);
    let collections = BTreeMap::from([("lots".to_owned(), lots)]);
    let host = Host(england());
    let around = Around {
        name: "f",
        env: &host,
        collections: &collections,
    };
    validate(&form(fields), &given, &around).map_err(|reasons| {
        reasons
            .into_iter()
            .map(|reason| format!("{}: {}", reason.id, reason.because))
            .collect()
    })
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "the calls read better so")]
fn reads(field: &str, given: serde_json::Value, expected: Value) {
    let answers = run(
        &format!("- {{ id: a, label: \"What?\", {field} }}"),
        json!({ "a": given }),
    )
    .unwrap();
    assert_eq!(answers.typed["a"], expected);
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "the calls read better so")]
fn refuses(field: &str, given: serde_json::Value, expected: &str) {
    let reasons = run(
        &format!("- {{ id: a, label: \"What?\", {field} }}"),
        json!({ "a": given }),
    )
    .unwrap_err();
    assert_eq!(reasons, [format!("f.a: {expected}")]);
}

#[test]
fn typed_text_and_json_give_the_same() {
    for given in [json!("£1,234.50"), json!("1234.50"), json!(" 1234.5 "), json!(1234.5)] {
        reads("type: money", given, Value::Money(123_450));
    }
    reads("type: money, min: -£10.00", json!("-£3"), Value::Money(-300));
    for given in [
        json!("2026-04-01"),
        json!("1 April 2026"),
        json!("1  Apr, 2026"),
        json!("Wednesday 1 April 2026"),
    ] {
        reads("type: date", given, Value::Date("2026-04-01".parse().unwrap()));
    }
    let five = Value::Instant("2026-04-01T16:00:00Z".parse().unwrap());
    for given in [
        "2026-04-01T17:00",
        "2026-04-01 17:00",
        "1 April 2026 5pm",
        "1 April 2026, 5:00 pm",
        "5pm on 1 April 2026",
        "2026-04-01T16:00:00Z",
    ] {
        reads("type: datetime", json!(given), five.clone());
    }
    let april = || Value::Date("2026-04-01".parse().unwrap());
    reads(
        "type: date",
        json!({ "day": " 1", "month": "4", "year": "2026" }),
        april(),
    );
    reads(
        "type: date",
        json!({ "day": "1", "month": "April", "year": "2026" }),
        april(),
    );
    reads(
        "type: datetime",
        json!({ "day": "1", "month": "Apr", "year": "2026", "time": "5pm" }),
        Value::Instant("2026-04-01T16:00:00Z".parse().unwrap()),
    );
    reads(
        "type: date",
        json!({ "day": "", "month": " ", "year": "" }),
        Value::Nothing,
    );
    reads("type: number", json!("1,250"), Value::Integer(1_250));
    reads("type: number", json!(12), Value::Integer(12));
    reads("type: yes_no", json!("Yes"), Value::Bool(true));
    reads("type: yes_no", json!(false), Value::Bool(false));
    reads("type: declaration", json!("on"), Value::Bool(true));
    reads(
        "type: choices, options: { x: X, y: Y }",
        json!(["x", "y", "x", ""]),
        Value::Texts(vec!["x".into(), "y".into()]),
    );
    reads(
        "type: choices, options: { x: X }",
        json!("x"),
        Value::Texts(vec!["x".into()]),
    );
    let ranking = "type: ranking, options: { x: X, y: Y, z: Z }";
    let order = || Value::Texts(vec!["z".into(), "x".into()]);
    reads(ranking, json!(["z", "x"]), order());
    reads(ranking, json!({ "x": " 2 ", "y": "", "z": 1 }), order());
    reads(ranking, json!({ "x": "7", "z": "3" }), order());
    reads(
        "type: choice, options_from: lots",
        json!("north"),
        Value::Text("north".into()),
    );
    reads(
        "type: text",
        json!("  a\u{0}\u{200b} \r\n b\t"),
        Value::Text("a   b".into()),
    );
    reads("type: long_text", json!("a\r\nb\u{7} "), Value::Text("a\nb".into()));
    reads("type: text", json!("   "), Value::Nothing);
    reads(
        "type: text, pattern: \"[A-Z]{2}[0-9]\"",
        json!("AB1"),
        Value::Text("AB1".into()),
    );
}

#[test]
fn a_refusal_names_the_question_and_the_fix() {
    refuses("type: text, required: true", json!(" "), "Enter an answer to ‘What?’.");
    refuses("type: text, required: true", json!(null), "Enter an answer to ‘What?’.");
    refuses(
        "type: date, required: true",
        json!(""),
        "Enter a real date, such as 1 April 2026, for ‘What?’.",
    );
    refuses(
        "type: date",
        json!("31 February 2026"),
        "Enter a real date, such as 1 April 2026, for ‘What?’.",
    );
    refuses(
        "type: date",
        json!("1 April 26"),
        "Enter a real date, such as 1 April 2026, for ‘What?’.",
    );
    refuses(
        "type: money",
        json!("about £5"),
        "Enter an amount in pounds, such as £1,234.50, for ‘What?’.",
    );
    refuses(
        "type: money",
        json!("1.234"),
        "Enter an amount in pounds, such as £1,234.50, for ‘What?’.",
    );
    refuses(
        "type: number",
        json!("2.5"),
        "Enter a whole number, such as 25, for ‘What?’.",
    );
    refuses(
        "type: number, min: 0, max: 5",
        json!("four"),
        "Enter a whole number from 0 to 5 for ‘What?’.",
    );
    refuses("type: number, min: 2", json!(1), "‘What?’ must be 2 or more.");
    refuses(
        "type: money, max: £10.00",
        json!("10.01"),
        "‘What?’ must be £10.00 or less.",
    );
    refuses("type: money", json!("-£5.00"), "‘What?’ must be £0.00 or more.");
    refuses(
        "type: date, min: today",
        json!("31 March 2026"),
        "‘What?’ must be on or after 1 April 2026.",
    );
    refuses(
        "type: long_text, max_words: 3",
        json!("a b - c d"),
        "‘What?’ must be 3 words or fewer. It has 4.",
    );
    refuses(
        "type: choice, options: { x: X }",
        json!("z"),
        "Select an answer from the list for ‘What?’.",
    );
    refuses(
        "type: choice, options_from: lots",
        json!("south"),
        "Select an answer from the list for ‘What?’.",
    );
    refuses(
        "type: choice, options_from: nowhere",
        json!("south"),
        "Select an answer from the list for ‘What?’.",
    );
    refuses("type: declaration", json!("no"), "Confirm that you agree: ‘What?’.");
    refuses("type: declaration", json!(null), "Confirm that you agree: ‘What?’.");
    refuses(
        "type: text, pattern: \"[A-Z]\"",
        json!("AB"),
        "Enter ‘What?’ in the form that is asked for.",
    );
    refuses(
        "type: text, pattern: \"a|b\", pattern_says: Enter a or b.",
        json!("ab"),
        "Enter a or b.",
    );
    refuses("type: text", json!({ "x": 1 }), "Enter text for ‘What?’.");
    refuses(
        "type: datetime",
        json!("29 March 2026 1:30am"),
        "Enter another time: the clocks go forward then, and skip this one, for ‘What?’.",
    );
}

#[test]
fn every_problem_is_reported_at_once_in_order() {
    let fields = "- { id: a, label: A, type: text, required: true }\n- { id: b, label: B, type: number }";
    let reasons = run(fields, json!({ "b": "x", "aa": 1 })).unwrap_err();
    assert_eq!(
        reasons,
        [
            "f.a: Enter an answer to ‘A’.",
            "f.b: Enter a whole number, such as 25, for ‘B’.",
            "f.aa: This form has no question `aa`. Did you mean `a`?",
        ]
    );
}

#[test]
fn a_question_that_is_not_asked_leaves_nothing_behind() {
    let fields = "- { id: why, label: Why, type: text, required: true, show_when: \"form.late\" }\n\
                  - { id: late, label: Late, type: yes_no, required: true }\n\
                  - { id: more, label: More, type: text, keep: true, show_when: \"has(form.why) && settings.asked\" }";
    let not = run(fields, json!({ "late": "no", "why": "because", "more": "x" })).unwrap();
    assert_eq!(not.typed.keys().collect::<Vec<_>>(), ["late"]);
    assert!(not.kept.is_empty());
    let yes = run(fields, json!({ "late": true, "why": "because", "more": "x" })).unwrap();
    assert_eq!(yes.typed.len(), 3);
    assert_eq!(
        yes.kept,
        BTreeMap::from([("f.more".to_owned(), Value::Text("x".into()))])
    );
    assert_eq!(
        run(fields, json!({ "late": true })).unwrap_err(),
        ["f.why: Enter an answer to ‘Why’."]
    );
}

#[test]
fn tables_are_checked_cell_by_cell() {
    let fields = "- { id: t, label: Costs, type: table, required: true, columns: [ { id: what, label: What, type: text, \
                  required: true }, { id: cost, label: Cost, type: money } ] }";
    let good = run(
        fields,
        json!({ "t": [ { "what": "Rent", "cost": "£5" }, { "what": " ", "cost": "" } ] }),
    )
    .unwrap();
    let row = IndexMap::from([
        ("what".to_owned(), Value::Text("Rent".into())),
        ("cost".to_owned(), Value::Money(500)),
    ]);
    assert_eq!(good.typed["t"], Value::Rows(vec![row]));
    let bad = run(
        fields,
        json!({ "t": [ { "what": "Rent" }, { "cost": "x" }, { "cost": "1" } ] }),
    )
    .unwrap_err();
    assert_eq!(
        bad,
        [
            "f.t: ‘Costs’, row 2: Enter an amount in pounds, such as £1,234.50, for ‘Cost’.",
            "f.t: ‘Costs’, row 3: Enter an answer to ‘What’.",
        ]
    );
    assert_eq!(
        run(fields, json!({ "t": [] })).unwrap_err(),
        ["f.t: Enter at least one row in ‘Costs’."]
    );
}

#[test]
fn words_are_counted_one_way() {
    for (text, expected) in [
        ("", 0),
        ("well-being", 1),
        ("and / or", 2),
        (" — a\n\nb ", 2),
        ("£5.00 each", 2),
    ] {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn a_question_takes_as_many_files_as_it_says() {
    let several = "type: file, at_most: 2";
    let two = Value::Texts(vec!["f1".into(), "f2".into()]);
    reads(several, json!(["f1", "f2"]), two);
    reads(several, json!("f1"), Value::Texts(vec!["f1".into()]));
    refuses(
        several,
        json!(["f1", "f2", "f3"]),
        "Send 2 files or fewer for ‘What?’. There are 3.",
    );
    refuses(
        "type: file, at_most: 2, required: true",
        json!([]),
        "Choose a file for ‘What?’.",
    );
    reads("type: file", json!("f1"), Value::Text("f1".into()));
}

#[test]
fn places_in_a_ranking_are_whole_numbers_and_nobody_shares_one() {
    let ranking = "type: ranking, options: { x: X, y: Y }, required: true";
    let how = "Enter 1 for your favourite, 2 for the next, and so on; leave empty what you do not want: ‘What?’.";
    refuses(ranking, json!({ "x": "first" }), how);
    refuses(ranking, json!({ "x": "0" }), how);
    refuses(ranking, json!({ "x": "", "y": " " }), how);
    refuses(
        ranking,
        json!({ "x": "1", "y": "1" }),
        "Give each a place of its own in ‘What?’: two are number 1.",
    );
    refuses(
        ranking,
        json!({ "w": "1" }),
        "Select an answer from the list for ‘What?’.",
    );
}

proptest::proptest! {
    #[test]
    fn any_text_is_taken_or_refused_without_a_panic(text in "\\PC{0,24}", kind in 0_usize..9) {
        let kinds = ["text", "long_text", "number", "money", "date", "datetime", "yes_no", "choices", "ranking"];
        let _ = run(&format!("- {{ id: a, label: A, type: {} }}", kinds[kind]), json!({ "a": text }));
    }

    #[test]
    fn times_of_day_do_not_panic(text in "[0-9 :.apm]{1,9}") {
        let _ = run("- { id: a, label: A, type: datetime }", json!({ "a": format!("1 April 2026 {text}") }));
    }
}
