//! The contract clauses and what hosts count stand beside the text: read, commented on, written together and signed
//! with it; bids are invited only to what was signed.

use std::sync::Arc;

use accord::service::{
    clocks,
    library::{Library, Shelf},
    subjects::{self, About},
    transition::Start,
};
use accord_engine::value::Value;
use accord_store::{instances, subjects as rows};
use chrono::TimeDelta;
use serde_json::json;

use super::{
    asked::vote,
    browser::{Web, link},
    reading::{drafting, open},
};
use crate::support::app::TestApp;

#[test]
fn clauses_and_counts_are_read_commented_on_and_written_beside_the_text() {
    let web = Web::new();
    let (_, record) = drafting(&web);
    let path = format!("/specification/{record}/text");
    let hodan = web.signed_in("hodan");
    let page = hodan
        .get(&path)
        .is(200)
        .says("What hosts sign: the contract clauses")
        .says("The host provides peer support in [the networks]")
        .says("What hosts count")
        .says("The target is 90%.");
    let change = link(&page.body, "Change section 4, Money");
    let form = hodan.get(&change).is(200).says("Words in brackets, such as [the host]");
    let key = form.hidden("ac-key");
    let sent = [
        ("ac-key", key.as_str()),
        ("heading", "Money"),
        ("text", "[the price] in all, paid monthly in advance."),
        ("why", "Small hosts cannot wait a quarter"),
    ];
    hodan.post(&change, &sent).is(303);
    hodan.get(&path).says("paid monthly in advance");
    let another = link(&page.body, "Write another clause");
    let form = hodan.get(&another).is(200);
    let key = form.hidden("ac-key");
    let sent = [
        ("ac-key", key.as_str()),
        ("heading", "Rooms"),
        ("text", "The alliance lends [the host] a room."),
    ];
    hodan.post(&another, &sent).is(303);
    hodan.get(&path).says("12. Rooms");
    // The text itself has no section yet, so nobody is asked to comment.
    let said = format!("/specification/{record}/comments");
    hodan.get(&said).is(200).says("Nobody has commented yet");
}

#[test]
fn a_comment_on_a_clause_gets_its_answer_like_any_other() {
    let web = Web::new();
    let (_, record) = open(&web);
    let path = format!("/specification/{record}/text");
    let grace = web.signed_in("grace");
    let page = grace.get(&path).is(200);
    let comment = link(&page.body, "Comment on paragraph 1 of Information about people");
    let form = grace.get(&comment).is(200);
    let key = form.hidden("ac-key");
    grace
        .post(
            &comment,
            &[("ac-key", key.as_str()), ("text", "Say who is told after a breach.")],
        )
        .is(303);
    web.signed_in("rachel")
        .get(&format!("/specification/{record}/answering"))
        .is(200)
        .says("Say who is told after a breach.")
        .says("Information about people");
}

/// A text that both houses sign; gives its instance and its record.
fn signing(t: &TestApp, (instance, record): (String, String)) -> (String, String) {
    let next = |days| {
        t.clock.advance(TimeDelta::days(days));
        clocks::fire_due(&t.app).unwrap();
    };
    next(40);
    t.act(&instance, "rachel", "send_answers", json!({})).unwrap();
    next(9);
    t.act(&instance, "rachel", "ask_for_sign_off", json!({})).unwrap();
    (instance, record)
}

const SIGNERS: [&str; 9] = [
    "grace",
    "danny",
    "yasmin",
    "kofi",
    "hodan",
    "beverley",
    "charlotte",
    "zuzana",
    "desmond",
];

#[test]
fn a_changed_clause_takes_votes_with_it() {
    let web = Web::new();
    let (instance, record) = signing(&web.t, open(&web));
    vote(&web, &instance, "hodan", "approve", json!({}));
    let grace = web.signed_in("grace");
    grace
        .get(&format!("/task/{instance}/vote/sign_off"))
        .is(200)
        .says("the contract clauses: 11 sections")
        .says("that of the clauses with");
    let edit = json!({ "section": "Money", "text": "[the price], when we have it." });
    web.t.work(&record, "rachel", "section.edit", edit).unwrap();
    let letters = web.posted().into_iter();
    let told = letters.filter(|row| row.payload.contains("\"sign_again\"")).count();
    assert!(told > 0, "whoever answered is asked anew");
}

#[test]
fn bids_are_invited_only_to_what_was_signed() {
    let web = Web::new();
    let (instance, _) = signing(&web.t, open(&web));
    for who in SIGNERS {
        vote(&web, &instance, who, "approve", json!({}));
    }
    let Web { t, site, .. } = web;
    drop(site);
    t.clock.advance(TimeDelta::days(30));
    clocks::fire_due(&t.app).unwrap();
    let mut start = Start::of(&t.alliance, "alliance-framework", "Peer support");
    start.links.insert("spec".to_owned(), instance);
    let round = t.app.start(start).unwrap().instance;
    let round = t
        .app
        .store
        .read(|db| instances::load(db, &t.alliance, &round))
        .unwrap()
        .subject_id;
    assert_eq!(signed(&t, &round), [true, true, true]);
    // The same installation with a set of indicators that asks for something else.
    let path = "workflows/indicators/peer-support.yaml";
    let shelf = Shelf::built_in();
    let text = shelf.get(path).unwrap().replacen("target: 90", "target: 95", 1);
    let t = t.restarted(Arc::new(Library::read(Shelf::built_in().with(path, &text)).unwrap()));
    assert_eq!(signed(&t, &round), [true, true, false]);
}

/// Whether text, clauses and what hosts count are what was signed, as a round finds them.
fn signed(t: &TestApp, round: &str) -> [bool; 3] {
    let (alliance, round) = (t.alliance.clone(), round.to_owned());
    let facts = t.at_desk(move |desk| {
        let row = rows::load(desk.db, &alliance, &round)?;
        let about = About {
            row: &row,
            snapshot: None,
        };
        subjects::of("round")?.facts(desk, about)
    });
    ["signed.text", "signed.clauses", "signed.measures"].map(|name| facts[name] == Value::Bool(true))
}
