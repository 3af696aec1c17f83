//! The two pages at the end of a task: check your answers, and it is done.

use serde::Serialize;

use super::{
    Component,
    form::Form,
    link::{Button, Link},
    summary::{SummaryCard, SummaryList, SummaryRow},
};

/// Everything that was answered, before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckAnswers {
    /// One card for each part; each answer has its way back.
    pub parts: Vec<SummaryCard>,
    /// What sending does, and whether it can be undone.
    pub consequence: String,
    /// Sends it: declarations, if there are any, and a button that names the act.
    pub form: Form,
}

impl Component for CheckAnswers {
    const PARTIAL: &'static str = "ac-check";
    const TITLE: &'static str = "Check answers";
    const SAYS: &'static str =
        "Before everything that is sent. The button names the act; Change comes straight back here.";

    fn samples() -> Vec<(&'static str, Self)> {
        let row = |key: &str, value: &str| SummaryRow::new(key, value).change(key.to_lowercase(), "#change");
        let card = |title: &str, rows| SummaryCard {
            title: title.into(),
            tag: None,
            actions: Vec::new(),
            list: SummaryList { rows },
        };
        vec![(
            "a bid",
            Self {
                parts: vec![
                    card("About your organisation", vec![row("Name", "Heeley Kitchen Table"), row("Website", "")]),
                    card(
                        "Your bid",
                        vec![
                            row("Networks", "Heeley Plus"),
                            row("What peer workers will do", "They meet people where they are: at the Tuesday kitchen, on walks, at home."),
                        ],
                    ),
                ],
                consequence: "Your bid is sealed until two people open it after midday on Friday 15 May 2026. Until then you can replace it or take it back.".into(),
                form: Form::new("#send", "01976", Vec::new(), Button::primary("Send your bid")),
            },
        )]
    }
}

/// It is done: with a reference, and what happens next and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confirmation {
    /// What was done: "Your bid was sent". The page's `h1`.
    pub title: String,
    /// "Your reference".
    pub label: String,
    /// The reference.
    pub reference: Option<String>,
    /// The level of its heading: 1 on its page.
    pub level: u8,
    /// What happens next, and when: a sentence each.
    pub next: Vec<String>,
    /// Something to keep: the receipt as a page and as PDF.
    pub keep: Vec<Link>,
    /// Whom to ask.
    pub contact: String,
}

impl Component for Confirmation {
    const PARTIAL: &'static str = "ac-confirmation";
    const TITLE: &'static str = "Confirmation";
    const SAYS: &'static str = "At the end of a task: a reference, what happens next and when, something to keep.";

    fn samples() -> Vec<(&'static str, Self)> {
        let sent = Self {
            title: "Your bid was sent".into(),
            label: "Your reference".into(),
            reference: Some("PSF-2026-003-B-MXTR".into()),
            level: 3,
            next: vec![
                "We emailed the receipt to amina@firvale.example. Keep it: it proves what you sent.".into(),
                "Bids are opened after midday on Friday 15 May 2026. You hear from us by Friday 5 June.".into(),
            ],
            keep: vec![
                Link::new("Receipt", "#receipt"),
                Link::new("Receipt as PDF, 62KB", "#receipt-pdf"),
            ],
            contact: "You can ask about your bid by email or telephone; staff cannot see what is in it.".into(),
        };
        let plain = Self {
            title: "Your answer is recorded".into(),
            reference: None,
            keep: Vec::new(),
            next: vec!["You can change it until midday on Friday 10 April 2026.".into()],
            ..sent.clone()
        };
        vec![("with a reference", sent), ("without", plain)]
    }
}
