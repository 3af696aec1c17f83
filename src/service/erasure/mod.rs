//! Erasing what is held on somebody, for good: asked for by one person and confirmed by a second.
//!
//! What stands in rows and files is written over or deleted. What stands where nothing is rewritten, the journal, is
//! an id, or is sealed under a key of their own, which is destroyed; so the journal still verifies, and nobody can
//! read it. While the law asks who decided something or was paid, who they were is kept under that key, and the key is
//! destroyed on the day on which that is over.

pub mod after;
mod doing;
pub mod kept;
pub mod keys;
pub mod look;
mod said;

pub(in crate::service) use self::{doing::put, said::raised};

use serde::{Deserialize, Serialize};

/// What a person is called who was erased.
pub const NAME: &str = "Somebody who has left";
/// The same as a first name.
const FIRST_NAME: &str = "Somebody";
/// What stands in place of what they said.
const TEXT: &str = "(What stood here was erased.)";
/// What stands in letters and notes in place of their name and address.
const GONE: &str = "somebody who has left";

/// Why somebody is erased. A word and no text: what is typed about somebody could name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// They asked for it.
    Asked,
    /// It has been kept long enough.
    LongEnough,
    /// Somebody asks who speaks for them, or they have died.
    ForThem,
}

impl Why {
    /// Every one, with its word.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Asked, "asked"),
        (Self::LongEnough, "long_enough"),
        (Self::ForThem, "for_them"),
    ];

    /// The one of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(_, known)| *known == word)
            .map(|(why, _)| why)
    }

    /// For people.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Asked => "They asked for it",
            Self::LongEnough => "It has been kept long enough",
            Self::ForThem => "Somebody asks who speaks for them, or they have died",
        }
    }
}
