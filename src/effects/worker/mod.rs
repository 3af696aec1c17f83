//! The worker: takes outbox rows on lease, does what they say with no transaction open, and records
//! what came of it in one transaction that counts only while the lease is its own.

mod attempt;
mod backoff;
mod erase;
mod jobs;
mod mend;
mod scan;
pub mod schedule;
mod steady;
mod words;

use std::sync::Arc;

use accord_store::{
    Store, StoreError,
    outbox::{self, OutboxRow},
};
use chrono::{DateTime, TimeDelta, Utc};

use super::{
    files::Files,
    hooks::Hooks,
    mail::{compose::Sender, transport::Transport},
    ocds::Publisher,
    scanner::Scanner,
};
use crate::{
    rng::Rng,
    service::{
        hooks::sign::Signed,
        outgoing::{Erase, Outgoing},
    },
};

pub(in crate::effects) use attempt::{Failed, Record};
pub use erase::MARKS;
pub use jobs::Job;
pub use steady::Stop;
pub use words::Words;

/// How long a row is ours. Longer than the mail server's patience.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How many rows are taken at once.
const BATCH: u32 = 16;

/// What the worker asks of the service.
pub trait Feedback: Send + Sync {
    /// Gives an instance the signal of an outbox row, and marks the row done in the same transaction.
    ///
    /// # Errors
    /// It could not be given now.
    fn give(&self, key: &str, payload: &str) -> anyhow::Result<()>;

    /// Gives instances the events of effects that have succeeded (`then: published`); how many.
    ///
    /// # Errors
    /// The store fails.
    fn feed(&self) -> anyhow::Result<usize>;

    /// Fires clocks that have run out; how many.
    ///
    /// # Errors
    /// The store fails.
    fn fire(&self) -> anyhow::Result<usize>;

    /// Signs what a program is told, and says where to; nothing if it is not to be told any more.
    ///
    /// # Errors
    /// The store fails, or the secret cannot be opened.
    fn sign(&self, webhook: &str, id: &str, timestamp: i64, body: &str) -> anyhow::Result<Option<Signed>>;

    /// Opens the sealed bytes of a file that somebody sent, for the scanner; nothing where it is locked until an opening,
    /// which asks again.
    ///
    /// # Errors
    /// They were sealed under another key.
    fn unseal(&self, upload: &str, sealed: &[u8]) -> anyhow::Result<Option<Vec<u8>>>;

    /// Takes somebody who was erased out of what was sent; false while something that names them is on its way.
    ///
    /// # Errors
    /// The store fails.
    fn erased(&self, alliance: &str, key: &str, erase: &Erase) -> anyhow::Result<bool>;

    /// A letter to somebody cannot be delivered, because there is no such address: somebody rings them.
    ///
    /// # Errors
    /// The store fails.
    fn unreached(&self, alliance: &str, person: &str) -> anyhow::Result<()>;

    /// Writes down what the scanner said of a file: nothing found, or this.
    ///
    /// # Errors
    /// The store fails.
    fn scanned(&self, upload: &str, found: Option<String>) -> anyhow::Result<()>;
}

/// Everything that effects need. Shared by all threads of a worker.
pub struct Worker {
    /// Where rows are.
    pub store: Store,
    /// Templates: today's, and older ones for instances that were published with them.
    pub words: Words,
    /// Where documents are kept.
    pub files: Arc<Files>,
    /// The way out for mail.
    pub transport: Arc<dyn Transport>,
    /// Who sends it.
    pub sender: Sender,
    /// What we are as a publisher of open data.
    pub publisher: Publisher,
    /// The way out for what programs are told.
    pub hooks: Hooks,
    /// Who is asked about files that people send, if anybody is.
    pub scanner: Option<Scanner>,
    /// The service.
    pub feedback: Arc<dyn Feedback>,
    /// Ids and jitter.
    pub rng: Rng,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker")
            .field("store", &self.store)
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}

/// Somebody who watches what is tried.
pub type Watch<'a> = dyn FnMut(&OutboxRow, &Outgoing) + 'a;

/// Nobody does.
fn unwatched(_: &OutboxRow, _: &Outgoing) {}

/// What a drain did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drained {
    /// Done.
    pub done: usize,
    /// To be tried again.
    pub later: usize,
    /// Given up.
    pub dead: usize,
    /// Events given to instances.
    pub fed: usize,
}

/// Why a drain stopped before its end.
#[derive(Debug, thiserror::Error)]
pub enum WorkerFault {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The service.
    #[error("the service: {0:#}")]
    Service(anyhow::Error),
}

impl Worker {
    /// Does everything that is due at `now`, and what follows from it, until nothing is. Clocks are
    /// not fired: a rehearsal does that in its own order.
    ///
    /// # Errors
    /// The store fails, or the service does.
    pub fn drain(&self, now: DateTime<Utc>) -> Result<Drained, WorkerFault> {
        self.drain_watched(now, &mut unwatched)
    }

    /// The same under a name of its own, which no other worker of this database has.
    ///
    /// # Errors
    /// As [`Worker::drain`].
    pub fn drain_named(&self, owner: &str, clock: &dyn Fn() -> DateTime<Utc>) -> Result<Drained, WorkerFault> {
        self.drain_as(owner, clock, &mut unwatched)
    }

    /// The same before somebody's eyes: `watch` is shown each row that is tried, and what it holds.
    ///
    /// # Errors
    /// As [`Worker::drain`].
    pub fn drain_watched(&self, now: DateTime<Utc>, watch: &mut Watch<'_>) -> Result<Drained, WorkerFault> {
        self.drain_as("drain", &|| now, watch)
    }

    pub(super) fn drain_as(
        &self,
        owner: &str,
        clock: &dyn Fn() -> DateTime<Utc>,
        watch: &mut Watch<'_>,
    ) -> Result<Drained, WorkerFault> {
        let mut drained = Drained::default();
        loop {
            let now = clock();
            let mine = owner.to_owned();
            let rows = self
                .store
                .write(move |db| outbox::lease(db, &mine, now, now + LEASE, BATCH))?;
            if rows.is_empty() {
                let fed = self.feedback.feed().map_err(WorkerFault::Service)?;
                drained.fed += fed;
                if fed == 0 {
                    return Ok(drained);
                }
                continue;
            }
            for row in rows {
                // What is left of a batch when half the lease is over goes back by itself.
                if clock() - now > LEASE / 2 {
                    break;
                }
                match self.attempt(owner, row, clock, watch)? {
                    attempt::Ended::Done => drained.done += 1,
                    attempt::Ended::Later => drained.later += 1,
                    attempt::Ended::Dead => drained.dead += 1,
                    attempt::Ended::NotOurs => {}
                }
            }
            drained.fed += self.feedback.feed().map_err(WorkerFault::Service)?;
        }
    }
}
