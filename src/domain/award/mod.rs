//! From locked scores to who is offered what.

pub mod allocation;
mod flow;
pub mod ranking;
pub mod scoring;
