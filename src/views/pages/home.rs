//! Home: what waits for this person, what waits for others, what is coming, what they did lately.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    link::Link,
    page::Page,
    paging::Filter,
    tasks::{Task, TaskList, TaskPart, TaskStatus},
    text::Inset,
};

/// Home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Home {
    /// What stands round it.
    pub page: Page,
    /// Where help is, for whom the alliance wants to know it.
    pub support: Option<Inset>,
    /// That this person takes a break, while they do.
    pub on_break: Option<Inset>,
    /// One procurement alone, where there are several.
    pub filter: Option<Filter>,
    /// What waits for this person.
    pub on_you: Option<TaskList>,
    /// There is more than is shown.
    pub more: bool,
    /// Leads to what this person may start, if there is anything.
    pub start: Option<Link>,
    /// Other lists, in order.
    pub lists: Vec<Listing>,
    /// All of it as one list.
    pub all: Link,
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
    /// The lines, the first of them.
    pub lines: Vec<Line>,
    /// All of them, where there are more.
    pub all: Option<Link>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What.
    pub what: String,
    /// The record.
    pub link: Link,
    /// The procurement that it belongs to, where the record does not say so.
    pub of: Option<String>,
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
            all: None,
        };
        let line = Line {
            what: "Check whether a bid is eligible".into(),
            link: Link::new("Sheffield Peer Support Framework", "/round/1"),
            of: None,
            when: Some("by 5pm on Friday 8 May 2026".into()),
            whom: Some("Assurance reviewer".into()),
        };
        let full = Self {
            page: Page::sample("Home"),
            on_break: Some(Inset {
                warning: false,
                paragraphs: vec!["You are taking a break until 2 February 2026.".to_owned()],
                link: Some(Link::new("I am back, or change it", "/account/support")),
            }),
            support: Some(Inset {
                warning: false,
                paragraphs: vec!["Nobody watches this site round the clock.".into()],
                link: Some(Link::new("Who helps now", "/support")),
            }),
            filter: None,
            on_you: Some(TaskList {
                parts: vec![TaskPart {
                    title: Some("Overdue".into()),
                    tasks: vec![
                        Task::new("on-you-1", "Take it forward", "/task/1", TaskStatus::InProgress)
                            .hint("Peer support, by the end of Friday 16 January 2026"),
                    ],
                }],
            }),
            more: true,
            start: Some(Link::new("Start something new", "/start")),
            lists: vec![Listing {
                all: Some(Link::new("All 12 of these", "/waiting?whose=others")),
                ..list("on-others", "Waiting on others", "Nothing.", vec![line])
            }],
            all: Link::new("Everything that waits, as a list", "/waiting"),
        };
        let empty = Self {
            page: Page::sample("Home"),
            support: None,
            on_break: None,
            filter: None,
            on_you: None,
            more: false,
            start: None,
            lists: vec![list(
                "on-others",
                "Waiting on others",
                "Nothing waits on others.",
                Vec::new(),
            )],
            all: Link::new("Everything that waits, as a list", "/waiting"),
        };
        vec![("full", full), ("empty", empty)]
    }
}
