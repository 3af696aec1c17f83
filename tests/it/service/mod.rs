//! Use cases, through the same functions that every face calls.

mod authority;
pub(crate) mod award;
mod commands;
mod library;
mod scenarios;
mod waiting;
