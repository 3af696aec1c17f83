//! Words set apart: insets, details, empty places, long text.

use serde::Serialize;

use super::{Component, link::Link};

/// Something to notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inset {
    /// Whether it warns of a consequence.
    pub warning: bool,
    /// Paragraphs.
    pub paragraphs: Vec<String>,
    /// Where to read more.
    pub link: Option<Link>,
}

impl Component for Inset {
    const PARTIAL: &'static str = "ac-inset";
    const TITLE: &'static str = "Inset";
    const SAYS: &'static str = "Something to notice. A warning names a consequence, and is rare.";

    fn samples() -> Vec<(&'static str, Self)> {
        let note = Self {
            warning: false,
            paragraphs: vec![
                "You are paid for reading this, whatever you answer: £25 an hour, claimed for you.".into(),
            ],
            link: Some(Link::new("How payment works", "#pay")),
        };
        let warning = Self {
            warning: true,
            paragraphs: vec!["When you send your scores you cannot change them. The panel sees them together.".into()],
            link: None,
        };
        vec![("note", note), ("warning", warning)]
    }
}

/// Something that not everybody needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Details {
    /// What is inside, as a question or a name.
    pub summary: String,
    /// Paragraphs.
    pub paragraphs: Vec<String>,
    /// Open at first.
    pub open: bool,
}

impl Component for Details {
    const PARTIAL: &'static str = "ac-details";
    const TITLE: &'static str = "Details";
    const SAYS: &'static str = "Something that not everybody needs. Never what most people have to know.";

    fn samples() -> Vec<(&'static str, Self)> {
        let shut = Self {
            summary: "What is a primary care network?".into(),
            paragraphs: vec!["Doctors' surgeries of a neighbourhood that work together. Sheffield has 15.".into()],
            open: false,
        };
        let open = Self {
            summary: "Who can see what I write?".into(),
            paragraphs: vec![
                "The people who write the specification see your comment and your name.".into(),
                "In what is published your name is left out, unless you want it there.".into(),
            ],
            open: true,
        };
        vec![("shut", shut), ("open", open)]
    }
}

/// A place where nothing is yet: what will be there, and when or how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Empty {
    /// What is not there: "No bids yet".
    pub title: String,
    /// Why, and when that changes.
    pub text: String,
    /// What one can do about it.
    pub link: Option<Link>,
}

impl Component for Empty {
    const PARTIAL: &'static str = "ac-empty";
    const TITLE: &'static str = "Empty";
    const SAYS: &'static str = "Where a list has nothing in it: what will be there, and what one can do.";

    fn samples() -> Vec<(&'static str, Self)> {
        let nothing = Self {
            title: "Nothing is waiting on you".into(),
            text: "When something is, we email you, and it stands here.".into(),
            link: None,
        };
        let first = Self {
            title: "No procurements yet".into(),
            text: "A procurement begins with an idea: what is needed, for whom, and why now.".into(),
            link: Some(Link::new("Write down an idea", "#idea")),
        };
        vec![("nothing to do", nothing), ("a first step", first)]
    }
}

/// Markup that our own code made: a drawing of the engine, a text of the document crate. It goes into
/// the page as it is, so it is never made from what somebody typed without one of these in between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Markup(String);

impl Markup {
    /// Markup of which the caller knows that every value in it was escaped where it was made.
    pub fn of_our_own(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }
}

/// A text with headings, lists and tables: a specification, a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prose {
    /// Its body; headings begin at `h2`.
    pub html: Markup,
}

impl Component for Prose {
    const PARTIAL: &'static str = "ac-prose";
    const TITLE: &'static str = "Long text";
    const SAYS: &'static str = "What the document crate made from a document: the same words as its PDF.";

    fn samples() -> Vec<(&'static str, Self)> {
        let html = "<h3>2. What peer workers do</h3><p>A peer worker has lived with mental health problems, and uses that.</p>\
                    <ul><li>They meet people where they are.</li><li>They have 16 hours a week or more.</li></ul>\
                    <blockquote><p>Nobody should have to tell their story twice.</p></blockquote>";
        vec![(
            "part of a specification",
            Self {
                html: Markup::of_our_own(html),
            },
        )]
    }
}
