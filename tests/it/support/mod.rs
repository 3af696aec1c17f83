//! What several areas of tests need.

pub(crate) mod app;
pub(crate) mod bucket;
pub(crate) mod listener;
pub(crate) mod receiver;
pub(crate) mod worker;
