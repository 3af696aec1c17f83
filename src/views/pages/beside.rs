//! A text in other words: one way alone, or each beside the full text.

use serde::Serialize;

use super::Context;
use crate::{
    domain::specification::text::points,
    views::components::{link::Link, page::Page, tabs::Tabs, text::Empty},
};

/// A text in other words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// What stands round it.
    pub page: Page,
    /// What it is.
    pub caption: String,
    /// Its title.
    pub heading: String,
    /// The ways of reading it.
    pub tabs: Tabs,
    /// Sentences first.
    pub says: Vec<String>,
    /// Larger letters, and each line for itself.
    pub easy: bool,
    /// The sections.
    pub sections: Vec<Section>,
    /// What to say when there are none.
    pub empty: Option<Empty>,
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
    /// It in one way of saying it, or in several, each in a column.
    pub columns: Vec<Wording>,
    /// What one can do with it.
    pub links: Vec<Link>,
}

/// A section in one way of saying it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wording {
    /// Which: "Easy Read"; nothing where it is the only one.
    pub title: Option<String>,
    /// Paragraphs and lists.
    pub blocks: Vec<Block>,
    /// That the full text has changed since, or that nobody has written it yet.
    pub note: Option<String>,
    /// Leads to where it is written.
    pub link: Option<Link>,
}

/// A paragraph, or the points of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Block {
    /// A paragraph; empty for a list.
    pub text: String,
    /// Points of a list.
    pub points: Vec<String>,
    /// They are numbered.
    pub numbered: bool,
}

impl Block {
    /// Paragraphs and lists of lines, each line for itself.
    pub fn of(lines: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for line in lines {
            let line = line.as_ref();
            match (points(line), out.last_mut()) {
                (Some((numbered, all)), Some(last)) if last.text.is_empty() && last.numbered == numbered => {
                    last.points.extend(all.into_iter().map(str::to_owned));
                }
                (Some((numbered, all)), _) => out.push(Self {
                    text: String::new(),
                    points: all.into_iter().map(str::to_owned).collect(),
                    numbered,
                }),
                (None, _) => out.push(Self {
                    text: line.to_owned(),
                    points: Vec::new(),
                    numbered: false,
                }),
            }
        }
        out
    }
}

impl Context for Beside {
    const TEMPLATE: &'static str = "beside";

    fn samples() -> Vec<(&'static str, Self)> {
        let wording = |title: &str, lines: &[&str]| Wording {
            title: Some(title.into()),
            blocks: Block::of(lines),
            note: None,
            link: None,
        };
        let missing = Wording {
            blocks: Vec::new(),
            note: Some("Nobody has written this in Easy Read yet.".into()),
            link: Some(Link::new("Write section 1 in Easy Read", "#")),
            ..wording("Easy Read", &[])
        };
        let full = Self {
            page: Page::sample("Peer support in other words"),
            caption: "Specification SPEC-2026-001".into(),
            heading: "Peer support in other words".into(),
            tabs: Tabs::sample(),
            says: vec!["The full text is what is signed.".into()],
            easy: false,
            sections: vec![Section {
                id: "s-1".into(),
                number: 1,
                title: "Who it is for".into(),
                columns: vec![
                    wording(
                        "Full text",
                        &[
                            "Adults with a serious mental health problem.",
                            "- At home",
                            "- In a café",
                        ],
                    ),
                    wording("Plain English", &["Anyone over 18 who finds life hard."]),
                    missing,
                ],
                links: vec![Link::new("Comment on section 1", "#")],
            }],
            empty: None,
        };
        let one = Self {
            easy: true,
            sections: vec![Section {
                columns: vec![Wording {
                    title: None,
                    ..wording("", &["You are an adult.", "Your mind is not well."])
                }],
                ..full.sections.first().cloned().unwrap_or_else(|| Section {
                    id: String::new(),
                    number: 1,
                    title: String::new(),
                    columns: Vec::new(),
                    links: Vec::new(),
                })
            }],
            ..full.clone()
        };
        let empty = Self {
            sections: Vec::new(),
            empty: Some(Empty {
                title: "Nothing has been written yet".into(),
                text: "Each section can be written in other words once it is there.".into(),
                link: None,
            }),
            ..full.clone()
        };
        vec![("side by side", full), ("Easy Read alone", one), ("empty", empty)]
    }
}
