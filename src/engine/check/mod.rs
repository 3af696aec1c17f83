//! What is proved about a workflow before anything may run.

pub mod across;
pub mod certificate;
pub mod codes;
pub mod data;
pub mod determinism;
pub mod explore;
pub mod expressions;
pub mod forms;
pub mod guarantees;
mod naming;
pub mod people;
pub mod prefill;
pub mod references;
pub mod soundness;
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
use certificate::Certificate;
use explore::{Graph, ground::Ground, story::Teller};
use tour::Tour;
use world::World;

/// Everything that is wrong with a definition and, if that is nothing, what has been proved.
///
/// `linked` are the other files that it speaks of: links, children, parents. A definition whose
/// reading already gave errors may be looked at too; its certificate must not be used.
pub fn check(
    definition: &Definition,
    catalogue: &Catalogue,
    roles: &Roles,
    calendar: &Calendar,
    linked: &[&Definition],
) -> (Vec<Diagnostic>, Option<Certificate>) {
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
    found.extend(prefill::check(&tour, world));
    found.extend(determinism::check(&tour));
    found.extend(people::check(&tour, world));
    // What does not hold together cannot be explored, or would only repeat the same faults.
    let broken = |one: &Diagnostic| one.is_error() && matches!(one.code.get(2..4), Some("01" | "02"));
    let unknown = |one: &Diagnostic| one.code == codes::UNKNOWN_TARGET.code;
    if found.iter().any(|one| broken(one) || unknown(one)) {
        return (found, None);
    }
    let Some(ground) = Ground::of(&tour, world) else {
        let what = "The states of this file do not make a chart.";
        found.push(Diagnostic::error(codes::BAD_INITIAL, "states", what));
        return (found, None);
    };
    let graph = Graph::of(&ground);
    let teller = Teller { tour: &tour, world };
    found.extend(soundness::check(&ground, &graph, teller));
    found.extend(data::check(&ground, &graph, teller));
    let proofs = guarantees::check(&ground, &graph, teller);
    found.extend(proofs.found);
    let clean = !graph.cut && !found.iter().any(Diagnostic::is_error);
    let certificate = clean.then(|| Certificate::of(&tour, world, graph.positions.len(), proofs.proved));
    (found, certificate)
}

/// Every code that a diagnostic may carry, with a line of documentation each.
pub const fn codes() -> &'static [codes::Code] {
    codes::ALL
}
