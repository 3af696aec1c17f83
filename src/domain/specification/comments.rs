//! What may be answered to a comment.

use serde::{Deserialize, Serialize};

/// What became of a comment. Everything but plain acceptance needs a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Disposition {
    Accepted,
    AcceptedInPart,
    NotAccepted,
    OutOfScope,
    AlreadyCovered,
    NeedsDecision,
    Duplicate,
}

impl Disposition {
    /// The word in a row and in a request.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedInPart => "accepted_in_part",
            Self::NotAccepted => "not_accepted",
            Self::OutOfScope => "out_of_scope",
            Self::AlreadyCovered => "already_covered",
            Self::NeedsDecision => "needs_decision",
            Self::Duplicate => "duplicate",
        }
    }

    /// What people read.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Accepted => "Accepted",
            Self::AcceptedInPart => "Accepted in part",
            Self::NotAccepted => "Not accepted",
            Self::OutOfScope => "Out of scope",
            Self::AlreadyCovered => "Already covered",
            Self::NeedsDecision => "Needs a decision",
            Self::Duplicate => "Said before",
        }
    }

    /// Reads a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Whether the person who commented is owed a reason.
    pub const fn needs_reason(self) -> bool {
        !matches!(self, Self::Accepted)
    }

    /// Whether the text is to say something else because of the comment.
    pub const fn changes_text(self) -> bool {
        matches!(self, Self::Accepted | Self::AcceptedInPart)
    }

    /// Every answer, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Accepted,
        Self::AcceptedInPart,
        Self::NotAccepted,
        Self::OutOfScope,
        Self::AlreadyCovered,
        Self::Duplicate,
        Self::NeedsDecision,
    ];

    /// Whether the comment still waits for an answer after this.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::NeedsDecision)
    }
}
