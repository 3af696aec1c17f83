//! Comments one by one and in bulk: answers that lead to the changed text, and authors who are not happy
//! with them, for whoever is asked to sign.

use std::time::{Duration, Instant};

use accord::service::clocks;
use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::{
    browser::{Web, link, words},
    reading::open,
};

/// Comments by these people on the first paragraph of the only section; gives their ids.
fn said(web: &Web, record: &str, by: &[(&str, &str)]) -> Vec<String> {
    let id = record.to_owned();
    let sections = web
        .t
        .at_desk(move |desk| Ok(accord_store::sections::of_subject(desk.db, &id)?));
    let one = |(who, text): &(&str, &str)| {
        let body = json!({ "section": sections[0].id, "paragraph": 1, "text": text });
        let made = web.t.work(record, who, "comment.add", body).unwrap();
        web.t.clock.advance(TimeDelta::minutes(1));
        made.get("comment").and_then(Json::as_str).unwrap().to_owned()
    };
    by.iter().map(one).collect()
}

fn to_answering(web: &Web) {
    web.t.clock.advance(TimeDelta::days(40));
    clocks::fire_due(&web.t.app).unwrap();
}

#[test]
fn many_comments_get_one_answer_and_nobody_is_written_over() {
    let web = Web::new();
    let (_, record) = open(&web);
    let all = said(
        &web,
        &record,
        &[
            ("grace", "Who pays the bus?"),
            ("danny", "And the bus?"),
            ("kofi", "Say nights."),
        ],
    );
    let path = format!("/specification/{record}/answering");
    // Who does not answer has no desk; whoever does finds what waits.
    web.signed_in("grace").get(&path).is(404);
    web.signed_in("grace")
        .post(&path, &[("which", all[0].as_str())])
        .is(404);
    let rachel = web.signed_in("rachel");
    let page = rachel
        .get(&path)
        .is(200)
        .says("3 comments still to be answered.")
        .says("Who pays the bus?");
    assert!(!page.body.contains("Grace Mensah"), "houses, no names");
    let key = page.hidden("ac-key");
    let nothing = [("ac-key", key.as_str()), ("disposition", "accepted")];
    rachel
        .post(&path, &nothing)
        .is(422)
        .says("Select the comments that this answers.");
    let unreasoned = [
        ("ac-key", key.as_str()),
        ("which", &all[0]),
        ("which", &all[1]),
        ("disposition", "not_accepted"),
    ];
    rachel
        .post(&path, &unreasoned)
        .is(422)
        .says("Say why; only plain acceptance needs no reason.");
    // Tom is quicker with one of them.
    let first = json!({ "comment": all[1], "disposition": "accepted", "answer": "Tom says so." });
    web.t.work(&record, "tom", "comment.answer", first).unwrap();
    let both = [
        ("ac-key", key.as_str()),
        ("which", &all[0]),
        ("which", &all[1]),
        ("disposition", "already_covered"),
        ("answer", "Section 4 says that we pay."),
    ];
    let done = rachel.post(&path, &both).is(303).to().to_owned();
    rachel
        .get(&done)
        .is(200)
        .says("You answered 1 comment.")
        .says("1 comment had an answer already, and keep it.")
        .says("1 comment still to be answered.");
    let comment = |id: &str| rachel.get(&format!("/specification/{record}/comments/{id}")).is(200);
    comment(&all[0])
        .says("Already covered.")
        .says("Section 4 says that we pay.");
    comment(&all[1]).says("Tom says so.");
    let last = [("ac-key", "0a"), ("which", &all[2]), ("disposition", "accepted")];
    rachel.post(&path, &last).is(303);
    rachel.get(&path).is(200).says("Every comment has an answer");
}

#[test]
fn home_asks_each_person_until_they_have_said_something() {
    let web = Web::new();
    let (instance, record) = open(&web);
    let on_you = |who: &str, path: &str| {
        let page = web.signed_in(who).get("/").is(200);
        let (on_you, _) = page.body.split_once("Waiting on others").unwrap();
        on_you.contains(&format!("href=\"{path}"))
    };
    let text = format!("/specification/{record}/text");
    assert!(on_you("grace", &text) && on_you("danny", &text));
    assert!(!on_you("rachel", &text), "she answers, and does not comment");
    let all = said(&web, &record, &[("grace", "Say who pays the bus.")]);
    assert!(!on_you("grace", &text) && on_you("danny", &text));
    to_answering(&web);
    assert!(!on_you("danny", &text), "nobody may comment any more");
    let body = json!({ "comment": all[0], "disposition": "accepted", "answer": "We do." });
    web.t.work(&record, "rachel", "comment.answer", body).unwrap();
    web.t.act(&instance, "rachel", "send_answers", json!({})).unwrap();
    let comments = format!("/specification/{record}/comments");
    assert!(on_you("grace", &comments), "is she happy with the answer?");
    assert!(!on_you("danny", &comments), "he asked nothing");
    let body = json!({ "comment": all[0], "happy": true });
    web.t.work(&record, "grace", "comment.rate", body).unwrap();
    assert!(!on_you("grace", &comments));
}

#[test]
fn an_answer_leads_to_the_changed_words_and_signers_see_who_is_not_happy() {
    let web = Web::new();
    let (instance, record) = open(&web);
    let all = said(
        &web,
        &record,
        &[("grace", "Say who pays the bus."), ("kofi", "Say nights.")],
    );
    to_answering(&web);
    let id = record.clone();
    let section = web
        .t
        .at_desk(move |desk| Ok(accord_store::sections::of_subject(desk.db, &id)?))[0]
        .id
        .clone();
    let text = "Adults with a serious mental health problem. The service pays the bus.\n\n- At home\n- In a café";
    let edit = json!({ "section": section, "text": text, "why": "Grace asked" });
    web.t.work(&record, "hodan", "section.edit", edit).unwrap();
    // Rewritten since, so the answer leads there without anybody naming it.
    for id in &all {
        let body =
            json!({ "comment": id, "disposition": "accepted_in_part", "answer": "The bus is in; nights are not." });
        web.t.work(&record, "rachel", "comment.answer", body).unwrap();
    }
    web.t.act(&instance, "rachel", "send_answers", json!({})).unwrap();
    let grace = web.signed_in("grace");
    let list = format!("/specification/{record}/comments");
    let mine = grace
        .get(&format!("{list}?whose=mine"))
        .is(200)
        .says("Say who pays the bus.");
    assert!(!words(&mine.body).contains("Say nights."), "only one's own");
    let path = link(&mine.body, "Comment 1");
    let page = grace
        .get(&path)
        .is(200)
        .says("The bus is in; nights are not.")
        .says("Read what says it now: Who it is for");
    assert!(page.body.contains("<ins>"), "how it changed since is shown");
    // She says that she is not happy, there and then.
    let rate = format!("/specification/{record}/work/comment.rate?comment={}", all[0]);
    let key = page.hidden("ac-key");
    let sent = [
        ("ac-key", key.as_str()),
        ("happy", "no"),
        ("why", "It does not say who buys the ticket."),
    ];
    assert_eq!(grace.post(&rate, &sent).is(303).to(), format!("{path}?did=sent"));
    grace
        .get(&path)
        .says("You are not happy with it.")
        .says("It does not say who buys the ticket.");
    // Nobody else can say it for her.
    let hodan = web.signed_in("hodan");
    assert!(!hodan.get(&path).is(200).body.contains("Is the answer good?\" "));
    // Another answer takes the place of the first, and whoever commented is told.
    let again = json!({ "comment": all[1], "disposition": "accepted", "answer": "Nights are in as well." });
    web.t.work(&record, "rachel", "comment.answer", again).unwrap();
    let mut letters = web.posted().into_iter();
    let told = letters
        .find(|row| row.payload.contains("access/answered_again"))
        .unwrap();
    assert!(told.recipient == web.t.person("kofi") && told.payload.contains("Nights are in as well."));
    web.t.clock.advance(TimeDelta::days(9));
    clocks::fire_due(&web.t.app).unwrap();
    web.t.act(&instance, "rachel", "ask_for_sign_off", json!({})).unwrap();
    let vote = hodan.get(&format!("/task/{instance}/vote/sign_off")).is(200);
    let unhappy = link(&vote.body, "Answers that people are not happy with: 1 comment");
    let page = hodan
        .get(&unhappy)
        .is(200)
        .says("Say who pays the bus.")
        .says("One person is not happy");
    assert!(!page.body.contains("Grace Mensah"));
    hodan
        .get(&path)
        .says("Whoever said it is not happy with it.")
        .says("It does not say who buys the ticket.");
    let letter = web
        .posted()
        .into_iter()
        .find(|row| row.payload.contains("\"sign_off_requested\""))
        .unwrap();
    assert!(letter.payload.contains("\"unhappy\":1"), "the letter can say it");
    // While people sign, no answer moves under them.
    let late = json!({ "comment": all[0], "disposition": "accepted", "answer": "The service buys the ticket." });
    assert!(web.t.work(&record, "rachel", "comment.answer", late).is_err());
    hodan
        .get(&format!("{list}/01900000-0000-7000-8000-000000000000"))
        .is(404);
}

#[test]
fn a_text_on_which_nobody_has_said_anything_says_so() {
    let web = Web::new();
    let (_, record) = open(&web);
    web.signed_in("grace")
        .get(&format!("/specification/{record}/comments"))
        .is(200)
        .says("Nobody has commented yet");
    web.signed_in("rachel")
        .get(&format!("/specification/{record}/answering"))
        .is(200)
        .says("Every comment has an answer");
}

/// A long text with many comments opens at once. The floor is for a release build.
#[test]
fn forty_sections_and_five_hundred_comments_open_at_once() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    let t = &web.t;
    t.act(&instance, "rachel", "take_forward", json!({ "reason": "Yes." }))
        .unwrap();
    for who in ["grace", "danny", "yasmin", "kofi"] {
        t.work(&record, "ifrah", "person.invite", json!({ "person": t.person(who) }))
            .unwrap();
    }
    t.say_what_it_is_for(&record);
    let scope = json!({ "fixed": "f", "budget": "£10.00", "payment_agreed": true });
    t.act(&instance, "rachel", "begin_drafting", scope).unwrap();
    let section = |number: usize| format!("# Section {number}\n\nFirst of {number}.\n\nSecond.\n\nThird.\n\n");
    let document: String = (1..=40).map(section).collect();
    t.work(&record, "hodan", "section.edit", json!({ "document": document }))
        .unwrap();
    t.act(&instance, "rachel", "open_for_comment", json!({})).unwrap();
    let tasks = (0..500).map(|number: usize| accord::service::work::Task {
        alliance: t.alliance.clone(),
        subject: record.clone(),
        permit: "comment.add".to_owned(),
        caller: t.caller("grace"),
        key: None,
        body: crate::support::app::object(json!({
            "section": format!("Section {}", number % 40 + 1), "paragraph": number % 3 + 1,
            "text": format!("Number {number}: say it in fewer words."),
        })),
    });
    assert_eq!(t.app.work_each(tasks.collect(), |_| false).unwrap(), 500);
    let floor = Duration::from_millis(if cfg!(debug_assertions) { 1_500 } else { 100 });
    let rachel = web.signed_in("rachel");
    for place in ["text", "comments", "answering"] {
        let path = format!("/specification/{record}/{place}");
        let mut took: Vec<Duration> = (0..5)
            .map(|_| {
                let began = Instant::now();
                rachel.get(&path).is(200);
                began.elapsed()
            })
            .collect();
        took.sort();
        println!("{place}: {:?} at the median", took[2]);
        assert!(took[2] < floor, "{place} takes {:?}", took[2]);
    }
    let page = rachel
        .get(&format!("/specification/{record}/answering"))
        .says("500 comments still to be answered.");
    let first: Vec<String> = page
        .body
        .split("name=\"which\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    assert_eq!(first.len(), 40);
    let key = page.hidden("ac-key");
    let mut form = vec![
        ("ac-key", key.as_str()),
        ("disposition", "accepted"),
        ("answer", "We do."),
    ];
    form.extend(first.iter().map(|id| ("which", id.as_str())));
    let done = rachel
        .post(&format!("/specification/{record}/answering"), &form)
        .is(303)
        .to()
        .to_owned();
    rachel
        .get(&done)
        .says("You answered 40 comments.")
        .says("460 comments still to be answered.");
}
