//! How a text has changed: every change with its reason, word by word, and since somebody answered.

use serde_json::json;

use super::{
    browser::{Web, words},
    reading::open,
};

/// Into signing off, with two sections; gives the instance, the record and the first section's id.
pub(super) fn asked(web: &Web) -> (String, String, String) {
    let (instance, record) = open(web);
    let t = &web.t;
    t.clock.advance(chrono::TimeDelta::days(40));
    accord::service::clocks::fire_due(&t.app).unwrap();
    t.act(&instance, "rachel", "send_answers", json!({})).unwrap();
    t.clock.advance(chrono::TimeDelta::days(6));
    accord::service::clocks::fire_due(&t.app).unwrap();
    t.act(&instance, "rachel", "ask_for_sign_off", json!({})).unwrap();
    let id = record.clone();
    let section = t.at_desk(move |desk| Ok(accord_store::sections::of_subject(desk.db, &id)?));
    (instance, record, section[0].id.clone())
}

#[test]
fn a_voter_sees_what_changed_since_they_answered() {
    let web = Web::new();
    let (instance, record, section) = asked(&web);
    let path = format!("/specification/{record}/text/changes");
    let grace = web.signed_in("grace");
    grace
        .get(&format!("{path}?since=answer"))
        .is(200)
        .says("You have not answered yet, so this is everything that was written.");
    let vote = accord::service::transition::Ask::Vote {
        state: "sign_off".to_owned(),
        option: "approve".to_owned(),
        answers: serde_json::Map::new(),
        reason: None,
    };
    let command = accord::service::transition::Command {
        ask: vote,
        ..web.t.command(&instance, "grace", "", json!({}))
    };
    web.t.app.ask(command).unwrap();
    web.t.clock.advance(chrono::TimeDelta::hours(1));
    let text = "Adults with a serious mental health problem, wherever they live.\n\n- At home\n- In a café";
    let edit = json!({ "section": section, "text": text, "why": "Grace asked where" });
    web.t.work(&record, "rachel", "section.edit", edit).unwrap();
    let page = grace
        .get(&format!("{path}?since=answer"))
        .is(200)
        .says("This is what has changed since you answered last.")
        .says("Why: Grace asked where.");
    assert!(page.body.contains("<ins>"), "{}", page.body);
    let said = words(&page.body);
    assert!(said.contains("problem, wherever they live."), "{said}");
    assert!(
        !page.body.contains("<del>In a café"),
        "what stays is not struck through"
    );
    // Everybody who reads the text finds the same, as a list and as a file.
    let hodan = web.signed_in("hodan");
    hodan.get(&path).is(200).says("Every change").says("Who it is for");
    let file = hodan.get(&format!("{path}?as=csv")).is(200);
    assert!(file.body.contains("Grace asked where"), "{}", file.body);
    hodan.get(&format!("{path}?since=99")).is(404);
    hodan.get(&format!("{path}?since=x")).is(404);
    hodan.get(&format!("{path}?since=2&to=1")).is(404);
    let sent = web.posted();
    assert!(
        sent.iter().any(|row| row.payload.contains("\"sign_again\"")),
        "a letter leads to it"
    );
}

#[test]
fn a_text_that_nobody_has_begun_has_no_changes() {
    let web = Web::new();
    let (_, record) = web.t.specification();
    web.signed_in("rachel")
        .get(&format!("/specification/{record}/text/changes"))
        .is(200)
        .says("Nothing has been written yet");
}
