//! A page that asks for a judgement of what somebody else has sent: what was sent stands above the questions.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    control::{Control, Declaration},
    field::Field,
    form::Form,
    link::{Button, Link},
    page::Page,
    summary::{SummaryList, SummaryRow},
};

/// What is judged, and the questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weighing {
    /// What stands round it.
    pub page: Page,
    /// What it belongs to.
    pub caption: String,
    /// The `h1`: what is done.
    pub heading: String,
    /// Before what was sent.
    pub says: Vec<String>,
    /// What was sent.
    pub about: SummaryList,
    /// The questions.
    pub form: Form,
    /// Other ways, below.
    pub links: Vec<Link>,
}

impl Context for Weighing {
    const TEMPLATE: &'static str = "weighing";

    fn samples() -> Vec<(&'static str, Self)> {
        let statement = Declaration {
            statement: "I have checked these numbers against our records.".into(),
            agreed: false,
        };
        let checked = Field::new("checked", "Confirm that you agree", Control::Declaration(statement));
        let open = Self {
            page: Page::sample("Certify the return"),
            caption: "October to December 2026".into(),
            heading: "Certify the return".into(),
            says: vec!["This is open until 5pm on Friday 22 January 2027, UK time.".into()],
            about: SummaryList {
                rows: vec![
                    SummaryRow::new("From", "New Leaf"),
                    SummaryRow::new("Referrals accepted", "19 (last quarter: 14)"),
                ],
            },
            form: Form::new("#", "01975", vec![checked.clone()], Button::primary("Continue")),
            links: vec![Link::new("What this is about: October to December 2026", "#")],
        };
        let wrong = checked.error("Confirm that you agree.");
        let mut page = Page::sample("Certify the return");
        page.errors = crate::views::components::errors::ErrorSummary::of([&wrong]);
        let refused = Self {
            page,
            form: Form::new("#", "01975", vec![wrong], Button::primary("Continue")),
            ..open.clone()
        };
        vec![("something to judge", open), ("with an error", refused)]
    }
}
