//! Getting a host ready: what is asked, in proportion, and what is still missing.

pub mod checks;
