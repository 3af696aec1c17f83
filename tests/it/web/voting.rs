//! The page on which somebody signs: three answers, the others behind a line, and what is worth knowing
//! before.

use serde_json::json;

use super::{browser::Web, changes::asked};

#[test]
fn three_answers_stand_there_and_the_rest_behind_a_line() {
    let web = Web::new();
    let (instance, _, _) = asked(&web);
    let path = format!("/task/{instance}/vote/sign_off");
    let grace = web.signed_in("grace");
    let page = grace
        .get(&path)
        .is(200)
        .says("Do you support this text as what should be delivered?")
        .says("Read the text: 1 section, version 1")
        .says("the fingerprint of the text begins with")
        .says("You are paid £50 for this, whatever you answer: about 2 hours")
        .says("What you ask for becomes a promise.")
        .says("Ask for more time")
        .says("somebody writes down what you say");
    let (usual, rest) = page.body.split_once("<details").expect("a line that opens");
    for value in ["approve", "approve_with_conditions", "ask_for_changes"] {
        assert!(usual.contains(&format!("value=\"{value}\"")), "{value} stands there");
    }
    assert!(
        rest.starts_with(" class=\"ac-details\"><summary>Other answers"),
        "{rest}"
    );
    for value in ["block", "abstain", "stand_aside"] {
        assert!(!usual.contains(&format!("value=\"{value}\"")) && rest.contains(&format!("value=\"{value}\"")));
    }
    grace.post(&path, &[]).is(422).says("Select an answer.");
    // Somebody who is not paid for it is told nothing of pay.
    let hodan = web.signed_in("hodan").get(&path).is(200);
    assert!(!hodan.body.contains("You are paid"));
    // Whoever has answered sees what, and the others open if it is one of them.
    let command = accord::service::transition::Command {
        ask: accord::service::transition::Ask::Vote {
            state: "sign_off".to_owned(),
            option: "abstain".to_owned(),
            answers: serde_json::Map::new(),
            reason: None,
        },
        ..web.t.command(&instance, "grace", "", json!({}))
    };
    web.t.app.ask(command).unwrap();
    let page = grace
        .get(&path)
        .is(200)
        .says("You have answered “I would rather not say”.");
    assert!(
        page.body
            .contains("<details class=\"ac-details\" open><summary>Other answers")
    );
    // Who manages does not sign.
    web.signed_in("rachel")
        .get(&path)
        .is(403)
        .says("This is not yours to answer now");
}

/// The quorum of experts is as large as their house: nobody of it can be spared.
#[test]
fn it_is_said_that_one_more_who_steps_aside_would_leave_too_few() {
    let web = Web::new();
    let t = &web.t;
    let mut start = accord::service::transition::Start::of(&t.alliance, "specification", "Peer support");
    start
        .settings
        .insert("expert_quorum".to_owned(), accord_engine::value::Value::Integer(8));
    let instance = t.app.start(start).unwrap().instance;
    let row = t
        .app
        .store
        .read(|db| accord_store::instances::load(db, &t.alliance, &instance));
    let record = row.unwrap().subject_id;
    let act = |who: &str, event: &str, answers: serde_json::Value| {
        t.act(&instance, who, event, answers).unwrap();
    };
    let wait = |days| {
        t.clock.advance(chrono::TimeDelta::days(days));
        accord::service::clocks::fire_due(&t.app).unwrap();
    };
    act("rachel", "take_forward", json!({ "reason": "Yes." }));
    for _ in 0..8 {
        let body = json!({ "person": t.person("grace") });
        t.work(&record, "ifrah", "person.invite", body).unwrap();
    }
    t.say_what_it_is_for(&record);
    let scope = json!({ "fixed": "f", "budget": "£10.00", "payment_agreed": true });
    act("rachel", "begin_drafting", scope);
    let text = json!({ "heading": "Who it is for", "text": "Adults." });
    t.work(&record, "hodan", "section.edit", text).unwrap();
    act("rachel", "open_for_comment", json!({}));
    wait(40);
    act("rachel", "send_answers", json!({}));
    wait(9);
    act("rachel", "ask_for_sign_off", json!({}));
    let says = "Just enough people are asked: if one more steps aside or leaves, this can no longer end as “passed”.";
    web.signed_in("hodan")
        .get(&format!("/task/{instance}/vote/sign_off"))
        .is(200)
        .says(says);
    web.signed_in("rachel")
        .get(&format!("/specification/{record}"))
        .is(200)
        .says(says);
}
