//! Below a comment: more is said, by its author and by those who answer; an answer names the comment that said
//! it before; words are hidden with a reason, never silently, and shown again.

use serde_json::{Value as Json, json};

use super::{
    api::Program,
    browser::{Web, link, words},
    reading::open,
};

/// A comment by somebody on the only section; gives its id.
fn said(web: &Web, record: &str, who: &str, text: &str) -> String {
    let body = json!({ "section": "Who it is for", "paragraph": 1, "text": text });
    let made = web.t.work(record, who, "comment.add", body).unwrap();
    web.t.clock.advance(chrono::TimeDelta::minutes(1));
    made.get("comment").and_then(Json::as_str).unwrap().to_owned()
}

fn letters<'a>(web: &'a Web, template: &'a str) -> Vec<(String, String)> {
    let name = format!("access/{template}");
    let all = web.posted().into_iter();
    all.filter(|row| row.payload.contains(&name))
        .map(|row| (row.recipient, row.payload))
        .collect()
}

#[test]
fn more_is_said_below_a_comment_by_its_author_and_by_those_who_answer() {
    let web = Web::new();
    let (_, record) = open(&web);
    let id = said(&web, &record, "kofi", "Say nights.");
    let path = format!("/specification/{record}/comments/{id}");
    let rachel = web.signed_in("rachel");
    let page = rachel
        .get(&path)
        .is(200)
        .says("What was said below it")
        .says("Nothing yet.");
    let ask = link(&page.body, "Ask back, or say more");
    let form = rachel.get(&ask).is(200).says("The comment: “Say nights.”");
    let sent = [
        ("ac-key", form.hidden("ac-key")),
        ("text", "From when until when?".to_owned()),
    ];
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(rachel.post(&ask, &sent).is(303).to(), format!("{path}?did=sent"));
    let told = letters(&web, "said_below");
    assert!(told.len() == 1 && told[0].0 == web.t.person("kofi") && told[0].1.contains("From when until when?"));
    // Whoever commented says more; nobody else does it for them, and nobody's name is told.
    let kofi = web.signed_in("kofi");
    let page = kofi
        .get(&path)
        .is(200)
        .says("Those who answer")
        .says("From when until when?");
    assert!(!page.body.contains("Rachel"));
    let more = link(&page.body, "Say more below your comment");
    let form = kofi.get(&more).is(200).says("Said below it: “From when until when?”");
    let key = form.hidden("ac-key");
    kofi.post(&more, &[("ac-key", key.as_str()), ("text", "Ten to six.")])
        .is(303);
    let told = letters(&web, "said_below");
    assert!(told.len() == 2 && told[1].0 == web.t.person("rachel"));
    let hodan = web.signed_in("hodan");
    let page = hodan.get(&path).is(200).says("Lived experience").says("Ten to six.");
    assert!(!page.body.contains("Say more below your comment") && !page.body.contains("Kofi"));
    let body = json!({ "comment": id, "text": "And I say so too." });
    assert!(web.t.work(&record, "hodan", "comment.reply", body).is_err());
    // The text leads there, and the desk says that there is more; it still waits for its answer.
    let text = kofi.get(&format!("/specification/{record}/text")).is(200);
    link(&text.body, "Say or read more: “Say nights.”");
    rachel
        .get(&format!("/specification/{record}/answering"))
        .is(200)
        .says("2 things were said below it")
        .says("1 comment still to be answered.");
}

#[test]
fn an_answer_names_the_comment_that_said_it_before() {
    let web = Web::new();
    let (_, record) = open(&web);
    let first = said(&web, &record, "kofi", "Say who pays the bus.");
    let second = said(&web, &record, "danny", "And the bus?");
    let third = said(&web, &record, "grace", "Buses!");
    let answer = |comment: &str, same_as: Json| {
        let body =
            json!({ "comment": comment, "disposition": "duplicate", "answer": "Said before.", "same_as": same_as });
        web.t
            .work(&record, "rachel", "comment.answer", body)
            .map_err(|fault| format!("{fault:?}"))
    };
    let refused = |comment: &str, same_as: Json, says: &str| {
        let fault = answer(comment, same_as).unwrap_err();
        assert!(fault.contains(says), "{fault}");
    };
    refused(&second, Json::Null, "Say which comment said it before, by its number.");
    refused(
        &second,
        json!(9),
        "There is no comment 9: they are numbered from 1 to 3.",
    );
    refused(&second, json!(2), "A comment does not repeat itself.");
    answer(&second, json!(1)).unwrap();
    refused(&third, json!(2), "That comment was itself said before, as comment 1.");
    answer(&third, json!(first)).unwrap();
    let danny = web.signed_in("danny");
    let page = danny
        .get(&format!("/specification/{record}/comments/{second}"))
        .is(200)
        .says("Said before");
    let there = link(&page.body, "Comment 1 said it before; its answer is there");
    danny.get(&there).is(200).says("Say who pays the bus.");
}

#[test]
fn words_are_hidden_with_a_reason_and_shown_again_by_an_expert_of_the_board() {
    let web = Web::new();
    let (_, record) = open(&web);
    let id = said(&web, &record, "kofi", "Dr Brown of Porter Street never rings back.");
    let path = format!("/specification/{record}/comments/{id}");
    let list = format!("/specification/{record}/comments");
    let rachel = web.signed_in("rachel");
    let page = rachel.get(&path).is(200);
    let hide = link(&page.body, "Hide these words from others");
    let form = rachel.get(&hide).is(200);
    let key = form.hidden("ac-key");
    rachel.post(&hide, &[("ac-key", &key), ("reason", "")]).is(422);
    let sent = [("ac-key", key.as_str()), ("reason", "They name somebody.")];
    rachel.post(&hide, &sent).is(303);
    // Its author and the expert seats of the board are told, with the reason; nobody else is.
    let author = letters(&web, "words_hidden");
    assert!(author.len() == 1 && author[0].0 == web.t.person("kofi") && author[0].1.contains("They name somebody."));
    let seats: Vec<String> = letters(&web, "words_to_check").into_iter().map(|(to, _)| to).collect();
    assert!(seats.contains(&web.t.person("grace")) && seats.contains(&web.t.person("danny")));
    assert!(!seats.contains(&web.t.person("rachel")) && !seats.contains(&web.t.person("hodan")));
    // Others read the reason in their place, wherever the words would stand.
    let hodan = web.signed_in("hodan");
    for place in [
        &path,
        &list,
        &format!("{list}?as=csv"),
        &format!("/specification/{record}/text"),
    ] {
        let page = hodan.get(place).is(200);
        assert!(
            page.body.contains("These words are hidden since") && !page.body.contains("Brown"),
            "{place}"
        );
    }
    hodan.get(&list).says("The words of 1 comment are hidden from others");
    hodan
        .get(&format!("{list}?words=hidden"))
        .is(200)
        .says("They name somebody.");
    let told = Program::of(&web, "hodan")
        .get(&format!("/api/v1/records/specification/{record}/text"))
        .is(200);
    assert!(!told.body.contains("Brown"));
    // Its author reads them and that others do not, and it still wants an answer.
    let kofi = web.signed_in("kofi");
    kofi.get(&path)
        .is(200)
        .says("Dr Brown")
        .says("Others do not read these words, for this reason: They name somebody.");
    let desk = rachel.get(&format!("/specification/{record}/answering")).is(200);
    assert!(words(&desk.body).contains("1 comment still to be answered."));
    let again = json!({ "comment": id, "reason": "Once more." });
    assert!(
        web.t.work(&record, "rachel", "comment.hide", again).is_err(),
        "they are hidden already"
    );
    // An expert of the board does not agree.
    let grace = web.signed_in("grace");
    let page = grace.get(&path).is(200).says("Dr Brown");
    let show = link(&page.body, "Show these words again");
    let form = grace.get(&show).is(200).says("Dr Brown");
    let key = form.hidden("ac-key");
    grace
        .post(&show, &[("ac-key", key.as_str()), ("reason", "He is a public person.")])
        .is(303);
    hodan.get(&path).is(200).says("Dr Brown");
    assert!(letters(&web, "words_shown")[0].1.contains("He is a public person."));
    assert!(
        web.t
            .work(
                &record,
                "hodan",
                "comment.hide",
                json!({ "comment": id, "reason": "No." })
            )
            .is_err()
    );
}

#[test]
fn words_of_a_signed_text_are_hidden_by_two_people_and_stand_until_then() {
    let web = Web::new();
    let (instance, record) = open(&web);
    let id = said(&web, &record, "kofi", "Dr Brown of Porter Street never rings back.");
    let t = &web.t;
    let later = |days: i64| {
        t.clock.advance(chrono::TimeDelta::days(days));
        accord::service::clocks::fire_due(&t.app).unwrap();
    };
    later(40);
    let answer = json!({ "comment": id, "disposition": "accepted", "answer": "Yes." });
    t.work(&record, "rachel", "comment.answer", answer).unwrap();
    t.act(&instance, "rachel", "send_answers", json!({})).unwrap();
    later(6);
    t.act(&instance, "rachel", "ask_for_sign_off", json!({})).unwrap();
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
        "nkechi",
    ] {
        super::asked::vote(&web, &instance, who, "approve", json!({}));
    }
    later(30);
    let path = format!("/specification/{record}/comments/{id}");
    let hide = |who: &str| {
        t.work(
            &record,
            who,
            "comment.hide",
            json!({ "comment": id, "reason": "They name somebody." }),
        )
    };
    hide("rachel").unwrap();
    // They stand; their author and everybody who may agree are told; once more by the same person is nothing.
    let hodan = web.signed_in("hodan");
    hodan.get(&path).is(200).says("Dr Brown");
    let told: Vec<String> = letters(&web, "words_asked_to_hide")
        .into_iter()
        .map(|(to, _)| to)
        .collect();
    assert!(told.contains(&t.person("kofi")) && told.contains(&t.person("grace")) && told.contains(&t.person("tom")));
    assert!(format!("{:?}", hide("rachel").unwrap_err()).contains("until a second person agrees"));
    web.signed_in("kofi")
        .get(&path)
        .is(200)
        .says("Rachel Okafor asks that others no longer read these words");
    // An expert of the board does not agree, and they stand for good; asked anew, another agrees.
    let grace = web.signed_in("grace");
    let page = grace.get(&path).is(200);
    link(&page.body, "Agree: hide these words from others");
    let stand = link(&page.body, "Do not agree: let these words stand");
    let key = grace.get(&stand).is(200).hidden("ac-key");
    grace
        .post(&stand, &[("ac-key", key.as_str()), ("reason", "He is known.")])
        .is(303);
    let told: Vec<String> = letters(&web, "words_stand").into_iter().map(|(to, _)| to).collect();
    assert!(told.contains(&t.person("rachel")) && told.contains(&t.person("kofi")));
    hide("rachel").unwrap();
    hide("danny").unwrap();
    hodan.get(&path).is(200).says("These words are hidden since");
    assert_eq!(letters(&web, "words_hidden").len(), 1);
}
