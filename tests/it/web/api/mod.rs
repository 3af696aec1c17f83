//! Programs that act for people: tokens, lists, acts, versions, keys, problems.

mod acting;
mod asking;
mod made;

use accord::service::access::{
    factors,
    tokens::{self, NewToken},
};
use accord_store::tokens::Reach;
use serde_json::{Value, json};

use super::browser::{Answer, Web};

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

pub(crate) const PASSWORD: &str = "a long way round the moor";

/// What cannot be taken back wants more than a token of those who decide.
pub(crate) fn password(web: &Web, who: &str) {
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
