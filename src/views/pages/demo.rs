//! What only the demonstration shows: whom one can be, every letter, and the tour.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    control::{Choice, Options},
    field::Field,
    form::Form,
    link::{Button, Link},
    page::Page,
    paging::{Filter, Paging},
};

/// Where the demonstration begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Demo {
    /// What stands round it.
    pub page: Page,
    /// What it is, in sentences.
    pub says: Vec<String>,
    /// What to do first.
    pub ways: Vec<Link>,
    /// Where one goes on as somebody, if not Home.
    pub next: Option<String>,
    /// People, under headings.
    pub groups: Vec<Group>,
    /// Moves the clock.
    pub clock: Form,
}

/// People who do the same sort of thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// For the heading.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Sent as `ac-key`.
    pub key: String,
    /// Each a button.
    pub people: Vec<Somebody>,
}

/// Somebody whom one can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Somebody {
    /// Which.
    pub id: String,
    /// Their name.
    pub name: String,
    /// What they do, and where.
    pub about: String,
}

/// Letters that would have been sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inbox {
    /// What stands round it.
    pub page: Page,
    /// What it is, in a sentence.
    pub says: String,
    /// Whose letters.
    pub filter: Filter,
    /// The newest first.
    pub letters: Vec<Sent>,
    /// Further pages.
    pub paging: Option<Paging>,
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Its subject leads to it.
    pub link: Link,
    /// To whom, and when.
    pub about: String,
}

/// The tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tour {
    /// What stands round it.
    pub page: Page,
    /// What it is, in sentences.
    pub says: Vec<String>,
    /// Its parts, in order.
    pub steps: Vec<Step>,
}

/// A part of the tour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// For the heading.
    pub id: String,
    /// Its number and heading.
    pub title: String,
    /// How long it takes, in words.
    pub time: String,
    /// What it is about.
    pub says: String,
    /// Buttons, in order.
    pub stops: Vec<Stop>,
}

/// One button, and what to look at behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stop {
    /// Where it is posted to.
    pub action: String,
    /// Names and values that are posted.
    pub values: Vec<(String, String)>,
    /// What stands on it.
    pub button: Button,
    /// Sentences.
    pub look: Vec<String>,
}

impl Context for Demo {
    const TEMPLATE: &'static str = "demo";

    fn samples() -> Vec<(&'static str, Self)> {
        let somebody = |id: &str, name: &str, about: &str| Somebody {
            id: id.into(),
            name: name.into(),
            about: about.into(),
        };
        let choices = [("1", "1 day"), ("7", "1 week")].map(|(days, label)| Choice::new(days, label, days == "7"));
        let clock = Field::options("days", "Let time pass", Options::one(choices.to_vec()));
        let full = Self {
            page: Page {
                trail: Vec::new(),
                ..Page::sample("Demonstration")
            },
            says: vec!["Everything here is invented and stays on this computer.".into()],
            ways: vec![
                Link::new("Take the tour, in ten minutes", "/demo/tour"),
                Link::new("Read the 1,204 letters that were sent", "/demo/inbox"),
            ],
            next: None,
            groups: vec![Group {
                id: "group-1".into(),
                title: "Experts by experience".into(),
                key: "01975".into(),
                people: vec![
                    somebody("1", "Grace Mensah", "Expert by experience; board member"),
                    somebody("2", "Kofi Asante", "Expert by experience; evaluator"),
                ],
            }],
            clock: Form::new("#clock", "01976", vec![clock], Button::primary("Move the clock")),
        };
        let empty = Self {
            groups: Vec::new(),
            ways: Vec::new(),
            ..full.clone()
        };
        vec![("full", full), ("empty", empty)]
    }
}

impl Context for Inbox {
    const TEMPLATE: &'static str = "inbox";

    fn samples() -> Vec<(&'static str, Self)> {
        let whose = [("", "Everybody"), ("grace@experts.example", "Grace Mensah")]
            .map(|(value, label)| Choice::new(value, label, value.is_empty()));
        let to = crate::views::components::control::Control::Select(Options::one(whose.to_vec()));
        let full = Self {
            page: Page {
                trail: Vec::new(),
                back: Some(Link::new("Back to the demonstration", "/demo")),
                ..Page::sample("Letters")
            },
            says: "Nothing leaves this computer: these would have been emails. The newest is first.".into(),
            filter: Filter {
                title: "Whose letters".into(),
                action: "/demo/inbox".into(),
                fields: vec![Field::new("to", "To", to)],
                chosen: Vec::new(),
                clear: "/demo/inbox".into(),
            },
            letters: vec![Sent {
                link: Link::new("Comments are open: Out-of-hours peer support", "/demo/inbox/1204"),
                about: "To Grace Mensah, 9:30am on Monday 11 January 2027".into(),
            }],
            paging: Paging::new("Letters", 1204, 50, 2, |page| format!("/demo/inbox?page={page}")),
        };
        let empty = Self {
            letters: Vec::new(),
            paging: None,
            ..full.clone()
        };
        vec![("full", full), ("empty", empty)]
    }
}

impl Context for Tour {
    const TEMPLATE: &'static str = "tour";

    fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            page: Page {
                trail: Vec::new(),
                back: Some(Link::new("Back to the demonstration", "/demo")),
                ..Page::sample("A tour in ten minutes")
            },
            says: vec!["Each button makes you somebody, and opens the page that is meant.".into()],
            steps: vec![Step {
                id: "step-1".into(),
                title: "1. An expert by experience, on a phone".into(),
                time: "2 minutes".into(),
                says: "A text about help after five is open for comment.".into(),
                stops: vec![Stop {
                    action: "#be".into(),
                    values: vec![("person".into(), "1".into()), ("next".into(), "/".into())],
                    button: Button::primary("Read the text as Kofi Asante")
                        .weighing(crate::views::components::link::Weight::Secondary),
                    look: vec!["Each paragraph has its own way to comment.".into()],
                }],
            }],
        };
        let empty = Self {
            says: vec!["This demonstration has no tour.".into()],
            steps: Vec::new(),
            ..full.clone()
        };
        vec![("full", full), ("empty", empty)]
    }
}
