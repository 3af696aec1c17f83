//! What pages say to whom.

use accord::service::clocks;
use chrono::TimeDelta;
use serde_json::json;

use super::browser::Web;

#[test]
fn somebody_who_may_not_yet_act_reads_every_reason() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    web.t
        .act(&instance, "rachel", "take_forward", json!({ "reason": "Yes." }))
        .unwrap();
    let browser = web.signed_in("rachel");
    let page = browser.get(&format!("/specification/{record}")).is(200);
    let page = page.says("Too few experts by experience have been invited yet.");
    page.says("Invite at least as many experts as must sign off")
        .says("Who can mend it: Contract manager.");
    browser
        .get(&format!("/task/{instance}/act/scoping/begin_drafting"))
        .is(403)
        .says("This cannot be done yet")
        .says("Too few experts by experience");
}

#[test]
fn an_address_that_is_nothing_is_a_page_with_a_way_on() {
    let web = Web::new();
    let page = web
        .signed_in("amina")
        .get("/no/such/thing")
        .is(404)
        .says("There is nothing at this address");
    assert!(page.body.contains("href=\"/\""));
    web.browser().get("/specification/none/at/all").is(404);
}

#[test]
fn home_is_empty_for_who_is_asked_nothing() {
    let web = Web::new();
    web.t.specification();
    web.signed_in("amina")
        .get("/")
        .is(200)
        .says("Nothing is waiting on you.");
    web.signed_in("grace")
        .get("/")
        .is(200)
        .says("What becomes of this idea?");
}

/// Brings a specification to its sign-off.
pub(super) fn sign_off(web: &Web, instance: &str, record: &str) {
    let t = &web.t;
    let settle = |days: i64| {
        t.clock.advance(TimeDelta::days(days));
        clocks::fire_due(&t.app).unwrap();
    };
    commenting(web, instance, record);
    settle(40);
    t.act(instance, "rachel", "send_answers", json!({})).unwrap();
    settle(10);
    t.act(instance, "rachel", "ask_for_sign_off", json!({})).unwrap();
}

/// Takes an idea to where people comment on its text.
pub(super) fn commenting(web: &Web, instance: &str, record: &str) {
    let t = &web.t;
    t.act(instance, "rachel", "take_forward", json!({ "reason": "Yes." }))
        .unwrap();
    for who in ["grace", "danny", "yasmin", "kofi", "linda"] {
        t.work(record, "rachel", "person.invite", json!({ "person": t.person(who) }))
            .unwrap();
    }
    t.say_what_it_is_for(record);
    let scope = json!({ "fixed": "f", "budget": "£10.00", "payment_agreed": true });
    t.act(instance, "rachel", "begin_drafting", scope).unwrap();
    t.work(
        record,
        "hodan",
        "section.edit",
        json!({ "heading": "Who it is for", "text": "Adults." }),
    )
    .unwrap();
    t.act(instance, "rachel", "open_for_comment", json!({})).unwrap();
}

#[test]
fn several_ways_on_are_one_line_of_home_and_one_page() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    let rachel = web.signed_in("rachel");
    let home = rachel.get("/").is(200).says("What becomes of this idea?");
    assert_eq!(home.body.matches("What becomes of this idea?").count(), 1);
    assert!(!home.body.contains("Set it aside"), "{}", home.body);
    let choose = format!("/task/{instance}/choose/idea");
    assert!(home.body.contains(&choose), "{}", home.body);
    rachel
        .get(&choose)
        .is(200)
        .says("Take it forward")
        .says("Set it aside")
        .says("This is open until the end of Monday 19 January 2026, UK time.");
    rachel.post(&choose, &[]).is(422).says("Select an answer.");
    let answer = rachel.post(&choose, &[("option", "take_forward")]).is(303);
    assert_eq!(answer.to(), format!("/task/{instance}/act/idea/take_forward"));
    // Somebody who sees it and may not decide is told so; a stranger finds nothing; nor is there anything
    // to choose where nothing leads on.
    web.signed_in("amina").get(&choose).is(404);
    rachel.get(&format!("/task/{instance}/choose/signed_off")).is(404);
    rachel
        .get(&format!("/specification/{record}"))
        .is(200)
        .says("Set it aside");
}

#[test]
fn a_decision_is_one_question_with_its_answers() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    sign_off(&web, &instance, &record);
    let browser = web.signed_in("grace");
    browser.get("/").says("Do you support this text");
    let vote = format!("/task/{instance}/vote/sign_off");
    let asked = browser.get(&vote).is(200).says("I cannot support it");
    asked
        .says("This is open until")
        .says("You can change your answer until answers are counted.");
    browser.post(&vote, &[]).is(422).says("Select an answer.");
    let answer = browser.post(&vote, &[("option", "approve")]).is(303);
    let task = answer.to().to_owned();
    let answer = browser.get(&task).is(303);
    let check = answer.to().to_owned();
    let page = browser.get(&check).is(200).says("You can change your answer");
    browser
        .post(
            &check,
            &[
                ("ac-key", &page.hidden("ac-key")),
                ("ac-version", &page.hidden("ac-version")),
            ],
        )
        .is(303);
    // A block asks why.
    let hodan = web.signed_in("hodan");
    let answer = hodan.post(&vote, &[("option", "block")]).is(303);
    hodan
        .get(answer.to())
        .is(200)
        .says("What would need to change, and why?");
}
