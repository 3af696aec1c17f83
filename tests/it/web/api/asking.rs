//! What programs ask in pieces and in the wrong way; who is told, and what nobody finds.

use chrono::TimeDelta;
use serde_json::json;

use super::{Program, is, read, scene, switch};
use crate::{service::award, web::browser::Web};

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
fn an_administrator_says_who_is_told_and_sees_the_secret_once() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let page = rachel.get("/api/settings").is(200);
    assert!(
        !page.body.contains("/api/webhooks"),
        "nobody is told while programs are not let in"
    );
    rachel.post("/api/settings", &[("on", "yes")]).is(303);
    rachel.get("/api/settings").is(200).says("Nobody is told");
    let wrong = [("url", "http://told.example/x"), ("kinds", "record.began")];
    rachel
        .post("/api/webhooks", &wrong)
        .is(422)
        .says("begins with https://");
    let nowhere = [("url", "https://told.example:70000/x"), ("kinds", "record.began")];
    rachel
        .post("/api/webhooks", &nowhere)
        .is(422)
        .says("whose port is a number up to 65535");
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
        .says("A record began; A record came to its end")
        .says("Rachel Okafor");
    assert!(!page.body.contains(&secret));
    let (_, rest) = page.body.split_once("/api/webhooks/").unwrap();
    let id = rest.split('/').next().unwrap().to_owned();
    let new = rachel
        .post(&format!("/api/webhooks/{id}/rotate"), &[])
        .is(200)
        .says("counts until");
    assert!(new.body.contains("whsec_") && !new.body.contains(&secret));
    rachel.post(&format!("/api/webhooks/{id}/end"), &[]).is(303);
    rachel.get("/api/settings").says("Nobody is told");
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
