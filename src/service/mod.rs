//! Use cases: everything that any face (command line, rehearsal, web) can do, and nothing that
//! knows which face asks.
//!
//! The only caller of `engine::step`. It never calls `effects`: what leaves the transaction is an
//! outbox row, as [`outgoing`] describes.

pub mod answers;
pub mod app;
pub mod authority;
pub mod checkpoints;
pub mod clocks;
pub mod context;
pub mod facts;
pub mod fault;
pub mod forms;
pub mod history;
pub mod library;
pub mod mending;
pub mod outgoing;
pub mod recipients;
pub mod sealing;
pub mod seed;
pub mod signals;
pub mod spoken;
pub mod subjects;
pub mod subscriptions;
pub mod transition;
pub mod waiting;
pub mod witness;
pub mod work;
