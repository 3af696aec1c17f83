//! What there is to do, in any order, each with how far it is.

use serde::Serialize;

use super::Component;

/// A task list: shown at the start and on each return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskList {
    /// Parts, in order.
    pub parts: Vec<TaskPart>,
}

/// Tasks under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskPart {
    /// An `h3`; nothing where the page has one part.
    pub title: Option<String>,
    /// In the order in which most people do them.
    pub tasks: Vec<Task>,
}

/// One thing to do; the whole row is its link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Unique on the page.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Where it is done. Nothing while it cannot be started.
    pub href: Option<String>,
    /// By when, or what it is about.
    pub hint: Option<String>,
    /// How far it is.
    pub status: TaskStatus,
}

/// How far a task is. Few words, and only one of them is red.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TaskStatus {
    Completed,
    InProgress,
    NotYetStarted,
    CannotStartYet,
    ThereIsAProblem,
}

impl Task {
    /// A task that can be opened.
    pub fn new(id: impl Into<String>, title: impl Into<String>, href: impl Into<String>, status: TaskStatus) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            href: Some(href.into()).filter(|_| status != TaskStatus::CannotStartYet),
            hint: None,
            status,
        }
    }

    /// The same task with a line more.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl Component for TaskList {
    const PARTIAL: &'static str = "ac-tasks";
    const TITLE: &'static str = "Task list";
    const SAYS: &'static str = "Parts of a bid, steps of onboarding: several people, several days, any order.";

    fn samples() -> Vec<(&'static str, Self)> {
        use TaskStatus::{CannotStartYet, Completed, InProgress, NotYetStarted, ThereIsAProblem};
        let about = TaskPart {
            title: Some("About your organisation".into()),
            tasks: vec![
                Task::new("task-profile", "Your organisation", "#task", Completed),
                Task::new("task-partners", "Partners", "#task", ThereIsAProblem)
                    .hint("Don Valley Minds has not agreed yet."),
            ],
        };
        let bid = TaskPart {
            title: Some("Your bid".into()),
            tasks: vec![
                Task::new("task-networks", "Networks you would work in", "#task", Completed),
                Task::new("task-work", "What peer workers will do", "#task", InProgress).hint("180 of up to 350 words"),
                Task::new("task-safe", "How you keep people safe", "#task", NotYetStarted),
            ],
        };
        let send = TaskPart {
            title: Some("Send it".into()),
            tasks: vec![
                Task::new("task-send", "Check your answers and send", "#task", CannotStartYet)
                    .hint("You can send it when every part above is completed."),
            ],
        };
        let alone = TaskPart {
            title: None,
            tasks: vec![Task::new("task-read", "Read the specification", "#task", NotYetStarted)],
        };
        vec![
            (
                "every status",
                Self {
                    parts: vec![about, bid, send],
                },
            ),
            ("one part", Self { parts: vec![alone] }),
        ]
    }
}
