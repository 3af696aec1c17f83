//! Views of one thing, side by side: each has an address, so they work without script.

use serde::Serialize;

use super::{Component, page::Place};

/// Tabs: links, of which one is the page that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tabs {
    /// What they are views of, read out before them.
    pub label: String,
    /// In order.
    pub tabs: Vec<Place>,
}

impl Tabs {
    /// Four, the first of them shown.
    pub(in crate::views) fn sample() -> Self {
        let tab = |text: &str| Place::new(text, format!("?tab={}", text.to_lowercase()));
        Self {
            label: "Peer Support Framework".into(),
            tabs: vec![
                tab("Overview").here(),
                tab("Documents"),
                tab("Questions").waiting(2),
                tab("Journal"),
            ],
        }
    }
}

impl Component for Tabs {
    const PARTIAL: &'static str = "ac-tabs";
    const TITLE: &'static str = "Tabs";
    const SAYS: &'static str = "Views of one thing, each with its own address. Never steps of a task.";

    fn samples() -> Vec<(&'static str, Self)> {
        vec![("four", Self::sample())]
    }
}
