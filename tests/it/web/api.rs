//! Programs that act for people: tokens, lists, acts, versions, keys, problems.

use accord::service::access::{
    factors,
    tokens::{self, NewToken},
};
use accord_store::tokens::Reach;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    browser::{Answer, Web},
    reading,
};
use crate::service::award;

/// Lets programs in, or no more, by the hand of whoever manages the alliance.
pub(crate) fn switch(web: &Web, is_on: bool) {
    let rachel = web.t.person("rachel");
    tokens::switch(&web.t.app, &web.t.alliance, &rachel, is_on).unwrap();
}

/// A token of somebody's; programs are let in.
pub(crate) fn token(web: &Web, who: &str, reach: Reach) -> String {
    narrow(web, who, reach, |_| {})
}

fn narrow(web: &Web, who: &str, reach: Reach, change: impl FnOnce(&mut NewToken)) -> String {
    switch(web, true);
    let cookie = accord::service::access::sessions::begin(&web.t.app, &web.t.person(who), "Test", true).unwrap();
    let found = accord::service::access::sessions::find(&web.t.app, &cookie).unwrap();
    let accord::service::access::sessions::Found::Open(session) = found else {
        panic!("{who} is not signed in");
    };
    let mut new = NewToken {
        name: "Test".to_owned(),
        reach,
        kind: None,
        record: None,
        days: 30,
    };
    change(&mut new);
    tokens::make(&web.t.app, &session, new).unwrap().0
}

/// A program with a token.
pub(crate) struct Program<'a> {
    web: &'a Web,
    token: String,
}

impl<'a> Program<'a> {
    pub(crate) fn of(web: &'a Web, who: &str) -> Self {
        Self {
            token: token(web, who, Reach::Act),
            web,
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, &[])
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: Option<&Value>, headers: &[(&str, &str)]) -> Answer {
        let authorization = format!("Bearer {}", self.token);
        let mut all = vec![("authorization", authorization.as_str())];
        if body.is_some() {
            all.push(("content-type", "application/json"));
        }
        all.extend(headers);
        self.web
            .browser()
            .send(method, path, body.map(ToString::to_string), &all)
    }
}

pub(crate) fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body))
}

#[track_caller]
fn is(answer: Answer, status: u16, code: &str) -> Value {
    let problem = read(&answer);
    let Answer {
        status: found, headers, ..
    } = answer;
    assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{problem:#}");
    assert_eq!(headers["content-type"], ["application/problem+json"]);
    assert_eq!(problem["type"], format!("/api#{code}"));
    assert_ne!(problem["request_id"], "");
    problem
}

/// A site with a specification that waits to be taken forward; the address of that.
fn scene() -> (Web, String, String, String) {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    let act = format!("/api/v1/instances/{instance}/act/idea/take_forward");
    (web, instance, record, act)
}

const PASSWORD: &str = "a long way round the moor";

/// What cannot be taken back wants more than a token of those who decide.
fn password(web: &Web, who: &str) {
    factors::set_password(&web.t.app, &web.t.person(who), PASSWORD).unwrap();
}

fn answers(sheet: &Value) -> Value {
    let questions = sheet["form"]["questions"].as_array().unwrap();
    let mut out = json!({});
    for question in questions.iter().filter(|one| one["is_required"] == true) {
        let answer = match question["type"].as_str().unwrap() {
            "text" | "long_text" => json!("As agreed"),
            "number" | "money" => json!(25),
            "date" => json!("2026-09-01"),
            "yes_no" | "declaration" => json!(true),
            "choice" => question["options"][0]["value"].clone(),
            "choices" => json!([question["options"][0]["value"]]),
            other => panic!("a question of the kind {other}"),
        };
        out[question["id"].as_str().unwrap()] = answer;
    }
    out
}

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
    browser.get("/account/tokens").says("last used");
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
}

#[test]
fn a_record_says_what_can_be_done_and_every_reason_why_not() {
    let (web, instance, record, act) = scene();
    let program = Program::of(&web, "rachel");
    let path = format!("/api/v1/records/specification/{record}");
    let answer = program.get(&path).is(200);
    let told = read(&answer);
    let run = &told["runs"][0];
    assert_eq!((&told["sight"], &run["id"]), (&json!("whole"), &json!(instance)));
    let offers = run["offers"].as_array().unwrap();
    assert!(
        offers
            .iter()
            .any(|one| one["address"] == act && one["standing"]["is"] == "ready"),
        "{run:#}"
    );
    let etag = answer.header("etag").to_owned();
    let known = program.send("GET", &path, None, &[("if-none-match", &etag)]);
    assert_eq!((known.status, known.body.as_str()), (304, ""));
    // Whoever may not take it forward is told so, as on the page.
    let grace = Program::of(&web, "grace");
    let sheet = read(&grace.get(&act).is(200));
    assert_eq!(sheet["standing"]["is"], "not_yours");
    let refused = grace.send("POST", &act, Some(&json!({})), &[("if-match", "\"1\"")]);
    is(refused, 403, "not_yours");
}

#[test]
fn something_is_done_once_with_the_version_that_was_seen() {
    let (web, instance, _, act) = scene();
    let program = Program::of(&web, "rachel");
    let answer = program.get(&act).is(200);
    let (sheet, etag) = (read(&answer), answer.header("etag").to_owned());
    let mut body = json!({ "answers": answers(&sheet) });
    password(&web, "rachel");
    is(program.send("POST", &act, Some(&body), &[]), 428, "version_needed");
    is(
        program.send("POST", &act, Some(&body), &[("if-match", &etag)]),
        403,
        "factor_needed",
    );
    let mut wrong = body.clone();
    wrong["answers"]["no_such_question"] = json!(1);
    wrong["factor"] = json!("a guess");
    let problem = is(
        program.send("POST", &act, Some(&wrong), &[("if-match", &etag)]),
        422,
        "invalid",
    );
    assert_eq!(problem["errors"][0]["pointer"], "/factor");
    wrong["factor"] = json!(PASSWORD);
    let problem = is(
        program.send("POST", &act, Some(&wrong), &[("if-match", &etag)]),
        422,
        "invalid",
    );
    assert_eq!(problem["errors"][0]["pointer"], "/answers/no_such_question");
    body["factor"] = json!(PASSWORD);
    let headers = [("if-match", etag.as_str()), ("idempotency-key", "one")];
    let done = program.send("POST", &act, Some(&body), &headers).is(200);
    let again = program.send("POST", &act, Some(&body), &headers).is(200);
    assert_eq!(read(&done), read(&again));
    assert_eq!(again.header("idempotency-replayed"), "true");
    let other = json!({ "answers": {} });
    is(program.send("POST", &act, Some(&other), &headers), 422, "key_reused");
    // With another key it is another try, which comes too late.
    let headers = [("if-match", etag.as_str()), ("idempotency-key", "two")];
    let late = program.send("POST", &act, Some(&body), &headers);
    assert!((400..500).contains(&late.status), "{}", late.body);
    let view = read(&program.get(&format!("/api/v1/instances/{instance}")).is(200));
    assert_eq!(view["run"]["version"], read(&done)["version"]);
    let journal = read(&program.get(&format!("/api/v1/instances/{instance}/journal")).is(200));
    let acts = journal["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["who"] == "Rachel Okafor");
    assert_eq!(acts.count(), 1, "{journal:#}");
}

#[test]
fn what_happened_since_is_told() {
    let (web, _, _, act) = scene();
    let (rachel, tom) = (Program::of(&web, "rachel"), Program::of(&web, "tom"));
    let answer = tom.get(&act).is(200);
    let (sheet, etag) = (read(&answer), answer.header("etag").to_owned());
    let saving = json!({ "answers": answers(&sheet) });
    let body = json!({ "answers": answers(&sheet), "factor": PASSWORD });
    password(&web, "rachel");
    password(&web, "tom");
    // A draft that was begun before, and a colleague who is quicker.
    let draft = format!("{act}/draft");
    tom.send("PUT", &draft, Some(&saving), &[]).is(200);
    rachel.send("POST", &act, Some(&body), &[("if-match", &etag)]).is(200);
    let late = tom.send("POST", &act, Some(&body), &[("if-match", &etag)]);
    assert!(matches!(late.status, 403 | 404 | 412), "{}", late.body);
}

#[test]
fn a_draft_is_begun_in_a_program_and_goes_on_in_a_browser() {
    let (web, instance, _, act) = scene();
    let program = Program::of(&web, "rachel");
    let draft = format!("{act}/draft");
    is(program.get(&draft), 404, "not_found");
    let sheet = read(&program.get(&act).is(200));
    let mut body = json!({ "answers": answers(&sheet) });
    let saved = program.send("PUT", &draft, Some(&body), &[]).is(200);
    let etag = saved.header("etag").to_owned();
    is(program.send("PUT", &draft, Some(&body), &[]), 428, "version_needed");
    is(
        program.send("PUT", &draft, Some(&body), &[("if-match", "\"other\"")]),
        412,
        "stale",
    );
    let questions = sheet["form"]["questions"].as_array().unwrap();
    let text = questions
        .iter()
        .find(|one| one["type"] == "long_text" || one["type"] == "text")
        .unwrap();
    let first = text["id"].as_str().unwrap();
    body["answers"] = json!({ first: "People are heard" });
    let saved = program.send("PUT", &draft, Some(&body), &[("if-match", &etag)]).is(200);
    assert_eq!(read(&saved)["answers"], body["answers"]);
    let stale = program.send("PUT", &draft, Some(&body), &[("if-match", &etag)]);
    is(stale, 412, "stale");
    let page = web
        .signed_in("rachel")
        .get(&format!("/task/{instance}/act/idea/take_forward?q={first}"))
        .is(200);
    assert!(page.body.contains("People are heard"), "{}", page.body);
    let mine = read(&program.get("/api/v1/me/drafts").is(200));
    assert_eq!(mine["items"][0]["place"], "act/idea/take_forward");
    assert_eq!(
        read(&Program::of(&web, "tom").get("/api/v1/me/drafts"))["items"],
        json!([])
    );
    let now = program.get(&draft).header("etag").to_owned();
    is(
        program.send("DELETE", &draft, None, &[("if-match", &etag)]),
        412,
        "stale",
    );
    program.send("DELETE", &draft, None, &[("if-match", &now)]).is(204);
    is(program.get(&draft), 404, "not_found");
}

#[test]
fn work_is_done_and_the_text_has_versions() {
    let web = Web::new();
    let (_, record) = reading::open(&web);
    let program = Program::of(&web, "grace");
    let here = format!("/api/v1/records/specification/{record}");
    let text = read(&program.get(&format!("{here}/text")).is(200));
    let section = text["sections"][0]["id"].as_str().unwrap();
    assert_eq!(text["sections"][0]["heading"], "Who it is for");
    let work = format!("{here}/work/comment.add?section={section}&paragraph=1");
    let form = program.get(&work).is(200);
    assert_eq!(read(&form)["about"], json!(["section", "paragraph"]));
    let empty = json!({ "answers": { "text": "" } });
    let problem = is(program.send("POST", &work, Some(&empty), &[]), 422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/answers/text");
    // What was typed is kept, as on the page: the form is another now.
    let stale = program.send("POST", &work, Some(&empty), &[("if-match", form.header("etag"))]);
    is(stale, 412, "stale");
    let form = program.get(&work).is(200);
    let comment = json!({ "answers": { "text": "Say who pays for the bus." } });
    let headers = [("idempotency-key", "bus"), ("if-match", form.header("etag"))];
    program.send("POST", &work, Some(&comment), &headers).is(200);
    program.send("POST", &work, Some(&comment), &headers).is(200);
    let told = read(&program.get(&format!("{here}/text")).is(200));
    let said = told["sections"][0]["paragraphs"][0]["said"].as_array().unwrap().clone();
    assert_eq!(said.len(), 1, "twice is once: {said:?}");
    assert_eq!(
        (&said[0]["by"], &said[0]["is_own"]),
        (&json!("Lived experience"), &json!(true))
    );
    let versions = read(&program.get(&format!("{here}/text/versions")).is(200));
    let number = versions["items"][0]["number"].as_u64().unwrap();
    assert_eq!(told["version"], number);
    let past = read(&program.get(&format!("{here}/text/versions/{number}")).is(200));
    assert!(
        past.to_string()
            .contains("Adults with a serious mental health problem."),
        "{past:#}"
    );
    is(
        program.get(&format!("{here}/text/versions/{}", number + 1)),
        404,
        "not_found",
    );
    is(program.get(&format!("{here}/text/versions/x")), 404, "not_found");
    // A piece of work that is begun is kept, and one that is not theirs is not there.
    let draft = work.replace("comment.add?", "comment.add/draft?");
    let saved = program
        .send("PUT", &draft, Some(&json!({ "answers": { "text": "And" } })), &[])
        .is(200);
    is(
        program.send("PUT", &draft, Some(&json!({ "answers": {} })), &[]),
        428,
        "version_needed",
    );
    let etag = saved.header("etag").to_owned();
    program
        .send("PUT", &draft, Some(&json!({ "answers": {} })), &[("if-match", &etag)])
        .is(200);
    is(
        program.get(&format!("{here}/work/comment.answer?comment=1")),
        404,
        "not_found",
    );
}

#[test]
fn long_lists_come_in_pieces_that_stay_as_they_are() {
    let web = Web::new();
    let make = || {
        web.t.clock.advance(TimeDelta::seconds(1));
        web.t.specification().1
    };
    let made: Vec<String> = (0..5).map(|_| make()).collect();
    let program = Program::of(&web, "rachel");
    let mut path = "/api/v1/records?kind=specification&limit=2".to_owned();
    let mut seen = Vec::new();
    for piece in 0.. {
        let answer = program.get(&path).is(200);
        let told = read(&answer);
        let ids = told["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned());
        seen.extend(ids);
        if piece == 0 {
            // What is new meanwhile is not missed, and moves nothing.
            make();
        }
        let Some(cursor) = told["next"].as_str() else { break };
        let link = answer.header("link").to_owned();
        path = link.split(['<', '>']).nth(1).unwrap().to_owned();
        assert!(path.contains(cursor) && link.ends_with("rel=\"next\""), "{link}");
    }
    let newest_first: Vec<String> = made.into_iter().rev().collect();
    assert_eq!(seen, newest_first);
    is(program.get("/api/v1/records?limit=0"), 400, "bad_query");
    is(program.get("/api/v1/records?limit=x"), 400, "bad_query");
    is(program.get("/api/v1/records?state=maybe"), 400, "bad_query");
    is(program.get("/api/v1/records?cursor=00"), 400, "bad_cursor");
    assert_eq!(read(&program.get("/api/v1/records?state=over"))["items"], json!([]));
}

#[test]
fn what_is_sent_in_the_wrong_way_is_a_problem_too() {
    let (web, instance, _, act) = scene();
    let program = Program::of(&web, "rachel");
    is(program.get("/api/v1/nothing/here"), 404, "not_found");
    is(program.get("/api/v1"), 404, "not_found");
    let wrong = program.send("DELETE", "/api/v1/me", None, &[]);
    assert_eq!(wrong.header("allow"), "GET, HEAD");
    is(wrong, 405, "method");
    is(
        program.send("GET", "/api/v1/me", None, &[("accept", "text/html")]),
        406,
        "not_acceptable",
    );
    let kind = [("content-type", "text/plain"), ("if-match", "\"1\"")];
    let plain = web.browser().send(
        "POST",
        &act,
        Some("{}".to_owned()),
        &[
            kind[0],
            kind[1],
            ("authorization", &format!("Bearer {}", program.token)),
        ],
    );
    is(plain, 415, "media_type");
    let raw = |body: &str| {
        let headers = [
            ("content-type", "application/json"),
            ("if-match", "\"1\""),
            ("authorization", &format!("Bearer {}", program.token)),
        ];
        web.browser().send("POST", &act, Some(body.to_owned()), &headers)
    };
    is(raw("{"), 400, "bad_json");
    is(raw("[]"), 422, "bad_form");
    is(raw(r#"{"no": 1}"#), 422, "bad_form");
    is(raw(&format!("\"{}\"", "x".repeat(600_000))), 413, "too_large");
    let key = [("if-match", "\"1\""), ("idempotency-key", "two words")];
    is(program.send("POST", &act, Some(&json!({})), &key), 400, "bad_key");
    is(
        program.get(&format!("/api/v1/instances/{instance}%00")),
        404,
        "not_found",
    );
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

#[test]
fn an_administrator_says_who_is_told_and_sees_the_secret_once() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let page = rachel.get("/api/settings").is(200);
    assert!(
        !page.body.contains("/api/webhooks"),
        "nobody is told while programs are not let in"
    );
    rachel.post("/api/settings", &[("on", "yes")]).is(303);
    rachel.get("/api/settings").is(200).says("Nobody is told.");
    let wrong = [("url", "http://told.example/x"), ("kinds", "record.began")];
    rachel
        .post("/api/webhooks", &wrong)
        .is(422)
        .says("begins with https://");
    let form = [
        ("url", "https://told.example/x"),
        ("kinds", "record.began"),
        ("kinds", "record.ended"),
    ];
    let made = rachel.post("/api/webhooks", &form).is(200).says("Copy this now");
    let (_, rest) = made.body.split_once("whsec_").unwrap();
    let secret = rest.split('<').next().unwrap().to_owned();
    let page = rachel
        .get("/api/settings")
        .is(200)
        .says("A record began; A record came to its end; as Rachel Okafor");
    assert!(!page.body.contains(&secret));
    let (_, rest) = page.body.split_once("/api/webhooks/").unwrap();
    let id = rest.split('/').next().unwrap().to_owned();
    let new = rachel
        .post(&format!("/api/webhooks/{id}/rotate"), &[])
        .is(200)
        .says("counts until");
    assert!(new.body.contains("whsec_") && !new.body.contains(&secret));
    rachel.post(&format!("/api/webhooks/{id}/end"), &[]).is(303);
    rachel.get("/api/settings").says("Nobody is told.");
    web.advance(TimeDelta::minutes(16));
    let answer = rachel.post("/api/webhooks", &form).is(303);
    assert!(answer.to().starts_with("/sign-in/factor"), "{}", answer.to());
}

#[test]
fn nobody_but_the_bidder_finds_a_sealed_bid() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, record) = award::bid(&web.t, &round, "burngreave");
    let path = format!("/api/v1/records/bid/{record}");
    Program::of(&web, "amina").get(&path).is(200);
    for who in ["rachel", "anneka", "moses", "vincent", "grace"] {
        let program = Program::of(&web, who);
        is(program.get(&path), 404, "not_found");
        is(
            program.get(&format!("/api/v1/instances/{instance}/journal")),
            404,
            "not_found",
        );
        for list in ["/api/v1/records", "/api/v1/me/tasks"] {
            assert!(!program.get(list).is(200).body.contains(&record), "{who}: {list}");
        }
        let above = program.get(&format!("/api/v1/records/round/{}", round.record));
        assert!(!above.body.contains(&record), "{who}");
    }
}

#[test]
fn the_page_for_people_who_write_programs_is_there_either_way() {
    let web = Web::new();
    web.browser()
        .get("/api")
        .is(200)
        .says("Programs are not let in at the moment");
    switch(&web, true);
    let page = web.signed_in("rachel").get("/api").is(200).says("Make a token");
    for (code, _) in accord::web::api::problem::CODES {
        assert!(page.body.contains(&format!("id=\"{code}\"")), "{code}");
    }
}
