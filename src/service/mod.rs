//! Use cases: everything that any face (command line, rehearsal, web) can do, and nothing that
//! knows which face asks.
//!
//! The only caller of `engine::step`. It never calls `effects`: what leaves the transaction is an
//! outbox row, as [`outgoing`] describes.

pub mod access;
pub mod ahead;
pub mod answers;
pub mod app;
pub mod authority;
pub mod brief;
pub mod checkpoints;
pub mod clocks;
pub mod context;
pub mod deciding;
pub mod drafts;
pub mod elsewhere;
pub mod facts;
pub mod fault;
pub mod fork;
pub mod forms;
pub mod held;
pub mod history;
pub mod hooks;
pub mod inbox;
pub mod kept_forms;
pub mod library;
pub mod mending;
pub mod more_time;
pub mod operations;
pub mod organisations;
pub mod outgoing;
pub mod overtaken;
pub mod own;
pub mod path;
pub mod people;
pub mod places;
pub mod prefill;
pub mod public;
pub mod putting_right;
pub mod readers;
pub mod reading;
pub mod recipients;
pub mod record;
pub mod register;
pub mod retention;
pub mod scanned;
pub mod sealing;
pub mod seed;
pub mod sight;
pub mod signals;
pub mod spoken;
pub mod stages;
pub mod starting;
pub mod story;
pub mod subjects;
pub mod subscriptions;
pub mod transition;
pub mod typed;
pub mod uploads;
pub mod versions;
pub mod waiting;
pub mod witness;
pub mod work;
pub mod working;
