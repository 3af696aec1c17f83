//! A form, and questions that belong together.

use serde::Serialize;

use super::{
    Component,
    control::{Choice, Options},
    field::Field,
    link::{Button, ButtonGroup, Link},
    text::Details,
};

/// A form as it is posted. There is no token: the server looks at where the request comes from, and
/// the key makes a second press harmless.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Form {
    /// Where it is posted to.
    pub action: String,
    /// Sent as `ac-key`: made new for every page that is shown.
    pub key: String,
    /// Sent as `ac-version`: the version that the person saw, so that two do not overwrite each other.
    pub version: Option<String>,
    /// Sent as `ac-base`: a mark of what the questions were filled in with, so that two windows of one
    /// person do not overwrite each other either.
    pub base: Option<String>,
    /// Sent as `ac-asked`: the questions that stand on the page; boxes that nobody ticked say nothing.
    pub asked: Option<String>,
    /// Names and values that are sent as they are.
    pub hidden: Vec<Hidden>,
    /// Where drafts are saved while somebody types; nothing means that they are not. The form is posted
    /// there without its files, url-encoded; the answer is JSON, `says` (words for the person),
    /// `version` and `base` (the new ones), or 401 when the session is over, or 409.
    pub autosave: Option<String>,
    /// When it was last saved, in words: "Saved at 2:30pm."
    pub saved: Option<String>,
    /// It has files in it.
    pub files: bool,
    /// Its questions have buttons of their own, which the return key must not press: the first button of a form is
    /// what it presses.
    pub inner: bool,
    /// Questions, in order.
    pub fields: Vec<Field>,
    /// Below them, closed: something to copy from.
    pub beside: Vec<Details>,
    /// At the end.
    pub buttons: ButtonGroup,
}

/// A name and a value that are sent as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

impl Form {
    /// A form with one button.
    pub fn new(action: impl Into<String>, key: impl Into<String>, fields: Vec<Field>, button: Button) -> Self {
        Self {
            action: action.into(),
            key: key.into(),
            version: None,
            base: None,
            asked: None,
            hidden: Vec::new(),
            autosave: None,
            saved: None,
            files: fields
                .iter()
                .any(|field| matches!(field.control, super::control::Control::Files(_))),
            inner: fields.iter().any(|field| {
                use super::control::Control::{Files, Rows};
                matches!(field.control, Files(_) | Rows(_))
            }),
            fields,
            beside: Vec::new(),
            buttons: ButtonGroup::one(button),
        }
    }
}

impl Component for Form {
    const PARTIAL: &'static str = "ac-form";
    const TITLE: &'static str = "Form";
    const SAYS: &'static str = "A whole form: key, version, questions, buttons. Nothing is checked before it is sent. \
                                With an autosave address what is typed is saved as it is typed, and says so.";

    fn samples() -> Vec<(&'static str, Self)> {
        let hours = Field::number("gallery-form-hours", "Hours a week", "16").hint("Of all peer workers together.");
        let notes = Field::long_text("gallery-form-notes", "Anything else", "", Some(100)).optional();
        let plain = Self::new(
            "#sent",
            "01975",
            vec![hours, notes],
            Button::primary("Save and continue"),
        );
        let saved = Self {
            autosave: Some("#save".into()),
            saved: Some("Saved at 2:30pm.".into()),
            version: Some("7".into()),
            base: Some("01975".into()),
            fields: vec![Field::text("gallery-form-name", "Name of the project", "Kitchen Table")],
            beside: vec![Details {
                summary: "What you wrote before, in Walking together 2026".into(),
                paragraphs: vec!["Kitchen Table".into()],
                open: false,
            }],
            buttons: ButtonGroup {
                links: vec![Link::new("Back to the task list", "#tasks")],
                ..plain.buttons.clone()
            },
            ..plain.clone()
        };
        vec![("questions", plain), ("saved while typing", saved)]
    }
}

/// Questions that belong together, under one legend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fieldset {
    /// Unique on the page.
    pub id: String,
    /// What they have in common.
    pub legend: String,
    /// The legend is the page's `h1`.
    pub heading: bool,
    /// One short sentence.
    pub hint: Option<String>,
    /// The questions.
    pub fields: Vec<Field>,
}

impl Component for Fieldset {
    const PARTIAL: &'static str = "ac-fieldset";
    const TITLE: &'static str = "Fieldset";
    const SAYS: &'static str = "Questions that belong together. One per page where the person is new to it.";

    fn samples() -> Vec<(&'static str, Self)> {
        let choices = ["Hillsborough", "Upper Don Valley"].map(|name| Choice::new(name, name, false));
        vec![(
            "two questions",
            Self {
                id: "gallery-fieldset".into(),
                legend: "Where you will work".into(),
                heading: false,
                hint: Some("Only the networks that you can start in by July.".into()),
                fields: vec![
                    Field::options("gallery-fieldset-lots", "Networks", Options::several(choices.to_vec())),
                    Field::text("gallery-fieldset-place", "Where people would meet", "")
                        .hint("A building, a park, a café."),
                ],
            },
        )]
    }
}
