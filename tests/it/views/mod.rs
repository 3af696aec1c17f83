//! Templates and contexts.

mod briefs;
mod faults;
mod reference;
mod shipped;
mod typed;
