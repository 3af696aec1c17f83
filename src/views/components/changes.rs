//! What changed in a text: words that were added, and words that were taken out.

use serde::Serialize;

use super::Component;

/// A text with its changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Paragraphs and lists, in order.
    pub groups: Vec<Group>,
}

/// Paragraphs, or the points of one list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// They are points.
    pub points: bool,
    /// Each in pieces.
    pub blocks: Vec<Vec<Piece>>,
}

/// Words that stand together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// In the new text only.
    pub added: bool,
    /// In the old text only.
    pub gone: bool,
    /// The words.
    pub text: String,
}

impl Piece {
    /// Words that stand in both.
    pub fn same(text: impl Into<String>) -> Self {
        Self {
            added: false,
            gone: false,
            text: text.into(),
        }
    }

    /// Words that were put in.
    pub fn added(text: impl Into<String>) -> Self {
        Self {
            added: true,
            ..Self::same(text)
        }
    }

    /// Words that were taken out.
    pub fn gone(text: impl Into<String>) -> Self {
        Self {
            gone: true,
            ..Self::same(text)
        }
    }
}

impl Component for Changes {
    const PARTIAL: &'static str = "ac-changes";
    const TITLE: &'static str = "Changes of a text";
    const SAYS: &'static str = "Words that were added are underlined, words that were taken out are struck through; \
                                both are said to whoever hears the page.";

    fn samples() -> Vec<(&'static str, Self)> {
        let text = Group {
            points: false,
            blocks: vec![vec![
                Piece::same("Each host names a person who"),
                Piece::gone("may"),
                Piece::added("can"),
                Piece::same("be rung at night."),
            ]],
        };
        let list = Group {
            points: true,
            blocks: vec![vec![Piece::same("at home")], vec![Piece::added("in a park")]],
        };
        vec![(
            "words and points",
            Self {
                groups: vec![text, list],
            },
        )]
    }
}
