//! Home: what waits for this person, what waits for others, what is coming, what they did lately.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    link::Link,
    page::Page,
    tasks::{Task, TaskList, TaskPart, TaskStatus},
};

/// Home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Home {
    /// What stands round it.
    pub page: Page,
    /// What waits for this person.
    pub on_you: Option<TaskList>,
    /// There is more than is shown.
    pub more: bool,
    /// Leads to what this person may start, if there is anything.
    pub start: Option<Link>,
    /// Other lists, in order.
    pub lists: Vec<Listing>,
}

/// One list of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// For the heading.
    pub id: String,
    /// An `h2`.
    pub title: String,
    /// What to say when there is nothing.
    pub empty: String,
    /// The lines.
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What.
    pub what: String,
    /// The record.
    pub link: Link,
    /// When, or by when, in words.
    pub when: Option<String>,
    /// Whom it waits for.
    pub whom: Option<String>,
}

impl Context for Home {
    const TEMPLATE: &'static str = "home";

    fn samples() -> Vec<(&'static str, Self)> {
        let list = |id: &str, title: &str, empty: &str, lines: Vec<Line>| Listing {
            id: id.into(),
            title: title.into(),
            empty: empty.into(),
            lines,
        };
        let line = Line {
            what: "Check whether a bid is eligible".into(),
            link: Link::new("Sheffield Peer Support Framework", "/round/1"),
            when: Some("by 5pm on Friday 8 May 2026".into()),
            whom: Some("Assurance reviewer".into()),
        };
        let full = Self {
            page: Page::sample("Home"),
            on_you: Some(TaskList {
                parts: vec![TaskPart {
                    title: None,
                    tasks: vec![
                        Task::new("on-you-1", "Take it forward", "/task/1", TaskStatus::InProgress)
                            .hint("Peer support, by the end of Friday 16 January 2026"),
                    ],
                }],
            }),
            more: true,
            start: Some(Link::new("Start something new", "/start")),
            lists: vec![list("on-others", "Waiting on others", "Nothing.", vec![line])],
        };
        let empty = Self {
            page: Page::sample("Home"),
            on_you: None,
            more: false,
            start: None,
            lists: vec![list(
                "on-others",
                "Waiting on others",
                "Nothing waits on others.",
                Vec::new(),
            )],
        };
        vec![("full", full), ("empty", empty)]
    }
}
