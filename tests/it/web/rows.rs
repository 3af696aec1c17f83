//! Tables with a row for each option, orders of preference, and dates in parts, in a workflow of the
//! test's own.

use std::sync::Arc;

use accord::service::{
    library::{Library, Shelf},
    transition::Start,
};

use super::browser::Web;
use crate::service::award;

const FORM: &str = "\
workflow: questions
title: Questions
about: meeting
calendar: england-and-wales
roles: [expert]
forms:
  bid:
    fields:
      - { id: order, label: Which first?, type: ranking, options: { north: North, south: South, west: West }, required: true }
      - { id: start, label: When could you start?, type: date, required: true }
      - id: answers
        label: Your answers
        type: table
        each: question
        required: true
        columns:
          - { id: question, label: Question, type: choice, options: { people: How you treat people, money: What the money buys }, required: true }
          - { id: answer, label: Your answer, type: long_text, max_words: 5, required: true }
      - id: numbers
        label: Your numbers
        type: table
        each: what
        columns:
          - { id: what, label: What, type: choice, options: { seen: People seen, posts: Posts filled }, required: true }
          - { id: value, label: Number, type: number, required: true }
initial: waiting
states:
  waiting:
    title: Waiting
    no_deadline: It is a test.
    on:
      send: { title: Send it, by: [expert], collect: bid, to: sent }
  sent: { title: Sent, final: sent }
";

fn web() -> (Web, String) {
    let library = Library::read(Shelf::built_in().with("workflows/questions.yaml", FORM)).unwrap();
    let file = &library.files["questions"];
    assert!(file.is_proved(), "{:?}", file.found);
    let web = Web::with(Arc::new(library));
    let start = Start::of(&web.t.alliance, "questions", "Questions");
    let instance = web.t.app.start(start).unwrap().instance;
    (web, format!("/task/{instance}/act/waiting/send"))
}

#[test]
fn each_row_has_a_page_and_nothing_is_lost_on_the_way() {
    let (web, path) = web();
    let grace = web.signed_in("grace");
    let at = |question: &str| format!("{path}?q={question}");

    let wrong = [("order.north", "1"), ("order.west", "1")];
    grace.post(&at("order"), &wrong).is(422).says("two are number 1");
    let order = [("order.north", "2"), ("order.south", ""), ("order.west", "1")];
    assert_eq!(grace.post(&at("order"), &order).is(303).to(), at("start"));
    let day = [("start-day", "31"), ("start-month", "June"), ("start-year", "2026")];
    grace.post(&at("start"), &day).is(422).says("Enter a real date");
    let day = [("start-day", "1"), ("start-month", "June"), ("start-year", "2026")];
    assert_eq!(grace.post(&at("start"), &day).is(303).to(), at("answers.people"));

    grace.get(&at("answers.people")).is(200).says("How you treat people");
    let long = [("answers.row.answer", "One two three four five six.")];
    let page = grace.post(&at("answers.people"), &long).is(422);
    page.says("must be 5 words or fewer")
        .says("One two three four five six.");
    let kind = [("answers.row.answer", "As we are.")];
    assert_eq!(
        grace.post(&at("answers.people"), &kind).is(303).to(),
        at("answers.money")
    );
    // A page may be left open; the check says so.
    assert_eq!(grace.post(&at("answers.money"), &[]).is(303).to(), at("numbers"));
    // What is wrong stands at its box, under the words of its row.
    let many = [
        ("numbers.0.what", "seen"),
        ("numbers.0.value", "many"),
        ("numbers.1.what", "posts"),
        ("numbers.1.value", "two"),
    ];
    let page = grace.post(&at("numbers"), &many).is(422);
    for part in [
        "<title>Error: ",
        "href=\"#numbers-0-value\">Enter a whole number, such as 25, for ‘People seen’.",
        "href=\"#numbers-1-value\">Enter a whole number, such as 25, for ‘Posts filled’.",
    ] {
        assert!(page.body.contains(part), "{part} is not in {}", page.body);
    }
    let numbers = [
        ("numbers.0.what", "seen"),
        ("numbers.0.value", "12"),
        ("numbers.1.what", "posts"),
        ("numbers.1.value", ""),
    ];
    grace.post(&at("numbers"), &numbers).is(303);

    let check = grace.get(&format!("{path}/check")).is(200);
    let check = check
        .says("1. West")
        .says("2. North")
        .says("1 June 2026")
        .says("As we are.");
    let check = check
        .says("What the money buys")
        .says("Not provided")
        .says("People seen: 12");
    // From the check and back to it.
    let again = [("answers.row.answer", "People.")];
    let change = format!("{path}?q=answers.money&from=check");
    assert_eq!(grace.post(&change, &again).is(303).to(), format!("{path}/check"));
    grace.get(&at("answers.people")).is(200).says("As we are.");
    let key = check.hidden("ac-key");
    grace.post(&format!("{path}/check"), &[("ac-key", &key)]).is(303);
}

#[test]
fn a_box_counts_up_to_what_its_own_question_allows() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, _) = award::bid(&web.t, &round, "burngreave");
    let page = format!("/task/{instance}/act/drafting/submit?q=answers.money");
    let page = web.signed_in("amina").get(&page).is(200);
    let page = page.says("What makes a good answer").says("Up to 200 words.");
    assert!(!page.body.contains("750"), "{}", page.body);
}
