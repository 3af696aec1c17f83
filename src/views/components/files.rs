//! Files: to send, and to read.

use serde::Serialize;

use super::{Component, control::Choice, link::Button};

/// A control for files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Upload {
    /// Sent already.
    pub sent: Vec<SentFile>,
    /// Files of earlier answers that may be used again.
    pub earlier: Vec<Choice>,
    /// The name under which the chosen `earlier` ones are sent.
    pub earlier_name: String,
    /// Endings for the browser's file dialogue: `.pdf,.docx`.
    pub accept: String,
    /// Several at once.
    pub several: bool,
    /// Kinds and sizes, in words: "PDF, Word or Excel, up to 10MB each."
    pub limits: String,
}

/// A file that was sent and can be taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentFile {
    /// Its name.
    pub name: String,
    /// `1.2MB`.
    pub size: String,
    /// Where it can be read.
    pub href: String,
    /// Takes it away: a button of the form.
    pub remove: Option<Button>,
}

/// Documents to read or keep: the page first, the PDF beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FileList {
    /// In order.
    pub files: Vec<Document>,
    /// What to say when there are none.
    pub empty: String,
}

/// One document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Its page, or the file itself.
    pub href: String,
    /// Version, date, who may read it: one line.
    pub about: Option<String>,
    /// Other forms: PDF, Easy Read, data.
    pub forms: Vec<Form>,
    /// Still being made; it can be left and returned to.
    pub making: bool,
}

/// One other form of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Form {
    /// `PDF, 240KB`.
    pub text: String,
    /// Where it is.
    pub href: String,
}

impl Component for FileList {
    const PARTIAL: &'static str = "ac-files";
    const TITLE: &'static str = "Documents";
    const SAYS: &'static str = "The page first, other forms beside it. What is still being made says so.";

    fn samples() -> Vec<(&'static str, Self)> {
        let form = |text: &str| Form {
            text: text.into(),
            href: "#document".into(),
        };
        let full = Self {
            empty: "No documents yet.".into(),
            files: vec![
                Document {
                    title: "Specification for peer support".into(),
                    href: "#document".into(),
                    about: Some("Version 3, signed off on 2 March 2026".into()),
                    forms: vec![form("PDF, 240KB"), form("Easy Read, 1.1MB")],
                    making: false,
                },
                Document {
                    title: "Award report".into(),
                    href: "#document".into(),
                    about: None,
                    forms: Vec::new(),
                    making: true,
                },
            ],
        };
        let none = Self {
            files: Vec::new(),
            empty: "There are no documents yet. The first is the specification, when it is signed off.".into(),
        };
        vec![("documents", full), ("none", none)]
    }
}
