//! A list: procurements, places where one is signed in, letters of the demonstration.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    form::Form,
    link::{Button, Link},
    page::Page,
};

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// What stands round it.
    pub page: Page,
    /// The `h1`.
    pub heading: String,
    /// Sentences before.
    pub says: Vec<String>,
    /// Ways on, before the parts.
    pub links: Vec<Link>,
    /// Parts, each with a heading of its own where there are several.
    pub parts: Vec<Part>,
    /// What one can do.
    pub forms: Vec<Form>,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// An `h2`.
    pub title: Option<String>,
    /// What to say when there is nothing.
    pub empty: String,
    /// Lines.
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Leads to it.
    pub link: Option<Link>,
    /// What it is.
    pub text: String,
    /// What can be done with it.
    pub form: Option<Form>,
}

impl Context for Listing {
    const TEMPLATE: &'static str = "listing";

    fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            page: Page::sample("Procurements"),
            heading: "Procurements".into(),
            says: vec!["Everything that you take part in.".into()],
            links: vec![Link::new("Start something new", "/start")],
            parts: vec![Part {
                title: Some("Now".into()),
                empty: "There is nothing.".into(),
                lines: vec![Line {
                    link: Some(Link::new("Peer Support Framework", "/round/1")),
                    text: "Open for bids".into(),
                    form: Some(Form::new("#", "01975", Vec::new(), Button::primary("Sign out there"))),
                }],
            }],
            forms: vec![Form::new(
                "#",
                "01976",
                Vec::new(),
                Button::primary("Sign out everywhere else"),
            )],
        };
        let empty = Self {
            parts: vec![Part {
                title: None,
                empty: "You take part in nothing yet.".into(),
                lines: Vec::new(),
            }],
            forms: Vec::new(),
            ..full.clone()
        };
        vec![("full", full), ("empty", empty)]
    }
}
