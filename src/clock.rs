//! Business time. Everything that the engine and people see comes from here.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Tells the time, in whole microseconds: what both databases can hold.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Now, as business sees it.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// The machine's clock and an offset that only grows: business time of a demonstration.
#[derive(Debug, Clone)]
pub struct ShiftedClock(Arc<AtomicI64>);

impl ShiftedClock {
    /// So much ahead of the machine's clock (behind, if negative).
    pub fn ahead_by(offset: TimeDelta) -> Self {
        Self(Arc::new(AtomicI64::new(offset.num_microseconds().unwrap_or(0))))
    }

    /// Moves to a later instant; an earlier one changes nothing. Gives by how much it moved.
    pub fn move_to(&self, at: DateTime<Utc>) -> TimeDelta {
        let by = (at - self.now()).max(TimeDelta::zero());
        self.0.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        by
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + TimeDelta::microseconds(self.0.load(Ordering::SeqCst))
    }
}

/// A clock that moves when told to, and only forward: for rehearsals and tests.
#[derive(Debug, Clone)]
pub struct VirtualClock(Arc<AtomicI64>);

impl VirtualClock {
    /// Starts at an instant.
    pub fn starting(at: DateTime<Utc>) -> Self {
        Self(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    /// Moves to a later instant; an earlier one changes nothing.
    pub fn move_to(&self, at: DateTime<Utc>) {
        self.0.fetch_max(at.timestamp_micros(), Ordering::SeqCst);
    }

    /// Moves forward.
    pub fn advance(&self, by: TimeDelta) {
        self.move_to(self.now() + by);
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap_or(DateTime::UNIX_EPOCH)
    }
}
