//! A specification that is read, commented on, answered; more time; acting for somebody.

use accord::service::{authority::manage, clocks};
use chrono::TimeDelta;
use serde_json::json;

use super::browser::{Web, link};

/// A specification that is being written together, with nothing in it.
pub(super) fn drafting(web: &Web) -> (String, String) {
    let (instance, record) = web.t.specification();
    let t = &web.t;
    t.act(&instance, "rachel", "take_forward", json!({ "reason": "Yes." }))
        .unwrap();
    for who in ["grace", "danny", "yasmin", "kofi", "linda"] {
        t.work(&record, "ifrah", "person.invite", json!({ "person": t.person(who) }))
            .unwrap();
    }
    t.say_what_it_is_for(&record);
    let scope = json!({ "fixed": "f", "budget": "£10.00", "payment_agreed": true });
    t.act(&instance, "rachel", "begin_drafting", scope).unwrap();
    (instance, record)
}

/// The same, open for comment.
pub(in crate::web) fn open(web: &Web) -> (String, String) {
    let (instance, record) = drafting(web);
    let t = &web.t;
    let text = "Adults with a serious mental health problem.\n\n- At home\n- In a café";
    t.work(
        &record,
        "hodan",
        "section.edit",
        json!({ "heading": "Who it is for", "text": text }),
    )
    .unwrap();
    t.act(&instance, "rachel", "open_for_comment", json!({})).unwrap();
    (instance, record)
}

#[test]
fn a_comment_is_made_answered_and_judged() {
    let web = Web::new();
    let (instance, record) = open(&web);
    let path = format!("/specification/{record}/text");
    let grace = web.signed_in("grace");
    let page = grace
        .get(&path)
        .is(200)
        .says("Adults with a serious mental health problem.")
        .says("In a café");
    let comment = link(&page.body, "Comment on paragraph 1 of Who it is for");
    let form = grace.get(&comment).is(200).says("What do you want to say about this?");
    let key = form.hidden("ac-key");
    grace
        .post(&comment, &[("ac-key", &key), ("text", "")])
        .is(422)
        .says("There is a problem");
    let sent = [("ac-key", key.as_str()), ("text", "Say who pays for the bus.")];
    let back = grace.post(&comment, &sent).is(303).to().to_owned();
    assert!(
        back.starts_with(&format!("{path}?sent=")) && back.ends_with(".1#sent"),
        "back to the paragraph: {back}"
    );
    // It is said beside the paragraph, where the address leads to, and nowhere else.
    let there = grace.get(&back).is(200).says("Done. It is sent, and gets an answer");
    assert_eq!(there.body.matches("id=\"sent\"").count(), 1);
    assert!(link(&there.body, "Where is what you asked for?").ends_with("/asked"));
    grace.post(&comment, &sent).is(303);
    let page = grace.get(&path).says("You: Say who pays for the bus.");
    assert_eq!(
        page.body.matches("</strong> Say who pays for the bus.").count(),
        1,
        "twice is once"
    );
    // Others see the house, not the name.
    let hodan = web.signed_in("hodan");
    let page = hodan.get(&path).says("Lived experience: Say who pays for the bus.");
    assert!(!page.body.contains("Grace Mensah"));
    hodan
        .get(&format!("/specification/{record}/work/comment.answer?comment=1"))
        .is(404);

    let rachel = web.signed_in("rachel");
    let page = rachel.get(&path).is(200);
    let answer = link(&page.body, "Answer “Say who pays");
    let form = rachel.get(&answer).is(200);
    let key = form.hidden("ac-key");
    let unreasoned = [
        ("ac-key", key.as_str()),
        ("disposition", "not_accepted"),
        ("answer", ""),
    ];
    rachel
        .post(&answer, &unreasoned)
        .is(422)
        .says("Say why; only plain acceptance needs no reason.");
    let reasoned = [
        ("ac-key", key.as_str()),
        ("disposition", "accepted"),
        ("answer", "We do."),
    ];
    rachel.post(&answer, &reasoned).is(303);
    grace.get(&path).says("Accepted. We do.");

    web.t.clock.advance(TimeDelta::days(40));
    clocks::fire_due(&web.t.app).unwrap();
    web.t.act(&instance, "rachel", "send_answers", json!({})).unwrap();
    let page = grace.get(&path);
    let rate = link(&page.body, "Say whether you are happy");
    let key = grace.get(&rate).is(200).hidden("ac-key");
    grace.post(&rate, &[("ac-key", &key), ("happy", "yes")]).is(303);
}

#[test]
fn what_a_stage_does_not_allow_has_no_page() {
    let web = Web::new();
    let (_, record) = open(&web);
    let hodan = web.signed_in("hodan");
    hodan.get(&format!("/specification/{record}/work/section.edit")).is(404);
    hodan.get(&format!("/specification/{record}/work/no.such")).is(404);
    web.signed_in("amina")
        .get(&format!("/specification/{record}/text"))
        .is(404);
}

#[test]
fn more_time_is_taken_without_a_reason() {
    let web = Web::new();
    let (instance, record) = open(&web);
    let grace = web.signed_in("grace");
    let page = grace
        .get(&format!("/specification/{record}"))
        .is(200)
        .says("Ask for more time");
    let path = link(&page.body, "Ask for more time");
    assert_eq!(path, format!("/task/{instance}/more-time/commenting/deadline"));
    grace.get(&path).is(200).says("5 working days more");
    grace
        .post(&path, &[])
        .is(422)
        .says("Select how much more time you need.");
    grace.post(&path, &[("by", "50 working_days")]).is(422);
    grace.post(&path, &[("by", "5 working_days")]).is(303);
    // It can be taken once; and somebody whom the workflow does not name cannot take it.
    grace.get(&path).is(404);
    web.signed_in("hodan").get(&path).is(404);
}

#[test]
fn somebody_acts_for_another_until_a_day() {
    let web = Web::new();
    let (instance, _) = web.t.specification();
    let (rachel, leon) = (web.t.person("rachel"), web.t.person("leon"));
    let until = "2026-01-09T17:00:00Z".parse().unwrap();
    let principal = rachel.clone();
    web.t
        .at_desk(move |desk| manage::delegate(desk, &principal, &leon, until, "Leave"));
    let browser = web.signed_in("leon");
    let task = format!("/task/{instance}/act/idea/take_forward");
    browser.get(&task).is(403);
    browser.get("/account").is(200).says("Act for Rachel Okafor");
    browser
        .post("/account/act-for", &[("person", &web.t.person("tom"))])
        .is(404);
    browser.post("/account/act-for", &[("person", &rachel)]).is(303);
    let page = browser.get(&task).is(200);
    assert!(page.body.contains("acting for Rachel Okafor"));
    web.t.clock.move_to("2026-01-10T09:00:00Z".parse().unwrap());
    browser.get(&task).is(403);
}
