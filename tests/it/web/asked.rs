//! "Where is what I asked for?": from a comment and a condition to what became of each.

use accord::service::{
    clocks,
    transition::{Ask, Command},
};
use serde_json::json;

use super::{browser::Web, changes::asked as signing};
use crate::support::{app::object, worker};

pub(super) fn vote(web: &Web, instance: &str, who: &str, option: &str, answers: serde_json::Value) {
    let ask = Ask::Vote {
        state: "sign_off".to_owned(),
        option: option.to_owned(),
        answers: object(answers),
        reason: None,
    };
    let command = Command {
        ask,
        ..web.t.command(instance, who, "", json!({}))
    };
    web.t.app.ask(command).unwrap();
}

#[test]
fn a_condition_is_followed_to_where_it_is_met() {
    let web = Web::new();
    let (instance, record, _) = signing(&web);
    let path = format!("/specification/{record}/asked");
    let nkechi = web.signed_in("nkechi");
    nkechi
        .get(&path)
        .is(200)
        .says("You have not asked for anything here yet")
        .says("Nothing has been promised yet");
    for who in [
        "grace",
        "danny",
        "yasmin",
        "kofi",
        "linda",
        "hodan",
        "beverley",
        "charlotte",
        "zuzana",
    ] {
        vote(&web, &instance, who, "approve", json!({}));
    }
    let condition = json!({ "condition": "Interpreters are in the price.", "evidence": "A line in the schedule.", "gate": "publication" });
    vote(&web, &instance, "nkechi", "approve_with_conditions", condition);
    web.t.clock.advance(chrono::TimeDelta::days(30));
    clocks::fire_due(&web.t.app).unwrap();
    nkechi
        .get(&path)
        .is(200)
        .says("Your condition: “Interpreters are in the price.”")
        .says("It became a promise")
        .says("Before bids are invited")
        .says("It has not happened yet.")
        .says("Not yet");
    // Everybody reads it without an account, each version with its Easy Read beside, and what is not done yet.
    worker::with_mail(&web.t).0.drain(web.now()).unwrap();
    let anyone = web.browser();
    let list = anyone.get("/heard").is(200);
    let one = super::browser::link(&list.body, "Peer support");
    let page = anyone
        .get(&one)
        .is(200)
        .says("In full")
        .says("Easy Read")
        .says("From what was asked to where it is now");
    let easy = super::browser::link(&page.body, "Easy Read");
    let easy = super::proposals::text(&web, &anyone.get(&easy).is(200));
    assert!(
        easy.contains("Interpreters are in the price.") && easy.contains("We have not done it yet."),
        "{easy}"
    );
    assert!(easy.contains("<body class=\"easy\">"), "it has large letters");
    anyone.get("/heard/NONE-1").is(404);
    anyone
        .get("/assured")
        .is(200)
        .says("Nothing goes round the experts")
        .says("Nobody is asked to sign while a comment has no answer.")
        .says("situations were looked at");
    // Everybody who takes part reads what was promised, by house.
    let grace = web
        .signed_in("grace")
        .get(&path)
        .is(200)
        .says("Interpreters are in the price.");
    assert!(!grace.body.contains("Nkechi Obi") && !grace.body.contains("Your condition"));
    let meet = json!({ "promise": "Interpreters are in the price.", "evidence": "It is line 14." });
    web.t.work(&record, "rachel", "obligation.meet", meet).unwrap();
    nkechi.get(&path).says("It has happened").says("It is line 14.");
    let file = nkechi.get(&format!("{path}?as=csv")).is(200);
    assert!(file.body.contains("It is line 14."), "{}", file.body);
}

#[test]
fn a_comment_is_followed_to_the_changed_words() {
    let web = Web::new();
    let (instance, record) = super::reading::open(&web);
    let id = record.clone();
    let section = web
        .t
        .at_desk(move |desk| Ok(accord_store::sections::of_subject(desk.db, &id)?))[0]
        .id
        .clone();
    let said = json!({ "section": section, "paragraph": 1, "text": "Say where." });
    let made = web.t.work(&record, "kofi", "comment.add", said).unwrap();
    let kofi = web.signed_in("kofi");
    let path = format!("/specification/{record}/asked");
    kofi.get(&path)
        .is(200)
        .says("Your comment: “Say where.”")
        .says("It gets one, with a reason, before anybody is asked to sign.");
    web.t.clock.advance(chrono::TimeDelta::days(40));
    clocks::fire_due(&web.t.app).unwrap();
    let edit = json!({ "section": section, "text": "Adults in Sheffield.", "why": "Kofi asked" });
    web.t.work(&record, "hodan", "section.edit", edit).unwrap();
    let answer = json!({ "comment": made["comment"], "disposition": "accepted", "answer": "In Sheffield." });
    web.t.work(&record, "rachel", "comment.answer", answer).unwrap();
    web.t.act(&instance, "rachel", "send_answers", json!({})).unwrap();
    kofi.get(&path)
        .says("It was answered: Accepted")
        .says("“Who it is for” was changed")
        .says("the page of your comment")
        .says("Both houses are asked, each on its own.");
}
