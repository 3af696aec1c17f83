//! The program that is killed: clients that act and say so, each on an instance of its own.

use std::{
    io::{BufRead as _, Write as _},
    thread,
    time::Duration,
};

use accord_store::{
    Store, StoreOptions, Synchronous,
    bench::{act, instance_id},
};

use crate::races;

/// Clients in one worker.
pub const CLIENTS: usize = 8;

fn env(name: &str) -> String {
    std::env::var(name).unwrap()
}

pub fn run(role: &str) {
    let mut options = StoreOptions::default();
    if std::env::var("ACCORD_RELIABILITY_SYNC").as_deref() == Ok("normal") {
        options.synchronous = Synchronous::NormalForControl;
    }
    let store = Store::open(&env("ACCORD_RELIABILITY_URL"), options).unwrap();
    match role {
        "clients" => clients(&store),
        "racers" => racers(&store),
        other => panic!("there is no role {other}"),
    }
}

/// Each client goes on after what was acknowledged to it, with the key that it would have used:
/// what was done and not acknowledged is not done again.
fn clients(store: &Store) {
    let acked: Vec<u64> = env("ACCORD_RELIABILITY_ACKED")
        .split(',')
        .map(|n| n.parse().unwrap())
        .collect();
    thread::scope(|scope| {
        // Moving the log into the file is when a database can be harmed most, so it happens often.
        scope.spawn(move || {
            loop {
                thread::sleep(Duration::from_millis(50));
                store.settle().unwrap();
            }
        });
        for (client, acked) in acked.into_iter().enumerate() {
            scope.spawn(move || {
                let instance = instance_id("bench", client.try_into().unwrap());
                for number in acked + 1.. {
                    let (id, key) = (instance.clone(), format!("{client}-{number}"));
                    let seq = store.write(move |db| act(db, "bench", &id, &key)).unwrap();
                    // One small write to a pipe is whole or not there at all.
                    std::io::stdout()
                        .write_all(format!("{client} {number} {seq}\n").as_bytes())
                        .unwrap();
                }
            });
        }
    });
}

/// Says `ready`, then at each version that comes in races for it and says how many have won.
fn racers(store: &Store) {
    let mut out = std::io::stdout();
    writeln!(out, "ready").unwrap();
    for line in std::io::stdin().lock().lines() {
        let seen: i64 = line.unwrap().parse().unwrap();
        let won = races::race(store, 100, seen);
        writeln!(out, "{won}").unwrap();
    }
}
