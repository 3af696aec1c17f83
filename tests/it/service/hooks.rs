//! Programs that are told what happens: by whom, of what, signed how, and what becomes of it when they
//! do not answer.

use std::time::Duration;

use accord::{
    effects::worker::{Drained, Worker},
    service::{
        access::{
            sessions::{self, Found, Session},
            tokens,
        },
        fault::Fault,
        hooks::{self, KINDS, sign::signature},
    },
};
use accord_store::{deliveries, incidents, outbox};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::award;
use crate::support::{
    app::TestApp,
    listener::{Heard, Listener, Manner},
    worker,
};

/// The product on this computer alone, with programs let in.
fn house() -> TestApp {
    let mut t = TestApp::sheffield();
    t.app.origin = "http://127.0.0.1:8080".into();
    tokens::switch(&t.app, &t.alliance, &t.person("rachel"), true).unwrap();
    t
}

fn session(t: &TestApp, who: &str) -> Session {
    let cookie = sessions::begin(&t.app, &t.person(who), "Test", true).unwrap();
    match sessions::find(&t.app, &cookie).unwrap() {
        Found::Open(session) => *session,
        other => panic!("{other:?}"),
    }
}

fn all() -> Vec<String> {
    KINDS.iter().map(|(kind, _)| (*kind).to_owned()).collect()
}

/// An address that is told, as Rachel may see; gives its secret and its id.
fn subscribe(t: &TestApp, listener: &Listener, kinds: &[String]) -> (String, String) {
    hooks::subscribe(&t.app, &session(t, "rachel"), &listener.url(), kinds).unwrap()
}

/// A worker that waits for nobody long.
fn worker(t: &TestApp) -> Worker {
    let (mut worker, _) = worker::with_mail(t);
    worker.hooks.patience = Duration::from_millis(300);
    worker
}

fn drain(t: &TestApp, worker: &Worker) -> Drained {
    worker.drain(t.app.wall.now()).unwrap()
}

fn body(heard: &Heard) -> Value {
    serde_json::from_str(&heard.body).unwrap()
}

fn told(listener: &Listener) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let heard = listener.heard();
    heard
        .iter()
        .map(|one| {
            let body = body(one);
            (text(&body["type"]), text(&body["data"]["event"]))
        })
        .collect()
}

/// Whether it was signed by this secret.
fn is_signed(heard: &Heard, secret: &str) -> bool {
    let header = |name: &str| heard.headers[name].as_str();
    let timestamp = header("webhook-timestamp").parse().unwrap();
    let expected = signature(secret, header("webhook-id"), timestamp, &heard.body).unwrap();
    header("webhook-signature").split(' ').any(|one| one == expected)
}

#[test]
fn an_address_is_told_once_signed_and_of_nothing_that_was_written() {
    let t = house();
    let listener = Listener::start([]);
    let (before, _) = t.specification();
    let (secret, _) = subscribe(&t, &listener, &all());
    let (instance, record) = t.specification();
    t.act(
        &instance,
        "rachel",
        "take_forward",
        json!({ "reason": "Kingfishers on the Porter Brook" }),
    )
    .unwrap();
    let worker = worker(&t);
    drain(&t, &worker);
    drain(&t, &worker);
    let events = told(&listener);
    assert_eq!(
        events.iter().filter(|(kind, _)| kind == "record.began").count(),
        1,
        "{events:?}"
    );
    assert!(
        events.contains(&("record.acted".to_owned(), "take_forward".to_owned())),
        "{events:?}"
    );
    for heard in listener.heard() {
        assert!(is_signed(&heard, &secret) && !is_signed(&heard, "whsec_AAAA"));
        assert!(
            !heard.body.contains("Kingfishers") && !heard.body.contains(&before),
            "{}",
            heard.body
        );
        let body = body(&heard);
        assert_eq!(body["data"]["record"], record);
        assert_eq!(
            body["data"]["link"],
            format!("http://127.0.0.1:8080/specification/{record}")
        );
        assert_eq!(heard.path, "/told");
    }
    let mut ids: Vec<String> = listener
        .heard()
        .iter()
        .map(|one| one.headers["webhook-id"].clone())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), events.len(), "each has an id of its own");
}

#[test]
fn an_address_is_told_only_what_it_asked_for() {
    let t = house();
    let listener = Listener::start([]);
    subscribe(&t, &listener, &["record.began".to_owned()]);
    let (instance, _) = t.specification();
    t.act(&instance, "rachel", "take_forward", json!({ "reason": "Yes." }))
        .unwrap();
    drain(&t, &worker(&t));
    assert_eq!(told(&listener), [("record.began".to_owned(), String::new())]);
}

#[test]
fn nobody_is_told_of_a_sealed_bid() {
    let t = house();
    let listener = Listener::start([]);
    let round = award::round(&t);
    subscribe(&t, &listener, &all());
    let (instance, record) = award::bid(&t, &round, "burngreave");
    let (_, other) = t.specification();
    // On a busy machine a try may take longer than a worker waits: it is made again, as in earnest.
    let worker = worker(&t);
    for _ in 0..5 {
        drain(&t, &worker);
        t.clock.advance(TimeDelta::minutes(30));
    }
    let said: String = listener.heard().iter().map(|one| one.body.clone()).collect();
    assert!(said.contains(&other), "the rest is told: {said}");
    assert!(!said.contains(&instance) && !said.contains(&record), "{said}");
}

#[test]
fn what_is_not_taken_is_tried_again_with_the_same_id() {
    for (manner, reaches) in [
        (Manner::Refuse(500), true),
        (Manner::Refuse(404), true),
        (Manner::HangUp, false),
        (Manner::LoseAnswer, true),
        (Manner::Delay(Duration::from_millis(900)), true),
    ] {
        let t = house();
        let listener = Listener::start([manner.clone()]);
        let (secret, _) = subscribe(&t, &listener, &["record.began".to_owned()]);
        t.specification();
        let worker = worker(&t);
        assert_eq!(drain(&t, &worker).later, 1, "{manner:?}");
        t.clock.advance(TimeDelta::minutes(1));
        drain(&t, &worker);
        let heard = listener.heard();
        assert_eq!(heard.len(), if reaches { 2 } else { 1 }, "{manner:?}");
        let last = heard.last().unwrap();
        assert!(is_signed(last, &secret), "each try is signed at its own time");
        assert_eq!(heard[0].headers["webhook-id"], last.headers["webhook-id"]);
        assert_eq!(heard[0].body, last.body);
        let rows = t
            .app
            .store
            .read(|db| outbox::since(db, &t.alliance, chrono::DateTime::UNIX_EPOCH))
            .unwrap();
        let row = rows.iter().find(|row| row.kind == "webhook").unwrap();
        let ledger = t
            .app
            .store
            .read(|db| deliveries::of_outbox(db, &t.alliance, &row.key))
            .unwrap();
        let results: Vec<&str> = ledger.iter().map(|line| line.result.as_str()).collect();
        assert_eq!(results, ["technical failure", "delivered"], "{manner:?}");
    }
}

#[test]
fn what_is_gone_is_given_up_and_waits_for_a_person() {
    let t = house();
    let elsewhere = Listener::start([]);
    let listener = Listener::start([Manner::SendOn(elsewhere.url()), Manner::Refuse(410)]);
    subscribe(&t, &listener, &["record.began".to_owned()]);
    t.specification();
    let worker = worker(&t);
    assert_eq!(drain(&t, &worker).later, 1);
    assert!(elsewhere.heard().is_empty(), "nobody is sent on");
    t.clock.advance(TimeDelta::minutes(1));
    assert_eq!(drain(&t, &worker).dead, 1);
    let open = t.app.store.read(|db| incidents::unresolved(db, &t.alliance)).unwrap();
    assert!(
        open.iter().any(|one| one.what.contains("could not be told")),
        "{open:?}"
    );
}

#[test]
fn two_secrets_count_while_one_is_replaced() {
    let t = house();
    let listener = Listener::start([]);
    let (old, id) = subscribe(&t, &listener, &["record.began".to_owned()]);
    let new = hooks::rotate(&t.app, &session(&t, "rachel"), &id).unwrap().unwrap();
    let worker = worker(&t);
    t.specification();
    drain(&t, &worker);
    let heard = listener.heard().remove(0);
    assert!(is_signed(&heard, &old) && is_signed(&heard, &new));
    t.clock.advance(hooks::OVERLAP + TimeDelta::seconds(1));
    t.specification();
    drain(&t, &worker);
    let heard = listener.heard().pop().unwrap();
    assert!(!is_signed(&heard, &old) && is_signed(&heard, &new));
    assert_eq!(hooks::rotate(&t.app, &session(&t, "rachel"), "no-such").unwrap(), None);
}

#[test]
fn who_is_not_to_be_told_any_more_is_not() {
    let t = house();
    let listener = Listener::start([]);
    let (_, id) = subscribe(&t, &listener, &all());
    let worker = worker(&t);
    // Programs are let in no more: what happens then is not told, then or later.
    tokens::switch(&t.app, &t.alliance, &t.person("rachel"), false).unwrap();
    t.specification();
    drain(&t, &worker);
    tokens::switch(&t.app, &t.alliance, &t.person("rachel"), true).unwrap();
    drain(&t, &worker);
    assert!(listener.heard().is_empty());
    // What waits when it ends is not sent.
    t.specification();
    hooks::tell::feed(&t.app).unwrap();
    assert!(hooks::end(&t.app, &t.alliance, &t.person("rachel"), &id).unwrap());
    assert!(!hooks::end(&t.app, &t.alliance, &t.person("rachel"), &id).unwrap());
    drain(&t, &worker);
    assert!(listener.heard().is_empty());
}

#[test]
fn an_address_inside_is_not_asked() {
    let t = house();
    let listener = Listener::start([]);
    subscribe(&t, &listener, &["record.began".to_owned()]);
    t.specification();
    let mut worker = worker(&t);
    worker.hooks.reach = accord::effects::hooks::Reach::Public;
    assert_eq!(drain(&t, &worker).dead, 1);
    assert!(listener.heard().is_empty());
}

#[test]
fn who_may_say_who_is_told() {
    let t = house();
    let rachel = session(&t, "rachel");
    let kinds = ["record.began".to_owned()];
    for bad in [
        "ftp://x.example",
        "https://",
        "https://name:password@x.example/",
        "https://x.example/ y",
        "x",
    ] {
        let refused = hooks::subscribe(&t.app, &rachel, bad, &kinds);
        assert!(matches!(refused, Err(Fault::Invalid(_))), "{bad}: {refused:?}");
    }
    let none = hooks::subscribe(&t.app, &rachel, "https://x.example", &["nonsense".to_owned()]);
    assert!(matches!(none, Err(Fault::Invalid(_))), "{none:?}");
    // Elsewhere than on this computer it is encrypted.
    let mut t = t;
    t.app.origin = "https://accord.example".into();
    let plain = hooks::subscribe(&t.app, &rachel, "http://x.example", &kinds);
    assert!(matches!(plain, Err(Fault::Invalid(_))), "{plain:?}");
    // Somebody who does not manage the alliance has a hook that says nothing.
    let listener = Listener::start([]);
    t.app.origin = "http://127.0.0.1:8080".into();
    hooks::subscribe(&t.app, &session(&t, "grace"), &listener.url(), &kinds).unwrap();
    t.specification();
    drain(&t, &worker(&t));
    assert!(listener.heard().is_empty());
    t.clock.advance(TimeDelta::minutes(20));
    let stale = hooks::subscribe(&t.app, &rachel, "https://x.example", &kinds);
    assert!(matches!(stale, Err(Fault::Refused(_))), "{stale:?}");
}
