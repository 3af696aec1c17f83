//! What is proved about a workflow before anything may run.

pub mod codes;
pub mod expressions;
pub mod forms;
pub mod references;
pub mod structure;
pub mod time;
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
    let mut found = structure::check(&tour);
    found.extend(references::check(&tour, world));
    found.extend(expressions::check(&tour, world));
    found.extend(time::check(&tour, calendar));
    found.extend(forms::check(&tour));
    found
}
