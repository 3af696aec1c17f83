//! What is proved about a workflow before anything may run.

pub mod codes;
pub mod references;
pub mod tour;
pub mod words;
pub mod world;

use crate::{
    calendar::Calendar,
    definition::{
        model::Definition,
        vocabulary::{Catalogue, Roles},
    },
    diagnostic::Diagnostic,
};
use tour::Tour;
use world::World;

/// Everything that is wrong with a definition.
pub fn check(
    definition: &Definition,
    catalogue: &Catalogue,
    roles: &Roles,
    calendar: &Calendar,
    linked: &[&Definition],
) -> Vec<Diagnostic> {
    let world = World {
        catalogue,
        roles,
        calendar,
        linked,
    };
    let tour = Tour::of(definition);
    references::check(&tour, world)
}
