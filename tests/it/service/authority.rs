//! Roles, scopes, houses, delegation, exclusions.

use accord::service::{
    authority::{Caller, manage},
    fault::Fault,
    subjects::NewSubject,
    transition::Start,
    waiting,
};
use accord_store::appointments::{Interest, Scope};
use serde_json::json;

use crate::support::app::TestApp;

const YES: &str = "We start now.";

#[test]
fn a_person_without_the_role_is_refused() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    match t.act(&spec, "amina", "take_forward", json!({ "reason": YES })) {
        Err(Fault::Refused(refusal)) => assert_eq!(refusal.code, "not_yours"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nobody_acts_for_another_without_a_delegation() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    let mut command = t.command(&spec, "leon", "take_forward", json!({ "reason": YES }));
    command.caller.acting_for = Some(t.person("rachel"));
    assert!(matches!(t.app.ask(command), Err(Fault::Refused(_))));
}

#[test]
fn a_delegation_gives_the_roles_of_the_other_until_its_day() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    let (rachel, leon) = (t.person("rachel"), t.person("leon"));
    let until = "2026-01-09T17:00:00Z".parse().unwrap();
    let (principal, delegate) = (rachel.clone(), leon.clone());
    t.at_desk(move |desk| manage::delegate(desk, &principal, &delegate, until, "Leave"));
    let caller = Caller {
        code_alone: false,
        person: leon,
        acting_for: Some(rachel),
    };
    let offers = waiting::view(&t.app, &t.alliance, &spec, &caller).unwrap().offers;
    assert!(
        offers
            .iter()
            .any(|one| one.event == "take_forward" && waiting::is_ready(one))
    );
    t.clock.move_to("2026-01-10T09:00:00Z".parse().unwrap());
    assert!(waiting::view(&t.app, &t.alliance, &spec, &caller).is_err());
}

#[test]
fn nobody_sits_in_two_houses() {
    let t = TestApp::sheffield();
    let grace = t.person("grace");
    let outcome = t.app.store.write({
        let (app, alliance) = (t.app.clone(), t.alliance.clone());
        move |db| {
            let mut desk = accord::service::app::Desk {
                db,
                app: &app,
                now: app.clock.now(),
                alliance: alliance.clone(),
            };
            manage::appoint(&mut desk, &grace, "vcse_partner", (Scope::Alliance, &alliance), "test")
        }
    });
    assert!(matches!(outcome, Err(Fault::Invalid(_))), "{outcome:?}");
}

#[test]
fn a_declared_interest_in_the_record_bars() {
    let t = TestApp::sheffield();
    let (spec, record) = t.specification();
    let grace = t.person("grace");
    t.at_desk(move |desk| {
        manage::declare_interest(
            desk,
            &grace,
            (Interest::Subject, &record),
            "My sister would be employed.",
        )
    });
    let loaded = t
        .app
        .store
        .read(|db| accord::service::transition::look(db, &t.app, &t.alliance, &spec))
        .unwrap();
    let caller = t.caller("grace");
    let actor = t.at_desk(move |desk| accord::service::authority::actor(desk, loaded.about(), &caller));
    assert!(actor.exclusions.contains_key("conflicted"));
    assert!(actor.roles.contains(&"expert".to_owned()));
}

#[test]
fn what_concerns_a_person_is_theirs() {
    let t = TestApp::sheffield();
    let start = Start {
        subject: NewSubject {
            title: "Commenting on a draft".into(),
            person: Some(t.person("kofi")),
            ..NewSubject::default()
        },
        ..Start::of(&t.alliance, "involvement-claim", "Commenting on a draft")
    };
    let claim = t.app.start(start).unwrap().instance;
    for (who, theirs) in [
        ("kofi", true),
        // In the working group and an expert, but not the one who is paid.
        ("jamal", false),
        ("grace", false),
        ("amina", false),
    ] {
        let view = t.view(&claim, who);
        let ready = view
            .offers
            .iter()
            .any(|one| one.event == "accept_payment" && waiting::is_ready(one));
        assert_eq!(ready, theirs, "{who}");
    }
    // Those who look after payments see what is theirs to do.
    let offers = t.view(&claim, "meera").offers;
    assert!(offers.iter().any(|one| one.event == "put_right"), "{offers:?}");
}
