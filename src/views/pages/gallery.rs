//! The gallery: every component in every state, on one page.

use serde::Serialize;

use super::{Context, piece};
use crate::views::{
    components::{
        COMPONENTS, Component,
        banner::Banner,
        errors::ErrorSummary,
        link::Link,
        page::{Page, Site, Width},
    },
    fault::TemplateFault,
};

/// What the gallery shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gallery {
    /// The page.
    pub page: Page,
    /// Components, in order.
    pub components: Vec<Shown>,
}

/// A component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Its partial, and its place on the page.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
    /// When to use it.
    pub says: &'static str,
    /// Every state.
    pub states: Vec<State>,
}

/// A state of a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// Its name.
    pub name: &'static str,
    /// The component, drawn: the only markup that goes into a page as it is, and all of it ours.
    pub html: String,
}

impl Gallery {
    /// Draws every sample of every component.
    ///
    /// # Errors
    /// The first partial that asks for something that its component does not have.
    pub fn drawn(page: Page) -> Result<Self, TemplateFault> {
        let mut components = Vec::new();
        for kind in COMPONENTS {
            let mut states = Vec::new();
            for (name, sample) in kind.samples() {
                let html = piece(kind.partial, &sample)?;
                states.push(State { name, html });
            }
            components.push(Shown {
                id: kind.partial,
                title: kind.title,
                says: kind.says,
                states,
            });
        }
        Ok(Self { page, components })
    }
}

impl Context for Gallery {
    const TEMPLATE: &'static str = "gallery";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = Page {
            trail: Vec::new(),
            ..Page::sample("Gallery")
        };
        let alone = |page| Self {
            page,
            components: Vec::new(),
        };
        let all = Self::drawn(page.clone()).unwrap_or_else(|_| alone(page));
        let first = |of: Vec<(&'static str, ErrorSummary)>| of.into_iter().next().map(|(_, sample)| sample);
        let errors = Page {
            errors: first(ErrorSummary::samples()),
            trail: Vec::new(),
            back: Some(Link::new("Back", "/tasks")),
            ..Page::sample("Gallery")
        };
        let banner = Page {
            banner: Some(Banner::success("Your comment was sent")),
            width: Width::Wide,
            ..Page::sample("Gallery")
        };
        let public = Page::new("Gallery", Site::sample());
        vec![
            ("all", all),
            ("errors and a way back", alone(errors)),
            ("banner and trail", alone(banner)),
            ("nobody signed in", alone(public)),
        ]
    }
}
