//! Idempotency, conflicts, refusals.

use accord::service::fault::Fault;
use serde_json::json;

use crate::support::app::TestApp;

const YES: &str = "We start now.";

#[test]
fn the_same_key_gets_the_first_answer() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    let mut command = t.command(&spec, "rachel", "take_forward", json!({ "reason": YES }));
    command.key = Some("k1".to_owned());
    let first = t.app.ask(command.clone()).unwrap();
    assert_eq!(t.app.ask(command).unwrap(), first);
}

#[test]
fn the_same_key_with_another_body_is_a_conflict() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    let mut command = t.command(&spec, "rachel", "take_forward", json!({ "reason": YES }));
    command.key = Some("k1".to_owned());
    t.app.ask(command).unwrap();
    let mut other = t.command(&spec, "rachel", "set_aside", json!({ "reason": YES }));
    other.key = Some("k1".to_owned());
    assert!(matches!(t.app.ask(other), Err(Fault::Conflict(_))));
}

#[test]
fn somebody_who_looked_before_it_moved_is_told_what_changed_and_by_whom() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    let seen = t.view(&spec, "tom").seq;
    t.act(&spec, "rachel", "take_forward", json!({ "reason": YES }))
        .unwrap();
    let mut late = t.command(&spec, "tom", "set_aside", json!({ "reason": "No money." }));
    late.seen = Some(seen);
    match t.app.ask(late) {
        Err(Fault::Conflict(conflict)) => {
            assert_eq!(conflict.changes, ["Rachel Okafor was quicker: Take it forward."]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refusal_lists_every_reason() {
    let t = TestApp::sheffield();
    let (spec, record) = t.specification();
    t.work(&record, "ifrah", "proposal.add", json!({ "text": "More." }))
        .unwrap();
    t.act(&spec, "rachel", "take_forward", json!({ "reason": YES }))
        .unwrap();
    for who in ["grace", "danny", "yasmin", "kofi"] {
        let person = t.person(who);
        t.work(&record, "ifrah", "person.invite", json!({ "person": person }))
            .unwrap();
    }
    t.say_what_it_is_for(&record);
    let scope = json!({
        "fixed": "f", "budget": "£1,000.00", "payment_agreed": true
    });
    t.act(&spec, "rachel", "begin_drafting", scope).unwrap();
    match t.act(&spec, "rachel", "open_for_comment", json!({})) {
        Err(Fault::Refused(refusal)) => {
            let ids: Vec<&str> = refusal.reasons.iter().map(|one| one.id.as_str()).collect();
            assert_eq!(ids, ["has_text", "proposals_answered"]);
            assert!(refusal.reasons.iter().all(|one| one.mend.is_some()));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_answer_that_does_not_fit_is_named() {
    let t = TestApp::sheffield();
    let (spec, record) = t.specification();
    t.act(&spec, "rachel", "take_forward", json!({ "reason": YES }))
        .unwrap();
    for who in ["grace", "danny", "yasmin", "kofi"] {
        let person = t.person(who);
        t.work(&record, "ifrah", "person.invite", json!({ "person": person }))
            .unwrap();
    }
    t.say_what_it_is_for(&record);
    match t.act(&spec, "rachel", "begin_drafting", json!({ "budget": "lots" })) {
        Err(Fault::Invalid(errors)) => assert_eq!(errors.len(), 3, "{errors:?}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refused_act_leaves_nothing_behind() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    let before = t.view(&spec, "rachel");
    assert!(t.act(&spec, "amina", "take_forward", json!({ "reason": YES })).is_err());
    assert_eq!(t.view(&spec, "rachel"), before);
    let rows = t
        .app
        .store
        .read(|db| accord_store::submissions::of_instance(db, &t.alliance, &spec))
        .unwrap();
    assert!(rows.is_empty());
}

#[test]
fn of_two_who_act_at_once_one_wins() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    let outcomes: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|n| {
                let event = if n % 2 == 0 { "take_forward" } else { "set_aside" };
                let t = &t;
                let spec = &spec;
                scope.spawn(move || t.act(spec, "rachel", event, json!({ "reason": YES })).is_ok())
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes.into_iter().filter(|won| *won).count(), 1);
}
