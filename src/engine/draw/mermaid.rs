//! `stateDiagram-v2`.

use std::fmt::Write as _;

use super::arrows;
use crate::check::tour::Tour;

/// The diagram.
pub(super) fn draw(tour: &Tour<'_>) -> String {
    let mut out = format!("---\ntitle: {}\n---\nstateDiagram-v2\n", plain(&tour.definition.title));
    let _infallible = writeln!(out, "  [*] --> {}", tour.definition.initial);
    level(tour, None, 1, &mut out);
    for arrow in arrows(tour) {
        let (from, to) = (tour.name(arrow.from), tour.name(arrow.to));
        let _infallible = writeln!(out, "  {from} --> {to} : {}", plain(&arrow.label));
    }
    out
}

fn level(tour: &Tour<'_>, parent: Option<usize>, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    let parallel = parent
        .and_then(|number| tour.states.get(number))
        .is_some_and(|place| place.state.parallel);
    let children = tour
        .states
        .iter()
        .enumerate()
        .filter(|(_, place)| place.parent == parent);
    for (nth, (number, place)) in children.enumerate() {
        if parallel && nth > 0 {
            let _infallible = writeln!(out, "{pad}--");
        }
        let _infallible = writeln!(out, "{pad}state \"{}\" as {}", plain(&tour.title(place.id)), place.id);
        if !place.state.states.is_empty() {
            let _infallible = writeln!(out, "{pad}state {} {{", place.id);
            if let Some(first) = &place.state.initial {
                let _infallible = writeln!(out, "{pad}  [*] --> {first}");
            }
            level(tour, Some(number), depth + 1, out);
            let _infallible = writeln!(out, "{pad}}}");
        }
        if place.state.final_outcome.is_some() {
            let _infallible = writeln!(out, "{pad}{} --> [*]", place.id);
        }
    }
}

/// Text without what means something to Mermaid.
fn plain(text: &str) -> String {
    text.replace(['"', '{', '}', '\n'], "'").replace([':', ';', '#'], ",")
}
