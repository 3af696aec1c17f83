//! Starting something in the browser and by a program: who may, what is asked, once.

use accord_store::{instances, subjects, tokens::Reach};

use super::browser::{Browser, Web, words};

/// Kinds and titles of everything that stands by itself.
fn at_the_top(web: &Web) -> Vec<(String, String)> {
    let alliance = web.t.alliance.clone();
    let rows = web
        .t
        .app
        .store
        .read(|db| subjects::at_the_top(db, &alliance, 100))
        .unwrap();
    rows.into_iter().map(|row| (row.kind, row.title)).collect()
}

fn form(browser: &Browser<'_>, path: &str, answers: &[(&str, &str)]) -> super::browser::Answer {
    let page = browser.get(path).is(200);
    let key = page.hidden("ac-key");
    let mut all = vec![("ac-key", key.as_str())];
    all.extend(answers);
    browser.post(path, &all)
}

#[test]
fn a_specification_is_started_from_home() {
    let web = Web::new();
    let browser = web.signed_in("ifrah");
    browser.get("/").is(200).says("Start something new");
    let list = browser.get("/start").is(200).says("Start a specification");
    assert!(
        !words(&list.body).contains("Start a round"),
        "a working group starts no round"
    );
    let wrong = form(&browser, "/start/specification", &[("title", " ")]).is(422);
    assert!(wrong.body.contains("There is a problem"));
    let checked = form(
        &browser,
        "/start/specification",
        &[("title", "Someone to ring at night")],
    )
    .is(303);
    assert_eq!(checked.to(), "/start/specification/check");
    let check = browser.get(checked.to()).is(200).says("Someone to ring at night");
    let key = check.hidden("ac-key");
    let sent = browser.post("/start/specification/check", &[("ac-key", &key)]).is(303);
    let begun = browser
        .get(sent.to())
        .is(200)
        .says("It has begun")
        .says("SPEC-2026-001");
    assert!(begun.body.contains("Go on with Someone to ring at night"));
    // The same button again makes no second one.
    let again = browser.post("/start/specification/check", &[("ac-key", &key)]).is(303);
    assert_eq!(again.to(), sent.to());
    let made = at_the_top(&web)
        .into_iter()
        .filter(|(kind, _)| kind == "specification")
        .count();
    assert_eq!(made, 1);
    // The journal says who started it.
    let record = begun.body.split("href=\"/specification/").nth(1).unwrap();
    let id = record.split('"').next().unwrap();
    browser
        .get(&format!("/specification/{id}"))
        .is(200)
        .says("Ifrah Jama: Started it.");
}

#[test]
fn nobody_starts_what_is_not_theirs() {
    let web = Web::new();
    for (who, workflow) in [
        ("ifrah", "alliance-framework"),
        ("anneka", "specification"),
        ("rachel", "bid"),
        ("rachel", "nothing"),
    ] {
        let browser = web.signed_in(who);
        browser.get(&format!("/start/{workflow}")).is(404);
        browser.post(&format!("/start/{workflow}/check"), &[]).is(404);
    }
    web.signed_in("anneka")
        .get("/start")
        .is(200)
        .says("There is nothing that you can start here");
}

#[test]
fn what_was_typed_waits_for_the_next_time() {
    let web = Web::new();
    let browser = web.signed_in("rachel");
    let page = browser.get("/start/meeting").is(200);
    let key = page.hidden("ac-key");
    browser
        .post(
            "/start/meeting/save",
            &[("ac-key", &key), ("title", "Partnership board")],
        )
        .is(200);
    browser.get("/start").is(200).says("You have begun this");
    let again = browser.get("/start/meeting").is(200);
    assert!(again.body.contains("Partnership board"));
}

#[test]
fn a_round_is_for_a_specification_that_is_being_signed() {
    let web = Web::new();
    let (_, record) = web.t.specification();
    let page = web.signed_in("rachel").get("/start/alliance-framework").is(200);
    assert!(!page.body.contains("Peer support ("), "an idea is no text to buy by");
    let below = web
        .signed_in("rachel")
        .get(&format!("/start?on=specification%2F{record}"))
        .is(200);
    assert!(words(&below.body).contains("Call a meeting"));
}

#[test]
fn a_program_starts_it_once_for_a_key() {
    let web = Web::new();
    let token = super::api::token(&web, "rachel", Reach::Act);
    let authorization = format!("Bearer {token}");
    let send = |body: &str| {
        let headers = [
            ("authorization", authorization.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", "a-meeting"),
        ];
        let path = "/api/v1/starts/meeting";
        web.browser().send("POST", path, Some(body.to_owned()), &headers)
    };
    let wrong = send(r#"{"answers": {"titel": "Board"}}"#).is(422);
    assert!(wrong.body.contains("titel"), "{}", wrong.body);
    let body = r#"{"answers": {"title": "Partnership board"}}"#;
    let (first, second) = (send(body).is(201), send(body).is(201));
    assert_eq!(first.body, second.body);
    let started: serde_json::Value = serde_json::from_str(&first.body).unwrap();
    let instance = started["instance"].as_str().unwrap().to_owned();
    let alliance = web.t.alliance.clone();
    let row = web
        .t
        .app
        .store
        .read(|db| instances::load(db, &alliance, &instance))
        .unwrap();
    assert_eq!(row.workflow, "meeting");
}
