//! `kill -9` at random points under load.

use accord_store::{Store, StoreOptions};

use crate::{
    Size,
    ledger::{Ledger, begin},
    postgres,
};

/// Kills before a new database is begun, so that looking at all of it stays quick.
const EACH: usize = 20;

pub fn on_sqlite(size: Size) -> String {
    let kills = size.of(6, 200);
    let (mut acked, mut unheard) = (0, 0);
    for first in (0..kills).step_by(EACH) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/accord.db", folder.path().display());
        let told = several(&url, first, kills.min(first + EACH));
        acked += told.0;
        unheard += told.1;
        // A copy passes SQLite's own checks too.
        let store = Store::open(&url, StoreOptions::default()).unwrap();
        store.backup(&folder.path().join("copy.db"), None).unwrap();
    }
    summary(kills, acked, unheard)
}

pub fn on_postgresql(size: Size) -> String {
    let kills = size.of(3, 50);
    let (mut acked, mut unheard) = (0, 0);
    for first in (0..kills).step_by(EACH) {
        let Some(url) = postgres::fresh_database() else {
            return "skipped: there is no PostgreSQL".to_owned();
        };
        let told = several(&url, first, kills.min(first + EACH));
        acked += told.0;
        unheard += told.1;
    }
    summary(kills, acked, unheard)
}

fn summary(kills: usize, acked: u64, unheard: u64) -> String {
    assert!(acked > 0, "nothing was done, so nothing was shown");
    format!(
        "{kills} kills, {acked} actions acknowledged, 0 lost, 0 twice; {unheard} kept but not heard of, found by key"
    )
}

fn several(url: &str, from: usize, to: usize) -> (u64, u64) {
    begin(&Store::open(url, StoreOptions::default()).unwrap());
    let (mut ledger, mut unheard) = (Ledger::default(), 0);
    for round in from..to {
        ledger.run_and_kill(&mut ledger.clone().worker(url), round);
        let store = Store::open(url, StoreOptions::default()).unwrap();
        let difference = ledger.compare(&store);
        assert_eq!(difference.lost, 0, "kill {round} lost acknowledged actions");
        unheard += difference.unheard;
    }
    (ledger.total, unheard)
}
