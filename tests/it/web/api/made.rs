//! Tokens: made, shown once, narrowed, run out, and who lets programs in.

use accord_store::tokens::Reach;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Program, is, narrow, read, scene, switch};
use crate::web::browser::Web;

#[test]
fn a_token_is_shown_once_and_kept_as_a_hash() {
    let web = Web::new();
    let browser = web.signed_in("rachel");
    browser.get("/account/tokens").is(200).says("Programs are not let in");
    browser.post("/api/settings", &[("on", "yes")]).is(303);
    let form = [("name", "Our spreadsheet"), ("reach", "read"), ("days", "90")];
    let page = browser.post("/account/tokens", &form).is(200);
    let (_, rest) = page.body.split_once("accord_").expect("the token is shown");
    let secret = format!("accord_{}", &rest[..64]);
    let page = browser
        .get("/account/tokens")
        .is(200)
        .says("Our spreadsheet")
        .says("not used yet");
    assert!(!page.body.contains(&secret));
    let kept = web
        .t
        .app
        .store
        .read(|db| accord_store::tokens::of_person(db, &web.t.alliance, &web.t.person("rachel")))
        .unwrap();
    assert!(kept.len() == 1 && !kept[0].token.contains(&secret[7..]));
    let program = Program {
        web: &web,
        token: secret,
    };
    let me = read(&program.get("/api/v1/me").is(200));
    assert_eq!(
        (&me["name"], &me["token"]["reach"]),
        (&json!("Rachel Okafor"), &json!("read"))
    );
    let page = browser.get("/account/tokens").is(200);
    assert!(!page.body.contains("not used yet") && page.body.contains("End Our spreadsheet"));
    let file = browser.get("/account/tokens?as=csv").is(200);
    assert_eq!(
        file.body.lines().next(),
        Some("Token,What it may,Last used (UK time),How it stands,\"Ends, or ended (UK time)\"")
    );
    assert!(file.body.contains("Our spreadsheet,Read,") && !file.body.contains("End Our"));
    let path = format!("/account/tokens/{}/end", kept[0].id);
    browser.post(&path, &[]).is(303);
    browser.post(&path, &[]).is(404);
    is(program.get("/api/v1/me"), 401, "not_authenticated");
}

#[test]
fn making_a_token_wants_a_fresh_factor_of_those_who_decide() {
    let web = Web::new();
    switch(&web, true);
    let browser = web.signed_in("rachel");
    web.advance(TimeDelta::minutes(16));
    let form = [("name", "x"), ("reach", "read"), ("days", "7")];
    let answer = browser.post("/account/tokens", &form).is(303);
    assert!(answer.to().starts_with("/sign-in/factor"), "{}", answer.to());
    let amina = web.signed_in("amina");
    web.advance(TimeDelta::minutes(16));
    amina.post("/account/tokens", &form).is(200).says("Copy this now");
    for (name, value, says) in [
        ("name", "", "Give it a name"),
        ("reach", "everything", "Select what it may do"),
        ("days", "366", "from 1 to 365"),
        ("kind", "nonsense", "Choose a kind"),
        ("record", "SPEC-1900-001", "no such record"),
    ] {
        let mut wrong: Vec<(&str, &str)> = form.iter().copied().filter(|(known, _)| *known != name).collect();
        wrong.push((name, value));
        amina.post("/account/tokens", &wrong).is(422).says(says);
    }
}

#[test]
fn only_who_manages_lets_programs_in_and_it_is_journalled() {
    let web = Web::new();
    web.signed_in("grace").get("/api/settings").is(404);
    let rachel = web.signed_in("rachel");
    rachel.get("/api/settings").is(200).says("Programs are not let in");
    rachel.post("/api/settings", &[("on", "yes")]).is(303);
    rachel.post("/api/settings", &[("on", "yes")]).is(303);
    rachel.get("/api/settings").says("Programs are let in");
    rachel.post("/api/settings", &[("on", "no")]).is(303);
    let noted: Vec<Value> = web
        .t
        .app
        .store
        .read(|db| accord_store::journal::latest(db, &web.t.alliance, 100))
        .unwrap()
        .iter()
        .map(|row| serde_json::from_str::<Value>(&row.body).unwrap()["api"]["on"].clone())
        .filter(|on| !on.is_null())
        .collect();
    assert_eq!(noted, [json!(false), json!(true)]);
}

#[test]
fn a_token_runs_out() {
    let web = Web::new();
    let program = Program::of(&web, "grace");
    program.get("/api/v1/me").is(200);
    web.advance(TimeDelta::days(31));
    is(program.get("/api/v1/me"), 401, "not_authenticated");
}

#[test]
fn a_token_for_one_record_knows_no_other() {
    let (web, instance, record, _) = scene();
    let (other_instance, other) = web.t.specification();
    let token = narrow(&web, "rachel", Reach::Act, |new| new.record = Some(record.clone()));
    let program = Program { web: &web, token };
    program.get(&format!("/api/v1/records/specification/{record}")).is(200);
    program.get(&format!("/api/v1/instances/{instance}")).is(200);
    is(
        program.get(&format!("/api/v1/records/specification/{other}")),
        404,
        "not_found",
    );
    is(
        program.get(&format!("/api/v1/instances/{other_instance}")),
        404,
        "not_found",
    );
    let all = read(&program.get("/api/v1/records").is(200));
    let ids: Vec<&str> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, [record.as_str()]);
    let tasks = program.get("/api/v1/me/tasks").is(200);
    assert!(tasks.body.contains(&record) && !tasks.body.contains(&other));
    // Of one kind.
    let token = narrow(&web, "rachel", Reach::Act, |new| new.kind = Some("contract".to_owned()));
    let program = Program { web: &web, token };
    is(
        program.get(&format!("/api/v1/records/specification/{record}")),
        404,
        "not_found",
    );
    assert_eq!(read(&program.get("/api/v1/records"))["items"], json!([]));
    // Nor does it reach where its owner is signed in, or their other tokens.
    is(program.get("/api/v1/me/sessions"), 403, "reach");
    is(
        program.send("DELETE", "/api/v1/me/sessions/any", None, &[]),
        403,
        "reach",
    );
    is(
        program.send("DELETE", "/api/v1/me/tokens/other", None, &[]),
        403,
        "reach",
    );
}

#[test]
fn a_token_for_one_kind_reads_of_an_organisation_what_everybody_does() {
    let web = Web::new();
    let read_one =
        |db: &mut accord_store::Db| accord_store::organisations::by_handle(db, &web.t.alliance, "burngreave");
    let id = web.t.app.store.read(read_one).unwrap().unwrap().id;
    let path = format!("/api/v1/organisations/{id}");
    let wide = Program::of(&web, "amina");
    wide.get(&format!("{path}/profile")).is(200);
    let own = read(&wide.get(&path).is(200));
    let token = narrow(&web, "amina", Reach::Act, |new| new.kind = Some("contract".to_owned()));
    let program = Program { web: &web, token };
    is(program.get(&format!("{path}/profile")), 404, "not_found");
    let seen = read(&program.get(&path).is(200));
    assert_eq!((&own["is_own"], &seen["is_own"]), (&json!(true), &json!(false)));
    assert_eq!(seen["people"], json!([]));
    let count = |one: &serde_json::Value| one["says"].as_object().unwrap().len();
    assert!(count(&seen) <= count(&own));
}

#[test]
fn a_token_may_ask_so_often_and_no_more() {
    let web = Web::paced(accord::web::limits::Pace {
        token: 3,
        ..accord::web::limits::Pace::default()
    });
    let (one, other) = (Program::of(&web, "grace"), Program::of(&web, "rachel"));
    for _ in 0..3 {
        one.get("/api/v1/me").is(200);
    }
    let answer = one.get("/api/v1/me");
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
    is(answer, 429, "too_many");
    other.get("/api/v1/me").is(200);
}
