//! Regular work that is remembered in the store: what was missed while nobody worked is done once,
//! and of several workers one does it.

use accord_store::{Store, StoreError, jobs};
use chrono::{DateTime, TimeDelta, Utc};

use super::schedule::{BadSchedule, Schedule};

/// How long a piece of work is its worker's alone. One that fails, or whose worker dies, is tried
/// again after that.
const LEASE: TimeDelta = TimeDelta::minutes(15);

/// What is done.
type Work = Box<dyn Fn(DateTime<Utc>) -> anyhow::Result<()> + Send + Sync>;

/// One piece of regular work.
pub struct Job {
    name: &'static str,
    schedule: Schedule,
    work: Work,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Job {
    /// Work under a name that the store knows it by, at `0 30 2 * * *` (UTC). One that has never been
    /// done is done at the first chance.
    ///
    /// # Errors
    /// The schedule cannot be read.
    pub fn new(
        name: &'static str,
        schedule: &str,
        work: impl Fn(DateTime<Utc>) -> anyhow::Result<()> + Send + Sync + 'static,
    ) -> Result<Self, BadSchedule> {
        Ok(Self {
            name,
            schedule: Schedule::parse(schedule, "UTC")?,
            work: Box::new(work),
        })
    }

    /// Does it if it is due and nobody else is at it; whether it was done. What fails is logged.
    ///
    /// # Errors
    /// The store fails.
    pub fn run_if_due(&self, store: &Store, owner: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
        // Looking costs no write, and most looks find nothing to do.
        let name = self.name;
        let known = store.read(|db| jobs::load(db, name))?;
        let last = known.as_ref().and_then(|row| row.last_at).map(accord_store::Stamp::utc);
        if known.is_some_and(|row| row.is_taken(now)) || !self.is_due(last, now) {
            return Ok(false);
        }
        let (schedule, mine) = (self.schedule.clone(), owner.to_owned());
        let taken = store.write(move |db| {
            let is_due = |last: Option<DateTime<Utc>>| last.is_none_or(|last| schedule.is_due(last, now));
            jobs::take(db, name, &mine, now, now + LEASE, is_due)
        })?;
        if !taken {
            return Ok(false);
        }
        if let Err(error) = (self.work)(now) {
            tracing::error!(
                job = name,
                error = format!("{error:#}"),
                "regular work failed; it is tried again in a quarter of an hour"
            );
            return Ok(false);
        }
        let mine = owner.to_owned();
        store.write(move |db| jobs::done(db, name, &mine, now))
    }

    fn is_due(&self, last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        last.is_none_or(|last| self.schedule.is_due(last, now))
    }
}
