//! Names out of a file, and ids: said again and again, and never changed.

use std::{borrow::Borrow, fmt, ops::Deref, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Visitor};

/// A text that is copied by copying a pointer. Written and read as text; used like a `&str`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(Arc<str>);

impl Word {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Word {
    fn default() -> Self {
        Self(Arc::from(""))
    }
}

impl Deref for Word {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Word {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Word {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self(Arc::from(text))
    }
}

impl From<&String> for Word {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self(Arc::from(text))
    }
}

impl From<&Self> for Word {
    fn from(word: &Self) -> Self {
        word.clone()
    }
}

impl From<Word> for String {
    fn from(word: Word) -> Self {
        (*word.0).to_owned()
    }
}

impl From<&Word> for String {
    fn from(word: &Word) -> Self {
        (*word.0).to_owned()
    }
}

/// Equal to any text that says the same, whichever side it stands on.
macro_rules! equal_to {
    ($($text:ty),+) => {$(
        impl PartialEq<$text> for Word {
            fn eq(&self, other: &$text) -> bool {
                let other: &str = other;
                *self.0 == *other
            }
        }

        impl PartialEq<Word> for $text {
            fn eq(&self, other: &Word) -> bool {
                other == self
            }
        }
    )+};
}

equal_to!(str, &str, String);

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Word, E> {
                Ok(Word::from(text))
            }
        }

        deserializer.deserialize_str(Text)
    }
}
