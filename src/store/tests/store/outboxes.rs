//! The outbox: in order, leased, fenced.

use accord_store::{
    Store, StoreError, StoreOptions,
    outbox::{self, Mark, NewOutbox, OutboxRow, OutboxStatus},
};

use crate::support::{Bed, at, on_each};

fn new(key: &str, place: i32) -> NewOutbox {
    NewOutbox {
        key: key.to_owned(),
        alliance_id: "sheffield".to_owned(),
        instance_id: Some("i".to_owned()),
        kind: "email".to_owned(),
        recipient: "ann".to_owned(),
        payload: "{}".to_owned(),
        template: None,
        then_event: None,
        place,
    }
}

fn lease(bed: &Bed, owner: &'static str, now: i64) -> Vec<OutboxRow> {
    bed.write(move |db| outbox::lease(db, owner, at(now), at(now + 60), 2))
        .unwrap()
}

fn keys(rows: &[OutboxRow]) -> Vec<&str> {
    rows.iter().map(|row| row.key.as_str()).collect()
}

#[test]
fn rows_are_leased_in_order_and_each_to_one_worker() {
    on_each(|bed| {
        bed.write(|db| outbox::put(db, &[new("c", 0), new("b", 1), new("a", 2)], at(0)))
            .unwrap();
        let (first, second, third) = (lease(bed, "one", 0), lease(bed, "two", 0), lease(bed, "three", 0));
        assert_eq!(keys(&first), ["c", "b"]);
        assert_eq!(keys(&second), ["a"]);
        assert_eq!(third, []);
        assert_eq!((first[0].status, first[0].attempts), (OutboxStatus::Sending, 1));
    });
}

#[test]
fn a_worker_that_lost_its_lease_is_not_believed() {
    on_each(|bed| {
        bed.write(|db| outbox::put(db, &[new("a", 0)], at(0))).unwrap();
        assert_eq!(lease(bed, "one", 0).len(), 1);
        assert_eq!(lease(bed, "two", 59).len(), 0);
        let again = lease(bed, "two", 61);
        assert_eq!((again.len(), again[0].attempts), (1, 2));
        let late = bed.write(|db| outbox::done(db, "a", "one", at(62))).unwrap();
        assert_eq!(late, Mark::LeaseLost);
        let good = bed.write(|db| outbox::keep_rendered(db, "a", "two", b"bytes")).unwrap();
        assert_eq!(good, Mark::Made);
        assert_eq!(
            bed.write(|db| outbox::done(db, "a", "two", at(63))).unwrap(),
            Mark::Made
        );
        let row = bed.store.read(|db| outbox::load(db, "sheffield", "a")).unwrap();
        assert_eq!(
            (row.status, row.rendered.as_deref()),
            (OutboxStatus::Sent, Some(&b"bytes"[..]))
        );
        assert_eq!(bed.store.read(outbox::next).unwrap(), None);
    });
}

#[test]
fn a_failure_waits_and_a_dead_letter_waits_for_a_person() {
    on_each(|bed| {
        bed.write(|db| outbox::put(db, &[new("a", 0)], at(0))).unwrap();
        lease(bed, "one", 0);
        bed.write(|db| outbox::retry(db, "a", "one", at(30), "not now"))
            .unwrap();
        assert_eq!(lease(bed, "one", 29).len(), 0);
        assert_eq!(bed.store.read(outbox::next).unwrap(), Some(at(30)));
        assert_eq!(lease(bed, "one", 30).len(), 1);
        bed.write(|db| outbox::dead(db, "a", "one", at(31), "no such mailbox"))
            .unwrap();
        assert_eq!(lease(bed, "one", 1000).len(), 0);
        let dead = bed.store.read(|db| outbox::dead_letters(db, "sheffield")).unwrap();
        assert_eq!(dead[0].last_error.as_deref(), Some("no such mailbox"));
        bed.write(|db| outbox::revive(db, "sheffield", "a", at(2000))).unwrap();
        assert_eq!(lease(bed, "one", 2000).len(), 1);
    });
}

#[test]
fn what_is_to_follow_is_fed_once() {
    on_each(|bed| {
        bed.write(|db| {
            let mut row = new("a", 0);
            row.then_event = Some("published".to_owned());
            outbox::put(db, &[row, new("b", 1)], at(0))
        })
        .unwrap();
        lease(bed, "one", 0);
        assert_eq!(bed.store.read(|db| outbox::feed(db, 10)).unwrap(), []);
        bed.write(|db| {
            outbox::done(db, "a", "one", at(1))?;
            outbox::done(db, "b", "one", at(1))
        })
        .unwrap();
        let fed = bed.store.read(|db| outbox::feed(db, 10)).unwrap();
        assert_eq!(keys(&fed), ["a"]);
        assert!(bed.write(|db| outbox::fed(db, "a", at(2))).unwrap());
        assert!(!bed.write(|db| outbox::fed(db, "a", at(3))).unwrap());
        assert_eq!(bed.store.read(|db| outbox::feed(db, 10)).unwrap(), []);
    });
}

#[test]
fn a_key_is_put_once() {
    on_each(|bed| {
        bed.write(|db| outbox::put(db, &[new("a", 0)], at(0))).unwrap();
        let twice = bed.write(|db| outbox::put(db, &[new("b", 0), new("a", 1)], at(0)));
        assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
        assert_eq!(
            bed.store
                .read(|db| outbox::page(db, "sheffield", None, 9))
                .unwrap()
                .len(),
            1
        );
    });
}

#[test]
fn workers_of_two_processes_share_the_work() {
    let Some(bed) = Bed::postgres() else { return };
    bed.write(|db| accord_store::alliances::insert(db, &crate::support::alliance("sheffield")))
        .unwrap();
    let rows: Vec<_> = (0..2000).map(|n| new(&format!("k{n}"), n)).collect();
    bed.write(move |db| outbox::put(db, &rows, at(0))).unwrap();
    let workers: Vec<_> = (0..4)
        .map(|number| {
            let url = bed.url.clone();
            std::thread::spawn(move || {
                let store = Store::open(&url, StoreOptions::default()).unwrap();
                let owner = format!("worker {number}");
                let mut mine = Vec::new();
                loop {
                    let me = owner.clone();
                    let rows = store
                        .write(move |db| outbox::lease(db, &me, at(0), at(60), 20))
                        .unwrap();
                    if rows.is_empty() {
                        return mine;
                    }
                    mine.extend(rows.into_iter().map(|row| row.key));
                }
            })
        })
        .collect();
    let mut all: Vec<String> = workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect();
    assert_eq!(all.len(), 2000);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 2000, "each row was claimed once");
}
