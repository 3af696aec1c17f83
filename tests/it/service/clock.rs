//! A clock that was set back judges no deadline.

use accord::{
    clock::{Clock, VirtualClock},
    service::{clocks, fault::Fault, mending, transition::Start},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use std::sync::Arc;

use crate::support::app::TestApp;

/// The same database, read by a clock that says something else.
fn at(t: &TestApp, time: DateTime<Utc>) -> TestApp {
    let clock = VirtualClock::starting(time);
    let mut app = t.app.clone();
    app.clock = Arc::new(clock.clone());
    app.wall = app.clock.clone();
    TestApp {
        app,
        clock,
        alliance: t.alliance.clone(),
        folder: tempfile::tempdir().unwrap(),
    }
}

fn answer() -> serde_json::Value {
    json!({ "reason": "We start now." })
}

#[test]
fn acts_that_depend_on_a_deadline_are_refused_while_the_clock_is_behind() {
    let t = TestApp::sheffield();
    let (spec, record) = t.specification();
    t.clock.advance(TimeDelta::hours(1));
    t.specification();
    let now = t.clock.now();
    // Four minutes are a difference between machines, six are a clock that was set back.
    let slack = at(&t, now - TimeDelta::minutes(4));
    assert!(!clocks::reading(&slack.app).unwrap().is_behind);
    let behind = at(&t, now - TimeDelta::minutes(6));
    assert!(clocks::reading(&behind.app).unwrap().is_behind);

    match behind.act(&spec, "rachel", "take_forward", answer()) {
        Err(Fault::Unavailable(says)) => {
            assert!(says.contains("The clock of the server is behind"), "{says}");
            assert!(
                says.contains("it says 09:54 on 5 January 2026 (UTC), but it was 10:00"),
                "{says}"
            );
            assert!(says.contains("accord clock --accept"), "{says}");
        }
        other => panic!("{other:?}"),
    }
    // Nothing has moved, and whoever looks after the alliance is told, once.
    assert_eq!(t.view(&spec, "rachel").states, ["idea"]);
    assert!(behind.act(&spec, "rachel", "take_forward", answer()).is_err());
    let open = mending::open(&t.app, &t.alliance).unwrap();
    assert_eq!(open.len(), 1, "{open:#?}");
    assert_eq!(open[0].what, "The clock of the server is behind");
    // A new deadline is not counted from a wrong now either, and no clock runs out.
    let start = Start::of(&t.alliance, "specification", "Another");
    assert!(matches!(behind.app.start(start), Err(Fault::Unavailable(_))));
    assert_eq!(clocks::fire_due(&behind.app).unwrap(), 0);
    // Work that no deadline decides goes on.
    behind
        .work(&record, "ifrah", "proposal.add", json!({ "text": "More." }))
        .unwrap();

    // The clock is right again.
    slack.act(&spec, "rachel", "take_forward", answer()).unwrap();
}

#[test]
fn clocks_do_not_run_out_early_and_do_run_out_when_it_is_right_again() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    let due = t.view(&spec, "rachel").next_clock.unwrap();
    t.clock.move_to(due - TimeDelta::minutes(1));
    t.act(&spec, "ifrah", "nothing", json!({})).unwrap_err();
    // Something notes the time shortly before the deadline.
    t.app
        .store
        .write(move |db| accord_store::clocks::watch(db, due + TimeDelta::hours(1)))
        .unwrap();
    let behind = at(&t, due);
    assert_eq!(clocks::fire_due(&behind.app).unwrap(), 0);
    let right = at(&t, due + TimeDelta::hours(1));
    assert!(clocks::fire_due(&right.app).unwrap() > 0);
}

#[test]
fn a_person_may_say_that_the_later_time_was_wrong() {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    let now = t.clock.now();
    t.app
        .store
        .write(move |db| accord_store::clocks::watch(db, now + TimeDelta::days(700)))
        .unwrap();
    assert!(t.act(&spec, "rachel", "take_forward", answer()).is_err());
    let reading = clocks::accept(&t.app, "jo").unwrap();
    assert!(!reading.is_behind);
    assert!(mending::open(&t.app, &t.alliance).unwrap().is_empty());
    t.act(&spec, "rachel", "take_forward", answer()).unwrap();
    let journal = t
        .app
        .store
        .read(|db| accord_store::journal::of_instance(db, &t.alliance, &t.alliance))
        .unwrap();
    let said = journal.iter().find(|row| row.body.contains("\"clock\"")).unwrap();
    assert!(said.body.contains("\"by\":\"jo\""), "{}", said.body);
}
