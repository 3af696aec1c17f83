//! Check your answers, before anything is sent.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    form::Form,
    link::Button,
    page::Page,
    summary::{SummaryList, SummaryRow},
};

/// Check answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What stands round it.
    pub page: Page,
    /// What it belongs to.
    pub caption: String,
    /// What to do: "Check your answers, then send them".
    pub heading: String,
    /// Sentences before.
    pub says: Vec<String>,
    /// What is judged: what somebody else has sent.
    pub about: Option<SummaryList>,
    /// The answers.
    pub answers: Option<SummaryList>,
    /// What happens when it is sent.
    pub then: Vec<String>,
    /// The button.
    pub form: Form,
}

impl Context for Check {
    const TEMPLATE: &'static str = "check";

    fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            page: Page::sample("Check your answers before you take it forward"),
            caption: "Peer support".into(),
            heading: "Check your answers before you take it forward".into(),
            says: Vec::new(),
            about: Some(SummaryList {
                rows: vec![SummaryRow::new("From", "New Leaf")],
            }),
            answers: Some(SummaryList {
                rows: vec![
                    SummaryRow::new("What is your answer, and why?", "We start now.").change("your answer", "#"),
                ],
            }),
            then: vec!["Next: Agreeing what it is for.".into()],
            form: Form::new("#", "01975", Vec::new(), Button::primary("Take it forward")),
        };
        let bare = Self {
            about: None,
            answers: None,
            ..full.clone()
        };
        vec![("answers", full), ("nothing to answer", bare)]
    }
}
