//! The store's suite: one body for each behaviour, run on SQLite always and on PostgreSQL where
//! there is one.

#![expect(unreachable_pub, reason = "a test crate has no outside")]

mod support;

mod basics;
