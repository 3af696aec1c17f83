//! The ways in which people show who they are besides their mailbox, as one question in plain words.

use crate::{
    service::fault::FieldError,
    views::components::{
        control::{Choice, Control, Input, Options},
        field::Field,
    },
};

/// The name of the question.
pub(super) const KIND: &str = "kind";
/// The name of the box for a password.
pub(super) const PASSWORD: &str = "password";
/// The answer of whoever goes on with the code from an email.
pub(super) const LATER: &str = "later";

/// Whether whoever is asked may leave it for later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A role of theirs asks for it.
    Must,
    /// It is theirs to choose.
    May,
}

/// The question, and the box for a password.
pub(super) fn questions(title: &str, chosen: &str, asked: Asked, errors: &[FieldError]) -> Vec<Field> {
    let choice = |value: &str, label: &str, hint: &str| Choice::new(value, label, chosen == value).hint(hint);
    let mut options = vec![
        choice(
            "app",
            "An app that shows numbers",
            "The app, on your telephone or computer, shows a new number every half minute. You type it after the code \
             from your email.",
        ),
        choice(
            PASSWORD,
            "A password",
            "Something that you alone know. You type it after the code from your email.",
        ),
        choice(
            "card",
            "A printed card with codes",
            "You print or copy a list of codes now. Each time you type the next one and cross it out. It needs no telephone.",
        ),
    ];
    if asked == Asked::May {
        options.push(choice(
            LATER,
            "Nothing more for now",
            "You come in with the code from your email alone. A bid that you send so is in time; before it is opened, \
             we call your organisation to hear that it is yours.",
        ));
    }
    let mut way = Field::options(KIND, title, Options::one(options));
    let mut words = Field::new(
        PASSWORD,
        "Password, if you chose one",
        Control::Line(Input {
            typed: "password",
            autocomplete: "new-password",
            ..Input::text("")
        }),
    )
    .hint("12 characters or more. Four words that do not belong together are good.")
    .optional();
    for error in errors {
        if error.field == PASSWORD {
            words = words.error(&error.says);
        } else {
            way = way.error(&error.says);
        }
    }
    vec![way, words]
}
