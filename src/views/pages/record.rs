//! One record: where it is, what one can do, what comes next, who, documents, what has been.

use serde::Serialize;

use super::{Context, message::Reason};
use crate::views::components::{
    files::FileList,
    link::{Button, Link},
    page::Page,
    summary::{SummaryList, SummaryRow},
};

/// A record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// What stands round it.
    pub page: Page,
    /// Its title.
    pub heading: String,
    /// What people say aloud, and what it is.
    pub caption: String,
    /// Each process on it.
    pub runs: Vec<Run>,
    /// Documents.
    pub documents: FileList,
    /// Role and names.
    pub people: Option<SummaryList>,
    /// Records below.
    pub below: Vec<Below>,
}

/// One process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// For headings.
    pub id: String,
    /// An `h2`, where there are several.
    pub title: Option<String>,
    /// The stages, in order.
    pub stages: Vec<Stage>,
    /// Where it is.
    pub now: String,
    /// What happens next.
    pub next: String,
    /// It has ended.
    pub over: bool,
    /// What this person can do now.
    pub ready: Vec<Doing>,
    /// What they could do, and what stands in the way.
    pub blocked: Vec<Blocked>,
    /// Whom it waits for.
    pub awaited: Vec<String>,
    /// Dates ahead.
    pub dates: Vec<Date>,
    /// What has been, the newest first.
    pub story: Vec<Happened>,
}

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Its title.
    pub title: String,
    /// `done`, `now` or `ahead`.
    pub stands: &'static str,
    /// The same in words.
    pub says: &'static str,
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doing {
    /// Leads to it.
    pub button: Button,
    /// What it is, or who confirms.
    pub hint: Option<String>,
}

/// Something that cannot be done yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blocked {
    /// What.
    pub title: String,
    /// Every reason.
    pub reasons: Vec<Reason>,
}

/// A date ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Date {
    /// What ends or comes.
    pub what: String,
    /// `5pm on Friday 8 May 2026`.
    pub when: String,
    /// `3 days`.
    pub left: String,
    /// How it was counted.
    pub derivation: Vec<String>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Happened {
    /// `5 May 2026, 2:30pm`.
    pub when: String,
    /// Who, if somebody did.
    pub who: Option<String>,
    /// What.
    pub what: String,
    /// Where that led.
    pub now: Option<String>,
}

/// A record below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Below {
    /// Kind and title.
    pub link: Link,
    /// What it is.
    pub kind: String,
    /// Where it is.
    pub now: String,
}

impl Context for Record {
    const TEMPLATE: &'static str = "record";

    fn samples() -> Vec<(&'static str, Self)> {
        let run = Run {
            id: "run-1".into(),
            title: None,
            stages: [("An idea", "done", "done"), ("Being written together", "now", "now"), ("Signed off", "ahead", "to come")]
                .map(|(title, stands, says)| Stage {
                    title: title.into(),
                    stands,
                    says,
                })
                .to_vec(),
            now: "Being written together".into(),
            next: "Everyone who is invited is asked to comment.".into(),
            over: false,
            ready: vec![Doing {
                button: Button::leading("Write and change sections", "/specification/1/text"),
                hint: None,
            }],
            blocked: vec![Blocked {
                title: "Open it for comment".into(),
                reasons: vec![Reason {
                    because: "There is nothing to comment on yet.".into(),
                    mend: Some("Contract manager: write at least one section.".into()),
                }],
            }],
            awaited: vec!["Open it for comment: Rachel Okafor, Tom Hadfield".into()],
            dates: vec![Date {
                what: "Open for comment".into(),
                when: "5pm on Friday 8 May 2026".into(),
                left: "3 days".into(),
                derivation: vec!["15 working days, counted from Friday 17 April 2026.".into()],
            }],
            story: vec![Happened {
                when: "5 May 2026, 2:30pm".into(),
                who: Some("Rachel Okafor".into()),
                what: "Start writing together".into(),
                now: Some("Being written together".into()),
            }],
        };
        let full = Self {
            page: Page::sample("Peer support"),
            heading: "Peer support".into(),
            caption: "Specification SPEC-2026-001".into(),
            runs: vec![run.clone()],
            documents: FileList {
                files: Vec::new(),
                empty: "There are no documents yet.".into(),
            },
            people: Some(SummaryList {
                rows: vec![SummaryRow::new("Contract manager", "Rachel Okafor")],
            }),
            below: vec![Below {
                link: Link::new("Heeley Kitchen Table", "/bid/1"),
                kind: "Bid".into(),
                now: "Being written".into(),
            }],
        };
        let bare = Self {
            runs: vec![Run {
                stages: Vec::new(),
                next: String::new(),
                over: true,
                ready: Vec::new(),
                blocked: Vec::new(),
                awaited: Vec::new(),
                dates: Vec::new(),
                story: Vec::new(),
                ..run
            }],
            people: None,
            below: Vec::new(),
            ..full.clone()
        };
        vec![("full", full), ("a part", bare)]
    }
}
