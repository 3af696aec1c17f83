//! The one integration crate: each area is a module here, so that tests link once.

#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::str_to_string,
    clippy::unwrap_used,
    reason = "a test that stops says where"
)]

mod clicked;
mod co_produced;
mod command_line;
mod documents;
mod effects;
mod grant_round;
mod looks;
mod nothing_lost;
mod pages;
mod service;
mod support;
mod tidy;
mod views;
mod web;
