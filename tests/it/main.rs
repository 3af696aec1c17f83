//! The one integration crate: each area is a module here, so that tests link once.

mod effects;
mod service;
mod support;
mod tidy;
mod views;
