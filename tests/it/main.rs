//! The one integration crate: each area is a module here, so that tests link once.

mod documents;
mod effects;
mod grant_round;
mod service;
mod support;
mod tidy;
mod views;
