//! A question that many are asked: what there is to read, the answers, and how to answer in another way.

use serde::Serialize;

use super::{Context, sheet::Point};
use crate::views::components::{
    control::{Choice, Options},
    errors::ErrorSummary,
    field::Field,
    form::Form,
    link::{Button, Link},
    page::Page,
};

/// A question that many are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Voting {
    /// What stands round it.
    pub page: Page,
    /// What it is about.
    pub caption: String,
    /// The question, as the `h1`.
    pub heading: String,
    /// Until when, and that they are paid.
    pub says: Vec<String>,
    /// Where there is something to read first.
    pub read: Vec<Link>,
    /// What is to be known beside.
    pub know: Vec<String>,
    /// The answers.
    pub form: Form,
    /// More time, a call, somebody else who writes.
    pub help: Vec<Point>,
}

impl Context for Voting {
    const TEMPLATE: &'static str = "voting";

    fn samples() -> Vec<(&'static str, Self)> {
        let heading = "Do you support this text as what should be delivered?";
        let answer = |chosen: &str| {
            let choice = |value: &str, label: &str, hint: &str| Choice::new(value, label, chosen == value).hint(hint);
            let usual = vec![
                choice("approve", "I support it", "The text can be used as it stands."),
                choice("changes", "It needs changes", "You say which."),
            ];
            let others = vec![
                choice("block", "I cannot support it", "It stops here, and we talk with you."),
                choice(
                    "abstain",
                    "I would rather not say",
                    "It counts as an answer, on neither side.",
                ),
            ];
            let options = Options::one(usual).with_others("Other answers", others);
            Field::options("option", "Your answer", options)
                .hint("You can change your answer until answers are counted.")
        };
        let form = |field: Field| Form::new("#", "01975", vec![field], Button::primary("Continue"));
        let first = Self {
            page: Page::sample(heading),
            caption: "Peer support in primary care networks".into(),
            heading: heading.into(),
            says: vec!["Answer by 5pm on Friday 8 May 2026.".into()],
            read: vec![
                Link::new("Read the text: 12 sections, version 14", "#text"),
                Link::new("Answers that people are not happy with: 2 comments", "#comments"),
            ],
            know: vec!["Your answer is for this text and no other.".into()],
            form: form(answer("")),
            help: vec![
                Point::leading(Link::new("Ask for more time", "#time")),
                Point::new("Call 0114 496 0000: somebody writes down what you say, and reads it back."),
            ],
        };
        let wrong = answer("").error("Select an answer.");
        let mut page = Page::sample(heading);
        page.errors = ErrorSummary::of([&wrong]);
        let error = Self {
            page,
            form: form(wrong),
            ..first.clone()
        };
        let again = Self {
            form: form(answer("block")),
            ..first.clone()
        };
        vec![
            ("first", first),
            ("one of the others was chosen", again),
            ("with an error", error),
        ]
    }
}
