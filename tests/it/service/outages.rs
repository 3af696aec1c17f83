//! That the service was away: noticed by whoever comes back, unless another process was there all the time.

use accord::service::outages;
use accord_store::outages as rows;
use chrono::TimeDelta;

use crate::support::app::TestApp;

fn minutes(app: &TestApp, number: i64) -> Option<i64> {
    app.clock.advance(TimeDelta::minutes(number));
    let row = outages::beat(&app.app).unwrap()?;
    assert_eq!(row.until.utc(), app.app.clock.now());
    Some((row.until.utc() - row.since.utc()).num_minutes())
}

#[test]
fn a_gap_is_noticed_once_by_whoever_comes_back_first() {
    let app = TestApp::sheffield();
    assert_eq!(minutes(&app, 0), None, "nobody was there before");
    assert_eq!(minutes(&app, 3), None);
    assert_eq!(minutes(&app, 5), None);
    assert_eq!(minutes(&app, 40), Some(40));
    // Another process comes back at the same moment, and a moment later.
    assert_eq!(minutes(&app, 0), None);
    assert_eq!(minutes(&app, 1), None);
    let all = app.app.store.read(|db| rows::newest(db, 10)).unwrap();
    assert_eq!(all.len(), 1);
    let journal = app
        .app
        .store
        .read(|db| accord_store::journal::page(db, &app.alliance, 0, 10_000))
        .unwrap();
    assert_eq!(journal.iter().filter(|row| row.body.contains("\"outage\"")).count(), 1);
}

#[test]
fn where_one_of_several_is_there_nothing_was_away() {
    let app = TestApp::sheffield();
    let mut found = Vec::new();
    for minute in 0..120 {
        app.clock.advance(TimeDelta::minutes(1));
        // One says so each minute; another was down for an hour and a half.
        found.extend(outages::beat(&app.app).unwrap());
        if !(10..100).contains(&minute) {
            found.extend(outages::beat(&app.app.clone()).unwrap());
        }
    }
    assert_eq!(found, []);
}

#[test]
fn a_clock_that_was_set_back_is_no_outage() {
    let app = TestApp::sheffield();
    assert_eq!(minutes(&app, 60), None);
    let earlier = app.app.clock.now() - TimeDelta::minutes(30);
    let heard = app.app.store.write(move |db| rows::beat(db, earlier.into())).unwrap();
    assert_eq!(heard, None);
    assert_eq!(minutes(&app, 2), None);
}
