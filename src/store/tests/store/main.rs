//! The store's suite: one body for each behaviour, run on SQLite always and on PostgreSQL where
//! there is one.

#![expect(unreachable_pub, reason = "a test crate has no outside")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the support of tests may fail loudly"
)]

mod support;

mod access;
mod basics;
mod erasures;
mod journals;
mod operations;
mod outboxes;
mod parity;
mod plans;
mod programs;
mod races;
mod subscriptions;
mod tasks_and_timers;
mod writing;
