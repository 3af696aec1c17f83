//! What is proposed for a text gets an answer of its own; whoever made it is told, and everybody finds both.

use serde_json::json;

use super::{
    browser::{Web, link},
    reading::drafting,
};

#[test]
fn each_proposal_gets_its_own_answer_and_its_author_is_told() {
    let web = Web::new();
    let (_, idea) = web.t.specification();
    web.t
        .work(&idea, "ifrah", "proposal.add", json!({ "text": "An idea." }))
        .unwrap();
    let told = web
        .posted()
        .into_iter()
        .any(|row| row.payload.contains("proposal_made"));
    assert!(
        !told,
        "nobody answers proposals while the idea itself waits for an answer"
    );
    let (instance, record) = drafting(&web);
    let path = format!("/specification/{record}/proposals");
    let ifrah = web.signed_in("ifrah");
    let page = ifrah.get(&path).is(200).says("Nothing has been proposed yet");
    let propose = link(&page.body, "Propose something");
    let key = ifrah.get(&propose).is(200).hidden("ac-key");
    let sent = [("ac-key", key.as_str()), ("text", "Warm rooms on Sundays.")];
    ifrah.post(&propose, &sent).is(303);
    let of = |template: &str| {
        let name = format!("access/{template}");
        let all = web.posted().into_iter().filter(|row| row.payload.contains(&name));
        all.map(|row| row.recipient).collect::<Vec<_>>()
    };
    assert!(
        of("proposal_made").contains(&web.t.person("rachel")),
        "whoever answers is told"
    );
    web.t
        .work(
            &record,
            "yasmin",
            "proposal.add",
            json!({ "text": "Pay travel first." }),
        )
        .unwrap();
    // Where two wait, an answer says which it is for.
    let rachel = web.signed_in("rachel");
    let page = rachel
        .get(&path)
        .is(200)
        .says("Warm rooms on Sundays.")
        .says("Since today");
    let answer = link(&page.body, "Answer a proposal");
    let form = rachel.get(&answer).is(200).says("Pay travel first.");
    let key = form.hidden("ac-key");
    let unnamed = [("ac-key", key.as_str()), ("answer", "Yes.")];
    rachel
        .post(&answer, &unnamed)
        .is(422)
        .says("Choose which of the 2 proposals this answers.");
    let second = [
        ("ac-key", key.as_str()),
        ("proposal", "2"),
        ("answer", "Yes: travel is paid before the day."),
    ];
    rachel.post(&answer, &second).is(303);
    assert_eq!(of("proposal_answered"), [web.t.person("yasmin")]);
    rachel
        .get(&format!("{path}?stands=waiting"))
        .is(200)
        .says("Warm rooms on Sundays.");
    let hodan = web.signed_in("hodan");
    let page = hodan
        .get(&path)
        .is(200)
        .says("Yes: travel is paid before the day.")
        .says("Lived experience");
    assert!(!page.body.contains("Yasmin") && !page.body.contains("Answer a proposal"));
    let file = hodan.get(&format!("{path}?as=csv")).is(200);
    assert!(file.body.contains("Warm rooms on Sundays."));
    // The text is not opened for comment before the other has its answer, which needs no number any more.
    assert!(web.t.act(&instance, "rachel", "open_for_comment", json!({})).is_err());
    web.t
        .work(
            &record,
            "rachel",
            "proposal.answer",
            json!({ "answer": "Not this winter: no money." }),
        )
        .unwrap();
    ifrah
        .get(&path)
        .is(200)
        .says("You proposed this")
        .says("Not this winter");
    let again = json!({ "answer": "Once more." });
    assert!(web.t.work(&record, "rachel", "proposal.answer", again).is_err());
}
