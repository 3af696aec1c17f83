//! A link, and buttons in a row.

use serde::Serialize;

use super::Component;

/// Words that lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What is read out: it must make sense alone, so never "here".
    pub text: String,
    /// Where to.
    pub href: String,
}

impl Link {
    /// A link.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
        }
    }
}

/// How much a button weighs. At most one on a page is primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// What the page is for.
    Primary,
    /// Something else that one may do.
    Secondary,
    /// What cannot be undone.
    Warning,
}

/// A button: it sends the form that it stands in, or leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Button {
    /// The act, in the words of the person: "Send your bid".
    pub text: String,
    /// How much it weighs.
    pub weight: Weight,
    /// For a link that looks like a button (a start page): where to.
    pub href: Option<String>,
    /// The name of the value that says which button was pressed.
    pub name: Option<String>,
    /// That value.
    pub value: Option<String>,
    /// An address other than the form's.
    pub action: Option<String>,
}

impl Button {
    /// The button that the page is for; it sends the form.
    pub fn primary(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            weight: Weight::Primary,
            href: None,
            name: None,
            value: None,
            action: None,
        }
    }

    /// Another button of the same form, told apart by `name` and `value`.
    pub fn secondary(text: impl Into<String>, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            weight: Weight::Secondary,
            name: Some(name.into()),
            value: Some(value.into()),
            ..Self::primary(text)
        }
    }

    /// A link that looks like the page's main button.
    pub fn leading(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            ..Self::primary(text)
        }
    }

    /// The same button with another weight.
    pub fn weighing(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }
}

/// Buttons side by side, and the quiet way out beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ButtonGroup {
    /// The main one first.
    pub buttons: Vec<Button>,
    /// "Cancel", "Save and come back later".
    pub links: Vec<Link>,
}

impl ButtonGroup {
    /// One button alone.
    pub fn one(button: Button) -> Self {
        Self {
            buttons: vec![button],
            links: Vec::new(),
        }
    }
}

impl Component for ButtonGroup {
    const PARTIAL: &'static str = "ac-buttons";
    const TITLE: &'static str = "Buttons";
    const SAYS: &'static str = "The act in the person's words, left aligned. At most one primary button on a page.";

    fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("one", Self::one(Button::primary("Continue"))),
            (
                "two and a way out",
                Self {
                    buttons: vec![
                        Button::primary("Save and continue"),
                        Button::secondary("Save and come back later", "then", "leave"),
                    ],
                    links: vec![Link::new("Cancel", "#cancel")],
                },
            ),
            (
                "cannot be undone",
                Self {
                    buttons: vec![Button::primary("Withdraw this bid").weighing(Weight::Warning)],
                    links: vec![Link::new("Keep it", "#keep")],
                },
            ),
            (
                "leads somewhere",
                Self::one(Button::leading("Start your bid", "#start")),
            ),
        ]
    }
}
