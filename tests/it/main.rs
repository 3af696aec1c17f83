//! The one integration crate: each area is a module here, so that tests link once.

mod tidy;
mod views;
