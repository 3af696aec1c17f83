//! One thing that somebody has to know before anything else on the page.

use serde::Serialize;

use super::{Component, link::Link};

/// Sparingly: at most one, never with an error summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Banner {
    /// What kind of news.
    pub tone: News,
    /// The news, in one sentence.
    pub heading: String,
    /// More, if it helps.
    pub text: Option<String>,
    /// Where to go on.
    pub link: Option<Link>,
}

/// What kind of news a banner brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum News {
    /// Something changed or is about to.
    Important,
    /// What the person did, worked.
    Success,
}

impl Banner {
    /// What the person did, worked.
    pub fn success(heading: impl Into<String>) -> Self {
        Self {
            tone: News::Success,
            heading: heading.into(),
            text: None,
            link: None,
        }
    }

    /// Something changed, or is about to.
    pub fn important(heading: impl Into<String>) -> Self {
        Self {
            tone: News::Important,
            ..Self::success(heading)
        }
    }
}

impl Component for Banner {
    const PARTIAL: &'static str = "ac-banner";
    const TITLE: &'static str = "Notification banner";
    const SAYS: &'static str = "Before the h1. Success after an act that has no page of its own; important for news.";

    fn samples() -> Vec<(&'static str, Self)> {
        vec![
            (
                "important",
                Self {
                    text: Some("A question that was answered today changes section 3 of the invitation.".into()),
                    link: Some(Link::new("Read the answer", "#answer")),
                    ..Self::important("The closing day has moved to Friday 15 May 2026")
                },
            ),
            ("success", Self::success("Your comment was sent")),
        ]
    }
}
