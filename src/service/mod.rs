//! Use cases: everything that any face (command line, rehearsal, web) can do, and nothing that
//! knows which face asks.
//!
//! The only caller of `engine::step`. It never calls `effects`: what leaves the transaction is an
//! outbox row, as [`outgoing`] describes.

pub mod fault;
pub mod outgoing;
