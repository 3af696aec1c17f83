//! Tables of records: sorted, filtered and paged by address, and downloaded as CSV.

use serde::Serialize;

use super::{Component, form::Form, link::Link, paging::Paging, tag::Tag};

/// A table. It scrolls in its own box where the screen is narrow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Unique on the page.
    pub id: String,
    /// What it shows, as its caption.
    pub caption: String,
    /// Columns, in order.
    pub columns: Vec<Column>,
    /// Rows; each as long as `columns`. The first cell is the row's heading.
    pub rows: Vec<Vec<Cell>>,
    /// What to say when there are no rows.
    pub empty: String,
    /// The same rows as CSV.
    pub csv: Option<String>,
    /// Where in a longer list this is.
    pub paging: Option<Paging>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its heading.
    pub text: String,
    /// Numbers stand right.
    pub number: bool,
    /// The address that sorts by it, if it can be sorted.
    pub sort: Option<String>,
    /// How it is sorted now.
    pub sorted: Option<Order>,
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Order {
    Ascending,
    Descending,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Its words.
    pub text: String,
    /// Where they lead.
    pub href: Option<String>,
    /// A status after them, or instead.
    pub tag: Option<Tag>,
    /// A quieter line below.
    pub note: Option<String>,
    /// What can be done with the row, each at the press of a button.
    pub forms: Vec<Form>,
}

impl Column {
    /// A column that is not sorted.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            number: false,
            sort: None,
            sorted: None,
        }
    }

    /// The same, with numbers.
    pub fn number(self) -> Self {
        Self { number: true, ..self }
    }

    /// The same, sorted by an address, and how it is sorted now.
    pub fn sorted(self, by: impl Into<String>, now: Option<Order>) -> Self {
        Self {
            sort: Some(by.into()),
            sorted: now,
            ..self
        }
    }
}

impl Cell {
    /// Words.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Words that lead somewhere.
    pub fn link(link: Link) -> Self {
        Self {
            href: Some(link.href),
            ..Self::new(link.text)
        }
    }

    /// Buttons, which say what the row is: they are read without it, too.
    pub fn buttons(forms: Vec<Form>) -> Self {
        Self {
            forms,
            ..Self::default()
        }
    }

    /// A status.
    pub fn tag(tag: Tag) -> Self {
        Self {
            tag: Some(tag),
            ..Self::default()
        }
    }
}

impl Component for Table {
    const PARTIAL: &'static str = "ac-table";
    const TITLE: &'static str = "Table";
    const SAYS: &'static str = "Rows of the same kind. Sorted and paged by address, so that a view can be sent to \
                                somebody; the CSV has the same rows.";

    fn samples() -> Vec<(&'static str, Self)> {
        let row = |name: &str, note: &str, tag: Tag, networks: &str, value: &str| {
            vec![
                Cell {
                    note: Some(note.into()),
                    ..Cell::link(Link::new(name, "#contract"))
                },
                Cell::tag(tag),
                Cell::new(networks),
                Cell::new(value),
            ]
        };
        let full = Self {
            id: "gallery-table".into(),
            caption: "Contracts".into(),
            columns: vec![
                Column::new("Host").sorted("?sort=-host", Some(Order::Ascending)),
                Column::new("How it stands"),
                Column::new("Networks").number().sorted("?sort=networks", None),
                Column::new("A year").number().sorted("?sort=value", None),
            ],
            rows: vec![
                row(
                    "Don Valley Minds",
                    "PSF-C-002",
                    Tag::attention("Return is late"),
                    "3",
                    "£115,500",
                ),
                row(
                    "Heeley Kitchen Table",
                    "PSF-C-001",
                    Tag::new("Running", super::tag::Tone::Good),
                    "2",
                    "£77,000",
                ),
            ],
            empty: String::new(),
            csv: Some("?as=csv".into()),
            paging: Some(Paging::sample(2)),
        };
        let none = Self {
            id: "gallery-table-empty".into(),
            caption: "Contracts that end this year".into(),
            rows: Vec::new(),
            empty: "No contract ends this year.".into(),
            csv: None,
            paging: None,
            ..full.clone()
        };
        vec![("rows", full), ("empty", none)]
    }
}
