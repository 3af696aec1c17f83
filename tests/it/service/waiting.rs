//! Who is it waiting for, and: what is offered is never refused.

use accord::service::{inbox, waiting};
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

#[test]
fn many_that_are_alike_are_two_lines_of_home_and_nobody_else_learns_of_them() {
    let on_others = |t: &TestApp, who: &str| {
        let home = inbox::home(&t.app, &t.alliance, &t.caller(who)).unwrap();
        home.on_others
            .into_iter()
            .filter(|one| one.what == "What becomes of this idea?")
            .collect::<Vec<_>>()
    };
    for (open, lines, more) in [(2, 2, 0), (5, 2, 3), (11, 2, 9), (20, 2, inbox::ALIKE)] {
        let t = TestApp::sheffield();
        for _ in 0..open {
            t.specification();
        }
        let listed = on_others(&t, "grace");
        assert_eq!(listed.len(), lines, "{open} open");
        assert_eq!(listed[0].more, more, "{open} open");
        assert!(listed.iter().all(|one| one.whom == "Contract manager"), "{listed:?}");
        assert_eq!(on_others(&t, "diane"), []);
    }
}
