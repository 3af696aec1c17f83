//! From what is asked, over locked scores, to who is offered what.

pub mod allocation;
pub mod asking;
pub mod eligibility;
mod flow;
pub mod outcome;
pub mod paper;
pub mod proportion;
pub mod ranking;
pub mod scoring;
pub mod sensitivity;
pub mod sharing;
