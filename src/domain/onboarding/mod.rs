//! Getting a host ready: what is asked, in proportion, and what is still missing.

pub mod pack;

pub mod checks;
