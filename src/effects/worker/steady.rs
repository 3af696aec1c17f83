//! The worker that runs until it is told to stop.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::Duration,
};

use accord_store::outbox;
use chrono::TimeDelta;

use super::{Worker, WorkerFault, schedule::Job};
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
    pub fn run(&self, name: &str, threads: usize, clock: &dyn Clock, jobs: Vec<Job>, stop: &Stop) {
        thread::scope(|scope| {
            for number in 1..threads {
                let owner = format!("{name}/{number}");
                scope.spawn(move || self.turn(&owner, clock, Vec::new(), false, stop));
            }
            self.turn(&format!("{name}/0"), clock, jobs, true, stop);
        });
    }

    fn turn(&self, owner: &str, clock: &dyn Clock, mut jobs: Vec<Job>, first: bool, stop: &Stop) {
        while !stop.is_told() {
            for job in &mut jobs {
                job.run_if_due(clock.now());
            }
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

    fn sleep(&self, clock: &dyn Clock) -> Result<Duration, WorkerFault> {
        let next = self.store.read(outbox::next)?;
        let until = next.map_or(TimeDelta::MAX, |next| next - clock.now());
        Ok(until
            .to_std()
            .unwrap_or_default()
            .clamp(Duration::from_millis(20), LONGEST_SLEEP))
    }
}
