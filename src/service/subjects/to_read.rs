//! What somebody reads beside a question, and before they answer.

use std::collections::BTreeMap;

use indexmap::IndexMap;

/// What stands beside a question while it is answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Paragraphs.
    pub says: Vec<String>,
    /// The most words of an answer.
    pub most_words: Option<u32>,
}

/// Something to read before one answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRead {
    /// What it is, or what is to be known.
    pub words: String,
    /// Its address below that of the record; nothing for a sentence.
    pub at: Option<String>,
}

impl ToRead {
    /// Something that is read at an address below that of the record.
    pub fn at(words: impl Into<String>, at: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            at: Some(at.into()),
        }
    }

    /// A sentence.
    pub fn says(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            at: None,
        }
    }
}

/// Collection and option to what stands beside them.
pub type Explained = BTreeMap<String, IndexMap<String, Beside>>;
