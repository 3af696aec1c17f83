//! A pure interpreter and checker of declarative workflows.
//!
//! The engine decides, and does nothing else: no I/O, no clock, no randomness, no procurement.
//! Time, facts and people are arguments; what is to be done comes back as data.

pub mod calendar;
pub mod changeover;
pub mod chart;
pub mod check;
pub mod coverage;
pub mod deadline;
pub mod decision;
pub mod definition;
pub mod diagnostic;
pub mod diff;
pub mod draw;
pub mod effect;
pub mod event;
pub mod forms;
pub mod guard;
pub mod journal;
pub mod journey;
pub mod mutation;
pub mod pace;
pub mod refusal;
pub mod shared;
pub mod snapshot;
pub mod step;
pub mod value;
pub mod workflow;
