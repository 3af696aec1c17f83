//! A document that people write into with their own word processor (OpenDocument text): questions with room for
//! answers, or a draft with the answers so far. It is made for taking away; what somebody writes there comes back by
//! being typed or pasted into the form.
//!
//! OpenDocument and not Word: it is the open standard of the two (ISO/IEC 26300), opens in Word, LibreOffice, Pages
//! and Google Docs alike, and says in plain XML what is a heading, what a list and in which language it is, which is
//! what a screen reader needs. Nothing is set beyond that, so everybody's own size of letters and colours hold.

mod parts;

use super::bundle::{self, Member};

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its title: the first heading, and what the window is called.
    pub title: String,
    /// Who made it, in words.
    pub by: String,
    /// What stands in it, in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A heading below the title.
    Heading(String),
    /// A heading below that.
    Question(String),
    /// A paragraph.
    Text(String),
    /// What helps to answer, in smaller letters: a limit, what makes a good answer.
    Help(String),
    /// A list.
    Points(Vec<String>),
    /// An answer, line by line; where there is none, a line that says where to write.
    Answer(Vec<String>),
}

/// The media type.
pub const MEDIA: &str = "application/vnd.oasis.opendocument.text";

impl Paper {
    /// The file, the same bytes for the same words.
    ///
    /// # Errors
    /// It is larger than such a file can be.
    pub fn odt(&self) -> Result<Vec<u8>, String> {
        let member = |name: &str, text: String| Member {
            name: name.to_owned(),
            bytes: text.into_bytes(),
        };
        // What kind of file it is comes first and unpacked, so that it can be told by its first bytes.
        bundle::pack(vec![
            member("mimetype", MEDIA.to_owned()),
            member("META-INF/manifest.xml", parts::manifest()),
            member("content.xml", parts::content(self)),
            member("styles.xml", parts::styles()),
            member("meta.xml", parts::meta(self)),
        ])
    }
}

#[cfg(test)]
mod tests;
