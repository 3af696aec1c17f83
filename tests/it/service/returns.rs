//! Numbers that cannot be are sent back with the place where they stand and how to mend them.

use accord::service::{
    drafts,
    fault::Fault,
    places::{Place, Verb},
    transition::Start,
};
use serde_json::{Value as Json, json};

use crate::support::app::TestApp;

const GOOD: &[(&str, i64)] = &[
    ("referrals_received", 20),
    ("referrals_accepted", 18),
    ("self_referrals", 6),
    ("days_to_first_contact", 7),
    ("waiting", 1),
    ("opening_caseload", 10),
    ("starters", 12),
    ("endings", 5),
    ("planned_endings", 4),
    ("closing_caseload", 17),
    ("contacts", 90),
    ("not_attended", 9),
    ("group_attendances", 30),
    ("onward_introductions", 8),
    ("reqol_cases", 6),
    ("reqol_change", -30),
    ("recommend_asked", 11),
    ("recommend_yes", 11),
    ("understood_yes", 10),
    ("posts_funded", 200),
    ("posts_filled", 200),
    ("supervision_due", 24),
    ("supervision_held", 25),
    ("concerns", 0),
    ("incidents", 0),
    ("spent", 19_250),
];

struct Quarter {
    t: TestApp,
    instance: String,
    record: String,
}

impl Quarter {
    fn new() -> Self {
        let t = TestApp::sheffield();
        let instance = t
            .app
            .start(Start::of(&t.alliance, "quarterly-return", "A quarter"))
            .unwrap()
            .instance;
        let row = t
            .app
            .store
            .read(|db| accord_store::instances::load(db, &t.alliance, &instance))
            .unwrap();
        Self {
            t,
            instance,
            record: row.subject_id,
        }
    }

    fn send(&self, rows: &[Json]) -> Result<(), Fault> {
        let filled = json!({ "figures": rows });
        let done = self.t.act(&self.instance, "amina", "send_to_certifier", filled);
        done.map(drop)
    }

    fn import(&self, csv: &str) -> Result<(), Fault> {
        let done = self.t.work(&self.record, "amina", "return.edit", json!({ "csv": csv }));
        done.map(drop)
    }
}

fn row(question: &str, number: impl Into<Json>) -> Json {
    json!({ "indicator": question, "value": number.into() })
}

/// The good numbers, with some of them changed.
pub(crate) fn rows(changes: &[(&str, Json)]) -> Vec<Json> {
    let changed = |question: &str| {
        changes
            .iter()
            .find(|(id, _)| *id == question)
            .map(|(_, new)| new.clone())
    };
    let known = GOOD
        .iter()
        .map(|(id, number)| row(id, changed(id).unwrap_or_else(|| (*number).into())));
    let new = changes
        .iter()
        .filter(|(id, _)| GOOD.iter().all(|(known, _)| known != id));
    known.chain(new.map(|(id, number)| row(id, number.clone()))).collect()
}

#[track_caller]
fn says(done: Result<(), Fault>, expected: &[(&str, &str)]) {
    match done {
        Err(Fault::Invalid(wrong)) => {
            let found: Vec<(&str, &str)> = wrong
                .iter()
                .map(|one| (one.field.as_str(), one.says.as_str()))
                .collect();
            assert_eq!(found, expected);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn numbers_that_fit_are_taken() {
    Quarter::new().send(&rows(&[])).unwrap();
}

#[test]
fn what_is_no_number_is_said_with_its_row() {
    let quarter = Quarter::new();
    for typed in ["about ten", "3.5", "1e3", "seven"] {
        says(
            quarter.send(&rows(&[("self_referrals", typed.into())])),
            &[(
                "numbers.figures",
                "Enter a whole number, such as 25, for ‘Of the referrals received, people who asked for themselves’.",
            )],
        );
    }
    let too_long = quarter.send(&rows(&[("self_referrals", "99999999999999999999".into())]));
    assert!(matches!(too_long, Err(Fault::Invalid(_))), "{too_long:?}");
}

#[test]
fn numbers_that_cannot_be_are_said_at_their_question() {
    let quarter = Quarter::new();
    let check = |changes: &[(&str, Json)], expected: &[(&str, &str)]| says(quarter.send(&rows(changes)), expected);
    check(
        &[("waiting", (-2).into()), ("starters", (-1).into())],
        &[
            (
                "numbers.figures.waiting",
                "“People waiting at the end of the quarter” is -2. Enter 0 or more.",
            ),
            (
                "numbers.figures.starters",
                "“People who started in the quarter” is -1. Enter 0 or more.",
            ),
        ],
    );
    check(
        &[("referrals_accepted", 48.into())],
        &[(
            "numbers.figures.referrals_accepted",
            "“Referrals accepted” is 48. It cannot be more than “Referrals received in the quarter”, which is 20. \
             Correct one of them.",
        )],
    );
    check(
        &[("days_to_first_contact", 900.into())],
        &[(
            "numbers.figures.days_to_first_contact",
            "“Median working days from referral to first contact” is 900, which is more than 260. Look for a slip of \
             the keyboard.",
        )],
    );
    check(
        &[("reqol_change", 9_000.into())],
        &[(
            "numbers.figures.reqol_change",
            "“Sum of their changes, in tenths of a point” is 9000. With 6 for “People with a first and a second \
             ReQoL-10” it is between -2400 and 2400.",
        )],
    );
    check(
        &[("starter", 12.into())],
        &[(
            "numbers.figures",
            "‘Your numbers for the quarter’, row 27: Select an answer from the list for ‘Question’.",
        )],
    );
    let mut twice = rows(&[]);
    twice.push(row("waiting", 3));
    says(
        quarter.send(&twice),
        &[(
            "numbers.figures.waiting",
            "“People waiting at the end of the quarter” is answered twice. Keep one of the two rows.",
        )],
    );
}

#[test]
fn a_refused_return_leaves_nothing_behind() {
    let quarter = Quarter::new();
    assert!(quarter.send(&rows(&[("waiting", (-2).into())])).is_err());
    let view = quarter.t.view(&quarter.instance, "amina");
    assert_eq!(view.seq, quarter.t.view(&quarter.instance, "rachel").seq);
    let stored = quarter
        .t
        .app
        .store
        .read(|db| accord_store::submissions::of_instance(db, &quarter.t.alliance, &quarter.instance))
        .unwrap();
    assert!(stored.is_empty());
}

#[test]
fn what_does_not_add_up_or_is_missing_is_not_sent() {
    let quarter = Quarter::new();
    says(
        quarter.send(&rows(&[("closing_caseload", 20.into())])),
        &[(
            "numbers.figures.closing_caseload",
            "The closing caseload is the opening caseload, plus starters, less endings. (17 was expected; 20 was \
             entered.)",
        )],
    );
    let mut some = rows(&[]);
    some.truncate(GOOD.len() - 1);
    says(
        quarter.send(&some),
        &[(
            "numbers.figures.spent",
            "Enter a number for “Spent in the quarter, in whole pounds”; 0 if there was none.",
        )],
    );
}

#[test]
fn what_may_be_so_is_asked_for_a_reason() {
    let quarter = Quarter::new();
    let odd = rows(&[("posts_filled", 250.into())]);
    says(
        quarter.send(&odd),
        &[(
            "numbers.explanation",
            "Say what is behind this: More posts are filled than are funded. (“Peer support worker posts filled on \
             the last day, in full-time posts” is 2.50, against 2.00.)",
        )],
    );
    let told = json!({ "figures": odd, "explanation": "A student was in post for the summer." });
    let done = quarter.t.act(&quarter.instance, "amina", "send_to_certifier", told);
    done.map(drop).unwrap();
}

#[test]
fn a_spreadsheet_is_taken_as_a_draft_or_sent_back_line_by_line() {
    let quarter = Quarter::new();
    quarter
        .import("Question,Number\nReferrals received in the quarter,\"1,250\"\nreferrals_accepted,12\n")
        .unwrap();
    says(
        quarter.import("question;number\nreferrals_received;twenty\nrefferals_accepted;3\n"),
        &[
            (
                "csv.line 2",
                "Line 2: “twenty” is not a whole number. Enter one, such as 25, for “Referrals received in the quarter”.",
            ),
            (
                "csv.line 3",
                "Line 3: This return has no question “refferals_accepted”. Did you mean “referrals_accepted”?",
            ),
        ],
    );
    says(
        quarter.import("referrals_received,10\nreferrals_accepted,12\nwaiting,-1\n"),
        &[(
            "csv.waiting",
            "“People waiting at the end of the quarter” is -1. Enter 0 or more.",
        )],
    );
    says(
        quarter.import("referrals_received,10\nreferrals_accepted,12\n"),
        &[(
            "csv.referrals_accepted",
            "“Referrals accepted” is 12. It cannot be more than “Referrals received in the quarter”, which is 10. \
             Correct one of them.",
        )],
    );
    says(
        quarter.import("\u{0}\u{1}\n"),
        &[("csv", "The file has no line with a question and a number.")],
    );
}

/// A return of a quarter below a record, which stands for its contract.
fn of_quarter(t: &TestApp, (from, to): (&str, &str)) -> String {
    let alliance = t.alliance.clone();
    let above = t.at_desk(move |desk| Ok(accord_store::subjects::load(desk.db, &alliance, &alliance)?));
    let mut start = Start::of(&t.alliance, "quarterly-return", from);
    start.subject.parent = Some(above);
    start.subject.period = Some((from.parse().unwrap(), to.parse().unwrap()));
    t.app.start(start).unwrap().instance
}

#[test]
fn what_the_last_return_ended_with_stands_there_and_counts_once_it_is_confirmed() {
    let t = TestApp::sheffield();
    let first = of_quarter(&t, ("2026-04-01", "2026-06-30"));
    let filled = json!({ "figures": rows(&[]) });
    t.act(&first, "amina", "send_to_certifier", filled).unwrap();
    let second = of_quarter(&t, ("2026-07-01", "2026-09-30"));
    let place = Place {
        verb: Verb::Act,
        state: "opened".to_owned(),
        event: "send_to_certifier".to_owned(),
    };
    let open = || drafts::open(&t.app, &t.alliance, &t.caller("amina"), &second, &place).unwrap();
    let sheet = open();
    assert!(sheet.answers().unwrap().is_empty(), "nobody has said it yet");
    assert_eq!(
        sheet.shown().unwrap()["figures"],
        json!([{ "indicator": "opening_caseload", "value": "17" }])
    );
    let beside = |sheet: &drafts::Sheet| sheet.choices.explained["indicators"]["opening_caseload"].says.clone();
    assert!(beside(&sheet).contains(
        &"17 stands here carried over from your last return. Check it: it counts when you continue.".to_owned()
    ));
    // Once the page was sent, it is theirs: a number that they have changed stays changed.
    let typed = json!({ "figures": [{ "indicator": "opening_caseload", "value": "16" }] });
    let stamp = drafts::Stamp::default();
    let kept = crate::support::app::object(typed);
    drafts::keep(
        &t.app,
        &t.alliance,
        &t.caller("amina"),
        &second,
        &place.path(),
        stamp,
        kept,
    )
    .unwrap();
    let sheet = open();
    assert_eq!(
        sheet.shown().unwrap()["figures"],
        json!([{ "indicator": "opening_caseload", "value": "16" }])
    );
    assert_eq!(beside(&sheet).len(), 1, "nothing is carried over any more");
}
