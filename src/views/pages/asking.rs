//! A page that asks: signing in, one question of a form, a few questions of staff.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    control::{Control, Input},
    field::Field,
    form::Form,
    link::{Button, Link},
    page::Page,
};

/// A page with one form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asking {
    /// What stands round it.
    pub page: Page,
    /// Above the heading: what the question belongs to.
    pub caption: Option<String>,
    /// The `h1`; nothing where the only question is the heading.
    pub heading: Option<String>,
    /// Before the questions.
    pub says: Vec<String>,
    /// The questions.
    pub form: Form,
    /// Other ways, below.
    pub links: Vec<Link>,
}

impl Context for Asking {
    const TEMPLATE: &'static str = "asking";

    fn samples() -> Vec<(&'static str, Self)> {
        let mut email = Field::new("email", "What is your email address?", Control::Line(Input::email("")));
        email = email.as_heading().hint("We send you a code.");
        let sign_in = Self {
            page: Page::sample("What is your email address?"),
            caption: None,
            heading: None,
            says: Vec::new(),
            form: Form::new(
                "/sign-in",
                "01975",
                vec![email.clone()],
                Button::primary("Send me a code"),
            ),
            links: vec![Link::new("What Synergy does and decides", "/register")],
        };
        let wrong = email.error("Enter an email address in full, such as name@example.org.");
        let mut page = Page::sample("What is your email address?");
        page.errors = crate::views::components::errors::ErrorSummary::of([&wrong]);
        let two = Self {
            heading: Some("Agree what it is for".into()),
            caption: Some("Peer support in primary care networks".into()),
            says: vec!["Answer what you can now. What you type is kept.".into()],
            form: Form::new(
                "#",
                "01975",
                vec![
                    Field::long_text(
                        "purpose",
                        "What should be different for people when this works?",
                        "",
                        Some(250),
                    ),
                    Field::money("budget", "How much money is there for a year?", ""),
                ],
                Button::primary("Continue"),
            ),
            ..sign_in.clone()
        };
        vec![
            ("one question", sign_in.clone()),
            (
                "with an error",
                Self {
                    page,
                    form: Form::new("/sign-in", "01975", vec![wrong], Button::primary("Send me a code")),
                    ..sign_in
                },
            ),
            ("several questions", two),
        ]
    }
}
