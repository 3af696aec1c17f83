//! One record: where it is, what one can do, what comes next, who, documents, what has been.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    blocked::{Blocked, Reason},
    dated::Dated,
    files::FileList,
    link::Link,
    page::Page,
    stages::{Stage, StageAt, StageTrack},
    standing::{Offer, Standing},
    summary::{SummaryList, SummaryRow},
    tabs::Tabs,
    timeline::{Day, Entry, Journal},
};

/// A record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// What stands round it.
    pub page: Page,
    /// Its title.
    pub heading: String,
    /// What it is, and what people say aloud.
    pub caption: String,
    /// The views of it.
    pub tabs: Tabs,
    /// Each process on it.
    pub runs: Vec<Run>,
    /// What it is, in a few lines.
    pub about: Option<SummaryList>,
    /// Documents, the newest.
    pub documents: FileList,
    /// All of them, where there are more.
    pub all_documents: Option<Link>,
    /// Role and names.
    pub people: Option<SummaryList>,
    /// Records below, the first.
    pub below: Vec<Below>,
    /// All of them, where there are more.
    pub all_below: Option<Link>,
    /// What has been lately, for each process in the same order.
    pub stories: Vec<Story>,
    /// All that has been, where there is more.
    pub all_lines: Option<Link>,
    /// Where one can go on from here.
    pub more: Vec<Link>,
}

/// One process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// For headings.
    pub id: String,
    /// Its name, where there are several.
    pub title: Option<String>,
    /// The stages, in order.
    pub track: Option<StageTrack>,
    /// The three questions.
    pub standing: Standing,
    /// What they could do, and what stands in the way.
    pub blocked: Vec<Blocked>,
    /// Whom it waits for.
    pub awaited: Vec<String>,
    /// Further dates ahead.
    pub dates: Vec<Dated>,
}

/// What has been in one process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Story {
    /// For the heading.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Day by day, the newest first.
    pub journal: Journal,
}

/// A record below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Below {
    /// Its title.
    pub link: Link,
    /// What it is.
    pub kind: String,
    /// Where it is.
    pub now: String,
}

impl Context for Record {
    const TEMPLATE: &'static str = "record";

    fn samples() -> Vec<(&'static str, Self)> {
        let stage = |title: &str, at| Stage {
            title: title.into(),
            at,
            note: None,
            href: None,
        };
        let due = Dated {
            label: "Open for comment".into(),
            words: "5pm on Friday 8 May 2026".into(),
            machine: "2026-05-08T16:00:00Z".into(),
            because: vec!["15 working days, counted from Friday 17 April 2026.".into()],
            past: false,
        };
        let run = Run {
            id: "run-1".into(),
            title: None,
            track: Some(StageTrack {
                title: "Stages".into(),
                stages: vec![
                    stage("An idea", StageAt::Done),
                    stage("Being written together", StageAt::Now),
                    stage("Signed off", StageAt::Ahead),
                ],
            }),
            standing: Standing {
                now: "Being written together".into(),
                tag: None,
                can: vec![Offer {
                    link: Link::new("Write and change sections", "/specification/1/text"),
                    hint: None,
                }],
                nothing: "Nothing is waiting on you here.".into(),
                next: Some("Everyone who is invited is asked to comment.".into()),
                when: None,
            },
            blocked: vec![Blocked {
                act: "Open it for comment".into(),
                reasons: vec![Reason {
                    because: "There is nothing to comment on yet.".into(),
                    found: None,
                    who: vec!["Contract manager".into()],
                    mend: None,
                    promise: false,
                }],
            }],
            awaited: vec!["Open it for comment: Rachel Okafor, Tom Hadfield".into()],
            dates: vec![due],
        };
        let full = Self {
            page: Page::sample("Peer support"),
            heading: "Peer support".into(),
            caption: "Specification SPEC-2026-001".into(),
            tabs: Tabs::sample(),
            runs: vec![run.clone()],
            about: Some(SummaryList {
                rows: vec![SummaryRow::new("For the whole term", "£1,260,000")],
            }),
            documents: FileList {
                files: Vec::new(),
                empty: "There are no documents yet.".into(),
            },
            all_documents: Some(Link::new("All 12 documents", "/specification/1/documents")),
            people: Some(SummaryList {
                rows: vec![SummaryRow::new("Contract manager", "Rachel Okafor")],
            }),
            below: vec![Below {
                link: Link::new("Heeley Kitchen Table", "/bid/1"),
                kind: "Bid".into(),
                now: "Being written".into(),
            }],
            all_below: Some(Link::new("All 31 parts of it", "/specification/1/below")),
            stories: vec![Story {
                id: "story-1".into(),
                title: "What has happened".into(),
                journal: Journal {
                    days: vec![Day {
                        words: "Tuesday 5 May 2026".into(),
                        machine: "2026-05-05".into(),
                        entries: vec![Entry {
                            time: "2:30pm".into(),
                            text: "Rachel Okafor: Start writing together. Now: Being written together.".into(),
                            reason: None,
                            links: Vec::new(),
                            number: None,
                        }],
                    }],
                    empty: String::new(),
                },
            }],
            all_lines: Some(Link::new(
                "All 40 lines of what has happened",
                "/specification/1/history",
            )),
            more: vec![Link::new("Start something that belongs to this", "/start")],
        };
        let part = Self {
            runs: vec![Run {
                track: None,
                standing: Standing {
                    can: Vec::new(),
                    next: None,
                    ..run.standing.clone()
                },
                blocked: Vec::new(),
                awaited: Vec::new(),
                dates: Vec::new(),
                ..run
            }],
            people: None,
            all_documents: None,
            below: Vec::new(),
            all_below: None,
            stories: Vec::new(),
            all_lines: None,
            more: Vec::new(),
            ..full.clone()
        };
        vec![("full", full), ("a part", part)]
    }
}
