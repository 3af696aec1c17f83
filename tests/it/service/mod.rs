//! Use cases, through the same functions that every face calls.

mod authority;
mod award;
mod commands;
mod library;
mod scenarios;
mod waiting;
