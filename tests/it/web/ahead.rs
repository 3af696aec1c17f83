//! What comes if nobody does anything, as a page, as a file, and for programs.

use serde_json::json;

use super::{api::Program, browser::Web};

#[test]
fn what_comes_is_dated_and_says_why_then() {
    let web = Web::new();
    let (_, record) = web.t.specification();
    let path = format!("/specification/{record}");
    let rachel = web.signed_in("rachel");
    rachel.get(&path).is(200).says("If nobody does anything");
    let page = rachel
        .get(&format!("{path}/ahead"))
        .is(200)
        .says("A reminder: An idea, waiting for an answer")
        .says("The time is over: An idea, waiting for an answer")
        .says("How this date was worked out")
        .says("After the last of these nothing more happens by itself");
    assert!(!page.body.contains("idea_unanswered") && !page.body.contains("contract_manager"));
    let file = rachel.get(&format!("{path}/ahead.csv")).is(200);
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(file.body.lines().count() > 3, "{}", file.body);
    for stranger in ["amina", "diane"] {
        let browser = web.signed_in(stranger);
        browser.get(&format!("{path}/ahead")).is(404);
        browser.get(&format!("{path}/ahead.csv")).is(404);
    }
}

#[test]
fn nothing_comes_where_it_waits_for_people_alone() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    web.t
        .act(&instance, "rachel", "take_forward", json!({ "reason": "Yes." }))
        .unwrap();
    let rachel = web.signed_in("rachel");
    rachel
        .get(&format!("/specification/{record}/ahead"))
        .is(200)
        .says("Nothing happens by itself here");
}

#[test]
fn programs_are_told_what_comes_too() {
    let web = Web::new();
    let (_, record) = web.t.specification();
    let address = format!("/api/v1/records/specification/{record}/ahead");
    let answer = Program::of(&web, "rachel").get(&address).is(200);
    let found: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(found["ends"], "quiet");
    let items = found["items"].as_array().unwrap();
    assert!(items.len() > 2, "{found}");
    assert!(
        items[0]["because"].as_array().is_some_and(|all| !all.is_empty()),
        "{found}"
    );
    Program::of(&web, "amina").get(&address).is(404);
}
