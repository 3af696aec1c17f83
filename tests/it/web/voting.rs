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
        .says("Read the text: 1 section, version 26")
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
