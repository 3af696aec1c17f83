//! The worker that runs until it is told to stop.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::Duration,
};

use accord_store::outbox;
use chrono::{DateTime, TimeDelta, Utc};

use super::{Worker, WorkerFault, jobs::Job};
use crate::clock::Clock;

/// The longest sleep: new rows of other processes are seen after that.
const LONGEST_SLEEP: Duration = Duration::from_millis(500);

/// Tells a worker to stop. Clones tell the same one.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<(Mutex<bool>, Condvar)>);

impl Stop {
    /// Stop after the row in hand.
    pub fn now(&self) {
        let (stopped, told) = &*self.0;
        *stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        told.notify_all();
    }

    /// Whether it has been told.
    pub fn is_told(&self) -> bool {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for so long, or until told; whether it was told.
    pub fn waits(&self, time: Duration) -> bool {
        self.wait(time);
        self.is_told()
    }

    /// Waits for so long, or until told.
    fn wait(&self, time: Duration) {
        let (stopped, told) = &*self.0;
        let guard = stopped.lock().unwrap_or_else(PoisonError::into_inner);
        if !*guard {
            let _told = told.wait_timeout(guard, time);
        }
    }
}

impl Worker {
    /// Works with `threads` at a time until told to stop, then finishes the rows in hand. The clocks
    /// of instances fire, and `jobs` run, on the first thread.
    ///
    /// `name` is one that no other worker of this database has: leases are told apart by it.
    pub fn run(&self, name: &str, threads: usize, clock: &dyn Clock, jobs: &[Job], stop: &Stop) {
        thread::scope(|scope| {
            for number in 1..threads {
                let owner = format!("{name}/{number}");
                scope.spawn(move || self.turn(&owner, clock, &[], false, stop));
            }
            self.turn(&format!("{name}/0"), clock, jobs, true, stop);
        });
    }

    fn turn(&self, owner: &str, clock: &dyn Clock, jobs: &[Job], first: bool, stop: &Stop) {
        while !stop.is_told() {
            self.run_due(jobs, owner, clock.now());
            let fired = match first.then(|| self.feedback.fire()) {
                Some(Ok(fired)) => fired,
                Some(Err(error)) => {
                    tracing::error!(error = format!("{error:#}"), "clocks could not be fired");
                    0
                }
                None => 0,
            };
            if let Err(error) = self.drain_as(owner, &|| clock.now(), &mut super::unwatched) {
                tracing::error!(%error, "the worker could not go on; it tries again");
                stop.wait(LONGEST_SLEEP);
            }
            if fired == 0 {
                stop.wait(self.sleep(clock).unwrap_or(LONGEST_SLEEP));
            }
        }
    }

    /// Does the regular work that is due; how much of it was.
    pub fn run_due(&self, jobs: &[Job], owner: &str, now: DateTime<Utc>) -> usize {
        let mut done = 0;
        for job in jobs {
            match job.run_if_due(&self.store, owner, now) {
                Ok(true) => done += 1,
                Ok(false) => {}
                Err(error) => tracing::error!(?job, %error, "regular work could not be looked at"),
            }
        }
        done
    }

    fn sleep(&self, clock: &dyn Clock) -> Result<Duration, WorkerFault> {
        let next = self.store.read(outbox::next)?;
        let until = next.map_or(TimeDelta::MAX, |next| next - clock.now());
        Ok(until
            .to_std()
            .unwrap_or_default()
            .clamp(Duration::from_millis(20), LONGEST_SLEEP))
    }
}
