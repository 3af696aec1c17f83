//! It is done: with a reference, and what happens next.

use serde::Serialize;

use super::Context;
use crate::views::components::{answers::Confirmation, link::Link, page::Page};

/// The page after something was sent. It can be opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    /// What stands round it.
    pub page: Page,
    /// What was done.
    pub confirmation: Confirmation,
    /// Where one can go on.
    pub links: Vec<Link>,
}

impl Context for Done {
    const TEMPLATE: &'static str = "done";

    fn samples() -> Vec<(&'static str, Self)> {
        vec![(
            "done",
            Self {
                page: Page::sample("Sent"),
                confirmation: Confirmation {
                    title: "Sent".into(),
                    label: "Your reference".into(),
                    reference: Some("S-2026-001".into()),
                    level: 1,
                    next: vec!["People are invited to write it together.".into()],
                    keep: Vec::new(),
                    contact: "Email or call us if you have a question.".into(),
                },
                links: vec![Link::new("Back to Peer support", "/specification/1")],
            },
        )]
    }
}
