//! Templates and contexts.

mod reference;
