//! A definition made ready to run: chart, typed conditions, calendar and roles, under one hash.

use crate::{
    calendar::Calendar,
    definition::{model::Definition, vocabulary::Roles},
};

/// What `step` runs. Made once by [`Workflow::compile`], then shared.
#[derive(Debug, Clone)]
pub struct Workflow {
    /// The words.
    pub definition: Definition,
    /// SHA-256 of the canonical resolved form (S19), hex.
    pub hash: String,
    /// The calendar that its clocks count by.
    pub calendar: Calendar,
    /// The roles that it uses.
    pub roles: Roles,
}
