//! What was answered, or is known: names and values.

use serde::Serialize;

use super::{Component, link::Link, tag::Tag};

/// Names and values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SummaryList {
    /// In order.
    pub rows: Vec<SummaryRow>,
}

/// One name with what stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummaryRow {
    /// The name, or the question.
    pub key: String,
    /// One line each. None is said as "Not provided".
    pub values: Vec<String>,
    /// "Change", and what: the second is only read out.
    pub changes: Vec<Change>,
}

/// A link that changes one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// "Change".
    pub text: String,
    /// What, in small letters: "the networks you would work in".
    pub about: String,
    /// Where.
    pub href: String,
}

impl SummaryRow {
    /// A row with one value, or none.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        Self {
            key: key.into(),
            values: if value.is_empty() { Vec::new() } else { vec![value] },
            changes: Vec::new(),
        }
    }

    /// The same row with a link that changes it.
    pub fn change(mut self, about: impl Into<String>, href: impl Into<String>) -> Self {
        self.changes.push(Change {
            text: "Change".into(),
            about: about.into(),
            href: href.into(),
        });
        self
    }
}

impl Component for SummaryList {
    const PARTIAL: &'static str = "ac-summary";
    const TITLE: &'static str = "Summary list";
    const SAYS: &'static str = "Names and values. For rows of the same kind use a table.";

    fn samples() -> Vec<(&'static str, Self)> {
        let rows = vec![
            SummaryRow::new("Reference", "PSF-2026-003"),
            SummaryRow {
                values: vec!["Hillsborough".into(), "Upper Don Valley".into()],
                ..SummaryRow::new("Networks", "")
            }
            .change("the networks you would work in", "#change"),
            SummaryRow::new("Anything else", "").change("anything else", "#change"),
        ];
        let known = rows.iter().cloned().map(|row| SummaryRow {
            changes: Vec::new(),
            ..row
        });
        vec![
            ("only to read", Self { rows: known.collect() }),
            ("with changes", Self { rows }),
        ]
    }
}

/// One of several things of a kind, or one part of what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummaryCard {
    /// An `h2`.
    pub title: String,
    /// How it stands.
    pub tag: Option<Tag>,
    /// What can be done with it.
    pub actions: Vec<Link>,
    /// What is known of it.
    pub list: SummaryList,
}

impl Component for SummaryCard {
    const PARTIAL: &'static str = "ac-card";
    const TITLE: &'static str = "Summary card";
    const SAYS: &'static str = "One of several things of a kind: a partner, a signatory, a part of a bid.";

    fn samples() -> Vec<(&'static str, Self)> {
        let list = SummaryList {
            rows: vec![
                SummaryRow::new("What they do", "Runs the Tuesday group")
                    .change("what Don Valley Minds does", "#change"),
                SummaryRow::new("Share of the money", "£9,600 a year")
                    .change("the share of Don Valley Minds", "#change"),
            ],
        };
        vec![
            (
                "with a status",
                Self {
                    title: "Don Valley Minds".into(),
                    tag: Some(Tag::attention("Asked, not agreed yet")),
                    actions: vec![
                        Link::new("Ask Don Valley Minds again", "#again"),
                        Link::new("Take Don Valley Minds out", "#out"),
                    ],
                    list: list.clone(),
                },
            ),
            (
                "plain",
                Self {
                    title: "Your bid in short".into(),
                    tag: None,
                    actions: Vec::new(),
                    list: SummaryList {
                        rows: list
                            .rows
                            .into_iter()
                            .map(|row| SummaryRow {
                                changes: Vec::new(),
                                ..row
                            })
                            .collect(),
                    },
                },
            ),
        ]
    }
}
