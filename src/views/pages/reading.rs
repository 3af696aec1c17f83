//! A text to be read, with what people said about it.

use serde::Serialize;

use super::Context;
use crate::views::components::{link::Link, page::Page, tabs::Tabs, text::Inset};

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// What stands round it.
    pub page: Page,
    /// What it is.
    pub caption: String,
    /// Its title.
    pub heading: String,
    /// The ways of reading it.
    pub tabs: Tabs,
    /// Where it is, and how many changes led to it.
    pub says: Vec<String>,
    /// What can still change.
    pub open: Option<Inset>,
    /// What one can do with the whole.
    pub links: Vec<Link>,
    /// The texts that are signed together, each with its sections; those that have none are left out.
    pub parts: Vec<Part>,
    /// What to say when there are none.
    pub empty: String,
}

/// One of the texts that are signed together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// For links within the page.
    pub id: String,
    /// What it is.
    pub title: String,
    /// What to know of it.
    pub says: Vec<String>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// What one can do with it.
    pub links: Vec<Link>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// For links within the page.
    pub id: String,
    /// Its number.
    pub number: usize,
    /// Its heading.
    pub title: String,
    /// By which houses it was written.
    pub by: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// What was said about it as a whole.
    pub said: Vec<Said>,
    /// What one can do with it.
    pub links: Vec<Link>,
}

/// A paragraph, or the points of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    /// Its text; empty for a list.
    pub text: String,
    /// The points of a list.
    pub points: Vec<String>,
    /// They are numbered.
    pub numbered: bool,
    /// What was said about it.
    pub said: Vec<Said>,
    /// The words that something about it was sent just now.
    pub sent: Option<Sent>,
    /// Leads to where one can say something about it.
    pub link: Option<Link>,
}

/// That something was sent, where it was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// What an address leads to.
    pub id: String,
    /// A sentence.
    pub says: String,
    /// To what becomes of it.
    pub link: Link,
}

/// What somebody said, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// `You`, or the house.
    pub by: String,
    /// In their words.
    pub text: String,
    /// The paragraph as it then was.
    pub then: Option<String>,
    /// What became of it, and why.
    pub answer: Option<String>,
    /// What one can do about it.
    pub links: Vec<Link>,
}

impl Context for Reading {
    const TEMPLATE: &'static str = "reading";

    fn samples() -> Vec<(&'static str, Self)> {
        let said = Said {
            by: "Lived experience".into(),
            text: "Say who pays for the bus.".into(),
            then: Some("People can meet anywhere.".into()),
            answer: Some("Accepted: the text changes as it says.".into()),
            links: vec![Link::new("Say whether you are happy with this answer", "#")],
        };
        let full = Self {
            page: Page::sample("The text of Peer support"),
            caption: "Specification SPEC-2026-001".into(),
            heading: "The text of Peer support".into(),
            tabs: Tabs::sample(),
            says: vec!["Open for comment.".into()],
            open: Some(Inset {
                warning: false,
                paragraphs: vec!["What can still change:".into(), "Where and when people meet.".into()],
                link: Some(Link::new("What it is for, and who wrote that", "#")),
            }),
            links: vec![Link::new("Write another section", "#")],
            parts: vec![Part {
                id: "part-text".into(),
                title: "What is delivered".into(),
                says: vec!["Both houses sign this.".into()],
                links: vec![Link::new("Write another section", "#")],
                sections: vec![Section {
                    id: "section-1".into(),
                    number: 1,
                    title: "Who it is for".into(),
                    by: "Lived experience; VCSE organisations".into(),
                    paragraphs: vec![
                        Paragraph {
                            text: "Adults with a serious mental health problem.".into(),
                            points: Vec::new(),
                            numbered: false,
                            sent: None,
                            said: vec![said.clone()],
                            link: Some(Link::new("Comment on paragraph 1 of Who it is for", "#")),
                        },
                        Paragraph {
                            text: String::new(),
                            points: vec!["At home".into(), "In a café".into()],
                            numbered: true,
                            sent: None,
                            said: Vec::new(),
                            link: None,
                        },
                    ],
                    said: vec![said],
                    links: vec![Link::new("Change section 1, Who it is for", "#")],
                }],
            }],
            empty: "Nothing has been written yet.".into(),
        };
        let empty = Self {
            parts: Vec::new(),
            links: Vec::new(),
            open: None,
            ..full.clone()
        };
        vec![("full", full), ("empty", empty)]
    }
}
