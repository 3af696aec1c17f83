//! A handful of connections that are opened when needed and kept.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::{db::Db, error::StoreError};

type Open = Box<dyn Fn() -> Result<Db, StoreError> + Send + Sync>;

/// How long a caller waits for a connection before it is told that there is none.
const PATIENCE: Duration = Duration::from_secs(30);

/// Connections of one kind, at most `most` at once.
pub(crate) struct Pool {
    open: Open,
    most: usize,
    state: Mutex<State>,
    returned: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Db>,
    lent: usize,
}

/// Where a connection came from: an idle one may have died while it lay there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Idle,
    Fresh,
}

impl Pool {
    pub(crate) fn new(most: usize, open: Open) -> Self {
        Self {
            open,
            most,
            state: Mutex::default(),
            returned: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lends a connection to `f`, which says whether it may be used again. A panic in `f` counts
    /// as no.
    pub(crate) fn lend<T>(&self, mut f: impl FnMut(&mut Db, Origin) -> Use<T>) -> Result<T, StoreError> {
        loop {
            let mut state = self.state();
            while state.idle.is_empty() && state.lent >= self.most {
                let (again, waited) = self
                    .returned
                    .wait_timeout(state, PATIENCE)
                    .unwrap_or_else(PoisonError::into_inner);
                state = again;
                if waited.timed_out() && state.idle.is_empty() && state.lent >= self.most {
                    return Err(StoreError::Busy(format!("all {} connections are in use", self.most)));
                }
            }
            state.lent += 1;
            let kept = state.idle.pop();
            drop(state);

            let place = Place(self);
            let (mut db, origin) = match kept {
                Some(db) => (db, Origin::Idle),
                None => ((self.open)()?, Origin::Fresh),
            };
            match f(&mut db, origin) {
                Use::Keep(value) => {
                    self.state().idle.push(db);
                    drop(place);
                    return Ok(value);
                }
                Use::Drop(value) => return Ok(value),
                Use::Stale => {}
            }
        }
    }
}

/// What becomes of a connection after use.
pub(crate) enum Use<T> {
    /// Done; the connection is sound.
    Keep(T),
    /// Done; the connection is not to be trusted.
    Drop(T),
    /// The connection was dead before anything was done: try with another.
    Stale,
}

/// A place in the pool, given back however the borrower leaves.
struct Place<'a>(&'a Pool);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.state().lent -= 1;
        self.0.returned.notify_one();
    }
}
