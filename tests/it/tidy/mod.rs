//! The invariants of the house (ARCHITECTURE.md), each a test over the source tree.

mod directions;
mod layout;
mod names;
mod readme;
mod source;
