//! Who is it waiting for, and: what is offered is never refused.

use accord::service::waiting;
use serde_json::json;

use crate::support::app::TestApp;

#[test]
fn a_new_idea_waits_for_the_contract_managers() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    let awaited = waiting::awaited(&t.app, &t.alliance, &spec).unwrap();
    assert!(awaited.iter().any(|one| one.what == "Take it forward"));
    for one in awaited {
        let mut handles = one.handles.clone();
        handles.sort();
        assert_eq!(handles, ["rachel", "tom"]);
        assert_eq!(one.roles, ["Contract manager"]);
        assert!(one.due_at.is_some());
    }
}

#[test]
fn what_is_offered_is_never_refused() {
    for who in ["rachel", "tom", "amina", "grace", "ifrah", "hodan", "diane"] {
        let t = TestApp::sheffield();
        let (spec, _) = t.specification();
        let ready: Vec<String> = t
            .view(&spec, who)
            .offers
            .into_iter()
            .filter(waiting::is_ready)
            .map(|one| one.event)
            .collect();
        for event in &ready {
            let t = TestApp::sheffield();
            let (spec, _) = t.specification();
            t.act(&spec, who, event, json!({ "reason": "Because." }))
                .unwrap_or_else(|fault| panic!("{who} was offered {event}: {fault}"));
        }
        assert_eq!(ready.is_empty(), !["rachel", "tom"].contains(&who), "{who}: {ready:?}");
    }
}

#[test]
fn an_act_moves_the_wait_to_others() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    t.act(&spec, "rachel", "take_forward", json!({ "reason": "Yes." }))
        .unwrap();
    let awaited = waiting::awaited(&t.app, &t.alliance, &spec).unwrap();
    assert!(awaited.iter().all(|one| one.event != "take_forward"));
}
