//! The three questions at the top of every page about a record: what is happening, what you can do, what comes next.

use serde::Serialize;

use super::{Component, dated::Dated, link::Link, tag::Tag};

/// Answers to the three questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// What is happening, in one or two sentences.
    pub now: String,
    /// The status beside it.
    pub tag: Option<Tag>,
    /// What the person can do now, most urgent first.
    pub can: Vec<Offer>,
    /// What to say when there is nothing: "Nothing is waiting on you."
    pub nothing: String,
    /// What happens next by itself or by others.
    pub next: Option<String>,
    /// When.
    pub when: Option<Dated>,
}

/// Something that the person can do now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// The act, and where it is done.
    pub link: Link,
    /// By when, or what it does.
    pub hint: Option<String>,
}

impl Component for Standing {
    const PARTIAL: &'static str = "ac-standing";
    const TITLE: &'static str = "Where it stands";
    const SAYS: &'static str = "At the top of every page about a record: what is happening, what you can do now, \
                                what happens next and when.";

    fn samples() -> Vec<(&'static str, Self)> {
        let busy = Self {
            now: "Experts by experience and VCSE partners are reading version 3 of the specification.".into(),
            tag: Some(Tag::attention("Waiting on you")),
            can: vec![
                Offer {
                    link: Link::new("Say whether you support this text", "#vote"),
                    hint: Some("It takes about 20 minutes. You can stop and come back.".into()),
                },
                Offer {
                    link: Link::new("Ask for more time, or for somebody to go through it with you", "#time"),
                    hint: None,
                },
            ],
            nothing: String::new(),
            next: Some("When both houses have answered, or at the closing time, the answers are counted.".into()),
            when: Some(Dated::sample()),
        };
        let quiet = Self {
            now: "The panel is scoring the bids. Staff see how many score sheets are done, not what is in them.".into(),
            tag: None,
            can: Vec::new(),
            nothing: "Nothing is waiting on you.".into(),
            next: None,
            when: None,
        };
        vec![("something to do", busy), ("nothing to do", quiet)]
    }
}
