//! W3C SCXML. Who may act, conditions and clocks stand in a namespace of their own.

use std::fmt::Write as _;

use super::{deed, xml};
use crate::{
    check::{
        explore::ground::{self, DONE},
        tour::{Place, Tour, Way},
    },
    definition::model::Do,
};

/// The document.
pub(super) fn draw(tour: &Tour<'_>) -> String {
    let definition = tour.definition;
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" \
         xmlns:accord=\"urn:accord:workflow\" version=\"1.0\" datamodel=\"null\" name=\"{}\" initial=\"whole-workflow\">\n",
        xml(&definition.workflow)
    );
    // SCXML has no transitions at the root, so everything stands in one state.
    let _infallible = writeln!(
        out,
        "  <state id=\"whole-workflow\" initial=\"{}\">",
        xml(&definition.initial)
    );
    for way in tour.ways.iter().filter(|way| way.from.is_none()) {
        transition(tour, way, 2, &mut out);
    }
    level(tour, None, 2, &mut out);
    out.push_str("  </state>\n</scxml>\n");
    out
}

fn level(tour: &Tour<'_>, parent: Option<usize>, depth: usize, out: &mut String) {
    for (number, place) in tour
        .states
        .iter()
        .enumerate()
        .filter(|(_, place)| place.parent == parent)
    {
        state(tour, number, place, depth, out);
    }
}

fn state(tour: &Tour<'_>, number: usize, place: &Place<'_>, depth: usize, out: &mut String) {
    let (pad, state) = ("  ".repeat(depth), place.state);
    if state.history.is_some() {
        let parent = place.parent.and_then(|number| tour.states.get(number));
        let first = parent
            .and_then(|parent| parent.state.initial.as_deref())
            .unwrap_or_default();
        let _infallible = writeln!(
            out,
            "{pad}<history id=\"{}\" type=\"shallow\"><transition target=\"{}\"/></history>",
            xml(place.id),
            xml(first)
        );
        return;
    }
    let tag = match (&state.final_outcome, state.parallel) {
        (Some(_), _) => "final",
        (None, true) => "parallel",
        (None, false) => "state",
    };
    let initial = state
        .initial
        .as_ref()
        .map(|first| format!(" initial=\"{}\"", xml(first)))
        .unwrap_or_default();
    let title = xml(&tour.title(place.id));
    let _infallible = writeln!(
        out,
        "{pad}<{tag} id=\"{}\"{initial} accord:title=\"{title}\">",
        xml(place.id)
    );
    for (name, deeds) in [("onentry", &state.on_entry), ("onexit", &state.on_exit)] {
        if !deeds.is_empty() {
            let _infallible = writeln!(out, "{pad}  <{name}>{}</{name}>", content(deeds));
        }
    }
    for clock in tour.clocks.iter().filter(|clock| clock.of == number) {
        let words = clock.clock;
        let length = words.within.as_ref().map(ToString::to_string);
        let length = length
            .or_else(|| words.at.clone())
            .or_else(|| words.rule.clone())
            .unwrap_or_default();
        let then = words.then.as_deref().unwrap_or_default();
        let _infallible = writeln!(
            out,
            "{pad}  <accord:clock name=\"{}\" length=\"{}\" then=\"{}\"/>",
            xml(clock.name),
            xml(&length),
            xml(then)
        );
    }
    for way in tour.ways.iter().filter(|way| way.from == Some(number)) {
        transition(tour, way, depth + 1, out);
    }
    level(tour, Some(number), depth + 1, out);
    let _infallible = writeln!(out, "{pad}</{tag}>");
}

fn transition(tour: &Tour<'_>, way: &Way<'_>, depth: usize, out: &mut String) {
    let mut words = String::new();
    let event = way.event.map(|event| match (event, way.from) {
        (DONE, Some(number)) => format!("done.state.{}", tour.name(number)),
        _ => event.to_owned(),
    });
    let conditions: Vec<&str> = way.transition.when.iter().map(|one| one.test.as_str()).collect();
    let parts = [
        ("event", event),
        ("target", way.transition.to.clone()),
        (
            "accord:by",
            Some(ground::by(tour, way).join(" ")).filter(|by| !by.is_empty()),
        ),
        ("accord:if", Some(conditions.join(" && ")).filter(|all| !all.is_empty())),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            let _infallible = write!(words, " {name}=\"{}\"", xml(&value));
        }
    }
    let pad = "  ".repeat(depth);
    let content = content(&way.transition.effects);
    let _infallible = if content.is_empty() {
        writeln!(out, "{pad}<transition{words}/>")
    } else {
        writeln!(out, "{pad}<transition{words}>{content}</transition>")
    };
}

fn content(deeds: &[Do]) -> String {
    deeds
        .iter()
        .map(|one| match one {
            Do::Raise(event) => format!("<raise event=\"{}\"/>", xml(event)),
            other => format!("<accord:do what=\"{}\"/>", xml(&deed(other))),
        })
        .collect()
}
