//! A page that says something and shows a way on: what is not there, what cannot be done and why.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    changes::Changes,
    form::Form,
    link::{Button, Link},
    page::Page,
    summary::{SummaryList, SummaryRow},
};

/// Words, reasons, ways on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// What stands round it.
    pub page: Page,
    /// Above the heading: what it is about.
    pub caption: Option<String>,
    /// The `h1`.
    pub heading: String,
    /// Sentences.
    pub says: Vec<String>,
    /// Each of several reasons, with what mends it.
    pub reasons: Vec<Reason>,
    /// Where one can go on.
    pub links: Vec<Link>,
    /// Words that must not be lost.
    pub words: Vec<Words>,
    /// What differs between two texts, each under its question.
    pub differs: Vec<Differs>,
    /// An `h2` over the form.
    pub form_title: Option<String>,
    /// What one can do.
    pub form: Option<Form>,
}

/// Words that must not be lost: question and answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Whose they are.
    pub title: String,
    /// In order.
    pub list: SummaryList,
}

/// What differs between two texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Differs {
    /// Which texts.
    pub title: String,
    /// What the marks mean.
    pub says: String,
    /// The text with the differences in it.
    pub changes: Changes,
}

/// One reason why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A sentence.
    pub because: String,
    /// Who can mend it, and how.
    pub mend: Option<String>,
}

impl Message {
    /// A page that says this, with nothing else.
    pub fn new(page: Page, heading: impl Into<String>, says: Vec<String>) -> Self {
        Self {
            page,
            caption: None,
            heading: heading.into(),
            says,
            reasons: Vec::new(),
            links: Vec::new(),
            words: Vec::new(),
            differs: Vec::new(),
            form_title: None,
            form: None,
        }
    }
}

impl Context for Message {
    const TEMPLATE: &'static str = "message";

    fn samples() -> Vec<(&'static str, Self)> {
        let missing = Self {
            links: vec![Link::new("Go to Home", "/")],
            ..Self::new(
                Page::sample("This page is not here"),
                "This page is not here",
                vec!["If you typed the address, check it. If you followed a link, it may have moved.".into()],
            )
        };
        let refused = Self {
            caption: Some("Out-of-hours peer support: Open it for comment".into()),
            reasons: vec![
                Reason {
                    because: "Some comments have no answer yet.".into(),
                    mend: Some("Contract manager: give each comment an answer.".into()),
                },
                Reason {
                    because: "There is nothing to comment on yet.".into(),
                    mend: None,
                },
            ],
            ..Self::new(
                Page::sample("This cannot be done yet"),
                "This cannot be done yet",
                Vec::new(),
            )
        };
        let moved = Self {
            words: vec![Words {
                title: "What you typed".into(),
                list: SummaryList {
                    rows: vec![SummaryRow::new("Why?", "People have told us so for two years.")],
                },
            }],
            form_title: Some("What you wrote here".into()),
            form: Some(Form::new(
                "#",
                "01975",
                Vec::new(),
                Button::primary("Go on with what I typed"),
            )),
            ..Self::new(
                Page::sample("This moved on while you were writing"),
                "This moved on while you were writing",
                vec!["Tom Hadfield was quicker: Open it for comment.".into()],
            )
        };
        vec![("missing", missing), ("refused", refused), ("moved", moved)]
    }
}
