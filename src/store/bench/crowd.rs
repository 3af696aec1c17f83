//! Many clients at once, and what they took.

use std::{
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use super::{Figure, Work, act};
use crate::{
    db::{Db, Intent},
    error::StoreError,
    store::Store,
};

/// So many clients of one store.
pub(super) fn store(
    store: &Store,
    alliance: &'static str,
    instances: u64,
    clients: usize,
    round: usize,
    time: Duration,
) -> Result<Figure, StoreError> {
    let work = (0..clients).map(|client| {
        let mut work = Work::new(alliance, instances, client, clients, round);
        move || {
            let (id, key) = work.next_action();
            store.write(move |db| act(db, alliance, &id, &key)).map(drop)
        }
    });
    measure(work.collect(), time)
}

/// Bare loops, each on a connection of its own.
pub(super) fn bare(loops: &mut [(&mut Db, Work)], time: Duration) -> Result<Figure, StoreError> {
    let work = loops.iter_mut().map(|(db, work)| {
        move || {
            let (id, key) = work.next_action();
            transaction(db, |db| act(db, work.alliance(), &id, &key)).map(drop)
        }
    });
    measure(work.collect(), time)
}

/// Begin, do, commit: no more.
pub(super) fn transaction<T>(db: &mut Db, f: impl FnOnce(&mut Db) -> Result<T, StoreError>) -> Result<T, StoreError> {
    db.begin(Intent::Write)?;
    match f(db) {
        Ok(value) => db.commit().map(|()| value),
        Err(error) => {
            db.rollback()?;
            Err(error)
        }
    }
}

fn measure<F>(clients: Vec<F>, time: Duration) -> Result<Figure, StoreError>
where
    F: FnMut() -> Result<(), StoreError> + Send,
{
    let gate = Barrier::new(clients.len());
    let began = Instant::now();
    let taken: Vec<Result<Vec<u64>, StoreError>> = thread::scope(|scope| {
        let gate = &gate;
        let threads: Vec<_> = clients
            .into_iter()
            .map(|mut once| {
                scope.spawn(move || {
                    gate.wait();
                    let (began, mut taken) = (Instant::now(), Vec::new());
                    while began.elapsed() < time {
                        let each = Instant::now();
                        once()?;
                        taken.push(u64::try_from(each.elapsed().as_micros()).unwrap_or(u64::MAX));
                    }
                    Ok(taken)
                })
            })
            .collect();
        let lost = |_| Err(StoreError::Panicked("a client of the bench".to_owned()));
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(lost))
            .collect()
    });
    let elapsed = began.elapsed().as_micros().max(1);
    let mut all = Vec::new();
    for one in taken {
        all.extend(one?);
    }
    all.sort_unstable();
    let count = all.len();
    let at = |place: usize| all.get(place.min(count.saturating_sub(1))).copied().unwrap_or(0);
    let total = u128::try_from(count).unwrap_or(0) * 1_000_000 / elapsed;
    Ok(Figure {
        per_second: u64::try_from(total).unwrap_or(u64::MAX),
        p50: at(count / 2),
        p99: at(count * 99 / 100),
        slowest: at(count),
    })
}
