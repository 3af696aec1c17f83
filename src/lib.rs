//! Accord: procurement and contracts for alliances of voluntary organisations, decided by
//! workflow files.

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod effects;
pub mod memory;
pub mod rng;
pub mod service;
pub mod views;
pub mod web;
