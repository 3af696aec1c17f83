//! Contracts: clauses from a library, money over a term, how a start is got ready, and how large a change may be.

pub mod clauses;
pub mod money;

pub mod mobilisation;
pub mod modification;
