//! Use cases, through the same functions that every face calls.

mod ahead;
mod authority;
pub(crate) mod award;
mod changeovers;
mod checkpoints;
mod clock;
mod commands;
mod golden;
mod hooks;
mod judged_texts;
mod large_round;
mod last_minute;
mod library;
mod mending;
mod nasty;
mod outages;
mod packs;
mod published;
mod regimes;
pub(crate) mod returns;
mod scenarios;
mod subscriptions;
mod vocabulary;
mod waiting;
