//! Everybody wants the same step, and one gets it.

use std::{
    sync::{Arc, Barrier},
    thread,
};

use accord_store::{
    Store, StoreError, StoreOptions, instances,
    journal::{self, NewEntry},
};
use serde_json::json;

use crate::support::{Bed, alliance, at, on_each, with_instance};

const RACERS: usize = 200;

/// Wants to take `i` from version `seen` to the next.
fn advance(store: &Store, seen: i64) -> Result<(), StoreError> {
    store.write(move |db| {
        let mut row = instances::load_for_update(db, "sheffield", "i")?;
        row.seq = seen + 1;
        instances::advance(db, &row, seen)?;
        let body = json!({"seq": row.seq});
        let entry = NewEntry {
            alliance_id: "sheffield",
            instance_id: Some("i"),
            seq: Some(row.seq),
            at: at(row.seq),
            body: &body,
            request: None,
        };
        journal::append(db, &entry).map(drop)
    })
}

fn start(bed: &Bed) {
    bed.write(|db| {
        with_instance(db, "i")?;
        let body = json!({"seq": 1});
        let entry = NewEntry {
            alliance_id: "sheffield",
            instance_id: Some("i"),
            seq: Some(1),
            at: at(1),
            body: &body,
            request: None,
        };
        journal::append(db, &entry).map(drop)
    })
    .unwrap();
}

fn round(stores: &[Store], seen: i64) {
    let gate = Arc::new(Barrier::new(RACERS));
    let racers: Vec<_> = (0..RACERS)
        .map(|number| {
            let (store, gate) = (stores[number % stores.len()].clone(), Arc::clone(&gate));
            thread::Builder::new()
                .stack_size(512 * 1024)
                .spawn(move || {
                    gate.wait();
                    advance(&store, seen)
                })
                .unwrap()
        })
        .collect();
    let mut winners = 0;
    for racer in racers {
        match racer.join().unwrap() {
            Ok(()) => winners += 1,
            Err(StoreError::Conflict { seen: s, now, .. }) => assert_eq!((s, now), (seen, seen + 1)),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(winners, 1, "from version {seen}");
}

#[test]
fn two_hundred_race_for_one_step_and_one_wins() {
    on_each(|bed| {
        start(bed);
        for seen in 1..4 {
            round(std::slice::from_ref(&bed.store), seen);
        }
        let row = bed.store.read(|db| instances::load(db, "sheffield", "i")).unwrap();
        assert_eq!(row.seq, 4);
        bed.store.read(|db| accord_store::audit::verify_all(db, None)).unwrap();
    });
}

#[test]
fn from_two_stores_on_one_server_too() {
    let Some(bed) = Bed::postgres() else { return };
    bed.write(|db| accord_store::alliances::insert(db, &alliance("sheffield")))
        .unwrap();
    start(&bed);
    let other = Store::open(&bed.url, StoreOptions::default()).unwrap();
    for seen in 1..4 {
        round(&[bed.store.clone(), other.clone()], seen);
    }
    other.read(|db| accord_store::audit::verify_all(db, None)).unwrap();
}
