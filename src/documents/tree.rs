//! The document tree: what every writer reads and every parser makes.
//!
//! Plain data. What the types cannot say (heading order, one `h1`, safe links) is said by [`crate::xml::parse`] and
//! [`crate::markdown::parse`], which are the ways in.

pub(crate) mod headings;
mod number;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

pub use number::Number;

/// A document: who it is from and about, and its blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What stands around the text.
    pub head: Head,
    /// The text.
    pub blocks: Vec<Block>,
}

/// What stands around the text: title, language, sender, reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The title: `<title>`, the PDF's title, and the `h1` unless the text has one of its own.
    pub title: String,
    /// BCP 47, usually `en-GB`.
    pub lang: String,
    /// Whose document it is, as readers know them.
    pub alliance: String,
    /// What people quote on the telephone: `PSF-2026-003`.
    pub reference: Option<String>,
    /// One sentence about the document, for search results and the PDF's subject.
    pub summary: Option<String>,
    /// How to ask for another format, as a full sentence.
    pub formats: Option<String>,
    /// When it was issued. Not part of the content hash: the same text issued twice is the same text.
    pub issued: Option<DateTime<Utc>>,
    /// The day of that in words, where the readers live; without it the day in UTC is shown.
    pub issued_on: Option<String>,
    /// The day and time of that in words, where the readers live; without it UTC is shown.
    pub issued_at: Option<String>,
    /// Provenance shown at the end (version, definition hash, checkpoint). Not part of the content hash.
    pub stamps: Vec<Stamp>,
}

impl Head {
    /// A head with a title and a sender, in British English.
    pub fn new(title: impl Into<String>, alliance: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lang: "en-GB".into(),
            alliance: alliance.into(),
            reference: None,
            summary: None,
            formats: None,
            issued: None,
            issued_on: None,
            issued_at: None,
            stamps: Vec::new(),
        }
    }
}

/// One line of provenance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// `Log checkpoint`.
    pub label: String,
    /// `4711 9f8a…`.
    pub value: String,
}

/// One block of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// How deep.
        level: Level,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Bullets or numbers.
    List(List),
    /// Rows and columns.
    Table(Table),
    /// Names and what they stand for (`dl`).
    Pairs(Vec<Pair>),
    /// A chart, with the words for who cannot see it.
    Figure(Figure),
    /// Text set apart from its surroundings.
    Inset(Inset),
    /// The address window of a letter, with date and reference line.
    Address(Address),
    /// A place to sign, or the record of a signature.
    Signature(Signature),
    /// What follows starts on a new page, where there are pages.
    PageBreak,
}

/// Depth of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Level {
    One,
    Two,
    Three,
    Four,
}

impl Level {
    /// 1 to 4.
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }

    /// The level of that number; 0 counts as 1, and everything deeper than 4 as 4.
    pub fn of(number: u8) -> Self {
        match number {
            0 | 1 => Self::One,
            2 => Self::Two,
            3 => Self::Three,
            _ => Self::Four,
        }
    }
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Important words.
    Strong(Vec<Inline>),
    /// Stressed words.
    Em(Vec<Inline>),
    /// A link to `https:`, `http:`, `mailto:` or `tel:`.
    Link {
        /// Where to.
        href: String,
        /// The words that carry it.
        text: Vec<Inline>,
    },
    /// A line break that means something (addresses, verse).
    Break,
}

/// Bullets or numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Which of the two.
    pub kind: ListKind,
    /// Each item: paragraphs and nested lists.
    pub items: Vec<Vec<Block>>,
}

/// Bullets or numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ListKind {
    Bullets,
    Numbers,
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the table shows.
    pub caption: Option<Vec<Inline>>,
    /// The columns, from the head row.
    pub columns: Vec<Column>,
    /// The body; each row is as long as `columns`. No rows at all is shown as "None".
    pub rows: Vec<Vec<Cell>>,
}

/// One column: its heading and how its cells stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The words at the top.
    pub heading: Vec<Inline>,
    /// Numbers stand right.
    pub align: Align,
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Align {
    Left,
    Right,
}

/// One cell of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Whether it heads its row.
    pub heads_row: bool,
    /// Paragraphs and lists.
    pub blocks: Vec<Block>,
}

/// A name and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The name.
    pub term: Vec<Inline>,
    /// What it stands for; one entry per `dd`.
    pub details: Vec<Vec<Block>>,
}

/// A chart, with the words for who cannot see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What the chart shows, as a heading for it.
    pub caption: Vec<Inline>,
    /// What one would say about it on the telephone. Never empty.
    pub alt: String,
    /// The data.
    pub chart: Chart,
}

/// Data and how to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chart {
    /// Bars; several series stand side by side.
    Bars(Plot),
    /// Lines over the labels.
    Lines(Plot),
    /// A tile for each place or group, saying how well it is covered.
    Tiles(Vec<Tile>),
}

/// Series of numbers over shared labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plot {
    /// What is counted: `people`, `£`, `%`.
    pub unit: String,
    /// The labels along the foot.
    pub labels: Vec<String>,
    /// The series, each as long as `labels`.
    pub series: Vec<Series>,
}

/// One named row of numbers. `None` is "not known", never nought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name in the key.
    pub name: String,
    /// Its numbers.
    pub values: Vec<Option<Number>>,
}

/// One tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// The place or group.
    pub label: String,
    /// How well it is covered.
    pub cover: Cover,
    /// A few words more.
    pub note: String,
}

/// How well a place or group is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Cover {
    Full,
    Part,
    None,
}

impl Cover {
    /// In words, because colour alone says nothing.
    pub fn words(self) -> &'static str {
        match self {
            Self::Full => "Covered",
            Self::Part => "Partly covered",
            Self::None => "Not covered",
        }
    }
}

/// Text set apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inset {
    /// How loud.
    pub kind: InsetKind,
    /// Paragraphs, lists and pairs.
    pub blocks: Vec<Block>,
}

/// How loud an inset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum InsetKind {
    Note,
    Warning,
}

/// The address window of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The lines.
    pub lines: Vec<Vec<Inline>>,
    /// The letter's date, in words.
    pub date: Option<String>,
    /// Our reference.
    pub reference: Option<String>,
}

/// A place to sign, or the record of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who signs.
    pub name: String,
    /// As what.
    pub role: Option<String>,
    /// For whom.
    pub organisation: Option<String>,
    /// When it was signed, in words; nothing leaves a line to sign on.
    pub signed: Option<String>,
    /// How it was signed: method, key, hash of what was signed.
    pub mark: Option<String>,
}

impl Document {
    /// SHA-256 over the canonical form, in lower-case hex. Issue date and stamps are not part of it.
    pub fn content_hash(&self) -> String {
        use std::fmt::Write as _;
        let digest = Sha256::digest(crate::xml::write(self).as_bytes());
        digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Whether the text has an `h1` of its own; else the title is shown as one.
    pub fn has_own_title(&self) -> bool {
        self.blocks
            .iter()
            .any(|block| matches!(block, Block::Heading { level: Level::One, .. }))
    }
}

/// The words of running text, without marks.
pub fn plain(inlines: &[Inline]) -> String {
    let mut words = String::new();
    collect(inlines, &mut words);
    words
}

fn collect(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => words.push_str(text),
            Inline::Strong(inner) | Inline::Em(inner) | Inline::Link { text: inner, .. } => collect(inner, words),
            Inline::Break => words.push(' '),
        }
    }
}
