//! Contracts: clauses from a library, and money over a term.

pub mod clauses;
pub mod money;
