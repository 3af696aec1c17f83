//! What several areas of tests need.

pub(crate) mod app;
pub(crate) mod receiver;
