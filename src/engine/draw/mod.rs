//! A definition as a picture, or in the words of other tools. The order of everything is that of
//! the file, so that the same file always gives the same text.

mod layout;
mod mermaid;
mod scxml;
mod svg;
mod xstate;

use std::collections::BTreeSet;

use crate::{
    check::{explore::ground, tour::Tour},
    definition::model::{Definition, Do},
};

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A picture, readable without any font of its own, with a description for screen readers.
    Svg,
    /// `stateDiagram-v2`.
    Mermaid,
    /// W3C SCXML; what it has no words for stands in a namespace of its own.
    Scxml,
    /// JSON for XState 5.
    Xstate,
}

/// Draws a definition.
pub fn draw(definition: &Definition, format: Format) -> String {
    let tour = Tour::of(definition);
    match format {
        Format::Svg => svg::draw(&tour, &Walk::default()),
        Format::Mermaid => mermaid::draw(&tour),
        Format::Scxml => scxml::draw(&tour),
        Format::Xstate => xstate::draw(&tour),
    }
}

/// The way that one instance has gone through its definition, by names of states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// Where it has been.
    pub been: BTreeSet<String>,
    /// Where it is.
    pub now: BTreeSet<String>,
    /// Ways that it took: from, to.
    pub taken: BTreeSet<(String, String)>,
}

/// Draws a definition as a picture, with what one instance has walked standing out: where it has been
/// is ticked, where it is has a thick frame, and the ways that it took are thick.
pub fn draw_walked(definition: &Definition, walk: &Walk) -> String {
    svg::draw(&Tour::of(definition), walk)
}

/// An arrow between two states, by number in the tour.
struct Arrow {
    from: usize,
    to: usize,
    label: String,
}

/// Every arrow, with who takes it and what it is called. What the whole workflow offers in every
/// state would only fill the picture, and is told beside it.
fn arrows(tour: &Tour<'_>) -> Vec<Arrow> {
    let mut all: Vec<Arrow> = Vec::new();
    for way in &tour.ways {
        let (Some(from), Some(to)) = (way.from, way.transition.to.as_deref().and_then(|to| tour.number(to))) else {
            continue;
        };
        let label = label(tour, way);
        match all.iter_mut().find(|arrow| arrow.from == from && arrow.to == to) {
            Some(same) if same.label.split(" / ").any(|part| part == label) => {}
            Some(same) => same.label = format!("{} / {label}", same.label),
            None => all.push(Arrow { from, to, label }),
        }
    }
    all
}

fn label(tour: &Tour<'_>, way: &crate::check::tour::Way<'_>) -> String {
    let Some(event) = way.event else {
        return "by itself".to_owned();
    };
    let by = ground::by(tour, way);
    let title = way.transition.title.clone().unwrap_or_else(|| event.replace('_', " "));
    if !by.is_empty() {
        return title;
    }
    let clock = tour
        .clocks
        .iter()
        .any(|clock| clock.clock.then.as_deref() == Some(event));
    if clock { format!("time: {title}") } else { title }
}

/// What an op or effect does, in two words.
fn deed(deed: &Do) -> String {
    match deed {
        Do::Email(email) => format!("email {}", email.template),
        Do::Document(document) => format!("document {}", document.template),
        Do::Notice(notice) => format!("notice {}", notice.template),
        Do::Tell(tell) => format!("tell {}", tell.event),
        Do::Set(values) => format!("set {}", values.keys().cloned().collect::<Vec<_>>().join(" ")),
        Do::Start(start) => format!("start {}", start.workflow),
        Do::Seal(form) => format!("seal {form}"),
        Do::Unseal(form) => format!("unseal {form}"),
        Do::Claim(claim) => format!("claim {}", claim.activity),
        Do::Obligation(obligation) => format!("obligation {}", obligation.from),
        Do::Raise(event) => format!("raise {event}"),
        Do::MoreTime(more) => format!("more time {}", more.of),
        Do::Run(rule) => format!("run {rule}"),
        Do::RunWith(run) => format!("run {}", run.rule),
    }
}

/// Text for XML.
fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
