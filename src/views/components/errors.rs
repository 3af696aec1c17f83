//! What is wrong with what was sent: at the top of the page, each line a link to its question.

use serde::Serialize;

use super::{Component, control::Control, field::Field, link::Link};

/// Shown even for one error; the same words stand beside the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorSummary {
    /// In the order of the questions; each leads to the first control of its question.
    pub items: Vec<Link>,
}

impl ErrorSummary {
    /// The errors of these questions; nothing if there are none.
    pub fn of<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Option<Self> {
        let items: Vec<Link> = fields.into_iter().flat_map(lines).collect();
        (!items.is_empty()).then_some(Self { items })
    }
}

/// The errors of a question, then those of its rows.
fn lines(field: &Field) -> Vec<Link> {
    let own = field.errors.iter();
    let mut out: Vec<Link> = own
        .map(|error| Link::new(error, format!("#{}", field.target())))
        .collect();
    if let Control::Rows(rows) = &field.control {
        out.extend(rows.rows.iter().flat_map(|row| &row.fields).flat_map(lines));
    }
    out
}

impl Component for ErrorSummary {
    const PARTIAL: &'static str = "ac-errors";
    const TITLE: &'static str = "Error summary";
    const SAYS: &'static str = "Before the h1, read out at once, focused when the page is loaded. Set it on the page; \
                                the layout shows it and puts \"Error: \" before the title.";

    fn samples() -> Vec<(&'static str, Self)> {
        let one = Link::new("Enter an answer to ‘What will peer workers do?’.", "#g-long");
        let two = Link::new(
            "‘How you keep people safe’ must be 350 words or fewer. It has 412.",
            "#g-long",
        );
        vec![
            (
                "one",
                Self {
                    items: vec![one.clone()],
                },
            ),
            ("two", Self { items: vec![one, two] }),
        ]
    }
}
