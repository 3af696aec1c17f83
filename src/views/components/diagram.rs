//! The drawing of a workflow, with the path that was walked.

use serde::Serialize;

use super::{Component, text::Markup};

/// A drawing of the engine, and the same in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagram {
    /// What it shows, as its caption.
    pub caption: String,
    /// `engine::draw`'s SVG. Its ids are fixed: one drawing on a page.
    pub svg: Markup,
    /// Where it stands and how it came there, one line each.
    pub words: Vec<String>,
}

impl Component for Diagram {
    const PARTIAL: &'static str = "ac-diagram";
    const TITLE: &'static str = "Diagram";
    const SAYS: &'static str = "The live workflow. It scrolls in its own box; the words beside it say the same.";

    fn samples() -> Vec<(&'static str, Self)> {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 150" width="420" height="150" role="img" aria-labelledby="chart-title chart-description" font-family="sans-serif" font-size="14"><title id="chart-title">Specification</title><desc id="chart-description">It begins with Drafting. From Drafting: Send leads to Sign-off.</desc><rect width="420" height="150" fill="#ffffff"/><rect x="20" y="50" width="140" height="50" rx="6" fill="#dcefe0" stroke="#1f2a44" stroke-width="1.5"/><text x="90" y="80" text-anchor="middle" fill="#1f2a44">Drafting</text><path d="M160 75 H255" stroke="#1f2a44" stroke-width="1.5" fill="none"/><rect x="260" y="50" width="140" height="50" rx="6" fill="#fdeec2" stroke="#1f2a44" stroke-width="3"/><text x="330" y="80" text-anchor="middle" fill="#1f2a44" font-weight="bold">Sign-off</text></svg>"##;
        vec![(
            "a path",
            Self {
                caption: "How a specification is made".into(),
                svg: Markup::of_our_own(svg),
                words: vec![
                    "It began with Drafting on 2 February 2026.".into(),
                    "Now it is in Sign-off, since 23 March 2026.".into(),
                ],
            },
        )]
    }
}
