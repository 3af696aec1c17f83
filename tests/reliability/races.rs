//! Two hundred want the same step of one instance, again and again; each time one gets it.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
    sync::Barrier,
    thread,
};

use accord_store::{Store, StoreError, StoreOptions, audit, bench, instances};

use crate::{Size, postgres};

/// So many threads try to take the first instance from `seen` to the next version.
pub fn race(store: &Store, racers: usize, seen: i64) -> usize {
    let gate = Barrier::new(racers);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..racers)
            .map(|_| {
                scope.spawn(|| {
                    gate.wait();
                    advance(store, seen)
                })
            })
            .collect();
        let results = threads.into_iter().map(|thread| thread.join().unwrap());
        results
            .filter(|result| match result {
                Ok(()) => true,
                Err(StoreError::Conflict { .. }) => false,
                Err(other) => panic!("{other}"),
            })
            .count()
    })
}

fn advance(store: &Store, seen: i64) -> Result<(), StoreError> {
    store.write(move |db| {
        let id = bench::instance_id("bench", 0);
        let row = instances::load_for_update(db, "bench", &id)?;
        if row.seq != seen {
            return Err(StoreError::Conflict {
                what: id,
                seen,
                now: row.seq,
            });
        }
        bench::act(db, "bench", &id, &format!("to {seen} by {:?}", thread::current().id())).map(drop)
    })
}

pub fn on_sqlite(size: Size) -> String {
    let rounds = size.of(5, 50);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/accord.db", folder.path().display());
    let store = Store::open(&url, StoreOptions::default()).unwrap();
    store.write(|db| bench::prepare(db, "bench", 1)).unwrap();
    for seen in 1..=rounds {
        assert_eq!(race(&store, 200, seen.try_into().unwrap()), 1, "round {seen}");
    }
    finish(&store, rounds)
}

pub fn on_postgresql(size: Size) -> String {
    let rounds = size.of(5, 50);
    let Some(url) = postgres::fresh_database() else {
        return "skipped: there is no PostgreSQL".to_owned();
    };
    let store = Store::open(&url, StoreOptions::default()).unwrap();
    store.write(|db| bench::prepare(db, "bench", 1)).unwrap();
    let mut processes: Vec<_> = (0..2)
        .map(|_| {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .env("ACCORD_RELIABILITY_ROLE", "racers")
                .env("ACCORD_RELIABILITY_URL", &url)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let said = BufReader::new(child.stdout.take().unwrap()).lines();
            (child, said)
        })
        .collect();
    for (_, said) in &mut processes {
        assert_eq!(said.next().unwrap().unwrap(), "ready");
    }
    for seen in 1..=rounds {
        for (child, _) in &mut processes {
            writeln!(child.stdin.as_mut().unwrap(), "{seen}").unwrap();
        }
        let won: usize = processes
            .iter_mut()
            .map(|(_, said)| said.next().unwrap().unwrap().parse::<usize>().unwrap())
            .sum();
        assert_eq!(won, 1, "round {seen}");
    }
    for (mut child, _) in processes {
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
    }
    finish(&store, rounds)
}

fn finish(store: &Store, rounds: usize) -> String {
    let id = bench::instance_id("bench", 0);
    let row = store.read(|db| instances::load(db, "bench", &id)).unwrap();
    assert_eq!(usize::try_from(row.seq).unwrap(), rounds + 1);
    store.read(|db| audit::verify_all(db, None)).unwrap();
    format!("{rounds} rounds of 200, one winner in each")
}
