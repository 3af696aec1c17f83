//! How many durable actions a second, and how long the slowest in a hundred take.
//!
//! One action is the real write of one step: the instance for update, compare-and-set of the
//! snapshot, a task, a timer, an outbox row, the journal entry with its chain. Beside it run the
//! same statements in a bare loop on a connection of its own, without writer, queue or pool, so
//! that what is measured is the house and not the disk.

mod action;
mod crowd;
mod crowded;
mod server;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use serde::Serialize;

pub use action::{Work, act, instance_id, prepare};
pub use crowded::crowd;
pub use server::Server;

use crate::{
    db::Db,
    error::StoreError,
    migrate, postgres,
    sqlite::{self, Purpose, Synchronous},
    store::{Store, StoreOptions},
};

/// What to run.
#[derive(Debug, Clone, Copy)]
pub struct BenchOptions {
    /// How long each measurement takes.
    pub time: Duration,
    /// How often each is repeated; the median counts.
    pub rounds: usize,
    /// Instances that are stored before.
    pub instances: u64,
}

impl Default for BenchOptions {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(3),
            rounds: 3,
            instances: 1000,
        }
    }
}

/// One measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Figure {
    /// Actions a second.
    pub per_second: u64,
    /// The median, in microseconds.
    pub p50: u64,
    /// The 99th percentile.
    pub p99: u64,
    /// The slowest.
    pub slowest: u64,
}

/// One line of the report.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// SQLite or PostgreSQL.
    pub database: &'static str,
    /// Callers at once.
    pub clients: usize,
    /// Callers of the bare loop.
    pub bare_clients: usize,
    /// Through the store.
    pub store: Figure,
    /// The bare loop.
    pub bare: Figure,
    /// The store's actions a second as a percentage of the bare loop's: the median over the rounds,
    /// in each of which both ran on the same machine, busy or not.
    pub percent: u64,
}

/// Measures SQLite in a folder, with each number of clients, beside one bare loop.
///
/// # Errors
/// The database's.
pub fn on_sqlite(folder: &Path, clients: &[usize], options: BenchOptions) -> Result<Vec<Line>, StoreError> {
    let path = |name: &str| folder.join(name).display().to_string();
    let store = Store::open(&format!("sqlite:{}", path("store.db")), StoreOptions::default())?;
    let mut bare = sqlite::open(&path("bare.db"), Purpose::Write(Synchronous::Full))?;
    migrate::up(&mut bare)?;
    let instances = options.instances;
    store.write(move |db| prepare(db, "bench", instances))?;
    crowd::transaction(&mut bare, |db| prepare(db, "bench", instances))?;

    let (mut alone, mut through) = (Vec::new(), vec![Vec::new(); clients.len()]);
    for round in 0..options.rounds {
        let mut work = [(&mut bare, Work::new("bench", instances, 0, 1, round))];
        alone.push(crowd::bare(&mut work, options.time)?);
        for (clients, figures) in clients.iter().zip(&mut through) {
            figures.push(crowd::store(&store, "bench", instances, *clients, round, options.time)?);
        }
    }
    let line = |(clients, figures): (&usize, Vec<Figure>)| Line {
        database: "SQLite",
        clients: *clients,
        bare_clients: 1,
        percent: percent(&figures, &alone),
        store: median(&figures),
        bare: median(&alone),
    };
    Ok(clients.iter().zip(through).map(line).collect())
}

/// Measures PostgreSQL, with each number of clients beside as many bare loops. Leaves two
/// alliances of its own behind: give it a database to throw away.
///
/// # Errors
/// The database's.
pub fn on_postgres(url: &str, clients: &[usize], options: BenchOptions) -> Result<Vec<Line>, StoreError> {
    let instances = options.instances;
    let store = Store::open(
        url,
        StoreOptions {
            connections: 16,
            ..StoreOptions::default()
        },
    )?;
    for alliance in ["bench", "bare"] {
        store.write(move |db| prepare(db, alliance, instances))?;
    }
    let mut lines = Vec::new();
    for &clients in clients {
        let mut loops = (0..clients)
            .map(|_| postgres::open(url))
            .collect::<Result<Vec<Db>, _>>()?;
        let (mut alone, mut through) = (Vec::new(), Vec::new());
        for round in 0..options.rounds {
            let mut work: Vec<_> = loops
                .iter_mut()
                .enumerate()
                .map(|(number, db)| (db, Work::new("bare", instances, number, clients, round)))
                .collect();
            alone.push(crowd::bare(&mut work, options.time)?);
            through.push(crowd::store(&store, "bench", instances, clients, round, options.time)?);
        }
        lines.push(Line {
            database: "PostgreSQL",
            clients,
            bare_clients: clients,
            percent: percent(&through, &alone),
            store: median(&through),
            bare: median(&alone),
        });
    }
    Ok(lines)
}

/// Measures one client on SQLite with few and with many instances stored, in turn, so that both
/// see the same machine. Gives the figures for each number, and how long the filling took.
///
/// # Errors
/// The database's.
pub fn growth(folder: &Path, sizes: &[u64], options: BenchOptions) -> Result<Vec<(u64, Figure, Duration)>, StoreError> {
    let mut stores = Vec::new();
    for &instances in sizes {
        let began = Instant::now();
        let url = format!("sqlite:{}", folder.join(format!("{instances}.db")).display());
        let store = Store::open(&url, StoreOptions::default())?;
        store.write(move |db| prepare(db, "bench", 0))?;
        for from in (0..instances).step_by(10_000) {
            let to = instances.min(from + 10_000);
            store.write(move |db| action::fill(db, "bench", from, to))?;
        }
        // The filling's last pages go to the file before anything is measured.
        store.settle()?;
        stores.push((instances, store, began.elapsed(), Vec::new()));
    }
    for round in 0..options.rounds {
        for (instances, store, _, figures) in &mut stores {
            figures.push(crowd::store(store, "bench", *instances, 1, round, options.time)?);
        }
    }
    let done = |(instances, _, took, figures): (_, _, _, Vec<_>)| (instances, median(&figures), took);
    Ok(stores.into_iter().map(done).collect())
}

fn median<T: Copy + Default + Ord>(figures: &[T]) -> T {
    let mut sorted = figures.to_vec();
    sorted.sort();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn percent(store: &[Figure], bare: &[Figure]) -> u64 {
    let rounds = store.iter().zip(bare);
    let ratios: Vec<u64> = rounds
        .map(|(store, bare)| store.per_second * 100 / bare.per_second.max(1))
        .collect();
    median(&ratios)
}
