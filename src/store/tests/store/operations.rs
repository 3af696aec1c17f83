//! Regular work, dead letters, incidents, the clock.

use std::{
    sync::{Arc, Barrier},
    thread,
};

use accord_store::{
    Store, StoreError, StoreOptions, clocks,
    incidents::{self, IncidentRow},
    jobs,
    outbox::{self, NewOutbox, OutboxStatus, ROUND},
};

use crate::support::{at, on_each, stamp};

fn take(store: &Store, owner: &str, now: i64, is_due: bool) -> bool {
    let owner = owner.to_owned();
    store
        .write(move |db| jobs::take(db, "nightly", &owner, at(now), at(now + 900), |_| is_due))
        .unwrap()
}

#[test]
fn of_many_workers_on_one_database_one_does_the_regular_work() {
    on_each(|bed| {
        let other = if bed.is_postgres() {
            Store::open(&bed.url, StoreOptions::default()).unwrap()
        } else {
            bed.store.clone()
        };
        let gate = Arc::new(Barrier::new(16));
        let racers: Vec<_> = (0..16)
            .map(|number| {
                let store = if number % 2 == 0 {
                    bed.store.clone()
                } else {
                    other.clone()
                };
                let gate = Arc::clone(&gate);
                thread::spawn(move || {
                    gate.wait();
                    take(&store, &format!("worker {number}"), 0, true)
                })
            })
            .collect();
        let won = racers.into_iter().map(|one| one.join().unwrap());
        assert_eq!(won.filter(|won| *won).count(), 1);
    });
}

#[test]
fn work_that_was_done_is_remembered_and_a_lease_ends_by_itself() {
    on_each(|bed| {
        assert!(!take(&bed.store, "a", 0, false), "it is not due");
        assert!(take(&bed.store, "a", 0, true));
        assert!(!take(&bed.store, "b", 899, true), "somebody is at it");
        assert!(take(&bed.store, "b", 900, true), "whoever was at it has gone");
        assert!(!bed.write(|db| jobs::done(db, "nightly", "a", at(0))).unwrap());
        assert!(bed.write(|db| jobs::done(db, "nightly", "b", at(900))).unwrap());
        let row = bed.store.read(|db| jobs::load(db, "nightly")).unwrap().unwrap();
        assert_eq!((row.last_at, row.lease_owner), (Some(stamp(900)), None));
        let seen = bed
            .write(|db| {
                let mut seen = None;
                jobs::take(db, "nightly", "c", at(901), at(1000), |last| {
                    seen = last;
                    false
                })?;
                Ok(seen)
            })
            .unwrap();
        assert_eq!(seen, Some(at(900)));
    });
}

fn letter(key: &str) -> NewOutbox {
    NewOutbox {
        key: key.to_owned(),
        alliance_id: "sheffield".to_owned(),
        instance_id: None,
        kind: "email".to_owned(),
        recipient: "amina".to_owned(),
        payload: "{}".to_owned(),
        template: Some("t1".to_owned()),
        then_event: None,
        place: 0,
    }
}

#[test]
fn a_dead_letter_that_is_sent_again_begins_a_round_of_its_own() {
    on_each(|bed| {
        bed.write(|db| {
            outbox::put(db, &[letter("k")], at(0))?;
            outbox::lease(db, "one", at(0), at(60), 10)?;
            outbox::keep_rendered(db, "k", "one", b"bytes")?;
            outbox::dead(db, "k", "one", at(1), "no such mailbox")?;
            outbox::revive(db, "sheffield", "k", at(2))
        })
        .unwrap();
        let row = bed.store.read(|db| outbox::load(db, "sheffield", "k")).unwrap();
        assert_eq!((row.status, row.attempts), (OutboxStatus::Queued, ROUND));
        assert_eq!(row.rendered.as_deref(), Some(&b"bytes"[..]));
        let again = bed.write(|db| outbox::lease(db, "one", at(2), at(60), 10)).unwrap();
        assert_eq!(again[0].attempts, ROUND + 1);
        bed.write(|db| outbox::rewrite(db, "k", "{\"a\":1}", Some("t2")))
            .unwrap();
        let row = bed.store.read(|db| outbox::load(db, "sheffield", "k")).unwrap();
        assert_eq!(
            (row.payload.as_str(), row.template.as_deref(), row.rendered),
            ("{\"a\":1}", Some("t2"), None)
        );
    });
}

fn incident(id: &str, what: &str, key: Option<&str>) -> IncidentRow {
    IncidentRow {
        id: id.to_owned(),
        alliance_id: "sheffield".to_owned(),
        instance_id: None,
        what: what.to_owned(),
        detail: "why".to_owned(),
        at: stamp(0),
        closed_at: None,
        closed_by: None,
        outbox_key: key.map(str::to_owned),
        mend: Some("how".to_owned()),
    }
}

#[test]
fn an_incident_is_opened_once_and_closed_with_its_letter() {
    on_each(|bed| {
        let open = || -> Vec<String> {
            let rows = bed.store.read(|db| incidents::unresolved(db, "sheffield")).unwrap();
            rows.into_iter().map(|row| row.id).collect()
        };
        bed.write(|db| {
            outbox::put(db, &[letter("k")], at(0))?;
            incidents::open(db, &incident("1", "a letter", Some("k")))?;
            assert!(incidents::open_once(db, &incident("2", "the clock", None))?);
            incidents::open_once(db, &incident("3", "the clock", None))
        })
        .map(|added| assert!(!added))
        .unwrap();
        assert_eq!(open(), ["1", "2"]);
        assert_eq!(
            bed.write(|db| incidents::close_of_outbox(db, "k", "rachel", at(1)))
                .unwrap(),
            1
        );
        assert_eq!(
            bed.write(|db| incidents::close_of_outbox(db, "k", "rachel", at(1)))
                .unwrap(),
            0
        );
        bed.write(|db| incidents::close_saying(db, "sheffield", "the clock", "x", at(2)))
            .unwrap();
        assert_eq!(open(), Vec::<String>::new());
        bed.write(|db| incidents::open_once(db, &incident("4", "the clock", None)))
            .unwrap();
        assert_eq!(open(), ["4"], "it has happened again");
    });
}

#[test]
fn the_latest_time_is_noted_once_a_minute_and_never_goes_back() {
    on_each(|bed| {
        let watch = |now: i64| bed.write(move |db| clocks::watch(db, at(now))).unwrap();
        let mark = || bed.store.read(clocks::load).unwrap().high_water;
        watch(0);
        assert_eq!(mark(), at(0));
        assert_eq!(watch(60), at(0));
        assert_eq!(mark(), at(0), "not a minute later yet");
        assert_eq!(watch(61), at(0));
        assert_eq!(mark(), at(61));
        assert_eq!(watch(-500), at(61));
        assert_eq!(mark(), at(61));
        bed.write(|db| clocks::accept(db, at(-500))).unwrap();
        assert_eq!(mark(), at(-500));
    });
}

#[test]
fn nobody_waits_for_the_clock() {
    on_each(|bed| {
        if !bed.is_postgres() {
            return;
        }
        // One action has noted the time and is not done yet; another goes on beside it.
        let (inside, done) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
        let (store, gates) = (bed.store.clone(), (inside.clone(), done.clone()));
        let first = thread::spawn(move || {
            store.write(move |db| {
                clocks::watch(db, at(1000))?;
                gates.0.wait();
                gates.1.wait();
                Ok::<_, StoreError>(())
            })
        });
        inside.wait();
        bed.write(|db| clocks::watch(db, at(1001))).unwrap();
        done.wait();
        first.join().unwrap().unwrap();
        assert_eq!(bed.store.read(clocks::load).unwrap().high_water, at(1000));
    });
}
