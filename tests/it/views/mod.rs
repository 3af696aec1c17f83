//! Templates and contexts.

mod faults;
mod reference;
mod shipped;
mod typed;
